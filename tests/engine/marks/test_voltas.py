"""Voltas are found by their lines."""

import numpy as np
import pytest

from rastrum.marks.voltas import find_voltas
from rastrum.model.strokes import Barline
from rastrum.model.vocabulary import MASKS
from support.sheets import staff_sheet


def volta_sheet(rise=0.0):
    """Return a staff with barlines at 100, 300 and 500, and lines over both bars.

    The lines hang down where they begin, and rise by so much in their middle.
    """
    grey = np.zeros((300, 640), np.uint8)
    for left, right in ((100, 294), (300, 494)):
        grey[120:140, left : left + 3] = 255
        for column in range(left, right):
            off = 1 - (2 * (column - left) / (right - left) - 1) ** 2
            row = 120 - round(rise * off)
            grey[row : row + 3, column] = 255
    return staff_sheet(grey, 180.0)


BARLINES = [Barline(0, "Single", float(column), float(column)) for column in (100, 300, 500)]
NO_MASKS = np.zeros((len(MASKS), 75, 160), np.uint8)


def test_two_voltas_may_stand_close():
    voltas = find_voltas(volta_sheet(), BARLINES)

    assert [volta.times for volta in voltas] == [(1,), (2,)]
    assert [v.left for v in voltas] == pytest.approx([100, 300], abs=4)
    assert [v.right for v in voltas] == pytest.approx([294, 494], abs=4)


def test_the_flat_part_of_a_curve_is_no_volta():
    assert find_voltas(volta_sheet(rise=4.0), BARLINES) == ()
