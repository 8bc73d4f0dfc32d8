"""List what a voice may be read as, and what it costs: tuplets, and other readings of chords."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from rastrum.model.detection import Detection
from rastrum.model.notation import SeenChord
from rastrum.notes.dots import find_uneven
from rastrum.rhythm.hypotheses import Edit, Readings
from rastrum.rhythm.lengths import UNMARKED, Lengths, list_subsets
from rastrum.rhythm.tuplets import SURE_DIGIT, TupletGroup, find_groups
from rastrum.rhythm.voices import TimedChords, count_ticks

DEAREST = 3.2
"""What repairs of a voice cost at most, and a voice that is left as seen, however many of its
chords are misplaced: most dearer ones made their measure worse on real scans."""

USUAL = -0.1
"""Cost of a tuplet without a digit where most of its kind on the page are tuplets; that of others
is `rastrum.rhythm.lengths.UNMARKED`."""

DIGIT_ODDS = 2.0
"""What a digit surer than `SURE_DIGIT` saves by being believed, per unit of its score."""

UNEVEN = 0.4
"""Cost of a dot or stub that keeps a tuplet from its beat and is read as a speck."""

MOST_READINGS = 6
"""Readings of a voice that are followed in a joint reading of its measure."""


@dataclass(frozen=True, slots=True, eq=False)
class Choice:
    """A tuplet that a voice may have, or another reading of some of its chords."""

    cost: float
    """Less what it costs not to take it."""
    gain: int
    """Ticks that the voice lasts longer."""
    ticks: Mapping[int, int]
    """New lengths of chords, 0 where nothing is left of them."""
    edit: Edit
    group: TupletGroup | None = None


@dataclass(frozen=True, slots=True)
class VoiceReading:
    """One way to read a voice."""

    cost: float
    choices: tuple[Choice, ...]
    total: int
    repairs: bool


class PageOptions:
    """What the voices of a page may be read as.

    Parameters
    ----------
    timed : TimedChords
        As written.
    detection : Detection
        What else the network saw.
    lengths : Lengths
        How long measures are, and which tuplets the page's habit is.
    """

    def __init__(self, timed: TimedChords, detection: Detection, lengths: Lengths) -> None:
        self.timed, self.detection, self.lengths = timed, detection, lengths
        self.readings = Readings(timed, detection)
        self.even = find_uneven(timed.chords)


class VoiceOptions:
    """What a voice may be read as."""

    def __init__(self, page: PageOptions, k: int) -> None:
        self.page, self.timed = page, page.timed
        self.voice = page.timed.voices[k]
        self.targets = page.lengths.wholes(k)
        self.total = self.timed.total(self.voice)
        staff = self.timed.staff_of(self.voice)
        self.crossed = (self.voice.system, self.voice.bar, staff) in self.timed.crossed
        self.groups = self._tuplets(k)

        self._sums: dict[int, list[tuple[float, tuple[Choice, ...]]]] | None = None
        self._filling: dict[tuple[int, bool], list[VoiceReading]] = {}
        self.believed = self._free(0.0)
        self.unfilled = dict.fromkeys((self.believed, self._free(UNMARKED)))

    def _free(self, most: float) -> VoiceReading:
        """Return the reading with all tuplets that cost no more, the cheapest first."""
        free: list[Choice] = []
        for choice in self.groups:
            if choice.cost <= most and all(
                choice.ticks.keys().isdisjoint(other.ticks) for other in free
            ):
                free.append(choice)
        return self._reading(tuple(free))

    def rank(self) -> tuple[bool, bool, int]:
        """Return how late a voice is read: those with the fewest choices first."""
        fits = self.total in self.targets
        return not fits and not self._fits_with_tuplets(), not self.voice.whole, len(self.groups)

    def _fits_with_tuplets(self) -> bool:
        """Whether tuplets make the voice as long as its measure."""
        return any(self.filling(target, False) for target in self.targets)

    def is_open(self, target: int) -> bool:
        """Whether a voice beside a full one is too long, or has a head of unsure kind."""
        chords = (self.timed.chords[n] for n in self.voice.members)
        bare = any(c.shape in ("Minim", "Sbreve") and not c.has_stem for c in chords)
        return bare or self.total > target

    def _tuplets(self, k: int) -> list[Choice]:
        """Return the tuplets that it may have."""
        lengths, chords, even = self.page.lengths, self.timed.chords, self.page.even
        result = [
            self._tuplet(k, group, chords, 0.0)
            for group in lengths.groups[k]
            if lengths.allows(k, group)
        ]
        own = even.keys() & set(self.voice.members)
        if own:
            plain = tuple(even.get(n, chord) for n, chord in enumerate(chords))
            retimed = replace(self.timed, chords=plain)
            (groups,) = find_groups(retimed, self.page.detection, [self.voice])
            result += [
                self._tuplet(k, g, plain, UNEVEN)
                for g in groups
                if own & set(g.members) and lengths.allows(k, g)
            ]
        return sorted(result, key=lambda choice: choice.cost)

    def _tuplet(
        self, k: int, group: TupletGroup, chords: Sequence[SeenChord], more: float
    ) -> Choice:
        cost = USUAL if self.page.lengths.is_usual(k, group) else UNMARKED
        if group.digit > 0:
            cost = min(cost, DIGIT_ODDS * (SURE_DIGIT - group.digit))
        changes = tuple((n, replace(chords[n], tuplet=group.ratio)) for n in group.members)
        return self._choice(Edit(cost + more, changes), group)

    def _choice(self, edit: Edit, group: TupletGroup | None = None) -> Choice:
        ticks = {n: 0 if chord is None else count_ticks(chord) for n, chord in edit.changes}
        gain = sum(ticks[n] - self.timed.ticks[n] for n in ticks)
        gain += 0 if edit.added is None else count_ticks(edit.added)
        return Choice(edit.cost, gain, ticks, edit, group)

    def _reading(self, choices: tuple[Choice, ...]) -> VoiceReading:
        cost = sum(choice.cost for choice in choices)
        repairs = any(choice.group is None for choice in choices)
        return VoiceReading(cost, choices, self.total + sum(c.gain for c in choices), repairs)

    def filling(self, target: int, edits: bool) -> list[VoiceReading]:
        """Return the cheapest readings that last so long, with other readings of chords or not."""
        key = target, edits
        if key not in self._filling:
            found = []
            for groups in _subsets(self.groups):
                own = self._reading(groups)
                if own.total == target:
                    found.append(own)
                elif edits:
                    taken = {n for c in groups for n in c.ticks}
                    for cost, picked in self._repairs().get(target - own.total, ()):
                        if own.cost + cost > DEAREST:
                            break
                        if all(taken.isdisjoint(c.ticks) for c in picked):
                            found.append(self._reading((*groups, *picked)))
            found.sort(key=lambda reading: reading.cost)
            self._filling[key] = found[:MOST_READINGS]
        return self._filling[key]

    def _repairs(self) -> dict[int, list[tuple[float, tuple[Choice, ...]]]]:
        """Return one or two other readings of chords, by what they gain, the cheapest first."""
        if self._sums is None:
            choices = [self._choice(edit) for edit in self.page.readings.of(self.voice)]
            sums: dict[int, list[tuple[float, tuple[Choice, ...]]]] = defaultdict(list)
            for i, choice in enumerate(choices):
                sums[choice.gain].append((choice.cost, (choice,)))
                for other in choices[i + 1 :]:
                    cost = choice.cost + other.cost
                    if cost > DEAREST:
                        break
                    if choice.ticks.keys().isdisjoint(other.ticks):
                        sums[choice.gain + other.gain].append((cost, (choice, other)))
            for own in sums.values():
                own.sort(key=lambda pair: pair[0])
            self._sums = sums
        return self._sums

    def onsets(self, reading: VoiceReading, begin: int) -> list[tuple[float, int]]:
        """Return columns and onsets of the chords of a reading."""
        changed: dict[int, int] = {}
        events = []
        for choice in reading.choices:
            changed.update(choice.ticks)
            if choice.edit.added is not None:
                events.append((choice.edit.added.centre, count_ticks(choice.edit.added)))
        for n in self.voice.members:
            ticks = changed.get(n, self.timed.ticks[n])
            if ticks:
                events.append((self.timed.centres[n], ticks))
        if len(events) > 1:
            events.sort(key=lambda event: event[0])
        now, result = begin, []
        for column, ticks in events:
            result.append((column, now))
            now += ticks
        return result


def _subsets(choices: Sequence[Choice]) -> Iterator[tuple[Choice, ...]]:
    """Yield the sets of tuplets that share no chord, small ones first."""
    for numbers in list_subsets(len(choices)):
        members = [n for k in numbers for n in choices[k].ticks]
        if len(members) == len(set(members)):
            yield tuple(choices[k] for k in numbers)
