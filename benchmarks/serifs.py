"""Measure how type without serifs is told from type with them, line by line.

    python benchmarks/serifs.py [--specimens 360] [--letters 6]

Lines of words in all families are worn like scans. Every family is judged by a network that was
fitted on the others only, a quarter of the families at a time; each line by itself, though in the
engine the other lines of its page speak, too.
"""

import argparse
import sys
from collections.abc import Sequence

import numpy as np

FOLDS = 4
"""Parts of the families; each is judged by what was fitted on the others."""

USUAL_SP = 1.7
"""Lyrics are set in 1.9 to 2.8 staff spaces, directions in 1.9 and more."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Print a row for each way of wear, each style and each family."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--specimens", type=int, default=360)
    parser.add_argument("--letters", type=int, default=6, help="lines of fewer are left out")
    options = parser.parse_args(arguments)
    from rastrum.text.serifs import weigh_strokes
    from rastrum_samples.training.serifs import fit, gather, open_faces

    strokes = gather(open_faces(), options.specimens)
    sans, lines = strokes.sans, strokes.lines
    family = np.array([line.family for line in lines])
    odds = np.zeros(len(lines))
    groups = [sorted(set(family[sans == kind])) for kind in (False, True)]
    for fold in range(FOLDS):
        judged = np.isin(family, [name for group in groups for name in group[fold::FOLDS]])
        network, own = fit(strokes, ~judged), strokes.among(judged)
        said = weigh_strokes(network, strokes.pictures[own])
        odds += np.bincount(strokes.line[own], said, minlength=len(lines))
    letters = np.array([sum(len(text) for text, _, _ in line.words) for line in lines])
    long = letters >= options.letters
    size = np.array([line.size for line in lines])
    style, preset = np.array([line.style for line in lines]), np.array(strokes.preset)
    rows = {"all": long, f"of {USUAL_SP} spaces or more": long & (size >= USUAL_SP)}
    rows |= {str(name): long & (preset == name) for name in sorted(set(preset))}
    rows |= {str(name): long & (style == name) for name in sorted(set(style))}
    rows |= {str(name): long & (family == name) for group in groups for name in group}
    print(f"{'lines':24} {'count':>6} {'right':>6} {'sans missed':>12} {'serif called sans':>18}")
    for name, chosen in rows.items():
        told = odds > 0
        missed, called = (_share(~told, chosen & sans), _share(told, chosen & ~sans))
        right = _share(told == sans, chosen)
        print(f"{name:24} {chosen.sum():6} {right:>6} {missed:>12} {called:>18}")
    return 0


def _share(what: np.ndarray, among: np.ndarray) -> str:
    return f"{what[among].mean():.1%}" if among.any() else "-"


if __name__ == "__main__":
    sys.exit(main())
