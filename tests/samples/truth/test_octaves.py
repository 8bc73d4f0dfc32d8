"""What octave lines mean is said by clefs."""

import pytest

from rastrum import mro
from rastrum_samples.truth.octaves import raise_clef, replace_octave_lines
from rastrum_samples.truth.pitch import number_at, number_of

TREBLE = mro.Clef("Treble", (48, 20), 2)
BASS = mro.Clef("Bass", (16, 20), -2)


def bar(*columns, clefs=()):
    return mro.Bar(
        clefs=clefs,
        chords=tuple(
            mro.Chord(flagposn=(0, column), notes=(mro.Note("Solid", p=0),)) for column in columns
        ),
    )


@pytest.mark.parametrize(
    ("clef", "octaves", "pitch"),
    [
        (TREBLE, 1, "B5"),
        (TREBLE, -1, "B3"),
        (TREBLE, 2, "B6"),
        (BASS, -1, "D2"),
        (BASS, 1, "D4"),
        (mro.Clef("TrebleDown8", (48, 20), 2), 1, "B4"),
        (TREBLE, 0, "B4"),
    ],
)
def test_a_raised_clef_names_the_middle_line_octaves_away(clef, octaves, pitch):
    assert number_at(raise_clef(clef, octaves), 0) == number_of(pitch)


def test_the_chords_under_a_line_stand_between_two_clefs():
    line = mro.OctaveLine(1, 195, 305, -40)

    before, within = replace_octave_lines(
        [bar(100, clefs=(TREBLE,)), bar(200, 300, 400)], [line], TREBLE
    )

    assert [(c.shape, c.centre[1]) for c in before.clefs] == [("Treble", 20)]
    assert [(c.shape, c.centre[1]) for c in within.clefs] == [("TrebleUp8", 199), ("Treble", 399)]


def test_a_line_goes_on_into_the_next_bar_without_another_clef():
    line = mro.OctaveLine(-1, 200, 400, 100)

    first, second, third = replace_octave_lines([bar(200), bar(300, 400), bar(500)], [line], BASS)

    (lowered,), (back,) = first.clefs, third.clefs
    assert (lowered.shape, number_at(lowered, 0)) == ("Bass", number_of("D2"))
    assert second.clefs == ()
    assert (back.shape, back.pitchposn) == ("Bass", -2)


def test_a_clef_printed_under_a_line_is_meant_an_octave_away_too():
    line = mro.OctaveLine(1, 100, 400, -40)
    change = mro.Clef("Bass", (16, 250), -2)

    (found,) = replace_octave_lines([bar(100, 200, 300, 500, clefs=(change,))], [line], TREBLE)

    assert [(c.shape, c.centre[1]) for c in found.clefs] == [
        ("TrebleUp8", 99), ("Bass", 250), ("Bass", 499),
    ]  # fmt: skip
    assert number_at(found.clefs[1], 0) == number_of("D4")
    assert number_at(found.clefs[2], 0) == number_of("D3")


def test_a_clef_behind_the_last_chord_rules_the_next_bar():
    line = mro.OctaveLine(1, 300, 400, -40)
    change = mro.Clef("Bass", (16, 250), -2)

    _, second = replace_octave_lines([bar(100, clefs=(change,)), bar(300)], [line], TREBLE)

    (clef,) = second.clefs
    assert (clef.shape, number_at(clef, 0)) == ("Bass", number_of("D4"))


def test_without_lines_nothing_changes():
    bars = [bar(100, clefs=(TREBLE,)), bar(200)]

    assert replace_octave_lines(bars, (), TREBLE) == bars
