"""The commands of `rastrum-samples` that make the weights which the engine ships with."""

import argparse
import logging
import sys
from collections import Counter
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rastrum.model.vocabulary import GLYPHS, MASKS

if TYPE_CHECKING:
    from rastrum_samples.datasets.crops import Crop

_LOG = logging.getLogger(__name__)

SHARD_CROPS = 200

TELLING_PAGES = 10


def add_training(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the commands that train to those of a command line.

    Parameters
    ----------
    commands : argparse._SubParsersAction
        What `ArgumentParser.add_subparsers` returned.
    """
    shards = commands.add_parser("shards", help="make training crops")
    shards.add_argument("folder", type=Path, help="where to write shard_*.npz")
    shards.add_argument("--first", type=int, default=0, help="number and seed of the first shard")
    shards.add_argument("--count", type=int, default=100)
    shards.add_argument(
        "--music", type=Path, help="folder of scores to engrave besides made-up ones"
    )
    shards.add_argument("--made-up", type=float, default=0.8, help="share of made-up scores")
    shards.add_argument("--rare", action="store_true", help="prefer the rarest symbols")
    shards.add_argument(
        "--scans", type=Path, help="folder of real scans to cut out of, instead of scores"
    )
    train = commands.add_parser("train", help="train on the crops")
    train.add_argument("shards", type=Path)
    train.add_argument("out", type=Path, help="folder for checkpoint.pt; continued if it is there")
    train.add_argument("--steps", type=int, default=12_000)
    train.add_argument("--rate", type=float, default=2.5e-3)
    train.add_argument("--seed", type=int, default=0)
    train.add_argument("--start", type=Path, help="checkpoint or .onnx file to begin with")
    train.add_argument("--warm-up", type=int, default=300)
    _add_size(train)
    train.add_argument("--threads", type=int, default=2)
    train.add_argument(
        "--only",
        nargs="+",
        default=(),
        choices=(*GLYPHS, *MASKS),
        metavar="NAME",
        help="learn these glyphs or masks, change nothing else",
    )
    tellings = commands.add_parser("tellings", help="make crops of fingerings and sforzati")
    tellings.add_argument("folder", type=Path, help="where to write tellings_*.npz")
    tellings.add_argument("--first", type=int, default=0, help="number and seed of the first file")
    tellings.add_argument("--count", type=int, default=15)
    tellings.add_argument("--music", type=Path, help="folder of scores to engrave, too")
    tellings.add_argument("--made-up", type=float, default=0.7, help="share of made-up scores")
    teach = commands.add_parser("teach", help="train the network that tells what they say")
    teach.add_argument("tellings", type=Path)
    teach.add_argument("file", type=Path, help="the engine's ONNX file")
    teach.add_argument("--steps", type=int, default=4_500)
    teach.add_argument("--seed", type=int, default=0)
    teach.add_argument("--threads", type=int, default=2)
    exam = commands.add_parser("exam", help="count what the engine tells of them")
    exam.add_argument("tellings", type=Path)
    export = commands.add_parser("export", help="write a checkpoint as the engine's ONNX file")
    export.add_argument("checkpoint", type=Path)
    export.add_argument("shards", type=Path, help="crops that show where glyphs can be at all")
    export.add_argument("file", type=Path)
    blend = commands.add_parser("blend", help="average two exported networks")
    blend.add_argument("first", type=Path)
    blend.add_argument("second", type=Path, help="trained on from the first")
    blend.add_argument("file", type=Path)
    blend.add_argument("--share", type=float, default=0.5, help="of the second")
    digits = commands.add_parser("digits", help="draw what numbers of voltas are compared with")
    digits.add_argument("file", type=Path, help="the engine's digits.npz")
    serifs = commands.add_parser("serifs", help="fit what tells type with serifs from type without")
    serifs.add_argument("file", type=Path, help="the engine's serifs.npz")


def _add_size(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--channels",
        type=int,
        nargs=4,
        default=[16, 24, 48, 32],
        metavar="N",
        help="of the network at strides 2, 4, 8 and merged",
    )
    parser.add_argument(
        "--dilations", type=int, nargs="+", default=[1, 2, 4, 2], help="of the coarse blocks"
    )


def _shards(options: argparse.Namespace) -> None:
    from rastrum_samples.datasets.shards import save_shard  # noqa: PLC0415

    options.folder.mkdir(parents=True, exist_ok=True)
    make = _from_scans(options.scans) if options.scans else _from_scores(options)
    seen = Counter[str]()
    for number in range(options.first, options.first + options.count):
        file = options.folder / f"shard_{number:05d}.npz"
        if not file.exists():
            save_shard(make(number, SHARD_CROPS, seen=seen), file)
            _LOG.info("%s", file)


def _tellings(options: argparse.Namespace) -> None:
    from rastrum_samples.datasets.second_look_crops import make_tellings, save_tellings  # noqa: PLC0415
    from rastrum_samples.datasets.shards import Sources, find_scores  # noqa: PLC0415
    from rastrum_samples.engraving.fonts import open_fonts  # noqa: PLC0415
    from rastrum_samples.music.compose import generate_score  # noqa: PLC0415

    options.folder.mkdir(parents=True, exist_ok=True)
    files = find_scores(options.music) if options.music else ()
    sources, book = Sources(files, generate_score, options.made_up), open_fonts()
    for number in range(options.first, options.first + options.count):
        file = options.folder / f"tellings_{number:05d}.npz"
        if not file.exists():
            save_tellings(make_tellings(number, TELLING_PAGES, sources, book), file)
            _LOG.info("%s", file)


def _teach(options: argparse.Namespace) -> None:
    import torch  # noqa: PLC0415

    from rastrum_samples.datasets.second_look_crops import load_tellings  # noqa: PLC0415
    from rastrum_samples.training.second_look import Lessons, export_teller, train_teller  # noqa: PLC0415

    torch.set_num_threads(options.threads)
    lessons = Lessons(options.steps, seed=options.seed)
    export_teller(train_teller(load_tellings(options.tellings), lessons), options.file)


def _exam(options: argparse.Namespace) -> None:
    from rastrum_samples.datasets.second_look_crops import load_tellings  # noqa: PLC0415
    from rastrum_samples.training.evaluate import examine  # noqa: PLC0415

    sys.stdout.write(examine(load_tellings(options.tellings)))


def _from_scans(folder: Path) -> Callable[..., "list[Crop]"]:
    from rastrum_samples.datasets.scan_crops import find_scans, make_scan_shard  # noqa: PLC0415

    return partial(make_scan_shard, files=find_scans(folder))


def _from_scores(options: argparse.Namespace) -> Callable[..., "list[Crop]"]:
    from rastrum_samples.datasets.shards import Sources, find_scores, make_shard  # noqa: PLC0415
    from rastrum_samples.engraving.fonts import open_fonts  # noqa: PLC0415
    from rastrum_samples.music.compose import generate_score  # noqa: PLC0415

    files = find_scores(options.music) if options.music else ()
    sources = Sources(files, partial(generate_score, rare=options.rare), options.made_up)
    return partial(make_shard, sources=sources, book=open_fonts())


def _size(options: argparse.Namespace) -> dict[str, Any]:
    names = ("entry", "fine", "coarse", "out")
    widths = dict(zip(names, options.channels, strict=True))
    return {**widths, "dilations": tuple(options.dilations)}


def _train(options: argparse.Namespace) -> None:
    import torch  # noqa: PLC0415

    from rastrum_samples.training.network import Size  # noqa: PLC0415
    from rastrum_samples.training.train import Plan, train  # noqa: PLC0415

    torch.set_num_threads(options.threads)
    size = Size(**_size(options))
    plan = Plan(
        options.steps,
        rate=options.rate,
        warm_up=options.warm_up,
        seed=options.seed,
        ease_in=options.start is None,
        size=size,
        only=tuple(options.only),
    )
    train(options.shards, options.out, plan, start=options.start)


def _export(options: argparse.Namespace) -> None:
    from rastrum_samples.training.train import export  # noqa: PLC0415

    export(options.checkpoint, options.shards, options.file)


def _blend(options: argparse.Namespace) -> None:
    from rastrum_samples.training.average import blend  # noqa: PLC0415

    blend(options.first, options.second, options.file, options.share)


def _digits(options: argparse.Namespace) -> None:
    from rastrum_samples.training.serifs import open_faces  # noqa: PLC0415
    from rastrum_samples.training.volta_digits import write_digits  # noqa: PLC0415

    _LOG.info("%d digits in %s", write_digits(open_faces(), options.file), options.file)


def _serifs(options: argparse.Namespace) -> None:
    import numpy as np  # noqa: PLC0415

    from rastrum_samples.training.serifs import SPECIMENS, fit, gather, open_faces, write  # noqa: PLC0415

    strokes = gather(open_faces(), SPECIMENS)
    write(fit(strokes, np.ones(len(strokes.lines), bool)), options.file)
    _LOG.info("%s, from %d lines", options.file, len(strokes.lines))


TRAINING: dict[str, Callable[[argparse.Namespace], None]] = {
    "shards": _shards,
    "train": _train,
    "tellings": _tellings,
    "teach": _teach,
    "exam": _exam,
    "export": _export,
    "blend": _blend,
    "digits": _digits,
    "serifs": _serifs,
}
"""What each of them does."""
