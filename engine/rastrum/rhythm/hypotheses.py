"""List what else a voice may be read as: the detector's own alternatives, and what they cost."""

import math
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from rastrum.model.detection import Detection, Glyph
from rastrum.model.measures import Voice
from rastrum.model.notation import REST_SHAPES, BeamShare, SeenChord
from rastrum.model.sheet import (
    UNITS_PER_SPACE,
    nearest_staff,
)
from rastrum.model.vocabulary import RESTS
from rastrum.notes.dots import DOT_ROW_SP, DOT_USUAL_SP
from rastrum.rhythm.voices import TimedChords

LOST_DOT, BEAM, BEAMS, FLAG, LOST_FLAG = 2.5, 1.5, 2.0, 1.8, 2.5
"""Costs of reading what the network did not see: a dot, one beam more or less of a chord or of all
that it joins, a flag more or less, a flag at all. A symbol that it saw costs its log odds."""

FAR_DOT_SP, FAR_DOT = 2.8, 0.3
"""A dot may be so far off where a bar lacks it, as Ricordi set them beside the only note of a bar
(2.2 to 2.5); and what that costs besides."""

LEAST_COST = 0.5
"""No other reading is cheaper, however doubtful the one that was taken."""

NO_STEM = 1.0
"""Cost of another kind of hollow head without a stem: some semibreves are narrow."""

LOST_REST, OTHER_HEAD, LEAST_HEAD = 5.0, 1.5, 2.0
"""Factors of the log odds of a rest where there is to be none, and of a head that is to be of
another kind; and what that costs at least."""

MOST_EDITS = 60
"""Edits looked at in a voice, the cheapest first: pairs of them are tried, too."""

SAME_REST = 1.0 * UNITS_PER_SPACE
"""A weak rest this near to a chord of its voice is that chord, seen twice."""


@dataclass(frozen=True, slots=True)
class Edit:
    """Another reading of some chords of a voice."""

    cost: float
    changes: tuple[tuple[int, SeenChord | None], ...] = ()
    """Number of a chord, and what it is read as; None where there is nothing."""
    added: SeenChord | None = None


def _odds(score: float) -> float:
    """Return what it costs not to believe a symbol of this score."""
    score = min(max(score, 0.01), 0.99)
    return max(LEAST_COST, math.log(score / (1 - score)))


