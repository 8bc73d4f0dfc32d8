"""Tell how long bars are, and which tuplets make a voice as long as its bar."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations, pairwise

from rastrum.model.detection import Detection
from rastrum.model.measures import TICKS_PER_WHOLE, Voice
from rastrum.model.notation import SeenTime, Signatures
from rastrum.model.sheet import UNITS_PER_SPACE
from rastrum.rhythm.tuplets import SURE_DIGIT, TupletGroup, find_groups
from rastrum.rhythm.voices import TimedChords

UNUSED_DIGIT, UNMARKED = 1.0, 0.6
"""Costs of a reading: per digit (times its score) taken for a fingering, per tuplet without one."""

MOST_CANDIDATES = 9
"""More groups in one voice of one bar than this are only taken all or none."""

FIT_SHARE = 0.2
"""Share of bars that must add up for a bar length to be believed."""

PATTERN_SHARE = 0.6
"""Share of the measures that add up in which a kind of group is a tuplet, for others to follow."""

RARE_THREES = 0.15
"""Triplets whose length no digit on the page counts are not believed if fewer than this, per
measure, would make measures add up: where they are meant, they are a pattern."""

RARE_SHARE = 0.25
"""If fewer bars than this need tuplets without digits, and no digit stands on the page, those bars
were misread."""

TWIN = 5.0 * UNITS_PER_SPACE
"""Two time signatures so close beside each other hold both, each for some of the voices."""

COMPOUND = ((3, 8), (9, 8), (12, 8))
"""Bar lengths whose beats have three parts anyway."""

CLEARLY = 2
"""So many more bars must fit another reading before it is taken for that of most staves."""

SEMIQUAVER = TICKS_PER_WHOLE // 16


@dataclass(frozen=True, slots=True)
class BarLength:
    """How long a bar is, and which of its tuplets would have a digit."""

    whole: int
    """In ticks."""
    longest: int = TICKS_PER_WHOLE
    """Tuplets of longer chords have a digit: all of quavers and more in compound time, whose beats
    have three parts anyway, and all where hardly a bar needs one without."""

    @property
    def parts_beats(self) -> bool:
        """Whether beats have three parts anyway."""
        return self.longest == SEMIQUAVER

    def asks_digit(self, group: TupletGroup) -> bool:
        """Whether this tuplet would have a digit, and has none."""
        return not group.shown and group.kind[2] > self.longest


USUAL_METERS = tuple(
    BarLength(TICKS_PER_WHOLE * n // d, SEMIQUAVER if (n, d) in COMPOUND else TICKS_PER_WHOLE)
    for n, d in ((4, 4), (3, 4), (2, 4), (3, 8), (9, 8), (12, 8), (3, 2), (5, 4), (4, 2))
)
"""Bar lengths tried where the page shows no time signature."""

ODD_METERS = (BarLength(TICKS_PER_WHOLE * 5 // 4),)
"""Bar lengths so rare that bars of another one with triplets are as likely."""


def find_lengths(
    timed: TimedChords, groups: Sequence[list[TupletGroup]], times: Sequence[SeenTime]
) -> list[BarLength | None]:
    """Find how long each voice's bar is.

    Parameters
    ----------
    timed : TimedChords
    groups : sequence of list of TupletGroup
        What may be a tuplet in each voice.
    times : sequence of SeenTime
        Time signatures of the page.

    Returns
    -------
    lengths : list of BarLength or None
        By the time signature, else by what fits most bars; None where nothing does.
    """
    voices = timed.voices
    changes: dict[tuple[int, float], BarLength] = {}
    for time in times:
        place = (timed.sheet.staves[time.staff].system, time.column)
        whole = TICKS_PER_WHOLE * time.top // time.bottom
        compound = time.bottom >= 8 and time.top % 3 == 0
        changes[place] = BarLength(whole, SEMIQUAVER if compound else TICKS_PER_WHOLE)
    order = sorted(changes)
    sections = []
    for voice in voices:
        place = (voice.system, voice.column)
        sections.append(sum(change <= place for change in order))
    digits_seen = any(g.digit >= SURE_DIGIT for own in groups for g in own)
    lengths: dict[int, BarLength | None] = {}
    for section in set(sections):
        own = [k for k, s in enumerate(sections) if s == section]
        printed = changes[order[section - 1]] if section else None
        candidates = (printed,) if printed is not None else USUAL_METERS
        fits: Counter[BarLength] = Counter()
        bars = defaultdict(list)
        played = defaultdict(list)
        for k in own:
            played[voices[k].system, voices[k].bar].append(k)
            if voices[k].whole:
                bars[voices[k].system, voices[k].bar].append(k)
        for candidate in candidates:
            for members in bars.values():
                # The staves of a system keep the same time.
                answers = [fill_bar(timed, voices[k], groups[k], candidate) for k in members]
                if all(a is not None for a in answers):
                    usual = not any(answers) and candidate not in ODD_METERS
                    fits[candidate] += 2 if usual else 1
        best = fits.most_common(1)
        length = printed
        if printed is None and best and best[0][1] >= FIT_SHARE * 2 * len(bars):
            length = best[0][0]
        if length is not None and not digits_seen:
            plain, unmarked = _count_plain(timed, groups, length, played.values())
            if unmarked < RARE_SHARE * (plain + unmarked):
                length = BarLength(length.whole, longest=0)
        lengths[section] = length
    twins = [
        changes[a] if a[0] == b[0] and b[1] - a[1] < TWIN else None for a, b in pairwise(order)
    ]
    result = [lengths[s] for s in sections]
    for k, section in enumerate(sections):
        twin = twins[section - 2] if section > 1 else None
        if twin is not None and timed.total(voices[k]) == twin.whole:
            result[k] = twin
    return result


def measure_lengths(timed: TimedChords, times: Sequence[SeenTime]) -> list[int | None]:
    """Return how long each voice's bar is.

    Parameters
    ----------
    timed : TimedChords
        Tuplets included.
    times : sequence of SeenTime
        Time signatures of the page.

    Returns
    -------
    lengths : list of int or None
        Ticks, as `find_lengths` has them.
    """
    lengths = find_lengths(timed, [[] for _ in timed.voices], times)
    return [None if length is None else length.whole for length in lengths]


def measure_bars(timed: TimedChords, times: Sequence[SeenTime]) -> dict[tuple[int, int], int]:
    """Return how long each system's measures are.

    Parameters
    ----------
    timed : TimedChords
        Tuplets included.
    times : sequence of SeenTime
        Time signatures of the page.

    Returns
    -------
    lengths : dict
        Ticks by system and measure, where they are known.
    """
    lengths: dict[tuple[int, int], int] = {}
    for voice, length in zip(timed.voices, measure_lengths(timed, times), strict=True):
        if length is not None:
            lengths.setdefault((voice.system, voice.bar), length)
    return lengths


@dataclass(frozen=True)
class Lengths:
    """How long a page's measures are, and which tuplets are its habit.

    Attributes
    ----------
    timed : TimedChords
    of_voices : tuple of BarLength or None
        Of each voice's measure.
    groups : tuple of tuple of TupletGroup
        What may be a tuplet in each voice.
    threes : mapping of int to int
        How many triplets without digits make measures add up, by the length of their chords.
    usual : frozenset of (int, int, int)
        Kinds of groups that are tuplets in most measures that add up.
    fitting : int
        Measures that some voice fills.
    """

    timed: TimedChords
    of_voices: tuple[BarLength | None, ...]
    groups: tuple[tuple[TupletGroup, ...], ...]
    threes: Mapping[int, int]
    usual: frozenset[tuple[int, int, int]]
    fitting: int

    def wholes(self, k: int) -> tuple[int, ...]:
        """Return how long a voice may be, in ticks."""
        length = self.of_voices[k]
        return () if length is None else (length.whole,)

    def allows(self, k: int, group: TupletGroup) -> bool:
        """Whether a group may be a tuplet of a voice: it shows, or is no rarity on the page."""
        if group.shown:
            return True
        length = self.of_voices[k]
        rare = 0 < self.threes.get(group.kind[2], 0) < RARE_THREES * self.fitting
        return not rare and not (length is not None and length.asks_digit(group))

    def is_usual(self, k: int, group: TupletGroup) -> bool:
        """Whether most groups of this kind are tuplets on the page.

        So are, in compound time, three semiquavers or shorter notes under a beam of their own where
        six of them have one, if others show it: between two hands their rests are often left out,
        so that no measure adds up.
        """
        length = self.of_voices[k]
        if group.kind in self.usual:
            return True
        beams = {b.group if (b := self.timed.chords[n].beam) else -1 for n in group.members}
        short = group.kind[1] == 3 and group.kind[2] <= SEMIQUAVER
        alone = short and len(beams) == 1 and -1 not in beams
        return length is not None and length.parts_beats and group.shown and alone


def measure_page(timed: TimedChords, detection: Detection, times: Sequence[SeenTime]) -> Lengths:
    """Tell how long a page's measures are, and which tuplets are its habit.

    Parameters
    ----------
    timed : TimedChords
        As written.
    detection : Detection
        Digits.
    times : sequence of SeenTime
        Time signatures.

    Returns
    -------
    lengths : Lengths
    """
    voices = timed.voices
    groups = find_groups(timed, detection, voices)
    lengths = find_lengths(timed, groups, times)
    answers = [fill_bar(timed, *each) for each in zip(voices, groups, lengths, strict=True)]
    filled: set[tuple[int, int]] = set()
    threes: Counter[int] = Counter()
    votes: dict[tuple[int, int, int], list[bool]] = defaultdict(list)
    for voice, own, answer in zip(voices, groups, answers, strict=True):
        if answer is None:
            continue
        filled.add((voice.system, voice.bar))
        for group in own:
            votes[group.kind].append(group in answer)
            if group in answer and not group.shown:
                threes[group.kind[2]] += len(group.members) // 3
    usual = {kind for kind, own in votes.items() if sum(own) >= PATTERN_SHARE * len(own)}
    found = tuple(map(tuple, groups))
    return Lengths(timed, tuple(lengths), found, threes, frozenset(usual), len(filled))


def _count_plain(
    timed: TimedChords,
    groups: Sequence[list[TupletGroup]],
    length: BarLength,
    bars: Iterable[list[int]],
) -> tuple[int, int]:
    """Count the bars that add up without tuplets, and those that need some without digits."""
    plain = unmarked = 0
    for members in bars:
        answers = [fill_bar(timed, timed.voices[k], groups[k], length) for k in members]
        if any(a is not None and any(not g.digit for g in a) for a in answers):
            unmarked += 1
        elif any(a is not None for a in answers):
            plain += 1
    return plain, unmarked


def fill_bar(
    timed: TimedChords,
    voice: Voice,
    groups: Sequence[TupletGroup],
    length: BarLength | None,
) -> list[TupletGroup] | None:
    """Find the cheapest set of tuplets that makes a voice as long as its bar.

    Parameters
    ----------
    timed : TimedChords
    voice : Voice
    groups : sequence of TupletGroup
        What may be a tuplet in it.
    length : BarLength or None

    Returns
    -------
    tuplets : list of TupletGroup or None
        None where the bar does not add up, or its length is not known.
    """
    if length is None:
        return None
    if timed.rests_whole(voice):
        return []
    excess = timed.total(voice) - length.whole
    if not groups:
        return None if excess else []
    savings = [int(sum(timed.ticks[n] for n in g.members) * (1 - g.ratio)) for g in groups]
    best: list[TupletGroup] | None = None
    best_cost = float("inf")
    for picked in list_subsets(len(groups)):
        if sum(savings[k] for k in picked) != excess:
            continue
        if any(length.asks_digit(groups[k]) for k in picked):
            continue
        members = [n for k in picked for n in groups[k].members]
        if len(members) != len(set(members)):
            continue
        cost = sum(UNMARKED for k in picked if not groups[k].digit)
        cost += sum(UNUSED_DIGIT * g.digit for k, g in enumerate(groups) if k not in picked)
        if cost < best_cost:
            best, best_cost = [groups[k] for k in picked], cost
    return best


def list_subsets(count: int) -> Iterable[tuple[int, ...]]:
    """Return the sets of so many things, small ones first; of too many, none or all of them."""
    if count > MOST_CANDIDATES:
        yield ()
        yield tuple(range(count))
        return
    for size in range(count + 1):
        yield from combinations(range(count), size)


def settle_times(timed: TimedChords, signatures: Signatures) -> Signatures:
    """Take, of the ways in which staves read one time signature, that which more bars fit.

    Parameters
    ----------
    timed : TimedChords
        Without tuplets yet.
    signatures : Signatures
        With what most staves of a system show, and what else some do.

    Returns
    -------
    signatures : Signatures
        The same one where all staves agree.
    """
    if not any(time.others for time in signatures.times):
        return signatures
    places = [(timed.sheet.staves[time.staff].system, time.column) for time in signatures.times]
    order = sorted(set(places))
    lengths: dict[tuple[int, float], Counter[int]] = defaultdict(Counter)
    seen = set()
    for voice in timed.voices:
        before = [place for place in order if place <= (voice.system, voice.column)]
        total = timed.total(voice)
        bar = voice.system, voice.bar, total
        if before and voice.whole and bar not in seen:
            seen.add(bar)
            lengths[before[-1]][total] += 1
    times = []
    for time, place in zip(signatures.times, places, strict=True):
        fits = {
            reading: lengths[place][TICKS_PER_WHOLE * reading[0] // reading[1]]
            for reading in ((time.top, time.bottom), *time.others)
        }
        best = max(fits, key=lambda reading: fits[reading])
        if fits[best] >= fits[time.top, time.bottom] + CLEARLY:
            time = replace(time, top=best[0], bottom=best[1], alpha=False, others=())
        times.append(time)
    return replace(signatures, times=tuple(times))
