"""Curves are traced along their ink, whole rather than in parts."""

import numpy as np
import pytest

from rastrum.curves.from_ink import add_traced_arcs
from rastrum.model.detection import Detection, Glyph
from rastrum.model.strokes import SeenArc
from support.curves import LONG_STEM, STEM, bare_of, curve, half_ellipse, hint_along


@pytest.mark.parametrize(
    ("left", "right", "bulge", "more"),
    [
        ((120, 100), (120, 160), 9, STEM - {(r, c) for r in range(114) for c in range(384)}),
        ((100, 100), (102, 220), 18, LONG_STEM),
        ((60, 100), (140, 140), -14, set()),
    ],
    ids=["a stem touches it", "a stem crosses it", "steep"],
)
def test_a_curve_is_traced(left, right, bulge, more):
    ink = curve(left, right, bulge)

    (arc,) = add_traced_arcs(bare_of(ink | more), hint_along(ink), ())

    assert arc.left == pytest.approx(left, abs=5)
    assert arc.right == pytest.approx(right, abs=5)
    assert np.sign(arc.bulge) == np.sign(bulge)


def test_a_part_of_a_curve_gives_way_to_the_whole():
    ink = curve((120, 100), (120, 200), 20)
    part = SeenArc((120.0, 100.0), (101.0, 140.0), 3.0)

    (arc,) = add_traced_arcs(bare_of(ink), hint_along(ink), (part,))

    assert arc.left == pytest.approx((120, 100), abs=5)
    assert arc.right == pytest.approx((120, 200), abs=5)


def test_a_tall_slur_takes_the_place_of_its_top():
    """It stands upright at its ends: half an ellipse, which no parabola comes near."""
    ink = half_ellipse()
    top = SeenArc((110.0, 124.0), (110.0, 176.0), 20.0)

    (arc,) = add_traced_arcs(bare_of(ink), hint_along(ink), (top,))

    assert arc.left == pytest.approx((180, 108), abs=8)
    assert arc.right == pytest.approx((180, 192), abs=8)


def test_a_curve_that_begins_with_a_longer_one_is_found_beside_it():
    longer = SeenArc((120.0, 60.0), (120.0, 300.0), 40.0)
    ink = curve((120, 60), (120, 300), 40)
    shorter = curve((120, 60), (116, 170), 14)

    arcs = add_traced_arcs(bare_of(ink | shorter), hint_along(ink | shorter), (longer,))

    assert longer in arcs
    (arc,) = (arc for arc in arcs if arc is not longer)
    assert arc.right == pytest.approx((116, 170), abs=8)


@pytest.mark.parametrize("kind", ["flag8th", "mezzo"])
def test_the_bow_of_a_glyph_is_no_curve(kind):
    ink = curve((120, 100), (120, 130), 9)
    hint = hint_along(ink)
    glyph = Glyph(kind, 115.0, 115.0, 24.0, 34.0, 0.9)

    assert add_traced_arcs(bare_of(ink), hint, ())
    assert add_traced_arcs(bare_of(ink), Detection((glyph,), hint.masks), ()) == []


def test_a_traced_curve_ends_where_the_network_sees_it_no_more():
    """A beam's end that it touches is no part of it."""
    ink = curve((120, 100), (120, 160), 9)
    tail = {(120 + (x - 160) // 3 + off, x) for x in range(160, 230) for off in (0, 1, 2)}

    (arc,) = add_traced_arcs(bare_of(ink | tail), hint_along(ink), ())

    assert arc.right == pytest.approx((120, 160), abs=12)
