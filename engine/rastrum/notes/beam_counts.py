"""Count beams in the ink: runs of it, and those that ran together by their thickness."""

import numpy as np

from rastrum.model.arrays import Grey
from rastrum.model.sheet import INK, UNITS_PER_SPACE
from rastrum_kernels.strokes import ink_runs

USUAL_THICK, USUAL_STEP = 0.5 * UNITS_PER_SPACE, 0.75 * UNITS_PER_SPACE
"""How thick a beam is and how far it is to the next, where the page does not tell."""

THINNEST = 0.5
"""Runs thinner than this share of a beam are staff lines and slurs."""

LINE_FACTOR = 1.45
"""Runs must be this much thicker than staff lines: old prints have lines of a quarter space."""

ENOUGH_SAMPLES = 12
"""Pairs of beams from which the page's own figures are taken."""

THIN, THICK = 0.3 * UNITS_PER_SPACE, 1.0 * UNITS_PER_SPACE
"""Single beams lie between; two that ran together are at least 1.2 spaces thick."""

MERGED, FAR_OFF_PX, CLEARER = 1.6, 3.0, 0.6
"""Runs that are so many times as thick as a beam are several; the step between beams that explains
them, but for so much each, is believed if what is left over is that much less than usually."""

MOST_RUNS = 8
MOST_BEAMS = 5


def count_beams(grey: Grey, pieces: np.ndarray, line: float) -> np.ndarray:
    """Count beams in pieces of columns.

    Parameters
    ----------
    grey : (H, W) uint8 array
        The sheet.
    pieces : (N, 3) int64 array
        Column, and the rows looked at, half-open.
    line : float
        Thickness of staff lines, pixels.

    Returns
    -------
    counts : (N,) int64 array
        How thick a beam is, and how far it is from one to the next, is measured on all pieces
        together, if there are enough.
    """
    runs = ink_runs(
        grey,
        np.ascontiguousarray(pieces[:, 0]),
        np.ascontiguousarray(pieces[:, 1]),
        np.ascontiguousarray(pieces[:, 2]),
        INK,
        MOST_RUNS,
    )
    thick, step = USUAL_THICK, USUAL_STEP
    apart = (runs > THIN) & (runs < THICK)
    singles = runs[apart]
    if len(singles) >= ENOUGH_SAMPLES:
        thick = float(np.median(singles))
        step = _measure_step(runs, thick)
    beams = np.maximum(1, np.rint((runs + step - thick) / step))
    thinnest = max(THINNEST * thick, LINE_FACTOR * line)
    counts = np.where(runs >= thinnest, beams, 0).sum(axis=1)
    limited: np.ndarray = np.minimum(counts, MOST_BEAMS).astype(np.int64)
    return limited


def _measure_step(runs: np.ndarray, thick: float) -> float:
    """Measure how far apart beams lie, by those that ran together: thick old ones nearly touch."""
    usual = thick + 0.5 * USUAL_THICK
    merged = runs[(runs > MERGED * thick) & (runs < MOST_BEAMS * usual)]
    if len(merged) < ENOUGH_SAMPLES:
        return usual
    steps = np.append(np.arange(thick, usual + 2.5, 0.25), usual)
    places = (merged[:, None] - thick) / steps
    off = np.abs(places - np.maximum(1, np.rint(places))) * steps
    rest = np.minimum(off, FAR_OFF_PX).mean(axis=0)
    best = int(np.argmin(rest))
    return float(steps[best]) if rest[best] < CLEARER * rest[-1] else usual
