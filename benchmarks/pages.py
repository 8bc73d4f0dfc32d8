"""Measure accuracy on sample pages: notes and bars of pages whose truth is exact.

    python benchmarks/pages.py MUSIC [--model engraved|handwritten|muscima] [--preset PRESET]

Scores of the folder are engraved, or written by hand, then printed and scanned; the first page of
each is read and compared with its truth by the score tool.
"""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from ruler import FIGURES, ROOT, Truth, compare, load_ruler, read_mro

FIRST_SEED = 60_000_000
"""Training and the other benchmarks count their seeds up from elsewhere."""


def measure_page(score: Path, seed: int, options: argparse.Namespace, ruler: Any) -> dict[str, Any]:
    """Make the first page of a score, read it and compare."""
    from rastrum import RastrumError, mro, recognise
    from rastrum_samples.datasets.pages import Recipe, build_model, scan
    from rastrum_samples.export.formats import to_png
    from rastrum_samples.truth.score import write_truth

    recipe = Recipe(options.preset, seed=seed, model=options.model)
    sample = next(scan(build_model(recipe)(score), score.stem, recipe))
    if options.keep:
        options.keep.mkdir(parents=True, exist_ok=True)
        (options.keep / f"{score.stem}.png").write_bytes(to_png(sample))
    truth = write_truth(sample.page.scene, [sample.page])
    try:
        found = recognise(sample.picture.grey > 127).score
    except RastrumError as error:
        return {"error": str(error)} | dict.fromkeys(FIGURES, 0.0)
    events, true = (read_mro(ruler, mro.write(record)) for record in (found, truth))
    return compare(ruler, events, Truth(true, list_instruments(sample)))


def list_instruments(sample: Any) -> list[list[int]] | None:
    """Return which staves one player reads, None where systems leave some out."""
    parts = sample.page.scene.content.parts
    count = sum(len(part.staves) for part in parts)
    if any(len(system.staves) != count for system in sample.page.systems):
        return None
    return [[number - 1 for number in part.staves] for part in parts]


def main(arguments: Sequence[str] | None = None) -> int:
    """Print a row per page and the mean."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("music", type=Path, help="folder of scores")
    parser.add_argument("--tools", type=Path, default=ROOT / "../shared/tools")
    parser.add_argument("--model", default="engraved")
    parser.add_argument("--preset", default="office-scan")
    parser.add_argument("--pages", type=int, default=12)
    parser.add_argument("--keep", type=Path, help="folder for the pages as PNG")
    options = parser.parse_args(arguments)
    from rastrum_samples.datasets.shards import find_scores

    ruler = load_ruler(options.tools)
    files = find_scores(options.music)
    chosen = files[:: max(1, len(files) // options.pages)][: options.pages]
    rows = []
    for number, score in enumerate(chosen):
        row = measure_page(score, FIRST_SEED + number, options, ruler)
        rows.append(row)
        figures = "  ".join(f"{row[name]:.4f}" for name in FIGURES)
        print(f"{score.stem[:44]:44}  {figures}  {row.get('error', '')}", flush=True)
    means = "  ".join(f"{sum(r[name] for r in rows) / len(rows):.4f}" for name in FIGURES)
    print(f"{'mean of ' + str(len(rows)) + ' pages':44}  {means}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
