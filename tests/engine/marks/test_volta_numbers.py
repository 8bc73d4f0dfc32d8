"""The numbers under a volta's line are read from their ink."""

import numpy as np
import pytest

from rastrum.marks.volta_numbers import lay_out, read_numbers
from support.drawn.voltas import LEFT, RIGHT, ROW, volta


@pytest.mark.parametrize(
    ("label", "times"),
    [
        ("1.", (1,)), ("2.", (2,)), ("3", (3,)), ("4.", (4,)), ("1. 2.", (1, 2)), ("1, 2", (1, 2)),
        ("1.-3.", (1, 2, 3)), ("", ()), ("o", ()),
    ],
)  # fmt: skip
def test_the_times_that_are_printed_are_read(label, times):
    assert read_numbers(volta(label), LEFT, RIGHT, ROW) == times


def test_a_thick_line_and_its_hook_are_no_digits():
    assert read_numbers(volta("2.", thick=7), LEFT, RIGHT, ROW) == (2,)
    assert read_numbers(volta("", thick=7), LEFT, RIGHT, ROW) == ()


def test_the_edge_of_the_sheet_is_no_hindrance():
    grey = volta("1.")[: ROW + 1]

    assert read_numbers(grey, LEFT, RIGHT, ROW) == ()
    assert read_numbers(grey, 318, 330, ROW) == ()


def test_digits_are_compared_without_regard_to_size_and_ink():
    large = np.zeros((48, 30), np.uint8)
    large[:, 10:20] = 255
    small = np.where(large[::2, ::2], np.uint8(200), np.uint8(0))

    likeness = float(lay_out(large) @ lay_out(small))

    assert likeness > 0.98
    assert np.linalg.norm(lay_out(large)) == pytest.approx(1.0, abs=1e-3)
