"""Give chords and rests printed on the other staff to the staff whose voice they belong to."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import combinations, pairwise

from rastrum.model.doubt import Doubt
from rastrum.model.measures import Voice
from rastrum.model.notation import MIDDLE_LETTER, SeenChord, SeenClef, Signatures
from rastrum.model.sheet import Sheet
from rastrum.rhythm.doubts import doubt_measure
from rastrum.rhythm.lengths import measure_bars
from rastrum.rhythm.voices import (
    TOGETHER,
    TimedChords,
    find_shared_stems,
    list_onsets,
    split_voices,
)

MOST_GAPS = 6
"""Gaps of a voice that are looked at for chords of the other staff: all ways to fill some of them
are tried, 63 at most."""

PATTERN_BARS = 3
"""Between two staves that each have a full voice, a voice goes to and fro as a pattern, in so many
bars of a page; fewer such bars have just two voices that end early."""

LEAST_BARS = 2
"""So many bars of a page show that a voice wanders between two staves that have not both a full
one: a single bar may have left out its rests. Editions that let a voice wander do so again: of 120
pages 6 in two bars or more, one, wrongly, in one."""

GIVEN = 0.7
"""Confidence in a voice given to another staff: 40 of 55 were right on old piano scores."""


MOST_RESTS = 3
"""So many rests of a bar are given to the other staff at most; all ways to pick some are tried."""


@dataclass(frozen=True, slots=True)
class _Move:
    """Chords that go to another staff."""

    members: tuple[int, ...]
    staff: int
    between: bool = False
    """Between two staves that each have a full voice."""


def gather_voices(timed: TimedChords, signatures: Signatures) -> tuple[TimedChords, list[Doubt]]:
    """Give chords to the staff of their voice where they are printed on another one.

    Parameters
    ----------
    timed : TimedChords
        With tuplets, each chord on the staff where it is printed.
    signatures : Signatures
        Clefs and time signatures of the page.

    Returns
    -------
    timed : TimedChords
        A chord's staff is that of its voice; each head keeps its own. Heads
        of two staves on one stem are one chord.
    doubts : list of Doubt
        Two for each voice that was given to another staff but for a pattern: one on either staff.

    Notes
    -----
    A voice changes the staff on a stem with heads on both staves, or without one: then it leaves a
    gap without a rest on its own staff, and chords on the other one, which has another voice to
    fill its bar, are exactly as long as the gap and sound when it does. What goes on under a beam
    stays on the staff where it is printed, and so do bars with such beams. One bar of a page is no
    evidence.
    """
    timed = _join_shared_stems(timed)
    gathered = list(timed.chords)
    voices = timed.by_measure()
    moves: list[_Move | None] = []
    for (system, number), whole in measure_bars(timed, signatures.times).items():
        bar = _Bar(timed, [timed.voices[k] for k in voices[system, number]], whole)
        moves += [
            bar.move(upper, lower)
            for upper, lower in player_pairs(timed.sheet, system)
            if not {(system, number, upper), (system, number, lower)} & timed.crossed
        ]
    found = [move for move in moves if move is not None]
    between = sum(move.between for move in found)
    pattern, usual = between >= PATTERN_BARS, len(found) - between >= LEAST_BARS
    doubts: list[Doubt] = []
    for move in found:
        if not (pattern if move.between else usual):
            continue
        if not move.between:
            doubts += _doubts(timed, gathered, move)
        for n in move.members:
            gathered[n] = replace(gathered[n], staff=move.staff)
    clefs = _Clefs(timed.sheet, signatures.clefs)
    placed = tuple(_with_positions(chord, clefs) for chord in gathered)
    return replace(timed, chords=placed), doubts


def _doubts(timed: TimedChords, chords: Sequence[SeenChord], move: _Move) -> list[Doubt]:
    """Doubt the bars of both staves that a voice goes from and to."""
    members = [chords[n] for n in move.members]
    columns = [chord.centre for chord in members]
    sentence = "a voice is printed on one staff and rests nowhere on the other: it is given there"
    return [
        doubt_measure(timed, staff, columns, sentence, GIVEN)
        for staff in (members[0].staff, move.staff)
    ]


def _with_positions(chord: SeenChord, clefs: "_Clefs") -> SeenChord:
    """Say where the heads of another staff would stand on the lines of their chord's staff."""
    if all(note.head.staff == chord.staff for note in chord.notes):
        return chord
    own = clefs.middle(chord.staff, chord.column)
    notes = []
    for note in chord.notes:
        if note.head.staff != chord.staff:
            printed = clefs.middle(note.head.staff, chord.column)
            note = replace(note, position=own - printed + note.head.pitch)
        notes.append(note)
    return replace(chord, notes=tuple(notes))


