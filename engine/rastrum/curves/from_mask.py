"""Find pieces of curves in the network's mask."""

from collections.abc import Iterator

import numpy as np

from rastrum.model.arrays import Grey
from rastrum.model.detection import Detection
from rastrum.model.vocabulary import MASKS, STRIDE
from rastrum_kernels.runs import row_runs

LEVELS = 20, 60, 120, 180
"""Confidence (of 255) from which cells count, one after the other: low ones show faint curves, in
high ones those fall apart that touch. With two levels 1 in 100 curves more is missed."""

THICKEST_CELLS = 5
"""A curve covers so many cells at most, across the way in which it is followed."""

LEAST_CELLS = 3
"""A piece of fewer says nothing of how it runs."""


def find_pieces(mask: Grey) -> list[np.ndarray]:
    """Find the pieces of curves that a mask shows.

    Parameters
    ----------
    mask : (R, C) uint8 array
        See `curve_mask`.

    Returns
    -------
    pieces : list of (N, 2) float64 array
        Rows and columns on the sheet, a pixel apart; a curve has several, at each of four levels of
        confidence, and between the places where it touches others.

    Notes
    -----
    Runs of cells are linked from column to column, where only one touches only one, and where
    curves are steep, from row to row. O(cells) time.
    """
    flat = _chain_lines(np.ascontiguousarray(mask.T))
    steep = [c for c in _chain_lines(mask) if abs(c[-1, 0] - c[0, 0]) < len(c)]
    return [_densify(chain * STRIDE) for chain in (*flat, *(c[:, ::-1] for c in steep))]


def curve_mask(detection: Detection) -> Grey:
    """Return the confidence that a cell is a curve's, 0 where it is rather a beam's or a hairpin's.

    Parameters
    ----------
    detection : Detection

    Returns
    -------
    mask : (R, C) uint8 array
        New.
    """
    mask: Grey = detection.masks[MASKS.index("slur")].copy()
    for other in ("beam", "hairpin"):
        mask[detection.masks[MASKS.index(other)] > mask] = 0
    return mask


def _chain_lines(lines: Grey) -> Iterator[np.ndarray]:
    """Yield chains (N, 2) of runs of cells in successive lines: place along the line, and line."""
    sums = np.zeros((len(lines), lines.shape[1] + 1))
    moments = np.zeros_like(sums)
    np.cumsum(lines, axis=1, out=sums[:, 1:])
    np.cumsum(lines * (np.arange(lines.shape[1]) + 0.5), axis=1, out=moments[:, 1:])
    for level in LEVELS:
        runs = row_runs(lines > level)
        runs = runs[runs[:, 2] - runs[:, 1] <= THICKEST_CELLS]
        line, begin, end = runs.T
        weights = sums[line, end] - sums[line, begin]
        middles = (moments[line, end] - moments[line, begin]) / weights
        for chain in _link_runs(runs, len(lines)):
            yield np.stack([middles[chain], line[chain] + 0.5], axis=1)


def _link_runs(runs: np.ndarray, lines: int) -> Iterator[list[int]]:
    """Yield which runs are linked, each to the only one it touches in the next line."""
    line, begin, end = runs.T
    first = np.searchsorted(line, np.arange(lines + 2)).tolist()
    begins, ends = begin.tolist(), end.tolist()
    behind: list[list[int]] = [[] for _ in runs]
    before: list[list[int]] = [[] for _ in runs]
    for n, (own, low, high) in enumerate(runs.tolist()):
        for other in range(first[own + 1], first[own + 2]):
            if begins[other] <= high and ends[other] >= low:
                behind[n].append(other)
                before[other].append(n)
    only = [
        following[0] if len(following) == 1 and len(before[following[0]]) == 1 else -1
        for following in behind
    ]
    for n in sorted(set(range(len(runs))).difference(only)):
        chain = [n]
        while only[chain[-1]] >= 0:
            chain.append(only[chain[-1]])
        if len(chain) >= LEAST_CELLS:
            yield chain


def _densify(course: np.ndarray) -> np.ndarray:
    """Return places along a course, a pixel apart."""
    way = np.concatenate([[0.0], np.hypot(*np.diff(course, axis=0).T).cumsum()])
    places = np.arange(0.0, way[-1] + 0.5)
    return np.stack([np.interp(places, way, side) for side in course.T], axis=1)
