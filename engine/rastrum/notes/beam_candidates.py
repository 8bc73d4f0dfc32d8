"""See the beams that the network missed: bands of ink between the ends of stems."""

from collections.abc import Sequence

import numpy as np

from rastrum.model.arrays import Grey
from rastrum.model.sheet import INK
from rastrum.model.strokes import Stem
from rastrum.model.vocabulary import STRIDE

SURE = 115
"""Confidence (of 255) of a beam's surest cell."""

USUAL_THICK_SP = 0.5
"""Thickness of a beam, where the page does not tell."""

BAND_SP, BAND_THICK_PX, BAND_COVER = 8.0, 5, 0.94
"""Two stems with such a band of ink between their ends, so many rows thick nearly all the way, have
a beam that the network missed: steep ones it has hardly seen."""

LEAST_WIDTH_SP = 0.5
"""Stems that stand closer belong to two voices."""


def add_missed_beams(grey: Grey, mask: Grey, stems: Sequence[tuple[Stem, bool]]) -> Grey:
    """Draw beams into the mask where there is a band of ink between stems, but none was seen.

    Parameters
    ----------
    grey : (H, W) uint8 array
        The sheet.
    mask : (H / 4, W / 4) uint8 array
        Where the network sees beams.
    stems : sequence of (Stem, bool)
        Stems, and whether they point up.

    Returns
    -------
    mask : (H / 4, W / 4) uint8 array
        New.
    """
    drawn = mask.copy()
    for up in (False, True):
        order = sorted((s for s, points_up in stems if points_up == up), key=lambda s: s.column)
        bare = [not _is_beamed(mask, s, up) for s in order]
        for number, left in enumerate(order):
            for place in range(number + 1, len(order)):
                right = order[place]
                if right.column - left.column > BAND_SP * 16:
                    break
                if (bare[number] or bare[place]) and _has_band(grey, left, right, up):
                    _draw(drawn, left, right, up)
                    break
    return drawn


def _is_beamed(mask: np.ndarray, stem: Stem, up: bool) -> bool:
    row, column = int(stem.end(up=up) // STRIDE), int(stem.column // STRIDE)
    window = mask[max(0, row - 2) : row + 3, max(0, column - 2) : column + 3]
    return bool(window.size and window.max() > SURE)


def _band(left: Stem, right: Stem, up: bool) -> tuple[np.ndarray, np.ndarray]:
    """Return rows and columns along the middle of the beam between two stems' ends."""
    columns = np.arange(int(left.column) + 3, int(right.column) - 2, 2)
    share = (columns - left.column) / (right.column - left.column)
    inward = USUAL_THICK_SP * 8 * (1 if up else -1)
    rows = left.end(up=up) + share * (right.end(up=up) - left.end(up=up)) + inward
    return np.rint(rows).astype(np.int64), columns


def _has_band(grey: Grey, left: Stem, right: Stem, up: bool) -> bool:
    """Whether ink joins the ends of two stems, the second one on the right, all the way."""
    first, last = left.end(up=up), right.end(up=up)
    width = right.column - left.column
    if width < LEAST_WIDTH_SP * 16 or abs(last - first) > width:
        return False
    # A glance at the middle settles most of it.
    middle = int((first + last) / 2 + (4 if up else -4))
    if not 0 <= middle < len(grey) or grey[middle, int(left.column + width / 2)] < INK:
        return False
    rows, columns = _band(left, right, up)
    reach = BAND_THICK_PX // 2
    if not len(rows) or rows.min() < reach or rows.max() >= len(grey) - reach:
        return False
    solid = np.min([grey[rows + off, columns] for off in range(-reach, reach + 1)], axis=0)
    return bool((solid >= INK).mean() >= BAND_COVER)


def _draw(mask: np.ndarray, left: Stem, right: Stem, up: bool) -> None:
    rows, columns = _band(left, right, up)
    for off in (-4, 0, 4):
        cells = np.clip((rows + off) // STRIDE, 0, len(mask) - 1)
        mask[cells, columns // STRIDE] = 255
