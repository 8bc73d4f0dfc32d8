"""What a symbol is worth, and where it stands, follows from what was seen of it."""

from fractions import Fraction

import pytest

from rastrum.model.detection import Glyph
from rastrum.model.notation import (
    BASE_LENGTH,
    CLEF_SHAPES,
    REST_SHAPES,
    BeamShare,
    Head,
    SeenChord,
    SeenClef,
    SeenNote,
    sign_row,
)
from rastrum.model.vocabulary import CLEFS, RESTS


def chord(shape="Solid", **more):
    return SeenChord(0, shape, 109.0, 40.0, **more)


def note(column, width=20.0):
    return SeenNote(Head(Glyph("noteheadBlack", 96.0, column, 16.0, width, 0.9), 0, 0))


@pytest.mark.parametrize(
    ("seen", "length"),
    [
        (chord(), Fraction(1, 4)),
        (chord(dots=2), Fraction(7, 16)),
        (chord(flags=2), Fraction(1, 16)),
        (chord(beam=BeamShare(1, 1, 3)), Fraction(1, 32)),
        (chord("Minim", dots=1), Fraction(3, 4)),
        (chord("Minim", flags=1), Fraction(1, 2)),
        (chord("Breve"), Fraction(2)),
        (chord(flags=1, tuplet=Fraction(2, 3)), Fraction(1, 12)),
        (chord("Grace", flags=1), 0),
        (chord("MultiBarRest"), 0),
        (chord("Quaverrest", dots=1), Fraction(3, 16)),
    ],
)
def test_a_length_is_that_of_the_shape_with_its_flags_dots_and_tuplet(seen, length):
    assert seen.duration == length


def test_every_kind_of_rest_that_is_seen_has_a_shape_half_as_long_as_the_one_before():
    lengths = [BASE_LENGTH[REST_SHAPES[label]] for label in RESTS if label != "restMulti"]

    assert lengths == [Fraction(2, 2**n) for n in range(len(lengths))]


def test_a_chord_has_as_many_levels_as_flags_or_beams_on_its_fuller_side():
    assert chord().levels == 0
    assert chord(flags=2).levels == 2
    assert chord(beam=BeamShare(1, 2, 1)).levels == 2


def test_the_centre_of_a_chord_is_that_of_its_heads_or_of_its_rest():
    rest = Glyph("restQuarter", 96.0, 64.0, 40.0, 16.0, 0.9)

    assert chord(notes=(note(100.0),)).centre == 100
    assert chord(notes=(note(100.0), note(118.0))).centre == 109
    assert chord("Crotchetrest", rest=rest).centre == 64


def test_a_head_has_its_edges_half_its_width_from_its_middle():
    head = note(100.0, width=22.0).head

    assert (head.left, head.right) == (89, 111)


@pytest.mark.parametrize(("label", "low"), [("flat", True), ("doubleFlat", True), ("sharp", False)])
def test_a_flat_stands_for_the_step_of_its_belly(label, low):
    row = sign_row(Glyph(label, 100.0, 50.0, 40.0, 14.0, 0.9))

    assert (100 < row < 120) if low else row == 100


@pytest.mark.parametrize(
    ("label", "pitch", "middle"),
    [
        ("clefG", 2, 34),  # B4
        ("clefG", 4, 36),  # on the bottom line, as old French prints have it: D5
        ("clefF", -2, 22),  # D3
        ("clefC", 0, 28),  # middle C
        ("clefC", -2, 26),  # tenor: A3
        ("clefG8vb", 2, 27),
        ("clefG8va", 2, 41),
    ],
)
def test_a_clef_tells_the_pitch_of_the_middle_line(label, pitch, middle):
    clef = SeenClef(0, Glyph(label, 96.0, 40.0, 100.0, 40.0, 0.9), label, pitch)

    assert clef.middle == middle


def test_every_clef_that_is_seen_has_a_name():
    assert set(CLEF_SHAPES) == set(CLEFS)
