"""Settle staves and clefs: where the print has lost lines, a clef tells where they were."""

from collections.abc import Sequence
from dataclasses import replace

from rastrum.model.arrays import Grey
from rastrum.model.detection import Detection, Glyph
from rastrum.model.sheet import HEADER, UNITS_PER_SPACE, Sheet, SheetStaff
from rastrum.model.vocabulary import CLEFS
from rastrum.staff.covers import line_cover
from rastrum.staff.systems import find_systems

CLEF_PLACES = {"clefG": 0.1, "clefG8vb": 0.1, "clefG8va": 0.1, "clefF": -0.6}
"""Steps below the middle line at which these clefs' boxes are centred, where nothing is amiss."""

OFF_STEPS = 0.6
"""A clef this far from its place, but for whole lines, tells nothing."""

LINE_COVER = 0.4
"""Share of a staff's width that a line must cover to be one."""

PRINTED_COVER = 0.6
"""A staff without a clef, even a doubtful one, has a line that covers so much of its width, or it
is a row of syllables: those reach 0.46, and 0.93 is the least seen of a staff without a clef."""

AWAY_STEPS = 11
"""A clef this far from the middle of every staff is not theirs."""

SEARCH_PX = 5
"""A staff that was not found is placed by its clef to within this."""


def verify(sheet: Sheet, detection: Detection) -> Sheet:
    """Drop staves that are none, correct those that lie a line too high or low, add lost ones.

    Parameters
    ----------
    sheet : Sheet
        With the staves that were found.
    detection : Detection
        For the clefs.

    Returns
    -------
    sheet : Sheet
        The same one where clefs and staves agree; else with its systems found anew.
    """
    clefs = detection.sure(CLEF_PLACES)
    sheet = _drop_torn(_drop_text(sheet, detection), clefs)
    staves = [_shift(sheet, staff, clefs) for staff in sheet.staves]
    added = [staff for clef in clefs if (staff := _add(sheet, staves, clef)) is not None]
    if not added and all(a is b for a, b in zip(staves, sheet.staves, strict=True)):
        return sheet
    return _with_staves(sheet, staves, [*staves, *added])


def _with_staves(sheet: Sheet, own: Sequence[SheetStaff], wanted: Sequence[SheetStaff]) -> Sheet:
    """Return a sheet of other staves; `own` are its staves as they stand among them, if at all."""
    order = sorted(wanted, key=lambda s: s.top)
    numbers = {id(staff): n for n, staff in enumerate(order)}
    strips = tuple(
        replace(s, staff=numbers[id(own[s.staff])])
        for s in sheet.strips
        if id(own[s.staff]) in numbers
    )
    return find_systems(replace(sheet, staves=tuple(order), strips=strips))


def _drop_text(sheet: Sheet, detection: Detection) -> Sheet:
    """Leave out staves that are nothing but a row of text."""
    clefs = detection.believed(CLEFS)
    kept = [
        staff
        for staff in sheet.staves
        if max(_covers(sheet.grey, staff)) >= PRINTED_COVER
        or any(staff.opens_with(clef.row, clef.column) for clef in clefs)
    ]
    if not kept or len(kept) == len(sheet.staves):
        return sheet
    return _with_staves(sheet, sheet.staves, kept)


def _drop_torn(sheet: Sheet, clefs: Sequence[Glyph]) -> Sheet:
    """Leave out single lines that begin with a clef: what is left of five, which it then places."""
    kept = [
        staff
        for staff in sheet.staves
        if staff.lines > 1 or not any(staff.opens_with(clef.row, clef.column) for clef in clefs)
    ]
    if not kept or len(kept) == len(sheet.staves):
        return sheet
    return _with_staves(sheet, sheet.staves, kept)


def _opens(staff: SheetStaff, clef: Glyph) -> bool:
    """Whether a clef stands at the beginning of a staff, high or low."""
    return staff.left - UNITS_PER_SPACE <= clef.column <= staff.left + HEADER


def _shift(sheet: Sheet, staff: SheetStaff, clefs: list[Glyph]) -> SheetStaff:
    """Move a staff by whole lines if its clef asks for it and no line is lost by it."""
    for clef in clefs if staff.lines > 1 else ():
        if not _opens(staff, clef):
            continue
        off = staff.pitch(clef.row) - CLEF_PLACES[clef.label]
        lines = round(off / 2)
        if not 1 <= abs(lines) <= 2 or abs(off - 2 * lines) > OFF_STEPS:
            continue
        moved = replace(staff, top=staff.top + lines * staff.space)
        if _lines_seen(sheet.grey, moved) >= _lines_seen(sheet.grey, staff):
            return moved
    return staff


def _add(sheet: Sheet, staves: list[SheetStaff], clef: Glyph) -> SheetStaff | None:
    """Return the staff of a clef that stands on none, if a line of it is left."""
    model = min(staves, key=lambda s: abs(s.middle - clef.row))
    if not _opens(model, clef) or any(abs(s.pitch(clef.row)) < AWAY_STEPS for s in staves):
        return None
    top = clef.row - CLEF_PLACES[clef.label] * 8 - 2 * UNITS_PER_SPACE
    best, best_seen = None, 0
    for off in sorted(range(-SEARCH_PX, SEARCH_PX + 1), key=abs):
        staff = replace(model, top=top + off, space=float(UNITS_PER_SPACE), lines=5)
        seen = _lines_seen(sheet.grey, staff)
        if seen > best_seen:
            best, best_seen = staff, seen
    return best


def _lines_seen(grey: Grey, staff: SheetStaff) -> int:
    """Count the lines of a staff that are there."""
    return sum(cover >= LINE_COVER for cover in _covers(grey, staff))


def _covers(grey: Grey, staff: SheetStaff) -> list[float]:
    """Return the share of a staff's width that each of its lines covers."""
    return [line_cover(grey, staff, row) for row in staff.line_rows]
