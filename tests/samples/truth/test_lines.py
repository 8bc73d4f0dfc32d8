"""What stands beside the notes is written as the format has it."""

import pytest

from rastrum_samples.truth.lines import find_radius


@pytest.mark.parametrize(
    ("length", "height", "radius"),
    [
        (100, 50, -50),  # half a circle, over its centre
        (100, -50, 50),
        (80, 20, -50),  # 30 from the centre to the chord: a triangle of 30, 40 and 50
        (80, -20, 50),
    ],
)
def test_the_radius_of_an_arc_is_that_of_its_circle_and_negative_above(length, height, radius):
    assert find_radius(length, height) == pytest.approx(radius)


def test_a_straight_arc_has_the_radius_of_a_flat_one():
    assert find_radius(100, 0) == pytest.approx(100**2 / (8 * 4) + 2)
