"""Take heads and lines out of the sheet, so that curves can be followed in what is left."""

import numpy as np

from rastrum.arrays import Grey
from rastrum.classes import MASKS, NOTEHEADS, STRIDE
from rastrum.page import Detection, Sheet

INK = 64
"""Grey of ink."""

LEDGER, MAYBE_SLUR = 128, 70
"""Confidence (of 255) of a ledger line's cells, and of cells that may be a curve's: these stay."""

LEAST_HEAD, EDGE_PX = 0.5, 1
"""Heads of which the network is less sure stay; so many pixels around the others go, too: a curve
that ends at a head would run on along a rest of its rim."""


def bare_ink(sheet: Sheet, detection: Detection) -> Grey:
    """Take out what curves run into.

    Parameters
    ----------
    sheet : Sheet
    detection : Detection
        Heads and ledger lines.

    Returns
    -------
    bare : (H, W) uint8 array
        The sheet without heads, and without staff and ledger lines where nothing lies on them.
    """
    grey = sheet.grey.copy()
    half = int(np.ceil(sheet.line / 2)) + 1
    for staff in sheet.staves:
        columns = slice(max(0, int(staff.left) - 16), int(staff.right) + 16)
        for number in range(staff.lines):
            row = round(staff.top + number * staff.space)
            if half < row < len(grey) - half - 1:
                edges = np.maximum(grey[row - half - 1, columns], grey[row + half, columns])
                grey[row - half : row + half, columns][:, edges < INK] = 0
    ledger, slur = (detection.masks[MASKS.index(name)] for name in ("ledger", "slur"))
    cells = np.argwhere((ledger > LEDGER) & (slur <= MAYBE_SLUR)) * STRIDE
    rows, columns = (cells[(cells < np.array(grey.shape) - STRIDE).all(axis=1)]).T
    for down in range(STRIDE):
        for right in range(STRIDE):
            grey[rows + down, columns + right] = 0
    for glyph in detection.glyphs:
        if glyph.label in NOTEHEADS and glyph.score >= LEAST_HEAD:
            top, left = glyph.row - glyph.height / 2, glyph.column - glyph.width / 2
            rows = slice(max(0, round(top) - EDGE_PX), round(top + glyph.height) + EDGE_PX)
            columns = slice(max(0, round(left) - EDGE_PX), round(left + glyph.width) + EDGE_PX)
            grey[rows, columns] = 0
    return grey
