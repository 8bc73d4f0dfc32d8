"""Halves of one curve are joined."""

import pytest

from rastrum.curves.halves import join_halves
from rastrum.model.strokes import SeenArc


def test_two_sides_of_a_curve_are_one_but_two_ties_are_not():
    whole = SeenArc((120.0, 100.0), (112.0, 260.0), 30.0)
    sides = [
        SeenArc((whole.row(a), a), (whole.row(b), b), 30 * ((b - a) / 160) ** 2)
        for a, b in ((100.0, 165.0), (195.0, 260.0))
    ]
    ties = [SeenArc((120.0, a), (120.0, b), 8.0) for a, b in ((100.0, 165.0), (195.0, 260.0))]

    (arc,) = join_halves(sides)

    assert (arc.left, arc.right) == (whole.left, whole.right)
    assert arc.bulge == pytest.approx(30, abs=1)
    assert join_halves(ties) == ties
