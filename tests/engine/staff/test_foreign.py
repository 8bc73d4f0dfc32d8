"""Tablature is left out, chant refused, and worn staves are neither."""

from dataclasses import replace

import numpy as np
import pytest

from rastrum.errors import NoMusicError
from rastrum.model.sheet import SheetStaff
from rastrum.staff.foreign import leave_out_foreign
from support.sheets import staff_sheet

LEFT, RIGHT, DISTANCE = 8, 792, 160


def sheet_of(*rows):
    """Return a sheet of staves of which each line covers such a share of the width.

    Of the seven lines of each the second to the sixth are taken for the staff.
    """
    grey = np.zeros((DISTANCE * (len(rows) + 1), RIGHT + 8), np.uint8)
    staves = []
    for n, covers in enumerate(rows):
        top = DISTANCE * n + 64
        for k, cover in enumerate(covers):
            row = top + 16 * (k - 1)
            grey[row - 1 : row + 1, LEFT : LEFT + round(cover * (RIGHT - LEFT))] = 255
        staves.append(SheetStaff(float(top), LEFT, RIGHT, 16.0, 5, 0, n))
    return replace(staff_sheet(grey, 64.0), staves=tuple(staves))


FIVE = [0, 1, 1, 1, 1, 1, 0]
SIX = [0, 1, 1, 1, 1, 1, 1]
FOUR = [0, 1, 1, 1, 1, 0, 0]


def test_staves_of_five_lines_are_left_alone():
    sheet = sheet_of(FIVE, FIVE)

    kept, doubts = leave_out_foreign(sheet)

    assert kept is sheet
    assert doubts == []


def test_a_staff_of_six_lines_is_left_out_and_said():
    sheet = sheet_of(FIVE, SIX, FIVE)

    kept, doubts = leave_out_foreign(sheet)

    assert kept.staves == (sheet.staves[0], sheet.staves[2])
    assert ["tablature" in doubt.sentence for doubt in doubts] == [True]


def test_a_row_of_ties_is_no_sixth_line():
    sheet = sheet_of([0.7, 1, 1, 1, 1, 1, 0])

    assert leave_out_foreign(sheet)[0] is sheet


def test_tablature_alone_is_refused():
    with pytest.raises(NoMusicError, match="tablature"):
        leave_out_foreign(sheet_of(SIX, SIX))


def test_chant_on_four_lines_is_refused():
    with pytest.raises(NoMusicError, match="four lines"):
        leave_out_foreign(sheet_of(FOUR, FOUR, FOUR))


def test_some_staves_that_have_lost_a_line_are_no_chant():
    sheet = sheet_of(FOUR, FIVE, FIVE)

    assert leave_out_foreign(sheet)[0] is sheet
