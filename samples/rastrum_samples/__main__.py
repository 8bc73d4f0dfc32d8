"""The command `rastrum-samples`: everything from typefaces to the shipped weights."""

import argparse
import logging
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rastrum.classes import GLYPHS, MASKS

if TYPE_CHECKING:
    from rastrum_samples.crops import Crop
    from rastrum_samples.making import Recipe

_LOG = logging.getLogger(__name__)

SHARD_CROPS = 200

TELLING_PAGES = 10


def build_parser() -> argparse.ArgumentParser:
    """Build the parser of the command line."""
    parser = argparse.ArgumentParser(
        prog="rastrum-samples", description="Make sample pages and train the detector."
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    commands.add_parser("fonts", help="fetch free music and text typefaces from the npm registry")
    assets = commands.add_parser("assets", help="list, install or remove bundles of assets")
    assets.add_argument("action", choices=("list", "install", "remove"))
    assets.add_argument("name", nargs="?", help="of the bundle; all by default")
    assets.add_argument("--archive", type=Path, help="install from a local copy, without a network")
    make = commands.add_parser("make", help="engrave scores, print and scan them, write the truth")
    make.add_argument("scores", type=Path, nargs="+", metavar="SCORE")
    _add_recipe(make)
    dataset = commands.add_parser("dataset", help="make many pages; goes on where it stopped")
    _add_recipe(dataset)
    dataset.add_argument("--count", type=int, default=100, help="pages in all")
    dataset.add_argument("--workers", type=int, default=2)
    dataset.add_argument("--music", type=Path, help="folder of scores; without, music is made up")
    coverage = commands.add_parser("coverage", help="count what the pages of a data set hold")
    coverage.add_argument("folder", type=Path)
    preview = commands.add_parser("preview", help="draw a contact sheet with the truth over it")
    preview.add_argument("scores", type=Path, nargs="+", metavar="SCORE")
    _add_recipe(preview, out="PNG")
    preview.add_argument("--width", type=int, default=900, help="of a page, pixels")
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
    return parser


def _add_recipe(parser: argparse.ArgumentParser, out: str = "DIR") -> None:
    parser.add_argument("-o", "--out", type=Path, required=True, metavar=out)
    parser.add_argument(
        "--preset",
        default="office-scan",
        choices=("clean", "office-scan", "old-print", "bad-copy"),
        help="how worn the pages are",
    )
    parser.add_argument(
        "--model",
        default="engraved",
        choices=("engraved", "handwritten", "muscima"),
        help="muscima takes the symbols of MUSCIMA++'s writers, fetched on first use",
    )
    parser.add_argument("--dpi", type=float, default=300.0)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--grey", action="store_true", help="stop before black and white")
    parser.add_argument(
        "--paper", type=Path, help="folder with scans of blank paper, in place of bundle paper"
    )
    if out == "DIR":
        parser.add_argument(
            "--formats",
            nargs="+",
            default=["bmp", "mro"],
            choices=(
                "bmp",
                "png",
                "mro",
                "engine.mro",
                "svg",
                "regions.svg",
                "coco.json",
                "mung.xml",
            ),
        )


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


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; return its exit status."""
    options = build_parser().parse_args(arguments)
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    try:
        _COMMANDS[options.command](options)
    except ImportError as error:
        sys.stderr.write(
            f"rastrum-samples: {error.name} is missing; install rastrum[samples], and "
            "rastrum[train] to train\n"
        )
        return 3
    except (ValueError, OSError) as error:
        sys.stderr.write(f"rastrum-samples: {error}\n")
        return 4
    return 0


def _fonts(options: argparse.Namespace) -> None:
    from rastrum_samples.fonts import fetch_fonts, font_folder  # noqa: PLC0415

    del options
    _LOG.info("%d typefaces in %s", fetch_fonts(), font_folder())


def _assets(options: argparse.Namespace) -> None:
    from rastrum_samples.assets import (  # noqa: PLC0415
        BUNDLES,
        AssetError,
        asset_folder,
        install,
        is_installed,
        remove,
        show_progress,
    )

    if options.name is not None and options.name not in BUNDLES:
        raise AssetError(f"there is no bundle {options.name!r}; there is: {', '.join(BUNDLES)}")
    chosen = [options.name] if options.name else list(BUNDLES)
    if options.action == "install" and not options.name:
        chosen = [name for name in chosen if BUNDLES[name].url]
    for name in chosen:
        bundle = BUNDLES[name]
        if options.action == "list":
            state = "installed" if is_installed(bundle) else "not installed"
            sys.stdout.write(f"{name}  {bundle.size / 1e6:.1f} MB  {state}  ({bundle.licence})\n")
        elif options.action == "install":
            folder = install(bundle, archive=options.archive, progress=show_progress)
            sys.stdout.write(f"{name} is in {folder}\n")
        else:
            sys.stdout.write(
                f"{name} removed" if remove(bundle) else f"{name} was not in {asset_folder()}\n"
            )


def _recipe(options: argparse.Namespace) -> "Recipe":
    from rastrum_samples.assets import PAPER, asset_folder, is_installed  # noqa: PLC0415
    from rastrum_samples.making import USUAL_FORMATS, Recipe  # noqa: PLC0415

    formats = tuple(getattr(options, "formats", USUAL_FORMATS))
    return Recipe(
        options.preset,
        options.dpi,
        options.seed,
        formats,
        options.model,
        options.grey,
        options.paper or (asset_folder() / PAPER.name if is_installed(PAPER) else None),
    )


def _make(options: argparse.Namespace) -> None:
    from rastrum_samples.making import make  # noqa: PLC0415

    for score in options.scores:
        for file in make(score, options.out, _recipe(options)):
            _LOG.info("%s", file)


def _dataset(options: argparse.Namespace) -> None:
    from rastrum_samples.dataset import find_scores  # noqa: PLC0415
    from rastrum_samples.making import ScoreChoice, make_dataset  # noqa: PLC0415

    files = find_scores(options.music) if options.music else ()
    made = make_dataset(
        options.out,
        options.count,
        _recipe(options),
        ScoreChoice(files),
        workers=options.workers,
        progress=_show_progress if sys.stderr.isatty() else None,
    )
    _LOG.info("%d pages made, %d in %s", made, options.count, options.out)


def _coverage(options: argparse.Namespace) -> None:
    from rastrum_samples.coverage import table  # noqa: PLC0415
    from rastrum_samples.making import read_manifest  # noqa: PLC0415

    entries = read_manifest(options.folder)
    counts = Counter[str]()
    for entry in entries:
        counts.update(entry["counts"])
    sys.stdout.write(table(counts, len(entries)) + "\n")


def _show_progress(done: int, wanted: int) -> None:
    sys.stderr.write(f"\r{done}/{wanted} pages" + ("\n" if done == wanted else ""))


def _preview(options: argparse.Namespace) -> None:
    from rastrum_samples.making import build_model, contact_sheet, scan  # noqa: PLC0415

    recipe = _recipe(options)
    model = build_model(recipe)
    samples = [s for score in options.scores for s in scan(model(score), score.stem, recipe)]
    contact_sheet(samples, width=options.width).save(options.out)


def _shards(options: argparse.Namespace) -> None:
    from rastrum_samples.dataset import save_shard  # noqa: PLC0415

    options.folder.mkdir(parents=True, exist_ok=True)
    make = _from_scans(options.scans) if options.scans else _from_scores(options)
    seen = Counter[str]()
    for number in range(options.first, options.first + options.count):
        file = options.folder / f"shard_{number:05d}.npz"
        if not file.exists():
            save_shard(make(number, SHARD_CROPS, seen=seen), file)
            _LOG.info("%s", file)


def _tellings(options: argparse.Namespace) -> None:
    from rastrum_samples.dataset import Sources, find_scores  # noqa: PLC0415
    from rastrum_samples.fonts import open_fonts  # noqa: PLC0415
    from rastrum_samples.scores import generate_score  # noqa: PLC0415
    from rastrum_samples.telling import make_tellings, save_tellings  # noqa: PLC0415

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

    from rastrum_samples.teller import Lessons, export_teller, train_teller  # noqa: PLC0415
    from rastrum_samples.telling import load_tellings  # noqa: PLC0415

    torch.set_num_threads(options.threads)
    lessons = Lessons(options.steps, seed=options.seed)
    export_teller(train_teller(load_tellings(options.tellings), lessons), options.file)


def _exam(options: argparse.Namespace) -> None:
    from rastrum_samples.exam import examine  # noqa: PLC0415
    from rastrum_samples.telling import load_tellings  # noqa: PLC0415

    sys.stdout.write(examine(load_tellings(options.tellings)))


def _from_scans(folder: Path) -> Callable[..., "list[Crop]"]:
    from rastrum_samples.scans import find_scans, make_scan_shard  # noqa: PLC0415

    return partial(make_scan_shard, files=find_scans(folder))


def _from_scores(options: argparse.Namespace) -> Callable[..., "list[Crop]"]:
    from rastrum_samples.dataset import Sources, find_scores, make_shard  # noqa: PLC0415
    from rastrum_samples.fonts import open_fonts  # noqa: PLC0415
    from rastrum_samples.scores import generate_score  # noqa: PLC0415

    files = find_scores(options.music) if options.music else ()
    sources = Sources(files, partial(generate_score, rare=options.rare), options.made_up)
    return partial(make_shard, sources=sources, book=open_fonts())


def _size(options: argparse.Namespace) -> dict[str, Any]:
    names = ("entry", "fine", "coarse", "out")
    widths = dict(zip(names, options.channels, strict=True))
    return {**widths, "dilations": tuple(options.dilations)}


def _train(options: argparse.Namespace) -> None:
    import torch  # noqa: PLC0415

    from rastrum_samples.network import Size  # noqa: PLC0415
    from rastrum_samples.train import Plan, train  # noqa: PLC0415

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
    from rastrum_samples.train import export  # noqa: PLC0415

    export(options.checkpoint, options.shards, options.file)


def _blend(options: argparse.Namespace) -> None:
    from rastrum_samples.blend import blend  # noqa: PLC0415

    blend(options.first, options.second, options.file, options.share)


def _digits(options: argparse.Namespace) -> None:
    from rastrum_samples.digits import write_digits  # noqa: PLC0415
    from rastrum_samples.fit_serifs import open_faces  # noqa: PLC0415

    _LOG.info("%d digits in %s", write_digits(open_faces(), options.file), options.file)


def _serifs(options: argparse.Namespace) -> None:
    import numpy as np  # noqa: PLC0415

    from rastrum_samples.fit_serifs import SPECIMENS, fit, gather, open_faces, write  # noqa: PLC0415

    strokes = gather(open_faces(), SPECIMENS)
    write(fit(strokes, np.ones(len(strokes.lines), bool)), options.file)
    _LOG.info("%s, from %d lines", options.file, len(strokes.lines))


_COMMANDS = {
    "fonts": _fonts,
    "assets": _assets,
    "make": _make,
    "dataset": _dataset,
    "coverage": _coverage,
    "preview": _preview,
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


if __name__ == "__main__":
    sys.exit(main())
