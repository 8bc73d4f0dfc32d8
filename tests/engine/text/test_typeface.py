"""Type is told by how it leans, how thick it is, and its serifs."""

from dataclasses import replace

import pytest

from rastrum.mro.records import SANS
from rastrum.text.syllables import Syllable, TextLine
from rastrum.text.typeface import tell_styles
from support.drawn.words import BASELINE, BODY, SIZE, printed, sheet_with


def letters(grey, baseline, *, stroke, slant):
    """Draw strokes side by side, leaning to the right upwards, and return them as a line."""
    for row in range(BODY):
        for place in range(12):
            column = 40 + 12 * place + round(slant * row)
            grey[baseline - 1 - row, column : column + stroke] = 255
    return TextLine(baseline, SIZE, (Syllable("illi", 36.0, 210.0, 120.0, False),))


@pytest.mark.parametrize(
    ("stroke", "slant", "style"), [(4, 0.0, 4), (6, 0.0, 5), (4, 0.2, 6), (7, 0.25, 7)]
)
def test_type_is_told_by_how_it_leans_and_how_thick_it_is(stroke, slant, style):
    sheet, _ = sheet_with()
    grey = sheet.grey.copy()
    plain = [letters(grey, row, stroke=4, slant=0.0) for row in (40, 80, 120)]
    line = letters(grey, BASELINE, stroke=stroke, slant=slant)

    told = tell_styles(replace(sheet, grey=grey), [*plain, line])

    assert [one.style for one in told] == [4, 4, 4, style]


def test_type_without_serifs_is_told():
    grey, line = printed("while music lasts")
    sheet, _ = sheet_with()

    (told,) = tell_styles(replace(sheet, grey=grey), [line])

    assert told.style == SANS


def test_a_page_without_text_has_no_styles():
    assert tell_styles(sheet_with()[0], []) == []
