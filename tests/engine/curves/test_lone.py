"""Curves of which the network is unsure are found in their ink."""

import numpy as np
import pytest

from rastrum.curves.lone import find_lone_arcs
from rastrum.model.strokes import SeenArc
from support.curves import bare_of, curve, hint_at


@pytest.mark.parametrize("bulge", [9, -9])
@pytest.mark.parametrize(("left", "right"), [((120, 100), (120, 160)), ((100, 100), (140, 130))])
def test_a_curve_that_the_network_hints_at_is_found(left, right, bulge):
    ink = curve(left, right, bulge)
    row, column = (left[0] + right[0]) // 2 - bulge, (left[1] + right[1]) // 2

    (arc,) = find_lone_arcs(bare_of(ink), hint_at((row - 4, row + 4, column - 6, column + 6)), ())

    assert arc.left == pytest.approx(left, abs=3)
    assert arc.right == pytest.approx(right, abs=3)
    assert np.sign(arc.bulge) == np.sign(bulge)


def test_a_curve_that_is_known_is_not_found_again():
    ink = curve((120, 100), (120, 160), 9)
    known = SeenArc((120.0, 100.0), (120.0, 160.0), 9.0)

    assert find_lone_arcs(bare_of(ink), hint_at((108, 114, 124, 136)), (known,)) == ()


@pytest.mark.parametrize(
    "ink",
    [
        curve((120, 100), (120, 160), 0),
        curve((120, 100), (120, 112), 4),
        curve((120, 100), (120, 160), 9, thickness=24),
        curve((120, 100), (120, 130), 9) | curve((120, 130), (120, 160), -9),
        curve((120, 100), (120, 160), 9) | {(row, 130) for row in range(40, 220)},
    ],
    ids=["straight", "short", "thick", "a wave", "on a stem"],
)
def test_other_ink_is_no_curve(ink):
    assert find_lone_arcs(bare_of(ink), hint_at((104, 124, 104, 156)), ()) == ()


def test_nothing_is_looked_for_where_the_network_sees_nothing():
    ink = curve((120, 100), (120, 160), 9)

    assert find_lone_arcs(bare_of(ink), hint_at((108, 114, 124, 136), confidence=50), ()) == ()
