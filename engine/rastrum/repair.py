"""Repair bars that do not add up, by the cheapest other reading that does."""

import math
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from rastrum.chords import REST_SHAPES
from rastrum.classes import RESTS
from rastrum.dots import DOT_ROW_SP, DOT_USUAL_SP
from rastrum.heads import nearest_staff
from rastrum.notation import BeamShare, SeenChord
from rastrum.page import Barline, Detection, Glyph, Sheet
from rastrum.rhythm import measure_lengths
from rastrum.signatures import Signatures
from rastrum.voices import (
    TOGETHER_SP,
    Music,
    Voice,
    count_ticks,
    find_crossed,
    find_voices,
    rests_whole,
)

LOST_DOT, BEAM, BEAMS, FLAG, LOST_FLAG = 2.5, 1.5, 2.0, 1.8, 2.5
"""Costs of reading what the network did not see: a dot, one beam more or less of a chord or of all
that it joins, a flag more or less, a flag at all. A symbol that it saw costs its log odds."""

LEAST_COST = 0.5
"""No other reading is cheaper, however doubtful the one that was taken."""

MISPLACED = 1.5
"""Cost of each chord that stands elsewhere than what sounds with it in the other voices."""

NO_STEM = 1.0
"""Cost of another kind of hollow head without a stem: some semibreves are narrow."""

LOST_REST, OTHER_HEAD, LEAST_HEAD = 5.0, 1.5, 2.0
"""Factors of the log odds of a rest where there is to be none, and of a head that is to be of
another kind; and what that costs at least."""

DEAREST, DEAREST_PLAIN, DEAREST_ALONE = 3.2, 1.9, 1.0
"""Readings that cost more are not taken: where they put chords in their places, where those were
right before, and where no other voice fills the bar or the staff has two. When they were chosen, 20
of the 29 repairs that they allow on real scans mended their bar and 5 made it worse; most dearer
ones made it worse."""

LEAST_FITTING, PASSES = 0.7, 2
"""Share of a page's bars in which some voice fills the bar, for its length to be believed; and how
often the page is gone through: what was repaired tells where other chords belong."""

MARGIN = 0.35
"""Nor is one that is hardly cheaper than the next."""

MOST_EDITS = 60
"""Edits looked at in a voice, the cheapest first: pairs of them are tried, too."""

SAME_REST_SP = 1.0
"""A weak rest this near to a chord of its voice is that chord, seen twice."""


@dataclass(frozen=True, slots=True)
class _Edit:
    """Another reading of some chords of a voice."""

    cost: float
    changes: tuple[tuple[int, SeenChord | None], ...] = ()
    """Number of a chord, and what it is read as; None where there is nothing."""
    added: SeenChord | None = None


@dataclass(frozen=True, slots=True)
class _Bar:
    """What is known of a voice's bar."""

    target: int
    """Ticks that the voice should last."""
    start: int
    """Ticks from the beginning of the bar to the voice's first chord."""
    onsets: tuple[tuple[float, int], ...]
    """Columns and onsets of the voices that fill the bar."""


def repair_rhythm(
    sheet: Sheet,
    detection: Detection,
    chords: Sequence[SeenChord],
    barlines: Sequence[Barline],
    signatures: Signatures,
) -> tuple[SeenChord, ...]:
    """Read bars that do not add up in another way, if one is near at hand.

    Parameters
    ----------
    sheet, detection, barlines, signatures
        The page as read so far.
    chords : sequence of SeenChord
        With their tuplets, in order of columns.

    Returns
    -------
    chords : tuple of SeenChord
        The same but for those that were read anew, in order of columns.

    Notes
    -----
    A dot more or less, a beam or flag more or less, a hollow head for a filled one, a rest of
    another kind, one that the network hardly saw or one that it should not have seen: at most two
    such edits in a voice of a bar, after Church and Cuthbert, "Improving rhythmic transcriptions
    via probability models applied post-OMR" (2014), and Rossant and Bloch, "Robust and adaptive
    OMR system including fuzzy modeling" (2007), with the network's confidence for the cost. The
    voices of the other staves say when each chord sounds. What stays wrong is left as it was seen.
    """
    for _ in range(PASSES):
        before = chords
        chords = _repair_once(sheet, detection, chords, barlines, signatures)
        if chords is before:
            break
    return tuple(chords)


