"""Find octave lines: how far the notes under an 8va, or over an 8vb, sound elsewhere."""

from dataclasses import dataclass

import numpy as np

from rastrum.arrays import Planes
from rastrum.classes import MASKS, STRIDE
from rastrum.page import Detection, Glyph, Sheet

LEAST_SCORE = 0.4
"""Octave signs of which the network is less sure are left alone."""

BRACKET = 110
"""Confidence (of 255) of a dash; they are thin."""

ROW_REACH_SP = 1.1
"""The line runs at the top, middle or foot of the sign."""

GAP_SP = 2.2
"""Dashes and the white between them; where more is white, the line has ended."""

SHORTEST_SP = 1.0
"""A sign without a line this long doubles a note, or is a fingering."""

FARTHEST_SP = 9.0
"""Octave signs stand closer than this to their staff's outer line: above ledger notes."""


@dataclass(frozen=True, slots=True)
class SeenOctave:
    """An octave line.

    Attributes
    ----------
    staff : int
        Index into Sheet.staves.
    shift : int
        Octaves that the notes sound higher.
    left, right : float
        Columns, sign included.
    row : float
        Centre of the sign.
    """

    staff: int
    shift: int
    left: float
    right: float
    row: float


def find_octaves(sheet: Sheet, detection: Detection) -> tuple[SeenOctave, ...]:
    """Find the octave lines of a page.

    Parameters
    ----------
    sheet : Sheet
        Staves.
    detection : Detection
        Octave signs, and the mask of brackets that their dashes are on.

    Returns
    -------
    lines : tuple of SeenOctave
        In order of columns. A line over a staff lifts its notes, one under it lowers them.
    """
    brackets = detection.masks[MASKS.index("bracket")]
    found = []
    for glyph in detection.glyphs:
        if glyph.label != "octave" or glyph.score < LEAST_SCORE:
            continue
        place = _staff_beside(sheet, glyph)
        right = _line_end(brackets, glyph)
        left = glyph.column - glyph.width / 2
        if place is not None and right - (left + glyph.width) >= SHORTEST_SP * 16:
            found.append(SeenOctave(*place, left, right, glyph.row))
    return tuple(sorted(found, key=lambda line: line.left))


def _staff_beside(sheet: Sheet, glyph: Glyph) -> tuple[int, int] | None:
    """Return the nearest staff, and 1 where the glyph is above it or -1 where below."""
    best, nearest = None, FARTHEST_SP * 16
    for number, staff in enumerate(sheet.staves):
        if not staff.left - 32 <= glyph.column <= staff.right + 32:
            continue
        for away, shift in ((staff.top - glyph.row, 1), (glyph.row - staff.bottom, -1)):
            if 0 < away < nearest:
                best, nearest = (number, shift), away
    return best


def _line_end(brackets: Planes, glyph: Glyph) -> float:
    """Return the column at which the dashes that follow a sign end."""
    reach = ROW_REACH_SP * 16 + glyph.height / 2
    rows = slice(
        max(0, int((glyph.row - reach) // STRIDE)), max(0, int((glyph.row + reach) // STRIDE) + 1)
    )
    start = glyph.column + glyph.width / 2
    dashes = np.flatnonzero((brackets[rows, int(start // STRIDE) :] > BRACKET).any(axis=0))
    if not len(dashes) or dashes[0] * STRIDE > GAP_SP * 16:
        return start
    gaps = np.flatnonzero(np.diff(dashes) * STRIDE > GAP_SP * 16)
    last = dashes[gaps[0]] if len(gaps) else dashes[-1]
    return float((int(start // STRIDE) + last + 1) * STRIDE)
