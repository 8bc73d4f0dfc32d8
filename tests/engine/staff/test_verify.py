"""Lines are a staff only if what stands on them agrees."""

from dataclasses import replace

import numpy as np
import pytest

from rastrum.model.detection import Glyph
from rastrum.staff.verify import verify
from support.drawn.one_line import seen, single_sheet


def test_a_line_that_begins_with_a_treble_clef_is_what_is_left_of_five():
    sheet = single_sheet()
    other = replace(sheet.staves[0], top=8.0, lines=5)
    grey = np.pad(sheet.grey, ((160, 0), (0, 0)))
    grey[[8, 24, 40, 56, 72], 8:472] = 255
    sheet = replace(sheet, grey=grey, staves=(other, replace(sheet.staves[0], top=260.0)))

    settled = verify(sheet, seen(Glyph("clefG", 293, 24, 110, 40, 0.9)))

    assert all(staff.lines == 5 for staff in settled.staves)


def ruled(*rows):
    """Return a sheet with lines in some rows and one staff, whose top is row 40."""
    sheet = single_sheet()
    grey = np.zeros((400, sheet.grey.shape[1]), np.uint8)
    grey[list(rows), 8:472] = 255
    return replace(sheet, grey=grey, staves=(replace(sheet.staves[0], top=40.0, lines=5),))


def test_a_staff_that_lies_a_line_too_low_is_moved_to_where_its_clef_asks_for_it():
    sheet = ruled(24, 40, 56, 72, 88)

    verified = verify(sheet, seen(Glyph("clefG", 57, 24, 110, 40, 0.9)))

    assert [staff.top for staff in verified.staves] == [24]


@pytest.mark.parametrize(("left", "tops"), [((272,), [40, 240]), ((), [40])])
def test_a_clef_far_from_every_staff_stands_on_one_of_which_a_line_is_left(left, tops):
    sheet = ruled(40, 56, 72, 88, 104, *left)

    verified = verify(sheet, seen(Glyph("clefG", 273, 24, 110, 40, 0.9)))

    assert [staff.top for staff in verified.staves] == pytest.approx(tops, abs=2)
