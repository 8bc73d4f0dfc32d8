"""Clefs at the beginning of staves tell whether a page lies upside down."""

from dataclasses import replace

import numpy as np
import pytest

from rastrum.detection.openings import count_clefs, may_be_upside_down
from rastrum.model.detection import Detection, Glyph
from rastrum.model.sheet import SheetStaff
from support.sheets import box_masks, staff_sheet

STAVES = tuple(SheetStaff(100.0 * n + 60, 8.0, 700.0, 16.0, 5, n, 0) for n in range(4))
SHEET = replace(staff_sheet(np.zeros((480, 720), np.uint8), 60.0), staves=STAVES)


def seen(*columns):
    """Return a page on whose staves clefs stand in these columns."""
    clefs = tuple(
        Glyph("clefG", staff.middle, column, 100.0, 40.0, 0.9)
        for staff, column in zip(STAVES, columns, strict=False)
    )
    return Detection(clefs, box_masks((480, 720)))


def test_clefs_count_where_a_staff_begins():
    assert count_clefs(SHEET, seen(40.0, 40.0, 400.0)) == 2


@pytest.mark.parametrize(("clefs", "may"), [(0, True), (1, True), (2, False), (4, False)])
def test_a_page_of_hardly_any_clefs_may_lie_upside_down(clefs, may):
    assert may_be_upside_down(SHEET, seen(*[40.0] * clefs)) == may


def test_a_single_staff_without_a_clef_says_nothing():
    one = replace(SHEET, staves=STAVES[:1])

    assert not may_be_upside_down(one, seen())
