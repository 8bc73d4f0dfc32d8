"""Arcs that are parts of other signs are no curves."""

from dataclasses import replace

from rastrum.curves.signs import drop_signs
from rastrum.model.detection import Detection, Glyph
from rastrum.model.strokes import SeenArc
from support.curves import SHAPE
from support.sheets import box_masks


def test_the_sides_of_a_bracket_beside_its_number_are_no_curves():
    number = Glyph("tuplet3", 120.0, 150.0, 20.0, 12.0, 0.9)
    side = SeenArc((118.0, 160.0), (122.0, 220.0), 3.0)
    nothing = box_masks(SHAPE)

    assert drop_signs([side], Detection((), nothing)) == [side]
    assert drop_signs([side], Detection((number,), nothing)) == []
    bent = SeenArc((118.0, 160.0), (122.0, 220.0), 9.0)
    assert drop_signs([bent], Detection((number,), nothing)) == [bent]


def test_the_arc_of_a_fermata_and_the_bow_of_a_letter_are_no_curves():
    arc = SeenArc((120.0, 100.0), (120.0, 130.0), 12.0)
    nothing = box_masks(SHAPE)

    assert drop_signs([arc], Detection((), nothing)) == [arc]
    assert (
        drop_signs([arc], Detection((Glyph("fermata", 114.0, 115.0, 18.0, 30.0, 0.9),), nothing))
        == []
    )
    assert drop_signs(
        [arc], Detection((Glyph("fermata", 114.0, 180.0, 18.0, 30.0, 0.9),), nothing)
    ) == [arc]
    assert drop_signs([arc], Detection((), box_masks(SHAPE, text=[(100, 124, 90, 140)]))) == []


def test_what_leads_from_mark_to_mark_is_no_curve():
    arc = SeenArc((120.0, 100.0), (121.0, 140.0), 3.0)
    first, second = (Glyph("accent", 120.0, x, 16.0, 24.0, 0.9) for x in (92.0, 148.0))
    nothing = box_masks(SHAPE)

    assert drop_signs([arc], Detection((first, second), nothing)) == []
    assert drop_signs([arc], Detection((first,), nothing)) == [arc]
    long = replace(arc, right=(121.0, 300.0))
    far = replace(second, column=308.0)
    assert drop_signs([long], Detection((first, far), nothing)) == [long]
