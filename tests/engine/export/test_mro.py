"""What a score says is written as a reader of the format needs it."""

from dataclasses import replace

from rastrum import mro
from rastrum.export.mro import to_records
from rastrum.export.mro_import import from_records
from rastrum.model.notation import BeamShare
from rastrum.model.score import Pitch
from rastrum.score.changes import map_chords, map_measures
from rastrum.score.interpret import interpret
from support.written.record_bars import bar, score


def changed(records, change):
    """Return the records of a score with every chord changed."""
    music = interpret(from_records(records))
    return to_records(map_measures(music, lambda _p, _n, measure: map_chords(measure, change)))


def chords_of(records):
    return [c for own in records.pages[0].systems[0].staves[0].bars for c in own.chords]


def test_places_are_rounded_from_the_corner_of_their_staff():
    moved = changed(score([bar([4])]), lambda c: replace(c, at=(c.at[0] + 0.4, c.at[1] + 0.6)))

    (chord,) = chords_of(moved)
    assert chord.flagposn == (0, 41)


def test_a_pitch_that_no_sign_tells_is_spelled():
    def sharpened(chord):
        notes = (replace(n, pitch=Pitch(n.pitch.number, 1)) for n in chord.notes)
        return replace(chord, notes=tuple(notes))

    written = changed(score([bar([4, 4]), bar([4])]), sharpened)

    assert [c.notes[0].accid for c in chords_of(written)] == ["Sharp", "None", "Sharp"]


def test_the_only_chord_of_a_beam_on_its_staff_has_flags():
    def beamed(chord):
        return replace(chord, beam=BeamShare(7, 1, 1), levels=1, value=chord.value / 2)

    alone, *_ = chords_of(changed(score([bar([4])]), beamed))
    pair = chords_of(changed(score([bar([4, 4])]), beamed))

    assert (alone.beam, alone.nflags) == (None, 1)
    assert [(c.beam.id, c.beam.nofnodes, c.nflags) for c in pair] == [(0, 2, 0), (0, 2, 0)]


def test_a_score_is_written_like_its_records():
    music = interpret(from_records(score([bar([2, 2], (4, 4)), bar([1])])))

    assert mro.read(mro.write(music)) == to_records(music)
