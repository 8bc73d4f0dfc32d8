"""Lines are taken out of the ink, and what stands on them stays."""

import numpy as np
import pytest

from rastrum.staff.line_removal import clear_lines

LINE = 20


def ruled():
    """Return ink with a line of two rows, and a stroke across it in columns 40 to 43."""
    grey = np.zeros((48, 80), np.uint8)
    grey[LINE - 1 : LINE + 1] = 255
    grey[8:34, 40:43] = 255
    return grey


def test_a_line_goes_and_what_crosses_it_stays():
    grey = ruled()

    clear_lines(grey, [LINE], slice(None), 2.0)

    assert not grey[:, :38].any()
    assert not grey[:, 45:].any()
    assert grey[8:34, 40:43].all()


def test_a_trace_of_it_may_be_left():
    grey = ruled()

    clear_lines(grey, [LINE], slice(None), 2.0, trace=30)

    assert grey[LINE - 1 : LINE + 1, :38].max() == 30


def test_only_columns_that_are_asked_for_are_looked_at():
    grey = ruled()

    clear_lines(grey, [LINE], slice(10, 30), 2.0)

    assert not grey[:, 10:30].any()
    assert grey[LINE, :10].all()
    assert grey[LINE, 30:].all()


@pytest.mark.parametrize("row", [-4.0, 1.0, 46.0, 60.0])
def test_lines_at_the_edge_of_the_sheet_are_left(row):
    grey = np.full((48, 80), 255, np.uint8)

    clear_lines(grey, [row], slice(None), 2.0)

    assert grey.all()
