"""A clef within a line is found by how the page's own clefs look."""

import numpy as np
import pytest

from rastrum.model.detection import Glyph
from rastrum.signatures.clef_matching import ALIKE, SIZES, ClefModel
from support.sheets import staff_sheet

HEIGHT, WIDTH, TOP = 220, 640, 64.0
LINE = -2
"""A bass clef names the second line from the top."""


def ink(size):
    """Return ink like a bass clef's: an open ring and two dots, 56 by 40 units."""
    rows, columns = np.mgrid[: round(56 * size), : round(40 * size)] / size
    away = np.hypot(rows - 22, columns - 14)
    ring = (away > 9) & (away < 14) & ((columns > 10) | (rows < 22))
    dots = np.hypot(np.minimum(abs(rows - 14), abs(rows - 30)), columns - 35) < 3.5
    return np.where(ring | dots, 255, 0).astype(np.uint8)


def draw(grey, row, column, size):
    picture = ink(size)
    top, left = round(row - picture.shape[0] / 2), round(column - picture.shape[1] / 2)
    grey[top : top + picture.shape[0], left : left + picture.shape[1]] |= picture


FIRST = Glyph("clefF", TOP + 24, 40.0, 56.0, 40.0, 0.9)
"""Eight units above the middle line, with its named line through the middle of its ring."""


def model(*others, lines=False):
    """Return the clef model of a staff with the clef and others (row, column, size) on it."""
    grey = np.zeros((HEIGHT, WIDTH), np.uint8)
    for row, column, size in ((FIRST.row, FIRST.column, 1.0), *others):
        draw(grey, row, column, size)
    if lines:
        for n in range(5):
            grey[int(TOP) - 1 + 16 * n : int(TOP) + 1 + 16 * n, 8:-8] = 255
    return ClefModel(staff_sheet(grey, TOP), [(0, FIRST)])


def row_of(size):
    """Return the row of a smaller clef whose ring lies on the same line."""
    named = TOP + 32 + 8 * LINE
    return named + size * (FIRST.row - named)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("lines", [False, True])
def test_a_smaller_clef_on_its_line_is_found_where_it_stands(size, lines):
    glyph = model((row_of(size), 300, size), lines=lines).find(0, LINE, 100, 600)

    assert glyph.label == "clefF"
    assert (glyph.row, glyph.column) == pytest.approx((row_of(size), 300), abs=2)
    assert glyph.height == pytest.approx(56 * size, abs=3)
    assert glyph.score >= ALIKE


@pytest.mark.parametrize(
    "others",
    [(), [(row_of(0.75) + 24, 300, 0.75)], [(row_of(0.75), 300, 0.4)]],
    ids=["nothing", "off its line", "far smaller"],
)
def test_other_ink_is_none(others):
    assert model(*others).find(0, LINE, 100, 600) is None


def test_a_head_and_its_stem_are_no_clef():
    own = model()
    own.sheet.grey[70:86, 290:310] = 255
    own.sheet.grey[20:80, 308:310] = 255

    assert own.find(0, LINE, 100, 600) is None


@pytest.mark.parametrize(("low", "high"), [(100, 250), (350, 600), (290, 300), (600, 100)])
def test_it_is_looked_for_between_two_columns_alone(low, high):
    assert model((row_of(0.75), 300, 0.75)).find(0, LINE, low, high) is None


def test_of_two_places_the_one_that_is_more_alike_is_taken():
    clefs = model((row_of(0.75), 200, 0.75), (row_of(0.75), 400, 0.75))
    clefs.sheet.grey[60:100, 190:196] = 255

    assert clefs.find(0, LINE, 100, 600).column == pytest.approx(400, abs=2)
