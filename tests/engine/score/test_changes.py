"""Every measure, and every chord of a measure, is changed, and nothing else."""

from dataclasses import replace
from fractions import Fraction

from rastrum.model.layout import Barline, GridMeasure
from rastrum.model.score import Chord, Measure, Part, Score, Signs, Voice
from rastrum.score.changes import map_chords, map_measures


def measure(*ids):
    chords = tuple(Chord(n, "note", 0, Fraction(1, 4)) for n in ids)
    return Measure((Signs(),), (Voice(0, chords[:1]), Voice(0, chords[1:])))


PARTS = (
    Part("Horn", (0,), (measure(1, 2), measure(3))),
    Part("Bass", (1,), (measure(4), measure(5))),
)
SCORE = Score("Lied", (), (), (GridMeasure(0, Barline("Single", 0.0, 0.0)),) * 2, PARTS)


def test_each_measure_is_changed_once_part_by_part():
    seen = []

    same = map_measures(SCORE, lambda part, n, own: seen.append((part.name, n)) or own)

    assert same == SCORE
    assert seen == [("Horn", 0), ("Horn", 1), ("Bass", 0), ("Bass", 1)]


def test_chords_of_all_voices_are_changed_in_their_places():
    changed = map_chords(measure(1, 2, 3), lambda chord: replace(chord, id=10 * chord.id))

    assert [[c.id for c in voice.chords] for voice in changed.voices] == [[10], [20, 30]]
    assert changed.signs == measure(1).signs
