"""Articulations hang on the chord that they stand over or under."""

import pytest

from rastrum.model.notation import Head, SeenChord, SeenNote
from rastrum.notes.articulations import MARK_NAMES, add_articulations
from support.drawn.chord_sheets import glyph, masks
from support.sheets import detected


def chord(row, column, *, up=True, **more):
    note = SeenNote(Head(glyph("noteheadBlack", row, column), 0, 0))
    end = row + (-56 if up else 56)
    place = column + (9 if up else -9)
    return SeenChord(0, "Solid", place, end, (note,), stem_up=up, has_stem=True, **more)


def marks_of(chords, *glyphs, used=()):
    """Return the marks of each chord."""
    found = add_articulations(list(chords), detected(glyphs, masks()), frozenset(used))
    return [c.marks for c in found]


def dot(row, column, label="staccato", score=0.9):
    return glyph(label, row, column, 6.0, 6.0, score)


@pytest.mark.parametrize(("label", "name"), sorted(MARK_NAMES.items()))
def test_every_mark_under_a_head_is_its_chords(label, name):
    assert marks_of([chord(160, 100)], dot(176, 100, label)) == [((name, 176),)]


@pytest.mark.parametrize(
    ("row", "column", "count"),
    [
        (92, 109, 1),
        (92, 100, 1),
        (176, 100, 1),
        (176, 140, 0),
        (240, 100, 0),
        (160, 118, 0),
        (130, 109, 0),
    ],
    ids=["over the stem", "over the head", "under it", "beside", "far off", "a dot", "at the stem"],
)
def test_a_dot_belongs_to_what_it_stands_over_or_under(row, column, count):
    (own,) = marks_of([chord(160, 100)], dot(row, column))

    assert len(own) == count


def test_of_two_chords_the_nearer_one_has_it():
    upper, lower = chord(100, 100), chord(190, 100, up=False)

    assert marks_of([upper, lower], dot(175, 100)) == [(), (("staccato", 175),)]


def test_a_fermata_reaches_farther_and_stands_over_rests_too():
    sign = glyph("restQuarter", 160, 100, 40.0, 16.0)
    rest = SeenChord(0, "Crotchetrest", 100.0, 160.0, rest=sign)

    assert marks_of([chord(160, 100)], dot(40, 102, "fermata")) == [(("pause", 40),)]
    assert marks_of([rest], dot(120, 100, "fermata")) == [(("pause", 120),)]
    assert marks_of([rest], dot(120, 100)) == [()]


def test_what_is_used_already_is_no_mark():
    seen = dot(176, 100, "dot")

    assert marks_of([chord(160, 100)], seen, used=[seen]) == [()]


def test_a_chord_may_have_several():
    (own,) = marks_of([chord(160, 100)], dot(176, 100), dot(186, 100, "tenuto"))

    assert [name for name, _ in own] == ["staccato", "tenuto"]


def test_without_chords_there_is_nothing_to_hang_them_on():
    assert marks_of([], dot(176, 100)) == []
