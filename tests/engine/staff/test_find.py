"""Staves are found on pages whose every line is known.

Tolerance: a staff line lies within 1 unit (1/16 staff space) of its place on the sheet.
"""

import numpy as np
import pytest

from rastrum.errors import NoStavesFoundError
from rastrum.model.page import Bitmap
from rastrum.staff.find import find_staves
from rastrum.staff.normalise import to_sheet
from rastrum.staff.scale import measure_scale
from support.drawn.draw import draw_page
from support.drawn.levelled import level

pytestmark = pytest.mark.compiled


def assert_lines_in_place(page, sheet, tolerance=1.0, skip=0):
    drawn = page.lines[skip:]
    assert len(sheet.staves) == len(drawn)
    for staff, (left, right, curves, space) in zip(sheet.staves, drawn, strict=True):
        columns = np.linspace(left + 2 * space, right - 2 * space, 41)
        for k, curve in enumerate(curves):
            rows, _ = to_sheet(sheet.map, curve(columns), columns)
            off = rows - (staff.top + k * staff.space)
            assert np.abs(off).max() <= tolerance, f"line {k} is {off.round(2)} off"


@pytest.mark.parametrize("skew", [-5.0, -2.0, 0.0, 0.4, 5.0])
def test_skew(skew):
    page = draw_page(skew_deg=skew)

    assert_lines_in_place(page, level(page))


@pytest.mark.parametrize("warp", [-2.0, 2.0])
def test_warp_of_two_staff_spaces(warp):
    page = draw_page(warp_sp=warp)

    assert_lines_in_place(page, level(page))


@pytest.mark.parametrize("share", [0.2, 0.5])
def test_broken_lines(share):
    page = draw_page(broken=share)

    assert_lines_in_place(page, level(page))


@pytest.mark.parametrize("lost", [(0, 1), (3, 4), (2,)])
def test_lines_that_print_has_lost(lost):
    page = draw_page(lost=lost)

    assert_lines_in_place(page, level(page))


@pytest.mark.parametrize("space", [8.0, 11.5, 30.0, 60.0])
def test_staff_spaces_from_8_to_60_pixels(space):
    page = draw_page(space=space, staves=4, width_sp=80)

    assert_lines_in_place(page, level(page))


def test_a_black_scanner_border():
    page = draw_page(border=True)

    assert_lines_in_place(page, level(page))


def test_no_margin():
    page = draw_page(margin_sp=0.3)

    assert_lines_in_place(page, level(page))


def test_a_staff_cut_off_by_the_edge_disturbs_no_other():
    page = draw_page(cut=8.0)

    sheet = level(page)

    assert len(sheet.staves) in (len(page.lines) - 1, len(page.lines))
    assert_lines_in_place(page, sheet, skip=len(page.lines) - len(sheet.staves))


def test_staves_of_several_sizes():
    page = draw_page(sizes=[0.7, 1.0, 1.0, 0.7, 1.0, 1.0])

    sheet = level(page)

    assert_lines_in_place(page, sheet)
    assert [round(s.space / 16, 1) for s in sheet.staves] == [0.7, 1.0, 1.0, 0.7, 1.0, 1.0]
    assert len(sheet.strips) == 2


def test_a_page_of_30_megapixels():
    page = draw_page(space=44.0, staves=10, width_sp=100, skew_deg=0.5)
    assert page.ink.size > 30_000_000

    assert_lines_in_place(page, level(page))


@pytest.mark.parametrize("kind", ["blank", "noise", "stripes", "black"])
def test_what_has_no_staves_says_so(kind):
    rng = np.random.default_rng(3)
    ink = np.zeros((800, 900), bool)
    if kind == "noise":
        ink = rng.random((800, 900)) < 0.1
    if kind == "stripes":
        ink[:, ::40] = True
    if kind == "black":
        ink[:] = True
    bitmap = Bitmap(ink)

    with pytest.raises(NoStavesFoundError):
        find_staves(bitmap, measure_scale(bitmap))


@pytest.mark.parametrize(("barlines", "count"), [(4, 3), (1, 1)])
def test_staves_without_lines_are_found_by_their_barlines(barlines, count):
    ink = np.zeros((700, 1200), bool)
    for column in (100, *(100 + 240 * (n + 1) for n in range(barlines))):
        for top in (100, 280, 460):
            ink[top : top + 64, column : column + 3] = True
    ink[100:524, 100:103] = True
    for line in range(5):
        ink[280 + 16 * line - 1 : 280 + 16 * line + 1, 100:1060] = True
    bitmap = Bitmap(ink)

    _, staves = find_staves(bitmap, measure_scale(bitmap))

    tops = [100, 280, 460] if count == 3 else [280]
    assert [float(s.ys[0].mean()) for s in staves] == pytest.approx(tops, abs=3)
    assert [s.space_px for s in staves] == pytest.approx([16.0] * count, abs=0.3)
