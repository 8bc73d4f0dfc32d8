"""Part beams of two hands that stand so close that the network sees one stack."""

from collections import defaultdict
from collections.abc import Sequence

import numpy as np

from rastrum.model.sheet import UNITS_PER_SPACE
from rastrum.model.strokes import Stem
from rastrum.model.vocabulary import STRIDE

FEWEST_STEMS = 2
"""Stems that each hand must have: one alone may have been cut short."""

PARTED = 0.1 * UNITS_PER_SPACE
"""Stems down end so far above where stems up begin if each hand has a beam of its own. Under a
common beam they end below, by its thickness at least."""

STRAY = 0.4 * UNITS_PER_SPACE
"""No stem's end may lie farther off the line through its hand's ends: beams are straight, but some
stems seem to end at the inner one."""


def part_hands(
    labels: np.ndarray, groups: Sequence[int], stems: Sequence[tuple[Stem, bool]]
) -> tuple[np.ndarray, list[int]]:
    """Give the beam of the lower of two hands a number of its own.

    Parameters
    ----------
    labels : (H, W) int array
        Numbers of the groups of beams, in cells; 0 is none.
    groups : sequence of int
        The group at the end of each stem, 0 for none.
    stems : sequence of (Stem, bool)
        And whether they point up.

    Returns
    -------
    labels : (H, W) int array
        New where a group was parted.
    groups : list of int

    Notes
    -----
    Between two staves the right hand's stems point down and the left hand's up. Where their beams
    nearly touch, they are one stack to the network; stems end at their own hand's beam.
    """
    sides: dict[int, tuple[list[int], list[int]]] = defaultdict(lambda: ([], []))
    for n, group in enumerate(groups):
        if group:
            sides[group][stems[n][1]].append(n)
    result, parted = list(groups), labels
    for group, (down, up) in sides.items():
        if min(len(down), len(up)) < FEWEST_STEMS:
            continue
        over, under = _ends(stems, down), _ends(stems, up)
        if over is None or under is None:
            continue
        # Where both hands play, or else at the ends that face each other.
        both = max(over[0][0], under[0][0]), min(over[0][-1], under[0][-1])
        inner = [c for c in (*over[0], *under[0]) if both[0] <= c <= both[1]]
        columns = np.array([*both, *inner])
        if (np.interp(columns, *under) - np.interp(columns, *over)).min() < PARTED:
            continue
        if parted is labels:
            parted = labels.copy()
        rows, places = np.nonzero(labels == group)
        places_px = (places + 0.5) * STRIDE
        middle = (np.interp(places_px, *over) + np.interp(places_px, *under)) / 2
        lower = (rows + 0.5) * STRIDE > middle
        number = int(parted.max()) + 1
        parted[rows[lower], places[lower]] = number
        for n in up:
            result[n] = number
    return parted, result


def _ends(
    stems: Sequence[tuple[Stem, bool]], own: Sequence[int]
) -> tuple[np.ndarray, np.ndarray] | None:
    """Return the columns and rows of stems' ends, left to right; None if on no straight line."""
    order = sorted(own, key=lambda n: stems[n][0].column)
    columns = np.array([stems[n][0].column for n in order])
    ends = np.array([stems[n][0].end(up=stems[n][1]) for n in order])
    if np.ptp(columns) < STRIDE:
        return None
    stray = np.abs(np.polyval(np.polyfit(columns, ends, 1), columns) - ends).max()
    return (columns, ends) if stray <= STRAY else None
