"""The command `rastrum-samples`: everything from typefaces to the shipped weights."""

import argparse
import logging
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from rastrum_samples.commands.training import TRAINING, add_training

if TYPE_CHECKING:
    from rastrum_samples.datasets.pages import Recipe

_LOG = logging.getLogger(__name__)


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
    add_training(commands)
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
    from rastrum_samples.engraving.fonts import fetch_fonts, font_folder  # noqa: PLC0415

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
    from rastrum_samples.datasets.pages import USUAL_FORMATS, Recipe  # noqa: PLC0415

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
    from rastrum_samples.datasets.pages import make  # noqa: PLC0415

    for score in options.scores:
        for file in make(score, options.out, _recipe(options)):
            _LOG.info("%s", file)


def _dataset(options: argparse.Namespace) -> None:
    from rastrum_samples.datasets.pages import ScoreChoice, make_dataset  # noqa: PLC0415
    from rastrum_samples.datasets.shards import find_scores  # noqa: PLC0415

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
    from rastrum_samples.datasets.pages import read_manifest  # noqa: PLC0415
    from rastrum_samples.truth.coverage import table  # noqa: PLC0415

    entries = read_manifest(options.folder)
    counts = Counter[str]()
    for entry in entries:
        counts.update(entry["counts"])
    sys.stdout.write(table(counts, len(entries)) + "\n")


def _show_progress(done: int, wanted: int) -> None:
    sys.stderr.write(f"\r{done}/{wanted} pages" + ("\n" if done == wanted else ""))


def _preview(options: argparse.Namespace) -> None:
    from rastrum_samples.datasets.pages import build_model, contact_sheet, scan  # noqa: PLC0415

    recipe = _recipe(options)
    model = build_model(recipe)
    samples = [s for score in options.scores for s in scan(model(score), score.stem, recipe)]
    contact_sheet(samples, width=options.width).save(options.out)


_COMMANDS = {
    "fonts": _fonts,
    "assets": _assets,
    "make": _make,
    "dataset": _dataset,
    "coverage": _coverage,
    "preview": _preview,
    **TRAINING,
}


if __name__ == "__main__":
    sys.exit(main())
