"""Beams are counted in the ink, one by one or by the thickness of what ran together."""

import numpy as np
import pytest

from rastrum.notes.beam_counts import ENOUGH_SAMPLES, MOST_BEAMS, count_beams

LINE = 2.0


def counted(*columns, line=LINE):
    """Count beams in columns of ink, each given by its runs (top, thickness)."""
    grey = np.zeros((160, len(columns)), np.uint8)
    for column, runs in enumerate(columns):
        for top, thick in runs:
            grey[top : top + thick, column] = 255
    pieces = np.array([(column, 0, 160) for column in range(len(columns))], np.int64)
    return count_beams(grey, pieces, line).tolist()


def stack(count, step=12, thick=8):
    return [(20 + step * n, thick) for n in range(count)]


@pytest.mark.parametrize("count", range(MOST_BEAMS + 1))
def test_beams_with_white_between_them_are_counted_one_by_one(count):
    assert counted(stack(count)) == [count]


def test_more_than_five_are_five():
    assert counted(stack(8)) == [MOST_BEAMS]


@pytest.mark.parametrize(("thick", "beams"), [(8, 1), (20, 2), (32, 3)])
def test_beams_that_ran_together_are_told_by_their_thickness(thick, beams):
    """A beam is half a space thick, and three quarters lie from one to the next."""
    assert counted([(20, thick)]) == [beams]


@pytest.mark.parametrize(("line", "beams"), [(2.0, 1), (4.0, 0)])
def test_staff_lines_are_no_beams_however_thick_they_are_printed(line, beams):
    assert counted([(20, 5)], line=line) == [beams]


def test_only_the_rows_that_are_asked_for_are_looked_at():
    grey = np.full((100, 1), 255, np.uint8)
    grey[28:60] = 0
    grey[68:] = 0

    counts = count_beams(grey, np.array([(0, 10, 60), (0, 30, 60), (0, 30, 100)], np.int64), LINE)

    assert counts.tolist() == [2, 0, 1]


def test_thick_beams_of_a_page_are_measured_where_there_are_enough():
    """Beams of 12 pixels, 14 apart, nearly touch: two that ran together are 26 thick."""
    singles, merged = [[(20, 12)]] * ENOUGH_SAMPLES, [[(20, 26)]] * ENOUGH_SAMPLES

    assert counted(*singles, *merged)[-1] == 2
    assert counted([(20, 40)]) == [4]
    assert counted(*singles, *merged, [(20, 40)])[-1] == 3


def test_no_pieces_have_no_beams():
    assert count_beams(np.zeros((8, 8), np.uint8), np.zeros((0, 3), np.int64), LINE).tolist() == []
