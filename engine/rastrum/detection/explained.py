"""How much of the ink on the staves the networks have a name for."""

import numpy as np

from rastrum.model.detection import Detection, Glyph
from rastrum.model.sheet import INK, LINE_PX, UNITS_PER_SPACE, Sheet
from rastrum.model.vocabulary import MASKS, STRIDE

REACH = 1 * UNITS_PER_SPACE
"""Ink is looked at from so far above a staff to so far below it."""

SEEN, STROKE = 0.3, 90
"""Score of a glyph, and confidence (of 255) of a stroke, that explain their ink."""

MARGIN_PX = 3
"""Ink so close beside a glyph's box is its own."""


def explained_share(sheet: Sheet, detection: Detection) -> float:
    """Return how much of the ink on the staves is part of something that was seen.

    Parameters
    ----------
    sheet : Sheet
        Staves, and the ink.
    detection : Detection
        Glyphs and masks.

    Returns
    -------
    share : float
        0..1; 1 where there is no ink but that of the staff lines. O(ink boxes) time.
    """
    cells: np.ndarray = np.any(detection.masks > STROKE, axis=0)
    return _share(sheet, cells, detection)


def text_share(sheet: Sheet, detection: Detection) -> float:
    """Return how much of the ink on the staves is text; 0 where there is none."""
    return _share(sheet, detection.masks[MASKS.index("text")] > STROKE, None, nothing=0.0)


def _share(
    sheet: Sheet, cells: np.ndarray, detection: Detection | None, nothing: float = 1.0
) -> float:
    """Return the share of the staves' ink that lies in some cells, or in a glyph's box."""
    boxes = [] if detection is None else [_box(g) for g in detection.glyphs if g.score >= SEEN]
    total = explained = 0
    for staff in sheet.staves:
        top, left = max(0, int(staff.top) - REACH), max(0, int(staff.left))
        bottom, right = int(staff.bottom) + REACH + 1, int(staff.right)
        ink = sheet.grey[top:bottom, left:right] >= INK
        for row in staff.line_rows:
            middle = round(row) - top
            ink[max(0, middle - LINE_PX) : middle + LINE_PX + 1] = False
        rows = np.arange(top, top + len(ink)) // STRIDE
        columns = np.arange(left, left + ink.shape[1]) // STRIDE
        known = cells.take(rows, axis=0).take(columns, axis=1)
        for first, low, last, high in boxes:
            if last > top and high > left:
                known[max(0, first - top) : last - top, max(0, low - left) : high - left] = True
        total += int(np.count_nonzero(ink))
        explained += int(np.count_nonzero(ink & known))
    return explained / total if total else nothing


def _box(glyph: Glyph) -> tuple[int, int, int, int]:
    """Return top, left, bottom and right of a glyph with its margin."""
    top, left = round(glyph.row - glyph.height / 2), round(glyph.left)
    bottom, right = round(glyph.row + glyph.height / 2), round(glyph.left + glyph.width)
    return top - MARGIN_PX, left - MARGIN_PX, bottom + MARGIN_PX, right + MARGIN_PX
