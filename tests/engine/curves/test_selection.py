"""The likeliest of all that may be curves are chosen, each once."""

import numpy as np
import pytest

from rastrum.curves.selection import is_same
from rastrum.model.detection import Detection, Glyph
from rastrum.model.marks import SeenHairpin
from rastrum.model.strokes import SeenArc, Stem
from rastrum.model.vocabulary import MASKS
from support.drawn.curves import SHAPE, chosen, curve, half_ellipse, hint_along, note_at
from support.sheets import box_masks

LONG_STEM = {(row, column) for row in range(90, 220) for column in (159, 160, 161)}


@pytest.mark.parametrize("bulge", [9, -9])
@pytest.mark.parametrize(("left", "right"), [((140, 100), (140, 160)), ((100, 100), (180, 140))])
def test_a_curve_is_found_once(left, right, bulge):
    ink = curve(left, right, bulge)

    (arc,) = chosen(ink, hint_along(ink))

    assert arc.left == pytest.approx(left, abs=4)
    assert arc.right == pytest.approx(right, abs=4)
    assert np.sign(arc.bulge) == np.sign(bulge)


def test_a_curve_is_found_of_which_little_was_seen():
    ink = curve((150, 60), (150, 300), 40)

    middle = {(row, column) for row, column in ink if 120 < column < 250}
    notes = note_at(160, 58), note_at(160, 302)

    (arc,) = chosen(ink, hint_along(middle), *notes)

    assert arc.left == pytest.approx((150, 60), abs=6)
    assert arc.right == pytest.approx((150, 300), abs=6)


def test_a_curve_is_found_across_a_stem():
    ink = curve((140, 100), (142, 220), 18)

    (arc,) = chosen(ink | LONG_STEM, hint_along(ink), stems=[Stem(160.0, 90.0, 220.0)])

    assert arc.left == pytest.approx((140, 100), abs=5)
    assert arc.right == pytest.approx((142, 220), abs=5)


@pytest.mark.parametrize("stems", [(), (Stem(192.0, 150.0, 230.0),)], ids=["free", "at a stem"])
def test_a_tall_slur_ends_where_its_ink_does_and_not_along_a_stem(stems):
    ink = half_ellipse() | {(row, 192) for _ in stems for row in range(150, 230)}

    notes = note_at(190, 106), note_at(190, 194)

    (arc,) = chosen(ink, hint_along(half_ellipse()), *notes, stems=stems)

    assert arc.left == pytest.approx((180, 108), abs=8)
    assert arc.right[0] == pytest.approx(180, abs=12)


def test_two_ties_whose_ends_touch_are_two():
    ink = curve((160, 40), (160, 160), 28) | curve((160, 160), (168, 256), 24)

    arcs = sorted(chosen(ink, hint_along(ink)), key=lambda arc: arc.left[1])

    assert [(a.left[1], a.right[1]) for a in arcs] == [
        pytest.approx((40, 160), abs=8),
        pytest.approx((160, 256), abs=8),
    ]


def test_a_curve_that_begins_with_a_longer_one_is_found_beside_it():
    ink = curve((160, 60), (160, 300), 50) | curve((160, 60), (156, 170), 14)

    arcs = sorted(chosen(ink, hint_along(ink)), key=lambda arc: arc.length)

    assert [arc.right[1] for arc in arcs] == pytest.approx([170, 300], abs=12)


@pytest.mark.parametrize(
    "ink",
    [
        curve((120, 100), (120, 180), 0),
        curve((120, 100), (120, 105), 1),
        curve((120, 100), (120, 160), 9, thickness=24),
    ],
    ids=["straight", "a speck", "thick"],
)
def test_other_ink_is_no_curve(ink):
    assert chosen(ink, hint_along(ink)) == []


def test_nothing_is_found_where_the_network_sees_nothing():
    ink = curve((140, 100), (140, 160), 9)

    assert chosen(ink, Detection((), box_masks(SHAPE))) == []


def test_the_bow_of_a_glyph_is_no_curve():
    ink = curve((120, 100), (120, 122), 7)
    masks = hint_along(ink).masks // 3
    glyph = Glyph("dynamicMF", 115.0, 111.0, 24.0, 34.0, 0.9)
    notes = note_at(124, 98), note_at(124, 124)

    assert len(chosen(ink, Detection((), masks), *notes)) == 1
    assert chosen(ink, Detection((glyph,), masks), *notes) == []


def test_the_leg_of_a_hairpin_is_no_curve():
    leg = curve((150, 100), (140, 200), 3)
    faint = Detection((), hint_along(leg).masks // 2)
    hairpin = SeenHairpin(100.0, 200.0, 155.0, 0.0, 30.0)
    notes = note_at(144, 96), note_at(136, 204)

    assert len(chosen(leg, faint, *notes)) == 1
    assert chosen(leg, faint, *notes, hairpins=[hairpin]) == []


def test_a_beam_is_no_curve():
    ink = curve((140, 100), (140, 160), 9)
    masks = hint_along(ink).masks.copy()
    masks[MASKS.index("beam")] = masks[MASKS.index("slur")]
    masks[MASKS.index("slur")] //= 2

    assert chosen(ink, Detection((), masks)) == []


def test_arcs_are_of_one_curve_where_they_share_their_course():
    whole = SeenArc((120.0, 60.0), (120.0, 300.0), 40.0)
    part = SeenArc((whole.row(100.0), 100.0), (whole.row(220.0), 220.0), 10.0)
    under = SeenArc((136.0, 60.0), (136.0, 300.0), 40.0)
    behind = SeenArc((120.0, 300.0), (120.0, 400.0), 20.0)

    assert is_same(whole, whole)
    assert is_same(whole, part)
    assert is_same(part, whole)
    assert not is_same(whole, under)
    assert not is_same(whole, behind)
