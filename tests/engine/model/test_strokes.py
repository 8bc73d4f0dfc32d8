"""A curve between two points knows its rows, its middle and its circle."""

import math

import numpy as np
import pytest

from rastrum.model.strokes import SeenArc, Stem

ARC = SeenArc((100.0, 40.0), (100.0, 140.0), 20.0)
SLANTED = SeenArc((100.0, 40.0), (60.0, 120.0), -15.0)


def test_a_stem_ends_away_from_its_heads():
    stem = Stem(100.0, 40.0, 96.0)

    assert (stem.end(up=True), stem.end(up=False)) == (40, 96)


@pytest.mark.parametrize("arc", [ARC, SLANTED])
def test_a_curve_runs_through_its_ends_and_bulges_most_in_the_middle(arc):
    middle = (arc.left[1] + arc.right[1]) / 2

    assert (arc.row(arc.left[1]), arc.row(arc.right[1])) == (arc.left[0], arc.right[0])
    assert arc.row(middle) == (arc.left[0] + arc.right[0]) / 2 - arc.bulge


def test_rows_of_many_columns_are_those_of_each():
    columns = np.linspace(40, 140, 11)

    assert ARC.row(columns).tolist() == [ARC.row(float(c)) for c in columns]


@pytest.mark.parametrize(("bulge", "sign"), [(20.0, -1), (-20.0, 1)])
def test_its_circle_goes_through_its_ends_and_its_middle(bulge, sign):
    arc = SeenArc(ARC.left, ARC.right, bulge)
    radius = arc.radius
    centre = (100 - bulge + abs(radius) * (1 if bulge > 0 else -1), 90.0)

    assert np.sign(radius) == sign
    for place in (arc.left, arc.right, arc.middle):
        assert math.dist(place, centre) == pytest.approx(abs(radius))


def test_a_curve_that_looks_straight_is_drawn_with_a_little_bulge():
    flat = SeenArc((100.0, 40.0), (100.0, 140.0), 0.0)

    assert abs(flat.drawn.bulge) == 4
    assert ARC.drawn == ARC
    assert math.isfinite(flat.radius)


@pytest.mark.parametrize("arc", [ARC, SLANTED])
def test_places_on_a_curve_are_not_off_it(arc):
    assert arc.off(arc.left) == pytest.approx((0, 0))
    assert arc.off(arc.right) == pytest.approx((1, 0))
    assert arc.off(arc.middle) == pytest.approx((0.5, 0))


def test_a_place_beside_a_curve_is_as_far_off_as_it_lies():
    assert ARC.off((70.0, 90.0)) == pytest.approx((0.5, 10))
    assert ARC.off((100.0, 90.0)) == pytest.approx((0.5, 20))
    assert ARC.off((100.0, 190.0)) == pytest.approx((1.5, 0))


def test_the_length_is_that_between_the_ends():
    assert SLANTED.length == pytest.approx(math.hypot(40, 80))