def _repair_once(
    sheet: Sheet,
    detection: Detection,
    chords: Sequence[SeenChord],
    barlines: Sequence[Barline],
    signatures: Signatures,
) -> Sequence[SeenChord]:
    music = Music.of(chords)
    voices = find_voices(sheet, music, barlines)
    lengths = measure_lengths(sheet, music, voices, signatures.times)
    systems: dict[tuple[int, int], list[int]] = defaultdict(list)
    for k, voice in enumerate(voices):
        systems[voice.system, voice.bar].append(k)
    fitting = [
        any(_total(music, voices[k]) == lengths[k] for k in members) for members in systems.values()
    ]
    if sum(fitting) < LEAST_FITTING * len(fitting):
        return chords
    finder = _Finder(sheet, detection, chords, barlines)
    result: dict[int, SeenChord | None] = {}
    added: list[SeenChord] = []
    crossed = find_crossed(music, voices)
    for place, members in systems.items():
        for k, bar in _broken(music, voices, lengths, members):
            if (*place, music.chords[voices[k].members[0]].staff) in crossed:
                continue
            for edit in _cheapest(music, voices[k], bar, finder.edits(voices[k])):
                result.update(edit.changes)
                added += [edit.added] if edit.added is not None else []
    if not result and not added:
        return chords
    kept = [c for n, chord in enumerate(chords) if (c := result.get(n, chord)) is not None]
    return sorted([*kept, *added], key=lambda c: c.column)


def _total(music: Music, voice: Voice) -> int:
    return sum(music.ticks[n] for n in voice.members)


def _broken(
    music: Music, voices: Sequence[Voice], lengths: Sequence[int | None], members: Sequence[int]
) -> Iterator[tuple[int, _Bar]]:
    """Yield the voices of a system's bar that should be longer or shorter, and what they should."""
    played = [k for k in members if not rests_whole(music, voices[k])]
    onsets: list[tuple[float, int]] = []
    filled: dict[int, bool] = {}
    for k in played:
        staff = music.chords[voices[k].members[0]].staff
        filled[staff] = filled.get(staff, False) or _total(music, voices[k]) == lengths[k]
        if _total(music, voices[k]) == lengths[k]:
            now = 0
            for n in voices[k].members:
                onsets.append((music.centres[n], now))
                now += music.ticks[n]
    totals = {_total(music, voices[k]) for k in played}
    if not onsets and len(totals) == 1 and len(filled) > 1:
        return  # a pickup, or a bar that a repeat cuts
    for k in played:
        length, total = lengths[k], _total(music, voices[k])
        staff = music.chords[voices[k].members[0]].staff
        if length is None or total in (0, length):
            continue
        if voices[k].whole:
            yield k, _Bar(length, 0, tuple(onsets))
        elif total > length or not filled[staff]:
            first = music.centres[voices[k].members[0]]
            starts = [when for column, when in onsets if abs(column - first) < TOGETHER_SP * 16]
            if starts and starts[0] < length:
                yield k, _Bar(length - starts[0], starts[0], tuple(onsets))


def _cheapest(music: Music, voice: Voice, bar: _Bar, edits: Sequence[_Edit]) -> tuple[_Edit, ...]:
    """Return the cheapest one or two edits that make a voice as long as it should be."""
    gains = [_gain(music, edit) for edit in edits]
    missing = bar.target - _total(music, voice)
    trusted = voice.whole and bool(bar.onsets)
    limit = DEAREST if trusted else DEAREST_ALONE + MARGIN
    before = _misplaced(music, voice, bar, ())
    found: list[tuple[float, bool, tuple[_Edit, ...]]] = []
    for pick in _picks(edits, gains, missing, limit):
        touched = [n for edit in pick for n, _ in edit.changes]
        if len(touched) == len(set(touched)):
            after = _misplaced(music, voice, bar, pick)
            cost = sum(edit.cost for edit in pick) + MISPLACED * after
            found.append((cost, after < before, pick))
    if not found:
        return ()
    found.sort(key=lambda choice: choice[0])
    cost, better, chosen = found[0]
    dearest = (DEAREST if better else DEAREST_PLAIN) if trusted else DEAREST_ALONE
    clear = len(found) == 1 or found[1][0] - cost >= MARGIN
    return chosen if cost <= dearest and clear else ()


def _picks(
    edits: Sequence[_Edit], gains: Sequence[int], missing: int, limit: float
) -> Iterator[tuple[_Edit, ...]]:
    """Yield the one or two edits that gain what is missing and cost no more than allowed."""
    for i, edit in enumerate(edits):
        if edit.cost > limit:
            break
        if gains[i] == missing:
            yield (edit,)
        for j in range(i + 1, len(edits)):
            if edit.cost + edits[j].cost > limit:
                break
            if gains[i] + gains[j] == missing:
                yield edit, edits[j]


