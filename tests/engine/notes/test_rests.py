"""Rests are found on their staff, and what only looks like one is none."""

import pytest

from rastrum.model.notation import REST_SHAPES
from rastrum.model.vocabulary import RESTS
from rastrum.notes.chords import find_rests
from support.drawn.chord_sheets import HEIGHT, WIDTH, blank, glyph, masks
from support.sheets import detected, staff_sheet

MIDDLE = 192


def found(*glyphs, signs=()):
    sheet = staff_sheet(blank(), 160.0)
    return find_rests(sheet, detected(glyphs, masks()), list(signs))


@pytest.mark.parametrize("label", RESTS)
def test_every_rest_has_its_shape_and_its_place(label):
    seen = glyph(label, MIDDLE, 200, 24.0, 14.0, 0.9)

    (rest,) = found(seen)

    assert (rest.shape, rest.staff) == (REST_SHAPES[label], 0)
    assert (rest.rest, rest.column, rest.row, rest.score) == (seen, 200, MIDDLE, 0.9)


@pytest.mark.parametrize(
    ("label", "row", "score", "count"),
    [
        ("restQuarter", MIDDLE + 100, 0.9, 1),
        ("restQuarter", MIDDLE + 124, 0.9, 0),
        ("restQuarter", MIDDLE, 0.2, 0),
        ("restWhole", MIDDLE + 48, 0.99, 1),
        ("restWhole", MIDDLE + 48, 0.5, 0),
        ("restWhole", MIDDLE, 0.5, 1),
    ],
)
def test_far_off_or_faint_ones_are_none(label, row, score, count):
    assert len(found(glyph(label, row, 200, 8.0, 18.0, score))) == count


def test_a_part_of_a_clef_is_no_rest():
    clef = glyph("clefC", MIDDLE, 200, 64.0, 44.0)
    part = glyph("restQuarter", MIDDLE, 205, 40.0, 16.0)

    assert found(part, signs=[clef]) == []
    assert len(found(part)) == 1


def test_of_two_staves_the_nearer_one_has_it():
    sheet = staff_sheet(blank(), 64.0, 224.0)
    rests = [glyph("restQuarter", row, 200, 40.0, 16.0) for row in (150, 190)]

    chords = find_rests(sheet, detected(rests, masks()), [])

    assert [c.staff for c in chords] == [0, 1]


def test_beside_all_staves_there_is_no_rest():
    sheet = staff_sheet(blank(), 160.0, ends=(100.0, 300.0))
    beside = glyph("restQuarter", MIDDLE, WIDTH - 40, 40.0, 16.0)

    assert HEIGHT > MIDDLE
    assert find_rests(sheet, detected([beside], masks()), []) == []
