"""Find the cheapest reading of each measure in which all voices last as long as it does."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from rastrum.model.detection import Detection
from rastrum.model.doubt import Doubt
from rastrum.model.notation import SeenChord
from rastrum.model.sheet import UNITS_PER_SPACE
from rastrum.rhythm.doubts import REPAIRED, doubt_measure
from rastrum.rhythm.hypotheses import Edit
from rastrum.rhythm.lengths import Lengths
from rastrum.rhythm.options import DEAREST, Choice, PageOptions, VoiceOptions, VoiceReading
from rastrum.rhythm.voices import TOGETHER, TimedChords

UNFILLED = 1.9
"""Cost of a voice that does not fill its measure: of dearer repairs as many made their measure
worse as better on real scans."""

DEAREST_ALONE = 1.0
"""Repairs of one of two voices of a staff, or where no other voice tells when chords sound, cost no
more: such voices may lack what is in the other one."""

MISPLACED, MOST_MISPLACED = 1.5, 3
"""Cost of a chord that stands elsewhere than what sounds with it in the other voices, and how many
of a voice count: one length misread moves all that follow."""

APART = 1.2 * UNITS_PER_SPACE
"""What stands farther apart does not sound together: chords of one onset may be set aside."""

CLEAR = 0.01
"""A measure whose reading costs less is as it was seen, its tuplets shown or usual on the page."""

MARGIN, AMBIGUOUS = 0.35, 0.5
"""A repair that is hardly cheaper than another one is not made. The confidence in a voice of which
another reading is as cheap: 10 of 12 bars with less than 0.2 between both were misread on real
scans, and none of 14 with more."""

PARTLY = 1.7
"""Cost of a staff's only voice that begins or ends within the measure."""

BREADTH = 8
"""Joint readings of a measure that are followed."""

LEAST_FITTING = 0.7
"""Share of a page's measures in which some voice fills the measure, for repairs to be made."""


@dataclass(frozen=True, slots=True)
class _State:
    """A joint reading of some voices of a measure."""

    cost: float
    readings: tuple[tuple[int, VoiceReading], ...]
    """Numbers of voices, and how they are read."""
    onsets: tuple[tuple[float, int], ...]
    """Columns and onsets of what fills the measure."""
    filled: frozenset[int]
    """Staves with a voice that does."""


@dataclass(frozen=True, slots=True)
class Solution:
    """How the measures of a page are read.

    Attributes
    ----------
    timed : TimedChords
        The same chords but for those that were read anew.
    doubts : tuple of Doubt
        One for each chord that is another one, new or gone, and for each voice that may as well be
        read in another way.
    clear : frozenset of (int, int)
        Systems and measures in which everything lasts as long as it should, as it was seen.
    """

    timed: TimedChords
    doubts: tuple[Doubt, ...]
    clear: frozenset[tuple[int, int]]


def solve(
    timed: TimedChords,
    detection: Detection,
    lengths: Lengths,
    repair: bool,
) -> Solution:
    """Read the chords of a page so that its measures add up.

    Parameters
    ----------
    timed : TimedChords
        As written.
    detection : Detection
        What else the network saw.
    lengths : Lengths
        How long measures are, and which tuplets the page's habit is.
    repair : bool
        Whether chords may be read in another way than they look; tuplets are found anyway.

    Returns
    -------
    solution : Solution

    Notes
    -----
    A voice may have tuplets and, at most two at a time, a dot more or less, a beam or flag more or
    less, a hollow head for a filled one, a rest of another kind, one that the network hardly saw
    or one that it should not have seen, after Church and Cuthbert, "Improving rhythmic
    transcriptions via probability models applied post-OMR" (2014), and Rossant and Bloch, "Robust
    and adaptive OMR system including fuzzy modeling" (2007). Costs are log odds of the network's
    scores. Of all voices of a measure together the cheapest readings are searched, that fill the
    measure and let sound together what stands in one column: those with the fewest choices first,
    the `BREADTH` cheapest being kept.
    """
    page = PageOptions(timed, detection, lengths)
    repair = repair and lengths.fitting >= LEAST_FITTING * len(timed.by_measure())
    result = list[SeenChord | None](timed.chords)
    added: list[SeenChord] = []
    doubts: list[Doubt] = []
    tuplets = 0
    taken: set[int] = set()
    choices: list[Choice] = []
    clear = set()
    for place, members in timed.by_measure().items():
        measure = _Measure(page, members, repair)
        choices += measure.solve()
        doubts += measure.doubts
        if measure.clear:
            clear.add(place)
    for choice in choices:
        members = [n for n, _ in choice.edit.changes]
        if taken.intersection(members):
            continue
        taken.update(members)
        for n, chord in choice.edit.changes:
            result[n] = chord and (
                replace(chord, tuplet_id=tuplets) if choice.group is not None else chord
            )
        tuplets += choice.group is not None
        added += [choice.edit.added] if choice.edit.added is not None else []
        if choice.group is None:
            doubts += _doubt_repair(timed, choice.edit)
    _share_tuplets(result)
    kept = [chord for chord in result if chord is not None]
    if added:
        kept = sorted([*kept, *added], key=lambda chord: chord.column)
    return Solution(replace(timed, chords=tuple(kept)), tuple(doubts), frozenset(clear))


def _doubt_repair(timed: TimedChords, edit: Edit) -> Iterator[Doubt]:
    """Yield doubts of what was read in another way."""
    chords = [timed.chords[n] for n, _ in edit.changes]
    sentence = "this was read in another way than it looks, so that the bar adds up"
    for chord in (*chords, *([edit.added] if edit.added is not None else [])):
        yield doubt_measure(timed, chord.staff, [chord.centre], sentence, REPAIRED)