class _Clefs:
    """Which pitch the middle line of a staff has."""

    def __init__(self, sheet: Sheet, clefs: Sequence[SeenClef]) -> None:
        self.sheet = sheet
        self.changes = sorted(
            (sheet.staves[c.staff].system, c.glyph.column, sheet.staves[c.staff].index, c.middle)
            for c in clefs
        )

    def middle(self, number: int, column: float) -> int:
        """Return the diatonic number of a staff's middle line, C0 being 0."""
        staff = self.sheet.staves[number]
        before = [
            c for c in self.changes if c[:2] <= (staff.system, column) and c[2] == staff.index
        ]
        return before[-1][3] if before else MIDDLE_LETTER["clefG"]


def player_pairs(sheet: Sheet, number: int) -> Iterable[tuple[int, int]]:
    """Yield the staves of a system, two by two, that one player reads: no drums among them.

    Parameters
    ----------
    sheet : Sheet
    number : int
        Of the system.

    Yields
    ------
    upper, lower : int
        Their numbers on the sheet.
    """
    system = sheet.systems[number]
    for k, pair in enumerate(pairwise(system.staves)):
        braced = any(
            brace.kind == "brace" and brace.first <= k and k + 1 <= brace.last
            for brace in system.braces
        )
        drums = any(sheet.staves[n].lines == 1 for n in pair)
        if (braced or len(system.staves) == 2) and not drums:
            yield pair


def _join_shared_stems(timed: TimedChords) -> TimedChords:
    """Join heads of two staves on one stem to one chord, and give its beam to one staff."""
    homes = find_shared_stems(timed)
    stems: dict[tuple[int, float, float], int] = {}
    gathered: list[SeenChord] = []
    for n, chord in enumerate(timed.chords):
        if n not in homes:
            gathered.append(chord)
            continue
        stem = homes[n], *chord.stem
        if stem not in stems:
            stems[stem] = len(gathered)
            gathered.append(replace(chord, staff=homes[n]))
            continue
        other = gathered[stems[stem]]
        notes = sorted((*other.notes, *chord.notes), key=lambda n: n.head.glyph.row)
        gathered[stems[stem]] = replace(
            other,
            notes=tuple(notes),
            dots=max(other.dots, chord.dots),
            marks=tuple(dict((*chord.marks, *other.marks)).items()),
        )
    return replace(timed, chords=tuple(gathered))


class _Bar:
    """The voices of a system's bar."""

    def __init__(self, timed: TimedChords, voices: Sequence[Voice], whole: int) -> None:
        self.timed = timed
        self.whole = whole
        self.voices: dict[int, list[tuple[int, ...]]] = defaultdict(list)
        for voice in voices:
            self.voices[timed.staff_of(voice)].append(voice.members)
        for both in self.voices.values():
            self._share_rests(both)
        self.onsets = list_onsets(timed, voices, whole)

    def _share_rests(self, both: list[tuple[int, ...]]) -> None:
        """Give a rest to the other one of two voices where that fills the bar with it."""
        if len(both) != 2 or any(self._fills(voice) for voice in both):
            return
        for one, other in ((0, 1), (1, 0)):
            for n in both[one]:
                with_rest = (*both[other], n)
                rest = self.timed.chords[n].rest is not None
                if rest and len(both[one]) > 1 and self._fills(with_rest):
                    both[one] = tuple(m for m in both[one] if m != n)
                    both[other] = tuple(sorted(with_rest, key=self._column))
                    return

    def move(self, upper: int, lower: int) -> _Move | None:
        """Return what goes from one of two staves to the other, if something does."""
        for staff, other in ((upper, lower), (lower, upper)):
            lent = self._nearest(other, top=staff < other)
            if lent is None:
                continue
            voices = self.voices[staff]
            if not voices:
                # One hand alone plays what differs in rhythm; in the bass staff, both may.
                if self._fills(lent) and (staff < other or self._alike(*self.voices[other])):
                    return _Move(lent, staff)
                continue
            between = any(self._fills(v) for v in voices)
            own = self._nearest(staff, top=staff > other) if between else voices[0]
            if own is None or (not between and len(voices) > 1) or self._total(own) >= self.whole:
                continue
            part = self._fill(own, lent)
            if part is None or (between and part != lent):
                continue
            if between and self._column(part[0]) < self._column(own[0]):
                return _Move(own, other, between)
            return _Move(part, staff, between)
        return None

    def _nearest(self, staff: int, *, top: bool) -> tuple[int, ...] | None:
        """Return the upper or lower voice of a staff whose other voice fills its bar."""
        voices = self.voices[staff]
        if len(voices) != 2 or not self._fills(voices[1 if top else 0]):
            return None
        return voices[0 if top else 1]

    def _fill(self, own: Sequence[int], lent: Sequence[int]) -> tuple[int, ...] | None:
        """Return the chords of another voice that fill the gaps of one, if there are such."""
        columns = [self._column(n) for n in own]
        gaps: dict[int, list[int]] = defaultdict(list)
        for n in lent:
            gaps[sum(column < self._column(n) for column in columns)].append(n)
        if len(gaps) > MOST_GAPS:
            return None
        missing = self.whole - self._total(own)
        for size in range(1, len(gaps) + 1):
            for picked in combinations(gaps.values(), size):
                part = tuple(n for gap in picked for n in gap)
                if self._total(part) != missing or self._rests(part):
                    continue
                if self._sounds([*own, *part]):
                    return part
        return None

    def _sounds(self, members: Sequence[int]) -> bool:
        """Whether chords follow each other, and sound when the bar's full voices say."""
        order = sorted(members, key=self._column)
        columns = [self._column(n) for n in order]
        if any(b - a < TOGETHER for a, b in pairwise(columns)):
            return False
        now = 0
        for n, column in zip(order, columns, strict=True):
            for place, onset in self.onsets:
                if abs(place - column) < TOGETHER and onset != now:
                    return False
            now += self.timed.ticks[n]
        return True

    def _rests(self, members: Sequence[int]) -> bool:
        return all(self.timed.chords[n].rest is not None for n in members)

    def _alike(self, one: Sequence[int], other: Sequence[int]) -> bool:
        """Whether two voices have the same rhythm."""
        ticks = self.timed.ticks
        return [ticks[n] for n in one] == [ticks[n] for n in other]

    def _fills(self, members: Sequence[int]) -> bool:
        shapes = [self.timed.chords[n].shape for n in members]
        return shapes == ["Sbreverest"] or self._total(members) == self.whole

    def _total(self, members: Sequence[int]) -> int:
        return sum(self.timed.ticks[n] for n in members)

    def _column(self, n: int) -> float:
        return self.timed.centres[n]


