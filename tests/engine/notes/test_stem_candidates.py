"""Stems are traced in the ink where the network saw them."""

import numpy as np
import pytest

from rastrum.model.detection import Detection
from rastrum.notes.strokes import trace_stems
from support.drawn.strokes import INK, blank, drawn_sheet, masks


def traced(grey, **boxes):
    return trace_stems(drawn_sheet(grey), Detection((), masks(**boxes)))


def stroke(top=60, bottom=140, column=120):
    grey = blank()
    grey[top:bottom, column : column + 2] = INK
    return grey


def test_a_stem_is_as_long_as_its_ink_not_as_its_cells():
    (stem,) = traced(stroke(), stem=[(72, 128, 118, 124)])

    assert (stem.top, stem.bottom) == pytest.approx((60, 140), abs=11)
    assert stem.column == pytest.approx(121, abs=1.5)


@pytest.mark.parametrize("height", [16, 60])
def test_what_is_shorter_than_any_stem_is_none(height):
    found = traced(stroke(60, 60 + height), stem=[(60, 60 + height, 118, 124)])

    assert len(found) == (height > 16)


def test_nothing_is_traced_where_the_network_sees_nothing():
    assert traced(stroke()) == []


def test_two_stems_in_one_patch_are_two():
    grey = stroke() | stroke(column=136)

    found = traced(grey, stem=[(60, 140, 118, 124), (60, 140, 134, 140), (96, 104, 118, 140)])

    assert [s.column for s in found] == pytest.approx([121, 137], abs=2)


def test_stems_come_in_order_of_columns():
    grey = stroke(column=300) | stroke(column=40) | stroke(column=120)

    found = traced(grey, stem=[(60, 140, c - 2, c + 4) for c in (300, 40, 120)])

    assert [s.column for s in found] == sorted(s.column for s in found)
    assert len(found) == 3


def test_a_cell_that_is_lost_does_not_part_a_stem():
    assert len(traced(stroke(), stem=[(60, 96, 118, 124), (100, 140, 118, 124)])) == 1


@pytest.mark.parametrize(("lean", "count"), [(1, 1), (6, 2)])
def test_pieces_that_a_thin_line_of_ink_joins_are_one_stem(lean, count):
    grey = blank()
    for row in range(60, 200):
        column = 120 + round(lean * (row - 60) / 45)
        grey[row, column : column + 2] = INK
    if lean > 1:
        grey[110:140] = 0
    pieces = [(60, 100, 118, 120 + 2 * lean), (152, 200, 120 + 2 * lean, 126 + 4 * lean)]

    assert len(traced(grey, stem=pieces)) == count


def test_a_thick_patch_between_pieces_is_no_stem():
    grey = stroke(60, 200)
    grey[100:152, 100:142] = INK

    found = traced(grey, stem=[(60, 100, 118, 124), (152, 200, 118, 124)])

    assert len(found) == 2
    assert np.diff([s.top for s in found]).any()