def _gain(music: Music, edit: _Edit) -> int:
    gain = 0 if edit.added is None else count_ticks(edit.added)
    for n, chord in edit.changes:
        gain += (0 if chord is None else count_ticks(chord)) - music.ticks[n]
    return gain


def _misplaced(music: Music, voice: Voice, bar: _Bar, edits: Sequence[_Edit]) -> int:
    """Count the chords that would not sound with what they stand above or below of."""
    changes = {n: chord for edit in edits for n, chord in edit.changes}
    sounding = [changes.get(n, music.chords[n]) for n in voice.members]
    sounding += [edit.added for edit in edits]
    now, wrong, near = bar.start, 0, TOGETHER_SP * 16
    placed = [(c.centre, count_ticks(c)) for c in sounding if c is not None]
    for place, ticks in sorted(placed, key=lambda pair: pair[0]):
        wrong += any(
            when != now
            if abs(column - place) < near
            else (column > place + near and when <= now) or (column < place - near and when >= now)
            for column, when in bar.onsets
        )
        now += ticks
    return wrong


def _odds(score: float) -> float:
    """Return what it costs not to believe a symbol of this score."""
    score = min(max(score, 0.01), 0.99)
    return max(LEAST_COST, math.log(score / (1 - score)))


class _Finder:
    """Finds other readings of chords."""

    def __init__(
        self,
        sheet: Sheet,
        detection: Detection,
        chords: Sequence[SeenChord],
        barlines: Sequence[Barline],
    ) -> None:
        self.chords = chords
        self.dots = [g for g in detection.glyphs if g.label in ("dot", "staccato")]
        self.weak: dict[tuple[int, int], list[Glyph]] = defaultdict(list)
        self.beams: dict[int, list[int]] = defaultdict(list)
        for n, chord in enumerate(chords):
            if chord.beam is not None:
                self.beams[chord.beam.group].append(n)
        edges: dict[int, list[float]] = defaultdict(list)
        for barline in barlines:
            edges[barline.staff].append((barline.left + barline.right) / 2)
        taken = {id(chord.rest) for chord in chords}
        for glyph in detection.glyphs:
            if glyph.label in RESTS and id(glyph) not in taken:
                staff = nearest_staff(sheet, glyph.row, glyph.column)
                if staff is not None:
                    bar = sum(edge < glyph.column for edge in edges[staff])
                    self.weak[staff, bar].append(glyph)

    def edits(self, voice: Voice) -> list[_Edit]:
        """Return other readings of a voice, the cheapest first."""
        found: list[_Edit] = []
        for n in voice.members:
            chord = self.chords[n]
            found += [
                _Edit(cost, ((n, other),))
                for cost, other in (*self._dotted(chord), *_levels(chord), *_kinds(chord))
            ]
            if chord.rest is not None:
                found.append(_Edit(LOST_REST * _odds(chord.score), ((n, None),)))
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
        score = max(
            (
                dot.score
                for dot in self.dots
                if any(
                    1 < dot.column - edge < DOT_USUAL_SP * 16
                    and abs(dot.row - row) < DOT_ROW_SP * 16
                    for row, edge in places
                )
            ),
            default=0.0,
        )
        if chord.dots:
            yield _odds(score), replace(chord, dots=chord.dots - 1)
        elif score:
            yield min(LOST_DOT, _odds(1 - score) + LEAST_COST), replace(chord, dots=1)
        elif chord.shape == "Solid":  # behind a minim a lost crotchet rest is as likely
            yield LOST_DOT, replace(chord, dots=1)

    def _groups(self, voice: Voice) -> Iterator[_Edit]:
        """Yield a beam more or less for all chords that one joins."""
        inside = set(voice.members)
        for members in self.beams.values():
            if len(members) < 2 or not inside.issuperset(members):
                continue
            for step in (-1, 1):
                changed = [_with_beams(self.chords[n], step) for n in members]
                if all(chord is not None for chord in changed):
                    yield _Edit(BEAMS, tuple(zip(members, changed, strict=True)))

    def _rests(self, voice: Voice) -> Iterator[_Edit]:
        """Yield the rests that the network hardly saw."""
        own = [self.chords[n] for n in voice.members]
        for glyph in self.weak.get((own[0].staff, voice.bar), ()):
            if all(abs(glyph.column - c.centre) > SAME_REST_SP * 16 for c in own):
                shape = REST_SHAPES[glyph.label]
                rest = SeenChord(
                    own[0].staff, shape, glyph.column, glyph.row, rest=glyph, score=glyph.score
                )
                yield _Edit(_odds(1 - glyph.score) + LEAST_COST, added=rest)


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
