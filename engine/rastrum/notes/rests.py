"""Find the rests of a page."""

from rastrum.model.detection import Detection, Glyph
from rastrum.model.notation import REST_SHAPES, SeenChord
from rastrum.model.sheet import Sheet, nearest_staff
from rastrum.model.vocabulary import RESTS
from rastrum.notes.heads import is_inside

FARTHEST_REST, OUTSIDE = 14, 5
"""Steps from a staff's middle within which rests stand; outside the staff, a whole rest that is not
sure is a short thick slur."""


def find_rests(sheet: Sheet, detection: Detection, signs: list[Glyph]) -> list[SeenChord]:
    """Give every rest its staff; `signs` are clefs and letters, whose parts look like rests."""
    chords = []
    for glyph in detection.believed(RESTS):
        if any(is_inside(glyph, sign) for sign in signs):
            continue
        number = nearest_staff(sheet, glyph.row, glyph.column)
        if number is None:
            continue
        away = abs(sheet.staves[number].pitch(glyph.row))
        slur = glyph.label == "restWhole" and away > OUTSIDE and not detection.is_sure(glyph)
        if away > FARTHEST_REST or slur:
            continue
        shape = REST_SHAPES[glyph.label]
        chords.append(
            SeenChord(number, shape, glyph.column, glyph.row, rest=glyph, score=glyph.score)
        )
    return chords
