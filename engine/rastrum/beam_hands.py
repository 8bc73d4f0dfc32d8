"""Part beams of two hands that stand so close that the network sees one stack."""

from collections import defaultdict
from collections.abc import Sequence

import numpy as np

from rastrum.classes import STRIDE
from rastrum.page import Stem

FEWEST_STEMS = 2
"""Stems that each hand must have: one alone may have been cut short."""

PARTED_SP = 0.1
"""Stems down end so far above where stems up begin if each hand has a beam of its own. Under a
common beam they end below, by its thickness at least."""

STRAY_SP = 0.25
"""No stem's end may lie farther off the line through its hand's ends: beams are straight."""


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
        over, under = _line(stems, down), _line(stems, up)
        if over is None or under is None:
            continue
        columns = np.array([stems[n][0].column for n in (*down, *up)])
        if (np.polyval(under, columns) - np.polyval(over, columns)).min() < PARTED_SP * 16:
            continue
        if parted is labels:
            parted = labels.copy()
        rows, places = np.nonzero(labels == group)
        middle = np.polyval((over + under) / 2, (places + 0.5) * STRIDE)
        lower = (rows + 0.5) * STRIDE > middle
        number = int(parted.max()) + 1
        parted[rows[lower], places[lower]] = number
        for n in up:
            result[n] = number
    return parted, result


def _line(stems: Sequence[tuple[Stem, bool]], own: Sequence[int]) -> np.ndarray | None:
    """Return the line through the ends of stems, slope first; None where they lie on none."""
    columns = np.array([stems[n][0].column for n in own])
    ends = np.array([stems[n][0].end(up=stems[n][1]) for n in own])
    if np.ptp(columns) < STRIDE:
        return None
    line = np.polyfit(columns, ends, 1)
    stray = np.abs(np.polyval(line, columns) - ends).max()
    return line if stray <= STRAY_SP * 16 else None
