"""Read clefs and key signatures by position and grammar, and time signatures with them."""

from collections.abc import Sequence

from rastrum.model.detection import Detection
from rastrum.model.doubt import Doubt
from rastrum.model.notation import SeenTime, Signatures
from rastrum.model.sheet import CLEF_STEPS, HEADER, UNITS_PER_SPACE, Sheet, nearest_staff
from rastrum.model.strokes import Barline
from rastrum.model.vocabulary import CLEFS, NOTEHEADS, TIME_DIGITS, TIME_LETTERS
from rastrum.signatures.clefs import believe_clefs, read_clef
from rastrum.signatures.key_signatures import KeyReader, StaffRow
from rastrum.signatures.meters import read_times

KEY_SIGNS = ("sharp", "flat", "natural")

TIME_STEPS = 5
"""The parts of a time signature are centred nearer than this to their staff's middle."""


NO_CLEF = 0.5
"""Confidence in a staff that begins without a clef."""


def read_signatures(sheet: Sheet, detection: Detection, barlines: Sequence[Barline]) -> Signatures:
    """Find the clefs, key signatures and time signatures of a page.

    Parameters
    ----------
    sheet : Sheet
        Staves and systems.
    detection : Detection
        Glyphs.
    barlines : sequence of Barline
        New keys stand after them.

    Returns
    -------
    signatures : Signatures
        Times agree between the staves of a system: what most staves show is taken for all of them.
        So do keys, but for what a staff of a transposing instrument always has more or less. Staves
        of one line have a time, but neither clef nor key.
    """
    rows = _sort_by_staff(sheet, detection)
    times: list[SeenTime] = []
    for system in sheet.systems:
        staves = [rows[n] for n in system.staves]
        times += read_times([(row.number, row.staff, row.digits) for row in staves])
    keys, used = KeyReader(sheet, rows, barlines).read()
    clefs = (clef for row in rows for clef in row.clefs)
    return Signatures(tuple(clefs), tuple(keys), tuple(times), frozenset(used))


def doubt_clefs(sheet: Sheet, signatures: Signatures) -> list[Doubt]:
    """Doubt the beginnings of staves where no clef was found.

    Parameters
    ----------
    sheet : Sheet
    signatures : Signatures

    Returns
    -------
    doubts : list of Doubt
    """
    doubts = []
    for number, staff in enumerate(sheet.staves):
        opening = staff.left + HEADER
        clefs = (c for c in signatures.clefs if c.staff == number and c.glyph.column <= opening)
        if next(clefs, None) is None and staff.lines > 1:
            doubts.append(
                Doubt(
                    "find signatures",
                    "no clef found at the start of the staff; the one before is kept",
                    NO_CLEF,
                    (staff.top, staff.left, staff.bottom, staff.left + 3 * UNITS_PER_SPACE),
                    staff.system,
                    staff.index,
                )
            )
    return doubts


def _sort_by_staff(sheet: Sheet, detection: Detection) -> list[StaffRow]:
    rows = [StaffRow(n, staff) for n, staff in enumerate(sheet.staves)]
    signs = detection.believed((*KEY_SIGNS, *NOTEHEADS, *TIME_DIGITS, *TIME_LETTERS))
    clefs = (g for g in detection.glyphs if g.label in CLEFS)
    for glyph in sorted((*clefs, *signs), key=lambda g: g.column):
        number = nearest_staff(sheet, glyph.row, glyph.column)
        if number is None:
            continue
        row, off = rows[number], abs(sheet.staves[number].pitch(glyph.row))
        if glyph.label in KEY_SIGNS:
            row.accidentals.append(glyph)
        elif glyph.label in NOTEHEADS:
            row.heads.append(glyph)
        elif glyph.label in CLEFS and off < CLEF_STEPS:
            row.clefs.append(read_clef(sheet, number, glyph))
        elif glyph.label not in CLEFS and off < TIME_STEPS:
            row.digits.append(glyph)
    believed = believe_clefs(sheet, detection, [row.clefs for row in rows])
    for row, own in zip(rows, believed, strict=True):
        row.clefs = own
    return rows
