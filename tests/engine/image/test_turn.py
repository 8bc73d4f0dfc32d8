"""Scans that lie on their side are turned until their staff lines are level."""

import numpy as np
import pytest

from rastrum.image.turn import lay_level, turn
from rastrum.model.page import Bitmap
from support.drawn.draw import draw_page


@pytest.mark.parametrize(
    ("degrees", "rows"),
    [
        (0, ["#..", "..."]),
        (90, [".#", "..", ".."]),
        (180, ["...", "..#"]),
        (270, ["..", "..", "#."]),
    ],
)
def test_a_scan_turns_clockwise(degrees, rows):
    corner = Bitmap(np.array([[True, False, False], [False, False, False]]), dpi=(300.0, 200.0))

    turned = turn(corner, degrees)

    assert ["".join(".#"[int(p)] for p in row) for row in turned.ink] == rows
    assert turned.dpi == ((200.0, 300.0) if degrees % 180 else (300.0, 200.0))
    assert turned.turned == degrees


def test_turns_add_up():
    bitmap = Bitmap(draw_page().ink)

    whole = turn(turn(bitmap, 270), 180)

    assert whole.turned == 90
    assert (whole.ink == turn(bitmap, 90).ink).all()


@pytest.mark.parametrize(("lies", "turned"), [(0, 0), (90, 90), (180, 0), (270, 90)])
def test_staff_lines_are_level_afterwards(lies, turned):
    scan = Bitmap(turn(Bitmap(draw_page().ink), lies).ink)

    assert lay_level(scan).turned == turned


def test_a_page_without_lines_is_left_alone():
    blank = Bitmap(np.zeros((400, 300), bool))

    assert lay_level(blank) is blank
