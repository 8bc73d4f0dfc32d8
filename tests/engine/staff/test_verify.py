"""Lines are a staff only if what stands on them agrees."""

from dataclasses import replace

import numpy as np

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
