"""What was seen becomes chords, rests and signs of the score."""

from dataclasses import replace
from fractions import Fraction

import pytest

from rastrum.model.detection import Glyph
from rastrum.model.measures import MeasureGrid
from rastrum.model.notation import (
    BeamShare,
    Head,
    SeenChord,
    SeenClef,
    SeenKey,
    SeenNote,
    SeenTime,
    Signatures,
)
from rastrum.model.score import Pitch
from rastrum.model.strokes import Barline
from rastrum.score.events import make_chord, make_clef, make_signs


def seen(shape="Solid", **more):
    head = Head(Glyph("noteheadBlack", 96.0, 100.0, 16.0, 20.0, 0.7), 1, -2)
    return SeenChord(0, shape, 109.0, 40.0, (SeenNote(head),), has_stem=True, **more)


def rest(shape, height=8.0):
    glyph = Glyph("restWhole", 96.0, 100.0, height, 18.0, 0.9)
    return SeenChord(0, shape, 100.0, 96.0, rest=glyph)


def made(chord, first_group=0, bars=0):
    return make_chord(chord, 7, Fraction(1, 4), lambda staff: staff + 10, first_group, bars)


def test_a_chord_keeps_its_place_its_length_and_its_name():
    chord = made(seen(flags=1, dots=1, tuplet=Fraction(2, 3)))

    assert (chord.id, chord.kind, chord.staff, chord.onset) == (7, "note", 10, Fraction(1, 4))
    assert (chord.value, chord.dots) == (Fraction(1, 8), 1)
    assert chord.duration == Fraction(1, 8)
    assert chord.at == (40, 109)


def test_a_head_knows_the_staff_it_is_printed_on():
    (note,) = made(seen()).notes

    assert (note.staff, note.position, note.drawn) == (11, -2, -2)
    assert (note.at, note.width, note.confidence) == ((96, 100), 20, 0.7)
    assert (note.accidental, note.pitch) == (None, None)


def test_a_head_of_another_staff_stands_where_it_would_on_its_own():
    chord = seen()
    chord = replace(chord, notes=(replace(chord.notes[0], position=9, accidental="Sharp"),))

    (note,) = made(chord).notes

    assert (note.position, note.drawn, note.accidental) == (9, -2, "Sharp")


def test_beams_and_tuplets_of_later_pages_have_numbers_of_their_own():
    chord = seen(beam=BeamShare(3, 0, 2), tuplet_id=1)

    later = made(chord, first_group=100)

    assert later.beam == BeamShare(103, 0, 2)
    assert later.tuplet_id == 101
    assert made(seen(), first_group=100).tuplet_id == -1


@pytest.mark.parametrize(
    ("chord", "kind", "value"),
    [
        (seen("Minim"), "note", Fraction(1, 2)),
        (seen(beam=BeamShare(1, 3, 0)), "note", Fraction(1, 32)),
        (seen("Grace", flags=1), "grace", Fraction(1, 8)),
        (rest("Crotchetrest"), "rest", Fraction(1, 4)),
        (rest("MultiBarRest"), "long rest", Fraction(1)),
    ],
)
def test_every_shape_has_its_kind_and_value(chord, kind, value):
    assert (made(chord).kind, made(chord).value) == (kind, value)


def test_a_long_rest_says_for_how_many_measures_it_is():
    assert made(rest("MultiBarRest"), bars=12).bars == 12


@pytest.mark.parametrize(
    ("shape", "edge"), [("Sbreverest", 92), ("Minimrest", 100), ("Crotchetrest", 96)]
)
def test_a_rest_hangs_from_a_line_or_lies_on_one(shape, edge):
    assert made(rest(shape)).edge == edge


@pytest.mark.parametrize(
    ("label", "pitch", "name"),
    [("clefG", 2, "B4"), ("clefG8vb", 2, "B3"), ("clefF", -2, "D3"), ("clefC", 0, "C4")],
)
def test_a_clef_of_the_score_names_the_same_pitch(label, pitch, name):
    clef = make_clef(SeenClef(0, Glyph(label, 96.0, 40.0, 100.0, 40.0, 0.9), label, pitch))

    middle = Pitch(clef.middle)
    assert f"{middle.step}{middle.octave}" == name
    assert clef.at == (96, 40)


def test_signs_stand_in_their_measure_in_order_of_columns():
    def clef(staff, column):
        glyph = Glyph("clefG", 96.0, column, 100.0, 40.0, 0.9)
        return SeenClef(staff, glyph, "clefG", 2)

    grid = MeasureGrid.of([Barline(0, "Single", 300.0, 300.0)], 2)
    signatures = Signatures(
        (clef(0, 500.0), clef(0, 40.0), clef(1, 40.0), clef(0, 400.0)),
        (SeenKey(0, -3, 60.0, 96.0),),
        (SeenTime(0, 6, 8, False, 80.0, 96.0, ((3, 4),)),),
        frozenset(),
    )

    first, second = (make_signs(signatures, grid, 0).get(bar) for bar in (0, 1))

    assert [c.at[1] for c in first.clefs] == [40]
    assert [c.at[1] for c in second.clefs] == [400, 500]
    assert [key.fifths for key in first.keys] == [-3]
    assert [(t.beats, t.unit, t.others) for t in first.times] == [(6, 8, ((3, 4),))]
    assert list(make_signs(signatures, grid, 1)) == [0]
