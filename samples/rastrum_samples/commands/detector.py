"""Make the weights of the detector: crops, training, export, blends of two runs."""

import argparse
import logging
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


def add_commands(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `shards`, `train`, `export` and `blend` to a command line."""
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
    shards.set_defaults(run=_shards)
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
    train.set_defaults(run=_train)
    export = commands.add_parser("export", help="write a checkpoint as the engine's ONNX file")
    export.add_argument("checkpoint", type=Path)
    export.add_argument("shards", type=Path, help="crops that show where glyphs can be at all")
    export.add_argument("file", type=Path)
    export.set_defaults(run=_export)
    blend = commands.add_parser("blend", help="average two exported networks")
    blend.add_argument("first", type=Path)
    blend.add_argument("second", type=Path, help="trained on from the first")
    blend.add_argument("file", type=Path)
    blend.add_argument("--share", type=float, default=0.5, help="of the second")
    blend.set_defaults(run=_blend)


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
    from rastrum_samples.datasets.shards import save_shard

    options.folder.mkdir(parents=True, exist_ok=True)
    make = _from_scans(options.scans) if options.scans else _from_scores(options)
    seen = Counter[str]()
    for number in range(options.first, options.first + options.count):
        file = options.folder / f"shard_{number:05d}.npz"
        if not file.exists():
            save_shard(make(number, SHARD_CROPS, seen=seen), file)
            _LOG.info("%s", file)


def _from_scans(folder: Path) -> Callable[..., "list[Crop]"]:
    from rastrum_samples.datasets.scan_crops import find_scans, make_scan_shard

    return partial(make_scan_shard, files=find_scans(folder))


def _from_scores(options: argparse.Namespace) -> Callable[..., "list[Crop]"]:
    from rastrum_samples.datasets.shards import Sources, find_scores, make_shard
    from rastrum_samples.engraving.fonts import open_fonts
    from rastrum_samples.music.compose import generate_score

    files = find_scores(options.music) if options.music else ()
    sources = Sources(files, partial(generate_score, rare=options.rare), options.made_up)
    return partial(make_shard, sources=sources, book=open_fonts())


def _train(options: argparse.Namespace) -> None:
    import torch

    from rastrum_samples.training.detector import Plan, train
    from rastrum_samples.training.network import Size

    torch.set_num_threads(options.threads)
    plan = Plan(
        options.steps,
        rate=options.rate,
        warm_up=options.warm_up,
        seed=options.seed,
        ease_in=options.start is None,
        size=Size(**_size(options)),
        only=tuple(options.only),
    )
    train(options.shards, options.out, plan, start=options.start)


def _size(options: argparse.Namespace) -> dict[str, Any]:
    names = ("entry", "fine", "coarse", "out")
    widths = dict(zip(names, options.channels, strict=True))
    return {**widths, "dilations": tuple(options.dilations)}


def _export(options: argparse.Namespace) -> None:
    from rastrum_samples.training.detector import export

    export(options.checkpoint, options.shards, options.file)


def _blend(options: argparse.Namespace) -> None:
    from rastrum_samples.training.blend import blend

    blend(options.first, options.second, options.file, options.share)
