"""How much of a line is there, along a staff or upright on it."""

import numpy as np
import pytest

from rastrum.model.sheet import SheetStaff
from rastrum.staff.covers import column_cover, line_cover, upright_cover

STAFF = SheetStaff(40.0, 10.0, 110.0, 16.0, 5, 0, 0)


@pytest.mark.parametrize(("row", "share"), [(56, 0.6), (54, 0.6), (53, 0), (-30, 0), (900, 0)])
def test_a_line_covers_its_share_of_a_staffs_width_within_two_rows(row, share):
    grey = np.zeros((150, 120), np.uint8)
    grey[56, 20:80] = 255

    assert line_cover(grey, STAFF, row) == pytest.approx(share)


def test_a_column_is_covered_by_ink_in_or_right_beside_it():
    grey = np.zeros((20, 9), np.uint8)
    grey[5:10, 4] = 255

    assert column_cover(grey, 0, 20, 1, 8).tolist() == [0, 0, 0.25, 0.25, 0.25, 0, 0]


def test_cover_is_the_share_of_rows_with_ink_in_or_beside_a_column():
    ink = np.zeros((20, 9), bool)
    ink[4:8, 4] = True
    columns = np.array([1, 3, 4, 7])

    shares = upright_cover(ink, columns, np.full(4, 4.0), 8.0)

    assert shares.tolist() == [0, 0.5, 0.5, 0]
    assert upright_cover(ink, columns, np.full(4, 16.0), 8.0).tolist() == [0] * 4
    assert upright_cover(ink, columns, np.full(4, -6.0), 12.0)[2] == pytest.approx(2 / 12)


def test_cover_leans_with_the_page():
    ink = np.zeros((40, 40), bool)
    rows = np.arange(40)
    ink[rows, 36 - rows // 2] = True

    upright, leaning = (
        upright_cover(ink, np.array([30]), np.array([12.0]), 20.0, slope)[0] for slope in (0.0, 0.5)
    )

    assert leaning == 1
    assert upright < 0.4
