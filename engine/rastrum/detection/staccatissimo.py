"""Tell staccatissimi from fingerings: in many fonts their wedges look like a one."""

from dataclasses import replace

import numpy as np

from rastrum.model.arrays import Grey
from rastrum.model.detection import Detection, Glyph
from rastrum.model.sheet import (
    INK,
    UNITS_PER_SPACE,
    Sheet,
)
from rastrum.model.vocabulary import NOTEHEADS

BESIDE, AWAY = 0.7 * UNITS_PER_SPACE, 6.0 * UNITS_PER_SPACE
"""A wedge stands over or under a head, off its middle and away from it by so much at most: beyond
the stem at the farthest."""

LENGTH = 0.75 * UNITS_PER_SPACE
"""A wedge is longer than this."""

WIDTH, BOX = 0.6 * UNITS_PER_SPACE, 0.7 * UNITS_PER_SPACE
"""A wedge is nowhere wider than the first, nor the network's box for it wider than the second."""

TAPER = 0.7
"""Width of a wedge's end towards the head, against the other end: means over a third of its length
each."""

BACK = 0.2 * UNITS_PER_SPACE
"""How much a wedge narrows in all from its thin end to its thick one: hardly at all."""

GRADUAL = 0.2
"""The middle of a wedge is wider than its thin end by so large a share of what its thick end is
wider: the serif of a one is wide at once."""

ASKEW = 0.13 * UNITS_PER_SPACE
"""How far the middle of a wedge strays from its median column at most: the flag of a one, and one
half of its serif, do more."""

CLEAR = 0.25 * UNITS_PER_SPACE
"""Paper on both sides of a wedge: what goes on there is the end of a bracket."""


def find_staccatissimi(sheet: Sheet, detection: Detection) -> Detection:
    """Call those fingerings staccatissimi that are wedges, tapering towards a note.

    Parameters
    ----------
    sheet : Sheet
        For the ink.
    detection : Detection
        Fingerings told by `rastrum.detection.second_look`: wedges look like ones, never like
        another digit.

    Returns
    -------
    detection : Detection
        Its glyphs in the same order.
    """
    ones = {g for g in detection.believed(("fingering",)) if g.text in ("", "1")}
    heads = detection.faint(NOTEHEADS)
    places = np.array([(h.row, h.column) for h in heads]).reshape(-1, 2)
    result = list(detection.glyphs)
    for n, glyph in enumerate(result):
        if glyph not in ones or glyph.width > BOX:
            continue
        down, across = (places - (glyph.row, glyph.column)).T
        near = np.flatnonzero((np.abs(across) < BESIDE) & (np.abs(down) < AWAY))
        if len(near):
            nearest = down[near[np.abs(down[near]).argmin()]]
            if _tapers(sheet, glyph, downwards=bool(nearest > 0)):
                result[n] = replace(glyph, label="staccatissimo", text="")
    return replace(detection, glyphs=tuple(result))


def _tapers(sheet: Sheet, glyph: Glyph, *, downwards: bool) -> bool:
    """Whether a glyph's ink is a long drop that stands upright, its thin end where the head is."""
    ink = _cut(sheet.grey, glyph)
    lines = _line_rows(sheet, glyph, len(ink))
    rows = np.flatnonzero(ink.any(axis=1) & ~lines)
    long = len(rows) > 0 and np.ptp(rows) + 1 >= LENGTH
    if not long or len(rows) < LENGTH / 2 or _is_broken(rows, lines):
        return False
    columns = np.arange(ink.shape[1])
    widths = ink[rows].sum(axis=1)
    first, last = ink[rows].argmax(axis=1), columns[-1] - ink[rows][:, ::-1].argmax(axis=1)
    whole = last - first + 1 == widths
    middles = (first + last) / 2
    askew = np.abs(middles - np.median(middles)).max() > ASKEW
    if not whole.all() or askew or widths.max() > WIDTH:
        return False
    widths = widths if downwards else widths[::-1]
    third = len(rows) // 3
    thick, middle, thin = (
        part.mean() for part in (widths[:third], widths[third:-third], widths[-third:])
    )
    gradual = middle - thin >= GRADUAL * (thick - thin)
    back = np.maximum(0, np.diff(widths)).sum()
    return bool(thin <= TAPER * thick and gradual and back <= BACK)


def _is_broken(rows: np.ndarray, lines: np.ndarray) -> bool:
    """Whether there is paper between the first and the last of rows, but for those of lines."""
    between = np.ones(len(lines), bool)
    between[rows] = False
    return bool((between & ~lines)[rows[0] : rows[-1]].any())


def _cut(grey: Grey, glyph: Glyph) -> np.ndarray:
    """Return the ink of a glyph's box, and a bit to the left and right of it."""
    width = glyph.width + 2 * CLEAR
    rows, columns = (
        slice(max(0, round(middle - size / 2)), max(0, round(middle + size / 2)) + 1)
        for middle, size in ((glyph.row, glyph.height), (glyph.column, width))
    )
    return grey[rows, columns] >= INK


def _line_rows(sheet: Sheet, glyph: Glyph, count: int) -> np.ndarray:
    """Return which rows of a glyph's box a staff line may run through."""
    found = np.zeros(count, bool)
    for staff in sheet.staves:
        if staff.top - 2 * glyph.height < glyph.row < staff.bottom + 2 * glyph.height:
            rows = max(0, round(glyph.row - glyph.height / 2)) + np.arange(count)
            places = (rows - staff.highest) / staff.space
            lines = np.rint(places).clip(0, staff.lines - 1)
            found |= np.abs(places - lines) * staff.space <= sheet.line / 2 + 1
    return found
