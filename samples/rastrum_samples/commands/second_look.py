"""Make the weights of the second look, the network that reads fingerings and sforzati."""

import argparse
import logging
import sys
from pathlib import Path

_LOG = logging.getLogger(__name__)

PAGES_PER_FILE = 10


def add_commands(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `second-look` with `data`, `train` and `evaluate` to a command line."""
    second_look = commands.add_parser(
        "second-look", help="train the network that reads fingerings and sforzati"
    )
    steps = second_look.add_subparsers(dest="step", required=True, metavar="STEP")
    data = steps.add_parser("data", help="make crops of fingerings and sforzati")
    data.add_argument("folder", type=Path, help="where to write second_look_*.npz")
    data.add_argument("--first", type=int, default=0, help="number and seed of the first file")
    data.add_argument("--count", type=int, default=15)
    data.add_argument("--music", type=Path, help="folder of scores to engrave, too")
    data.add_argument("--made-up", type=float, default=0.7, help="share of made-up scores")
    data.set_defaults(run=_data)
    train = steps.add_parser("train", help="train on the crops")
    train.add_argument("crops", type=Path)
    train.add_argument("file", type=Path, help="the engine's ONNX file")
    train.add_argument("--steps", type=int, default=4_500)
    train.add_argument("--seed", type=int, default=0)
    train.add_argument("--threads", type=int, default=2)
    train.set_defaults(run=_train)
    evaluate = steps.add_parser("evaluate", help="count what the engine reads in crops")
    evaluate.add_argument("crops", type=Path)
    evaluate.set_defaults(run=_evaluate)


def _data(options: argparse.Namespace) -> None:
    from rastrum_samples.datasets.second_look_crops import make_crops, save_crops
    from rastrum_samples.datasets.shards import Sources, find_scores
    from rastrum_samples.engraving.fonts import open_fonts
    from rastrum_samples.music.compose import generate_score

    options.folder.mkdir(parents=True, exist_ok=True)
    files = find_scores(options.music) if options.music else ()
    sources, book = Sources(files, generate_score, options.made_up), open_fonts()
    for number in range(options.first, options.first + options.count):
        file = options.folder / f"second_look_{number:05d}.npz"
        if not file.exists():
            save_crops(make_crops(number, PAGES_PER_FILE, sources, book), file)
            _LOG.info("%s", file)


def _train(options: argparse.Namespace) -> None:
    import torch

    from rastrum_samples.datasets.second_look_crops import load_crops
    from rastrum_samples.training.second_look import Plan, export, train

    torch.set_num_threads(options.threads)
    plan = Plan(options.steps, seed=options.seed)
    export(train(load_crops(options.crops), plan), options.file)


def _evaluate(options: argparse.Namespace) -> None:
    from rastrum_samples.datasets.second_look_crops import load_crops
    from rastrum_samples.training.second_look_evaluation import evaluate

    sys.stdout.write(evaluate(load_crops(options.crops)))
