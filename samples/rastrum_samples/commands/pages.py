"""Make sample pages with their truth, count what they hold, show them."""

import argparse
import logging
import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rastrum_samples.datasets.pages import Recipe

_LOG = logging.getLogger(__name__)

PRESETS = ("clean", "office-scan", "old-print", "bad-copy")
MODELS = ("engraved", "handwritten", "muscima")
FORMATS = (
    "bmp", "png", "mro", "engine.mro", "svg", "regions.svg", "coco.json", "mung.xml",
)  # fmt: skip


def add_commands(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `make`, `dataset`, `coverage` and `preview` to a command line."""
    make = commands.add_parser("make", help="engrave scores, print and scan them, write the truth")
    make.add_argument("scores", type=Path, nargs="+", metavar="SCORE")
    _add_recipe(make)
    _add_formats(make)
    make.set_defaults(run=_make)
    dataset = commands.add_parser("dataset", help="make many pages; goes on where it stopped")
    _add_recipe(dataset)
    _add_formats(dataset)
    dataset.add_argument("--count", type=int, default=100, help="pages in all")
    dataset.add_argument("--workers", type=int, default=2)
    dataset.add_argument("--music", type=Path, help="folder of scores; without, music is made up")
    dataset.set_defaults(run=_dataset)
    coverage = commands.add_parser("coverage", help="count what the pages of a data set hold")
    coverage.add_argument("folder", type=Path)
    coverage.set_defaults(run=_coverage)
    preview = commands.add_parser("preview", help="draw a contact sheet with the truth over it")
    preview.add_argument("scores", type=Path, nargs="+", metavar="SCORE")
    _add_recipe(preview, out="PNG")
    preview.add_argument("--width", type=int, default=900, help="of a page, pixels")
    preview.set_defaults(run=_preview)


def _add_recipe(parser: argparse.ArgumentParser, out: str = "DIR") -> None:
    parser.add_argument("-o", "--out", type=Path, required=True, metavar=out)
    parser.add_argument(
        "--preset", default="office-scan", choices=PRESETS, help="how worn the pages are"
    )
    parser.add_argument(
        "--model",
        default="engraved",
        choices=MODELS,
        help="muscima takes the symbols of MUSCIMA++'s writers, fetched on first use",
    )
    parser.add_argument("--dpi", type=float, default=300.0)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--grey", action="store_true", help="stop before black and white")
    parser.add_argument(
        "--paper", type=Path, help="folder with scans of blank paper, in place of bundle paper"
    )


def _add_formats(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--formats", nargs="+", default=["bmp", "mro"], choices=FORMATS)


def _recipe(options: argparse.Namespace) -> "Recipe":
    from rastrum_samples.assets import PAPER, asset_folder, is_installed
    from rastrum_samples.datasets.pages import USUAL_FORMATS, Recipe

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
    from rastrum_samples.datasets.pages import make

    for score in options.scores:
        for file in make(score, options.out, _recipe(options)):
            _LOG.info("%s", file)


def _dataset(options: argparse.Namespace) -> None:
    from rastrum_samples.datasets.pages import ScoreChoice, make_dataset
    from rastrum_samples.datasets.shards import find_scores

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


def _show_progress(done: int, wanted: int) -> None:
    sys.stderr.write(f"\r{done}/{wanted} pages" + ("\n" if done == wanted else ""))


def _coverage(options: argparse.Namespace) -> None:
    from rastrum_samples.datasets.pages import read_manifest
    from rastrum_samples.truth.coverage import table

    entries = read_manifest(options.folder)
    counts = Counter[str]()
    for entry in entries:
        counts.update(entry["counts"])
    sys.stdout.write(table(counts, len(entries)) + "\n")


def _preview(options: argparse.Namespace) -> None:
    from rastrum_samples.datasets.pages import build_model, contact_sheet, scan

    recipe = _recipe(options)
    model = build_model(recipe)
    samples = [s for score in options.scores for s in scan(model(score), score.stem, recipe)]
    contact_sheet(samples, width=options.width).save(options.out)