def _share_tuplets(chords: list[SeenChord | None]) -> None:
    """Give heads on the other staff the tuplet of the stem they hang on."""
    stems = {(c.beam.group, c.column): c for c in chords if c and c.beam and c.tuplet_id >= 0}
    for n, chord in enumerate(chords):
        if chord is not None and chord.beam is not None and chord.tuplet_id < 0:
            twin = stems.get((chord.beam.group, chord.column))
            if twin is not None:
                chords[n] = replace(chord, tuplet=twin.tuplet, tuplet_id=twin.tuplet_id)


class _Measure:
    """The search over the readings of a system's measure."""

    def __init__(self, page: PageOptions, members: Sequence[int], repair: bool) -> None:
        self.timed, self.members, self.repair = page.timed, members, repair
        self.options = {k: VoiceOptions(page, k) for k in members}
        self.doubts: list[Doubt] = []
        self.clear = False

    def solve(self) -> Sequence[Choice]:
        """Return what is taken in the cheapest joint reading."""
        start = _State(0.0, (), (), frozenset())
        played = [k for k in self.members if not self.timed.rests_whole(self.timed.voices[k])]
        order = sorted(played, key=lambda k: self.options[k].rank())
        seen = self._follow([start], order, repair=False)
        states = seen
        if self.repair and not self._is_cut(seen[0], played):
            states = self._follow([start], order, repair=True)
        best = states[0]
        self.clear = best.cost < CLEAR
        near = [state for state in states[1:] if state.cost - best.cost < MARGIN]
        result: list[Choice] = []
        for k, (number, reading) in enumerate(best.readings):
            others = [state.readings[k][1] for state in near]
            if any(other.choices != reading.choices for other in others):
                self.doubts.append(self._doubt(number))
            if reading.repairs and any(o.repairs and o.choices != reading.choices for o in others):
                reading = self.options[number].believed
            result += reading.choices
        return result

    def _doubt(self, number: int) -> Doubt:
        """Doubt a voice of which another reading is hardly less likely."""
        voice = self.timed.voices[number]
        columns = [self.timed.centres[n] for n in voice.members]
        staff = self.timed.staff_of(voice)
        sentence = "this voice may as well be read in another way that adds up"
        return doubt_measure(self.timed, staff, columns, sentence, AMBIGUOUS)

    def _is_cut(self, state: _State, played: Sequence[int]) -> bool:
        """Whether nothing is to be repaired: all fits, or all staves are as short as each other."""
        if len(state.filled) == 0:
            staves = {self.timed.staff_of(self.timed.voices[k]) for k in played}
            return len({reading.total for _, reading in state.readings}) == 1 and len(staves) > 1
        return state.cost <= 0

    def _follow(self, states: list[_State], order: Sequence[int], repair: bool) -> list[_State]:
        """Return the cheapest joint readings of some voices."""
        for k in order:
            following = [new for state in states for new in self._extend(state, k, repair)]
            states = sorted(following, key=lambda state: state.cost)[:BREADTH]
        return states

    def _extend(self, state: _State, k: int, repair: bool) -> Iterator[_State]:
        """Yield a joint reading with all readings of one more voice."""
        options, voice = self.options[k], self.timed.voices[k]
        staff = self.timed.staff_of(voice)
        targets = dict.fromkeys(options.targets, 0)
        second = not voice.whole and staff in state.filled
        first = self.timed.centres[voice.members[0]]
        begin = next((w for c, w in state.onsets if abs(c - first) < TOGETHER), None)
        if begin is not None and options.targets:
            last = self.timed.centres[voice.members[-1]]
            whole = options.targets[0]
            later = [w for c, w in state.onsets if c > last + TOGETHER]
            for end in {min(later, default=whole), whole}:
                if end > begin:
                    targets.setdefault(end - begin, begin)
        loose = options.crossed or not options.targets
        alone = not voice.whole or not state.onsets
        unfilled = 0.0 if loose else UNFILLED
        edits = repair and not loose and (not second or options.is_open(max(targets, default=0)))
        for target, begins in targets.items():
            partly = voice.whole and target not in options.targets
            for reading in options.filling(target, edits and not partly):
                cost = reading.cost + self._misplaced(state, options, reading, begins)
                if alone and reading.repairs and cost > DEAREST_ALONE:
                    continue
                cost += PARTLY if partly else 0.0
                onsets = options.onsets(reading, begins)
                yield _State(
                    state.cost + cost,
                    (*state.readings, (k, reading)),
                    (*state.onsets, *onsets),
                    state.filled | {staff} if begins == 0 else state.filled,
                )
        for reading in options.unfilled:
            if reading.total in options.targets:
                continue
            wrong = self._misplaced(state, options, reading, begin or 0)
            cost = state.cost + reading.cost + min(unfilled + wrong, DEAREST)
            yield _State(cost, (*state.readings, (k, reading)), state.onsets, state.filled)

    def _misplaced(
        self, state: _State, options: VoiceOptions, reading: VoiceReading, begin: int
    ) -> float:
        """Return the cost of the chords that do not sound with what they stand above or below."""
        if not state.onsets:
            return 0.0
        wrong = 0
        for place, now in options.onsets(reading, begin):
            for column, when in state.onsets:
                apart = column - place
                if when == now:
                    far = abs(apart) > APART
                elif abs(apart) < TOGETHER:
                    far = True
                else:
                    far = (when < now) == (apart > 0)
                if far:
                    wrong += 1
                    break
        return MISPLACED * min(wrong, MOST_MISPLACED)
