"""A score is interpreted as whoever plays it would."""

from dataclasses import replace

import pytest

from rastrum import mro
from rastrum.export.mro_import import from_records
from rastrum.score.interpret import interpret
from support.written.record_bars import bar, score

CLEF = mro.Clef("Treble", (32, 10), 2)


def records(*bars, keysigs=()):
    first = replace(bars[0], clefs=(CLEF,), keysigs=keysigs)
    return from_records(score([first, *bars[1:]]))


def test_every_note_has_a_pitch_in_the_end():
    music = interpret(records(bar([4, 4], (2, 4)), bar([2])))

    pitches = [note.pitch for chord in music.chords() for note in chord.notes]
    assert [f"{pitch.step}{pitch.octave}" for pitch in pitches] == ["B4"] * 3


def test_a_key_is_in_the_pitches():
    music = interpret(records(bar([4, 4], (2, 4)), keysigs=(mro.KeySig(-2, (32, 40)),)))

    assert {note.pitch.alter for chord in music.chords() for note in chord.notes} == {-1}


def test_what_was_given_is_left_as_it_is():
    music = records(bar([4, 4], (2, 4)))

    interpret(music)

    assert {note.pitch for chord in music.chords() for note in chord.notes} == {None}


@pytest.mark.parametrize("bars", [[], [mro.Bar()]], ids=["no bars", "an empty bar"])
def test_a_score_without_notes_is_no_reason_to_stop(bars):
    music = interpret(from_records(score(bars)))

    assert all(chord.is_rest for chord in music.chords())
