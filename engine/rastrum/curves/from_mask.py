"""Find pieces of curves in the network's mask."""

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
    turned = np.ascontiguousarray(mask.T)
    pieces = []
    for level in LEVELS:
        flat, steep = _link_runs(turned, level), _link_runs(mask, level)
        steep = [chain for chain in steep if abs(chain[-1, 0] - chain[0, 0]) < len(chain)]
        pieces += [_densify(chain * STRIDE) for chain in (*flat, *(c[:, ::-1] for c in steep))]
    return pieces


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


def _link_runs(lines: Grey, level: int) -> list[np.ndarray]:
    """Return chains (N, 2) of runs of cells in successive lines: place along the line, and line."""
    runs = row_runs(lines > level)
    runs = runs[runs[:, 2] - runs[:, 1] <= THICKEST_CELLS]
    line, begin, end = runs.T
    sure = lines.astype(np.float64)
    sums = np.pad(sure.cumsum(axis=1), ((0, 0), (1, 0)))
    moments = np.pad((sure * (np.arange(sure.shape[1]) + 0.5)).cumsum(axis=1), ((0, 0), (1, 0)))
    middles = (moments[line, end] - moments[line, begin]) / (sums[line, end] - sums[line, begin])
    first = np.searchsorted(line, np.arange(len(lines) + 2))
    behind: list[list[int]] = [[] for _ in runs]
    before: list[list[int]] = [[] for _ in runs]
    for n, (own, low, high) in enumerate(runs.tolist()):
        for other in range(first[own + 1], first[own + 2]):
            if begin[other] <= high and end[other] >= low:
                behind[n].append(other)
                before[other].append(n)
    only = [
        following[0] if len(following) == 1 and len(before[following[0]]) == 1 else -1
        for following in behind
    ]
    chains = []
    for n in sorted(set(range(len(runs))).difference(only)):
        chain = [n]
        while only[chain[-1]] >= 0:
            chain.append(only[chain[-1]])
        if len(chain) >= LEAST_CELLS:
            chains.append(np.stack([middles[chain], line[chain] + 0.5], axis=1))
    return chains


def _densify(course: np.ndarray) -> np.ndarray:
    """Return places along a course, a pixel apart."""
    way = np.concatenate([[0.0], np.hypot(*np.diff(course, axis=0).T).cumsum()])
    places = np.arange(0.0, way[-1] + 0.5)
    return np.stack([np.interp(places, way, side) for side in course.T], axis=1)