class Readings:
    """The other readings of a page's chords.

    Parameters
    ----------
    timed : TimedChords
        As read so far.
    detection : Detection
        What else the network saw.
    """

    def __init__(self, timed: TimedChords, detection: Detection) -> None:
        chords = self.chords = timed.chords
        self.dots = [g for g in detection.glyphs if g.label in ("dot", "staccato")]
        self.weak: dict[tuple[int, int], list[Glyph]] = defaultdict(list)
        self.beams: dict[int, list[int]] = defaultdict(list)
        for n, chord in enumerate(chords):
            if chord.beam is not None:
                self.beams[chord.beam.group].append(n)
        taken = {id(chord.rest) for chord in chords}
        for glyph in detection.glyphs:
            if glyph.label in RESTS and id(glyph) not in taken:
                staff = nearest_staff(timed.sheet, glyph.row, glyph.column)
                if staff is not None:
                    bar = timed.grid.measure_at(staff, glyph.column)
                    self.weak[staff, bar].append(glyph)

    def of(self, voice: Voice) -> list[Edit]:
        """Return other readings of a voice.

        Parameters
        ----------
        voice : Voice

        Returns
        -------
        edits : list of Edit
            The cheapest first, `MOST_EDITS` at most.
        """
        found: list[Edit] = []
        for n in voice.members:
            chord = self.chords[n]
            found += [
                Edit(cost, ((n, other),))
                for cost, other in (*self._dotted(chord), *_levels(chord), *_kinds(chord))
            ]
            if chord.rest is not None:
                found.append(Edit(LOST_REST * _odds(chord.score), ((n, None),)))
        found += self._groups(voice)
        found += self._rests(voice)
        return sorted(found, key=lambda edit: edit.cost)[:MOST_EDITS]

    def _dotted(self, chord: SeenChord) -> Iterator[tuple[float, SeenChord]]:
        """Yield a chord with a dot more or less."""
        if chord.shape in ("Sbreverest", "Grace"):
            return
        if chord.rest is not None:
            places = [(chord.rest.row, chord.rest.column + chord.rest.width / 2)]
        else:
            places = [(note.head.glyph.row, note.head.right) for note in chord.notes]
        near = self._beside(places, 1.0, DOT_USUAL_SP * UNITS_PER_SPACE)
        score = max((dot.score for dot in near), default=0.0)
        if chord.dots:
            yield _odds(score), replace(chord, dots=chord.dots - 1)
            return
        far = self._beside(places, DOT_USUAL_SP * UNITS_PER_SPACE, FAR_DOT_SP * UNITS_PER_SPACE)
        costs = [_odds(1 - score) + LEAST_COST] if score else []
        costs += [_odds(1 - d.score) + LEAST_COST + FAR_DOT for d in far if d.label == "dot"]
        if costs or chord.shape == "Solid":  # behind a minim a lost crotchet rest is as likely
            yield min([LOST_DOT, *costs]), replace(chord, dots=1)

    def _beside(
        self, places: Sequence[tuple[float, float]], nearest: float, farthest: float
    ) -> list[Glyph]:
        """Return the dots so far right of heads or a rest: of their rows and right edges."""
        return [
            dot
            for dot in self.dots
            if any(
                nearest < dot.column - edge < farthest
                and abs(dot.row - row) < DOT_ROW_SP * UNITS_PER_SPACE
                for row, edge in places
            )
        ]

    def _groups(self, voice: Voice) -> Iterator[Edit]:
        """Yield a beam more or less for all chords that one joins."""
        inside = set(voice.members)
        for members in self.beams.values():
            if len(members) < 2 or not inside.issuperset(members):
                continue
            for step in (-1, 1):
                changed = [_with_beams(self.chords[n], step) for n in members]
                if all(chord is not None for chord in changed):
                    yield Edit(BEAMS, tuple(zip(members, changed, strict=True)))

    def _rests(self, voice: Voice) -> Iterator[Edit]:
        """Yield the rests that the network hardly saw."""
        own = [self.chords[n] for n in voice.members]
        for glyph in self.weak.get((own[0].staff, voice.bar), ()):
            if all(abs(glyph.column - c.centre) > SAME_REST for c in own):
                shape = REST_SHAPES[glyph.label]
                rest = SeenChord(
                    own[0].staff, shape, glyph.column, glyph.row, rest=glyph, score=glyph.score
                )
                yield Edit(_odds(1 - glyph.score) + LEAST_COST, added=rest)


def _with_beams(chord: SeenChord, step: int) -> SeenChord | None:
    """Return a chord with a beam more or less; None where that cannot be."""
    share = chord.beam
    if share is None or not 1 <= chord.levels + step <= 5:
        return None
    most = chord.levels
    left, right = (side + step if side == most else side for side in (share.left, share.right))
    if not max(left, right):
        return None
    return replace(chord, beam=BeamShare(share.group, left, right))


def _levels(chord: SeenChord) -> Iterator[tuple[float, SeenChord]]:
    """Yield a chord with a beam or flag more or less."""
    if chord.shape != "Solid":
        return
    if chord.beam is not None:
        for step in (-1, 1):
            other = _with_beams(chord, step)
            if other is not None:
                yield BEAM, other
    elif chord.flags:
        yield FLAG, replace(chord, flags=chord.flags + 1)
        yield FLAG if chord.flags > 1 else LOST_FLAG, replace(chord, flags=chord.flags - 1)
    elif chord.has_stem:
        yield LOST_FLAG, replace(chord, flags=1)


STEMLESS: Mapping[str, str] = {"Minim": "Sbreve", "Sbreve": "Minim"}
"""What a hollow head without a stem may be instead: a narrow semibreve, or its stem was lost."""

HEADS: Mapping[str, str] = {"Solid": "Minim", "Minim": "Solid"}
"""What a stemmed head may be instead."""


def _kinds(chord: SeenChord) -> Iterator[tuple[float, SeenChord]]:
    """Yield a chord with heads of the other kind, or a rest of a neighbouring length."""
    if chord.rest is None:
        if chord.levels == 0 and chord.has_stem and chord.shape in HEADS:
            cost = max(LEAST_HEAD, OTHER_HEAD * _odds(chord.score))
            yield cost, replace(chord, shape=HEADS[chord.shape])
        elif not chord.has_stem and chord.shape in STEMLESS:
            yield NO_STEM, replace(chord, shape=STEMLESS[chord.shape])
        return
    order = list(REST_SHAPES.values())
    place = order.index(chord.shape)
    for other in (place - 1, place + 1):
        if 0 < other < len(order) - 1 and chord.shape != order[-1]:
            yield max(1.0, _odds(chord.score)), replace(chord, shape=order[other])
