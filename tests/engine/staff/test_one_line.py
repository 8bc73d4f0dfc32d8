"""Percussion staves of one line are found; other lines are none."""

import numpy as np
import pytest
from scipy import ndimage

from rastrum.model.page import Bitmap
from rastrum.staff.find import find_staves
from rastrum.staff.scale import measure_scale
from support.drawn.draw import draw_barline, draw_line, draw_page


def found(page):
    bitmap = Bitmap(page.ink)
    _, staves = find_staves(bitmap, measure_scale(bitmap))
    return [len(staff.ys) for staff in staves]


@pytest.mark.parametrize(("warp", "turn"), [(0.0, 0.0), (1.0, 0.0), (0.0, 3.0), (1.0, -2.0)])
def test_a_line_across_the_barlines_of_a_system_is_a_staff(warp, turn):
    page = draw_page(warp_sp=warp)
    draw_line(page, 2, 5)
    page.ink = ndimage.rotate(page.ink.astype(np.uint8), turn, order=0).astype(bool)

    assert found(page) == [5, 5, 5, 1, 5, 5, 5]


def test_a_line_outside_is_a_staff_where_the_first_line_leads_to_it_and_barlines_cross_it():
    page = draw_page()
    draw_line(page, 5, 5)
    draw_barline(page, 5, 0.0, 0, 5)
    for share in (0.5, 1.0):
        draw_barline(page, 5, share, 4, 6)

    assert found(page) == [5, 5, 5, 5, 5, 5, 1]


@pytest.mark.parametrize(
    ("begin", "end"), [(7, 0), (0, 40), (3.5, 3.5)], ids=["extender", "pedal", "hairpin"]
)
def test_a_line_that_begins_behind_the_clefs_or_ends_early_is_no_staff(begin, end):
    page = draw_page()
    draw_line(page, 2, 5, begin_sp=begin, end_sp=end)

    assert found(page) == [5] * 6


def test_a_line_that_goes_on_beyond_the_staves_is_a_rule():
    page = draw_page()
    draw_line(page, 2, 5, begin_sp=-5, end_sp=-5)

    assert found(page) == [5] * 6


def test_lines_a_space_apart_are_no_staves_of_one():
    page = draw_page()
    draw_line(page, 2, 4.5)
    draw_line(page, 2, 5.5)

    assert found(page) == [5] * 6


def test_a_line_between_systems_is_no_staff():
    page = draw_page()
    draw_line(page, 1, 5)
    for share in (0.0, 0.5, 1.0):
        draw_barline(page, 1, share, 4, 6)

    assert found(page) == [5] * 6


def test_a_line_that_no_barline_crosses_is_no_staff():
    page = draw_page()
    draw_line(page, 5, 5)
    draw_barline(page, 5, 0.0, 0, 5)

    assert found(page) == [5] * 6


def test_a_line_whose_barlines_are_those_of_five_is_no_staff_of_one():
    page = draw_page()
    draw_line(page, 5, 6)
    draw_barline(page, 5, 0.0, 0, 9)
    for share in (0.5, 1.0):
        draw_barline(page, 5, share, 5, 9)

    assert 1 not in found(page)
