"""The score says what its parts, measures and chords are, without anybody counting again."""

from fractions import Fraction

import pytest

from rastrum.model.layout import Barline, GridMeasure
from rastrum.model.score import Chord, Clef, Measure, Part, Pitch, Score, Signs, Time, Voice

NOWHERE = (0.0, 0.0)


@pytest.mark.parametrize(
    ("number", "name"), [(0, "C0"), (28, "C4"), (33, "A4"), (34, "B4"), (35, "C5")]
)
def test_a_pitch_has_a_letter_and_an_octave(number, name):
    pitch = Pitch(number)

    assert f"{pitch.step}{pitch.octave}" == name


@pytest.mark.parametrize(
    ("clef", "middle"),
    [
        (Clef("G", 2, 0, NOWHERE), "B4"),
        (Clef("G", 2, -1, NOWHERE), "B3"),
        (Clef("F", -2, 0, NOWHERE), "D3"),
        (Clef("C", 0, 0, NOWHERE), "C4"),
        (Clef("C", -2, 0, NOWHERE), "A3"),
    ],
)
def test_a_clef_names_the_middle_line(clef, middle):
    pitch = Pitch(clef.middle)

    assert f"{pitch.step}{pitch.octave}" == middle


def test_the_length_of_a_measure_is_that_of_its_time():
    assert Time(6, 8, False, NOWHERE).length == Fraction(3, 4)
    assert Time(3, 0, False, NOWHERE).length == 0


@pytest.mark.parametrize(
    ("chord", "length"),
    [
        (Chord(0, "note", 0, Fraction(1, 4), dots=1), Fraction(3, 8)),
        (Chord(0, "note", 0, Fraction(1, 8), tuplet=Fraction(2, 3)), Fraction(1, 12)),
        (Chord(0, "rest", 0, Fraction(1)), Fraction(1)),
        (Chord(0, "grace", 0, Fraction(1, 8)), 0),
        (Chord(0, "long rest", 0, Fraction(1), bars=12), 0),
    ],
)
def test_a_chord_lasts_as_long_as_its_value_dots_and_tuplet_say(chord, length):
    assert chord.duration == length
    assert chord.is_rest == chord.kind.endswith("rest")


def test_signs_are_true_if_there_are_any():
    assert not Signs()
    assert Signs(clefs=(Clef("G", 2, 0, NOWHERE),))
    assert Signs(times=(Time(3, 4, False, NOWHERE),))


def score():
    """Return two parts, of one staff and of two, in systems of two measures and of one."""
    line = Barline("Single", 0.0, 0.0)

    def chord(number, staff):
        return Chord(number, "note", staff, Fraction(1, 4))

    single = Measure((Signs(),), (Voice(0, (chord(0, 0),)),))
    double = Measure(
        (Signs(), Signs()),
        (Voice(1, (chord(1, 1), chord(4, 2))), Voice(2, (chord(3, 2), chord(2, 1)))),
    )
    parts = Part("Horn", (0,), (single,) * 3), Part("Piano", (1, 2), (double,) * 3)
    grid = tuple(GridMeasure(system, line) for system in (0, 0, 2))
    return Score("", (), (), grid, parts)


def test_the_chords_of_a_staff_are_those_of_all_voices_in_their_order():
    measure = score().parts[1].measures[0]

    assert [c.id for c in measure.chords(2)] == [3, 4]
    assert [c.id for c in measure.chords(1)] == [1, 2]


def test_every_staff_has_its_part():
    assert [score().part_of(staff).name for staff in range(3)] == ["Horn", "Piano", "Piano"]


def test_a_system_knows_its_measures():
    assert [list(score().measures_of(system)) for system in range(3)] == [[0, 1], [], [2]]


def test_all_chords_are_told_part_by_part():
    assert [c.id for c in score().chords()] == [0] * 3 + [1, 4, 3, 2] * 3
