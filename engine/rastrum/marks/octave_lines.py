"""Find octave lines: how far the notes under an 8va, or over an 8vb, sound elsewhere."""

from dataclasses import replace

import numpy as np

from rastrum.model.arrays import Grey
from rastrum.model.detection import Detection, Glyph
from rastrum.model.marks import FARTHEST_MARK, SeenOctave
from rastrum.model.sheet import (
    INK,
    UNITS_PER_SPACE,
    Sheet,
)

ALONE = 0.55
"""Share of the ink around it that the line behind a doubtful sign makes up: on old scans lines had
0.58 and more, pencil strokes 0.5."""

BESIDE_PX = 6
"""Rows above and below a line whose ink it is compared with."""

THIN_PX = 3
"""A line is white this far above and below its middle row."""

FIRST, FIRST_COVER = 3.0 * UNITS_PER_SPACE, 0.4
"""A dashed line has ink in such a share of the columns over this length behind its sign."""

HOOK, HOOK_PX = (0.3 * UNITS_PER_SPACE, 1.2 * UNITS_PER_SPACE), 4
"""How far from the line its hook is looked for, and rows of ink that make one."""

UNLIKELY = 2.5
"""How many times nearer another staff must be to have an octave line whose hook points away from
it, or one under it whose hook is lost: few are."""

GAP = 1.3 * UNITS_PER_SPACE
"""An octave line has ended where more than this is white."""

STEP_PX, STAY = 16, np.array((0.0, 0.5, 0.0))
"""Columns to a piece, and what staying level adds to the cover of a row: the line may climb or fall
by a row a piece, but is rather level."""


def find_octaves(sheet: Sheet, detection: Detection) -> tuple[SeenOctave, ...]:
    """Find the octave lines of a page.

    Parameters
    ----------
    sheet : Sheet
        Staves, and the ink of the lines.
    detection : Detection
        Octave signs.

    Returns
    -------
    lines : tuple of SeenOctave
        In order of columns. A line over a staff lifts its notes, one under it lowers them.
    """
    found = []
    # A slender 8 looks like that of a tuplet; it and faint signs are believed for their line.
    for glyph in detection.faint(("octave", "tuplet8")):
        if (
            glyph.label == "tuplet8"
            and _line_end(sheet.grey[:, ::-1], _mirrored(sheet, glyph), ALONE)[0]
        ):
            continue
        believed = glyph.label == "octave" and detection.is_believed(glyph)
        right, hook = _line_end(sheet.grey, glyph, 0.0 if believed else ALONE)
        place = _staff_beside(sheet, glyph, hook)
        if place is not None and right:
            left = glyph.column - glyph.width / 2
            found.append(SeenOctave(*place, left, right, glyph.row))
    return tuple(sorted(found, key=lambda line: line.left))


def _mirrored(sheet: Sheet, glyph: Glyph) -> Glyph:
    """Return a sign where it stands on the sheet seen from behind."""
    return replace(glyph, column=sheet.grey.shape[1] - 1 - glyph.column)


def _staff_beside(sheet: Sheet, glyph: Glyph, hook: int) -> tuple[int, int] | None:
    """Return the staff it belongs to, and 1 where the glyph is above it or -1 where below."""
    best, nearest = None, float("inf")
    for number, staff in enumerate(sheet.staves):
        if not staff.left - 32 <= glyph.column <= staff.right + 32:
            continue
        for away, shift in ((staff.top - glyph.row, 1), (glyph.row - staff.bottom, -1)):
            cost = away * (1.0 if shift == (hook or 1) else UNLIKELY)
            if 0 < away < FARTHEST_MARK and cost < nearest:
                best, nearest = (number, shift), cost
    return best


def _line_end(grey: Grey, glyph: Glyph, alone: float) -> tuple[float, int]:
    """Return the column at which the line behind a sign ends, 0 if there is none.

    And where the hook at its end points: 1 down, to a staff below, -1 up, 0 where none is seen. So
    much of the ink beside it must be the line's.
    """
    start = int(glyph.column + glyph.width / 2) + 1
    first = max(THIN_PX, int(glyph.row - glyph.height / 2) - 2)
    last = min(len(grey) - THIN_PX, int(glyph.row + glyph.height / 2) + 3)
    if first >= last or start >= grey.shape[1]:
        return 0.0, 0
    ink = grey[first - THIN_PX : last + THIN_PX, start : start + int(FIRST)] >= INK
    count = last - first
    thin = ink[THIN_PX : THIN_PX + count] & ~ink[:count] & ~ink[2 * THIN_PX :]
    cover = thin.mean(axis=1)
    row = int(np.argmax(cover))
    around = grey[:, start : start + ink.shape[1]][max(0, first + row - BESIDE_PX) :][
        : 2 * BESIDE_PX + 1
    ]
    line = ink[row + THIN_PX - 1 : row + THIN_PX + 2].sum()
    if cover[row] < FIRST_COVER or line < alone * (around >= INK).sum():
        return 0.0, 0
    row, end = _follow(grey, first + row, start)
    sides = []
    for sign in (1, -1):
        rows = row + sign * np.arange(*map(round, HOOK))
        inside = rows[(rows >= 0) & (rows < len(grey))]
        sides.append(int((grey[inside, end - 2 : end + 4] >= INK).any(axis=1).sum()))
    hook = 0 if abs(sides[0] - sides[1]) < HOOK_PX else (1 if sides[0] > sides[1] else -1)
    return float(end + 1), hook


def _follow(grey: Grey, row: int, start: int) -> tuple[int, int]:
    """Follow a line to its end, and return its row and column there."""
    end = start
    for left in range(start, grey.shape[1], STEP_PX):
        low = row - 1 - THIN_PX
        if low < 0 or row + 2 + THIN_PX > len(grey):
            break
        ink = grey[low : row + 2 + THIN_PX, left : left + STEP_PX] >= INK
        thin = ink[THIN_PX : THIN_PX + 3] & ~ink[:3] & ~ink[2 * THIN_PX :]
        columns = np.flatnonzero(thin.any(axis=0))
        if not len(columns):
            if left + STEP_PX - end > GAP:
                break
            continue
        places = np.concatenate([[end], left + columns])
        gaps = np.flatnonzero(np.diff(places) > GAP)
        if len(gaps):
            return row, int(places[gaps[0]])
        end = int(places[-1])
        row += int(np.argmax(thin.sum(axis=1) + STAY)) - 1
    return row, end
