"""Measure the detector on sample pages with exact truth: precision and recall per symbol class.

    python benchmarks/symbols.py [--crops N]

The pages are engraved from made-up scores and worn like scans, from seeds that training never
uses. A glyph is found if one of its class lies within half a staff space of it.
"""

import argparse
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import numpy as np

FIRST_SEED = 50_000_000
"""Training counts its seeds up from 0."""

NEAR_PX = 8.0
LEAST_SCORE = 0.4
"""Confidence from which assembly believes most glyphs."""


def measure_symbols(crops: int = 400) -> tuple[dict[str, float], dict[str, tuple[int, int, int]]]:
    """Return overall precision and recall, and per class what was found, wrong and missed."""
    from rastrum.detection.detector import find_glyphs
    from rastrum.model.vocabulary import GLYPHS
    from rastrum_samples.datasets.shards import Sources, make_shard
    from rastrum_samples.engraving.fonts import open_fonts
    from rastrum_samples.music.compose import generate_score

    # Verovio's own typefaces only: what was fetched must not change the figures.
    book = open_fonts(Path(__file__).parent / "no-typefaces")
    sources = Sources((), generate_score, 1.0)
    found: Counter[str] = Counter()
    wrong: Counter[str] = Counter()
    missed: Counter[str] = Counter()
    for crop in make_shard(FIRST_SEED, crops, sources, book, Counter()):
        glyphs = [g for g in find_glyphs(crop.grey) if g.score >= LEAST_SCORE]
        free = set(range(len(glyphs)))
        for label, row, column, _, _ in crop.boxes:
            name = GLYPHS[int(label)]
            near = [
                k
                for k in free
                if glyphs[k].label == name
                and np.hypot(glyphs[k].row - row, glyphs[k].column - column) <= NEAR_PX
            ]
            if near:
                free.remove(near[0])
                found[name] += 1
            else:
                missed[name] += 1
        # A glyph cut by the crop's edge has its centre outside and so no box.
        height, width = crop.grey.shape
        for k in free:
            g = glyphs[k]
            if 12 < g.row < height - 12 and 12 < g.column < width - 12:
                wrong[g.label] += 1
    total, false = sum(found.values()), sum(wrong.values())
    figures = {
        "precision": total / max(1, total + false),
        "recall": total / max(1, total + sum(missed.values())),
    }
    names = sorted(found + missed, key=lambda n: -(found[n] + missed[n]))
    return figures, {n: (found[n], wrong[n], missed[n]) for n in names}


def print_symbols(crops: int) -> None:
    """Print the table."""
    figures, classes = measure_symbols(crops)
    print(f"{'glyph':18s} {'true':>6s} {'precision':>9s} {'recall':>7s}")
    for name, (found, wrong, missed) in classes.items():
        precision, recall = found / max(1, found + wrong), found / max(1, found + missed)
        print(f"{name:18s} {found + missed:6d} {precision:9.3f} {recall:7.3f}")
    print(f"{'all':18s} {'':6s} {figures['precision']:9.3f} {figures['recall']:7.3f}")


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--crops", type=int, default=400)
    print_symbols(parser.parse_args(arguments).crops)
    return 0


if __name__ == "__main__":
    sys.exit(main())
