"""Curves are followed from what the network saw to their ends."""

import numpy as np
import pytest

from rastrum.curves.from_mask import find_arcs, unite_arcs
from rastrum.curves.ink import bare_ink
from rastrum.model.detection import Detection
from rastrum.model.strokes import SeenArc
from rastrum.model.vocabulary import MASKS, STRIDE
from support.curves import SHAPE, arched_sheet, curve, height, printed_curve, seen_arcs
from support.sheets import box_masks
from support.strokes import masks


def find_curves(detection):
    return find_arcs(bare_ink(arched_sheet(), detection), detection)


@pytest.mark.parametrize("seen", [[(140, 220)], [(100, 160)], [(80, 130), (200, 236)]])
def test_a_curve_is_followed_to_its_ends_however_little_was_seen(seen):
    cells = [
        (round(height(column)) - 2, round(height(column)) + 2, column, column + STRIDE)
        for first, last in seen
        for column in range(first, last, STRIDE)
    ]

    (arc,) = find_curves(Detection((), masks(slur=cells)))

    assert arc.left == pytest.approx((110, 60), abs=6)
    assert arc.right == pytest.approx((110, 300), abs=6)
    assert arc.bulge == pytest.approx(40, abs=5)
    assert arc.radius == pytest.approx(-(120**2 + 40**2) / 80, rel=0.15)


def test_a_beam_is_no_curve():
    detection = Detection((), masks(slur=[(68, 76, 140, 220)], beam=[(68, 76, 140, 220)]))

    assert len(find_curves(detection)) == 1
    worn = detection.masks.copy()
    worn[MASKS.index("slur")] //= 2
    assert find_curves(Detection((), worn)) == ()


def test_curves_that_run_together_are_one():
    """Each was followed from a piece of its own."""
    first = SeenArc((120.0, 100.0), (82.5, 200.0), 15.6)
    second = SeenArc((90.0, 140.0), (120.0, 260.0), 22.5)
    pieces = [
        np.array([(first.row(x), x) for x in np.arange(110.0, 150.0, 4)]),
        np.array([(second.row(x), x) for x in np.arange(200.0, 250.0, 4)]),
    ]

    (arc,) = unite_arcs([first, second], pieces)

    assert (arc.left, arc.right) == (first.left, second.right)
    apart = SeenArc((80.6, 190.0), (120.0, 260.0), 7.7)
    assert len(unite_arcs([first, apart], pieces)) == 2


def test_a_short_straight_stroke_is_no_curve():
    stroke = {(140 - 2 * x // 3 + off, 110 + x) for x in range(36) for off in range(4)}

    assert seen_arcs(stroke) == ()
    assert len(seen_arcs(curve((140, 110), (122, 146), 6))) == 1


def test_a_thick_slur_is_followed_through_its_middle():
    (arc,) = seen_arcs(curve((150, 40), (150, 300), 30, thickness=8.5))

    assert arc.left == pytest.approx((150, 40), abs=6)
    assert arc.right == pytest.approx((150, 300), abs=6)


@pytest.mark.parametrize(("confidence", "end"), [(40, 340), (10, 270)])
def test_a_long_curve_is_drawn_on_where_the_network_sees_it_beyond_a_gap(confidence, end):
    ink = printed_curve((150, 60), (150, 340), 40)
    ink[:, 270:296] = 0
    whole = SeenArc((150.0, 60.0), (150.0, 340.0), 40.0)
    masks = box_masks(SHAPE)
    for column in range(100, 320, 4):
        row = int(whole.row(column) // 4)
        masks[MASKS.index("slur"), row, column // 4] = 200 if column < 260 else confidence

    (arc,) = find_arcs(ink, Detection((), masks))

    assert arc.right[1] == pytest.approx(end, abs=8)
