"""Tell staves that hold no common notation: tablature of six lines, chant on four."""

from dataclasses import replace

from rastrum.errors import NoMusicError
from rastrum.model.doubt import Doubt
from rastrum.model.sheet import Sheet, SheetStaff
from rastrum.staff.covers import line_cover

PRINTED, MISSING = 0.7, 0.25
"""Share of a staff's width that a line covers if it is printed, and less if it is not."""

SIXTH = 0.8
"""Share of its width that a sixth line covers: a row of tied notes has covered 0.71."""

CHANT_SHARE = 0.8
"""Share of a page's staves that have four lines if it is chant: a worn print of five lines has lost
one of them on a third of its staves."""

LEFT_OUT = 0.9
"""Confidence that a staff of six lines is tablature."""


def leave_out_foreign(sheet: Sheet) -> tuple[Sheet, list[Doubt]]:
    """Leave out tablature.

    Parameters
    ----------
    sheet : Sheet
        With its staves, before they are sorted into systems.

    Returns
    -------
    sheet : Sheet
        The same one where all staves have five lines, or one.
    doubts : list of Doubt
        One for each staff that was left out.

    Raises
    ------
    NoMusicError
        If nearly all staves have four lines, or there are none but of six.
    """
    counts = [_count_lines(sheet, staff) for staff in sheet.staves]
    if counts.count(4) >= CHANT_SHARE * len(counts):
        raise NoMusicError("find staves", "staves of four lines, as for chant, are not read")
    if 6 not in counts:
        return sheet, []
    kept = [n for n, count in enumerate(counts) if count != 6]
    if not kept:
        raise NoMusicError("find staves", "tablature alone, which is not read")
    staves = tuple(sheet.staves[n] for n in kept)
    strips = tuple(
        replace(strip, staff=kept.index(strip.staff))
        for strip in sheet.strips
        if strip.staff in kept
    )
    doubts = [
        Doubt(
            "find staves",
            "a staff of six lines: tablature is left out",
            LEFT_OUT,
            (staff.top, staff.left, staff.bottom, staff.right),
        )
        for staff, count in zip(sheet.staves, counts, strict=True)
        if count == 6
    ]
    return replace(sheet, staves=staves, strips=strips), doubts


def _count_lines(sheet: Sheet, staff: SheetStaff) -> int:
    """Return 4 or 6 where a staff lacks a line, or has one more; else what it has."""
    if staff.lines == 1:
        return 1
    covers = {
        n: line_cover(sheet.grey, staff, staff.middle + n * staff.space) for n in range(-3, 4)
    }
    inner = [covers[n] for n in (-1, 0, 1)]
    outer = covers[-2], covers[2]
    if min(inner) < PRINTED:
        return staff.lines
    if min(outer) >= PRINTED and max(covers[-3], covers[3]) >= SIXTH:
        return 6
    beyond = covers[-3] if outer[0] >= outer[1] else covers[3]
    if min(outer) < MISSING and max(outer) >= PRINTED and beyond < MISSING:
        return 4
    return staff.lines