def lend_rests(timed: TimedChords, signatures: Signatures) -> TimedChords:
    """Give rests between two staves to the one whose bar they fill.

    Parameters
    ----------
    timed : TimedChords
        Each chord on the staff of its voice.
    signatures : Signatures
        Time signatures of the page.

    Returns
    -------
    timed : TimedChords
        The same, some rests on the other staff of their player.

    Notes
    -----
    A rest stands where there is room: that of a lower voice may lie closer to the staff below, or
    on it. It goes where all voices fill their bar with it, from a staff that has too much.
    """
    chords = timed.chords
    wholes = measure_bars(timed, signatures.times)
    bars: dict[tuple[int, int], dict[int, list[int]]] = defaultdict(lambda: defaultdict(list))
    for voice in timed.voices:
        bars[voice.system, voice.bar][timed.staff_of(voice)] += voice.members
    result = list(chords)
    for (system, number), whole in wholes.items():
        bar = _StavesOfBar(timed, bars[system, number], whole)
        for pair in player_pairs(timed.sheet, system):
            if {(system, number, staff) for staff in pair} & timed.crossed:
                continue
            for giver, taker in (pair, pair[::-1]):
                for n in bar.lend(giver, taker):
                    result[n] = replace(chords[n], staff=taker)
    if all(a is b for a, b in zip(result, chords, strict=True)):
        return timed
    return replace(timed, chords=tuple(result))


class _StavesOfBar:
    """What each staff of a system plays in a bar."""

    def __init__(self, timed: TimedChords, staves: dict[int, list[int]], whole: int) -> None:
        self.timed, self.staves, self.whole = timed, staves, whole

    def lend(self, giver: int, taker: int) -> tuple[int, ...]:
        """Return the rests of one staff that another one lacks."""
        given, taken = self.staves.get(giver, []), self.staves.get(taker, [])
        if not given or not taken or not self._broken(taken):
            return ()
        before = self._broken(given)
        for rests in self._picks(giver, taker):
            kept = [n for n in given if n not in rests]
            if kept and self._broken(kept) < max(1, before) and not self._broken([*taken, *rests]):
                return rests
        return ()

    def _picks(self, giver: int, taker: int) -> Iterator[tuple[int, ...]]:
        """Yield some of the rests of a staff that stand in its half towards another one."""
        chords, middle = self.timed.chords, self.timed.sheet.staves[giver].middle
        near = [
            n
            for n in self.staves[giver]
            if chords[n].rest is not None
            and chords[n].shape != "Sbreverest"
            and (chords[n].row - middle) * (taker - giver) > 0
        ]
        for size in range(1, MOST_RESTS + 1):
            yield from combinations(near, size)

    def _broken(self, members: Sequence[int]) -> int:
        """Return how many of a staff's voices do not fill the bar."""
        ordered = sorted(members, key=self.timed.centres.__getitem__)
        return sum(
            sum(self.timed.ticks[n] for n in voice) != self.whole
            and [self.timed.chords[n].shape for n in voice] != ["Sbreverest"]
            for voice in split_voices(self.timed, ordered)
            if voice
        )
