"""The measures of a page are where its barlines say, staff by staff."""

import pytest

from rastrum.model.measures import TICKS_PER_WHOLE, MeasureGrid
from rastrum.model.notation import RATIOS
from rastrum.model.strokes import Barline


def barline(staff, left, right=None):
    return Barline(staff, "Single", float(left), float(right or left))


GRID = MeasureGrid.of([barline(1, 300), barline(0, 400), barline(0, 200, 210), barline(1, 150)], 3)


def test_barlines_are_sorted_by_staff_and_column():
    assert [[b.left for b in row] for row in GRID.barlines] == [[200, 400], [150, 300], []]
    assert GRID.edges == ((205, 400), (150, 300), ())


@pytest.mark.parametrize(
    ("staff", "column", "measure"),
    [(0, 0, 0), (0, 205, 0), (0, 206, 1), (0, 400, 1), (0, 900, 2), (1, 206, 1), (2, 500, 0)],
)
def test_a_measure_ends_at_the_middle_of_its_barline(staff, column, measure):
    assert GRID.measure_at(staff, column) == measure


@pytest.mark.parametrize("ratio", sorted(set(RATIOS.values())))
@pytest.mark.parametrize("dots", range(4))
def test_the_shortest_notes_with_dots_and_in_tuplets_are_whole_numbers_of_ticks(ratio, dots):
    ticks = TICKS_PER_WHOLE * ratio * (2 ** (dots + 1) - 1) / 2**dots / 64

    assert ticks.denominator == 1
