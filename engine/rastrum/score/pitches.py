"""Name the pitches of notes: by clef, key, the accidentals before them, and ties."""

from collections import defaultdict
from dataclasses import replace

from rastrum.model.annotations import Curve, NoteRef
from rastrum.model.score import STEPS, Chord, Clef, Measure, Note, Part, Pitch, Score
from rastrum.score.changes import map_chords, map_measures

ALTERS = {
    "Sharp": 1, "Flat": -1, "Natural": 0, "DoubleSharp": 2, "DoubleFlat": -2,
    "NaturalSharp": 1, "NaturalFlat": -1,
}  # fmt: skip
"""Semitones that accidentals stand for."""

SHARPS, FLATS = "FCGDAEB", "BEADGCF"
"""The steps that keys alter, in order."""


def name_pitches(score: Score) -> Score:
    """Name the pitch of every note.

    Parameters
    ----------
    score : Score
        With its curves at their heads.

    Returns
    -------
    score : Score
        Accidentals last to the end of their measure, and as long as the ties of their notes.
    """
    namer = _Namer(score)
    for part in score.parts:
        for number in range(len(score.grid)):
            for k, staff in enumerate(part.staves):
                namer.follow(part.measures[number], k, staff)

    def named(_part: Part, _number: int, measure: Measure) -> Measure:
        return map_chords(measure, namer.named)

    return map_measures(score, named)


def find_ties(score: Score) -> dict[NoteRef, NoteRef]:
    """Return, for the second note of every tie, the first.

    Parameters
    ----------
    score : Score

    Returns
    -------
    ties : dict of (int, int) to (int, int)
        Halves that a system's end cuts are joined: by the heads of the same place in both chords.
    """
    chords = {chord.id: chord for chord in score.chords()}
    ties: dict[NoteRef, NoteRef] = {}
    for curve in score.curves:
        if curve.kind != "Tie" or curve.start is None:
            continue
        if curve.partner < 0:
            if curve.end is not None:
                ties[curve.end] = curve.start
            continue
        pair = _halves(curve, score.curves[curve.partner], chords)
        if pair is not None:
            ties[pair[1]] = pair[0]
    return ties


def _halves(
    first: Curve, second: Curve, chords: dict[int, Chord]
) -> tuple[NoteRef, NoteRef] | None:
    """Return the heads that the two halves of a tie join."""
    if first.start is None or second.end is None:
        return None
    early, late = chords[first.start[0]], chords[second.end[0]]
    after = {note.position: n for n, note in enumerate(late.notes)}
    order = sorted(range(len(early.notes)), key=lambda n: abs(early.notes[n].at[0] - first.left[0]))
    for n in order:
        place = early.notes[n].position
        if place in after:
            return (early.id, n), (late.id, after[place])
    return None


class _Namer:
    """Follows clefs, keys and accidentals from note to note."""

    def __init__(self, score: Score) -> None:
        self.ties = find_ties(score)
        self.pitches: dict[NoteRef, Pitch] = {}
        self.clefs: dict[int, Clef] = {}
        self.keys: dict[int, int] = defaultdict(int)

    def follow(self, measure: Measure, place: int, staff: int) -> None:
        """Name the notes of one staff of a measure."""
        signs = measure.signs[place]
        if signs is None:
            return
        heard: dict[int, int] = {}
        items: list[tuple[int, int, Clef | int | Chord]] = [
            *((round(c.at[1]), 0, c) for c in signs.clefs),
            *((round(k.at[1]), 1, k.fifths) for k in signs.keys),
            *((round(c.at[1]), 2, c) for c in measure.chords(staff)),
        ]
        for _, _, item in sorted(items, key=lambda item: item[:2]):
            if isinstance(item, Clef):
                self.clefs[staff] = item
            elif isinstance(item, int):
                self.keys[staff] = item
            else:
                for n, note in enumerate(item.notes):
                    self.pitches[item.id, n] = self._name(note, (item.id, n), staff, heard)

    def _name(self, note: Note, ref: NoteRef, staff: int, heard: dict[int, int]) -> Pitch:
        clef = self.clefs.get(staff, Clef("G", 2, 0, (0.0, 0.0)))
        number = clef.middle - note.position
        tied = self.pitches.get(self.ties.get(ref, (-1, -1)))
        if note.accidental is not None:
            heard[number] = ALTERS[note.accidental]
        elif tied is not None and tied.alter != heard.get(number, in_key(number, self.keys[staff])):
            heard[number] = tied.alter
        return Pitch(number, heard.get(number, in_key(number, self.keys[staff])))

    def named(self, chord: Chord) -> Chord:
        """Return a chord with the pitches of its notes."""
        if not chord.notes:
            return chord
        notes = (
            replace(note, pitch=self.pitches.get((chord.id, n)))
            for n, note in enumerate(chord.notes)
        )
        return replace(chord, notes=tuple(notes))


def in_key(number: int, fifths: int) -> int:
    """Return the alteration of a diatonic number in a key."""
    step = STEPS[number % 7]
    if step in SHARPS[: max(fifths, 0)]:
        return 1
    return -1 if step in FLATS[: max(-fifths, 0)] else 0
