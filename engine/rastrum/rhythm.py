"""Find tuplets: those with a digit, and those that a bar only adds up with."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import combinations, pairwise

from rastrum.dots import find_uneven
from rastrum.notation import SeenChord
from rastrum.page import Barline, Detection, Sheet
from rastrum.signatures import Signatures
from rastrum.time_signatures import SeenTime
from rastrum.tuplets import SURE_DIGIT, TupletGroup, find_groups
from rastrum.voices import (
    TICKS,
    TOGETHER_SP,
    Music,
    Voice,
    find_voices,
    list_onsets,
    measure_span,
    rests_whole,
)

UNUSED_DIGIT, UNMARKED = 1.0, 0.6
"""Costs of a reading: per digit (times its score) taken for a fingering, per tuplet without one."""

MOST_CANDIDATES = 9
"""More groups in one voice of one bar than this are only taken all or none."""

PATTERN_SHARE = 0.6
"""Share of the bars that add up in which a kind of group is a tuplet, for the others to follow."""

ENOUGH_TWINS = 2
"""What sounds with tuplets of so many other voices is one, whether or not its bar adds up."""

FIT_SHARE = 0.2
"""Share of bars that must add up for a bar length to be believed."""

RARE_SHARE = 0.25
"""If fewer bars than this need tuplets without digits, and no digit stands on the page, those bars
were misread."""

RARE_THREES = 0.15
"""Nor are triplets believed whose length no digit on the page counts, if fewer than this, per bar,
would make bars add up: where they are meant, they are a pattern."""

TWIN_SP = 5.0
"""Two time signatures so close beside each other hold both, each for some of the voices."""

COMPOUND = ((3, 8), (9, 8), (12, 8))
"""Bar lengths whose beats have three parts anyway."""

SEMIQUAVER = TICKS // 16


@dataclass(frozen=True, slots=True)
class _Length:
    """How long a bar is."""

    whole: int
    """In ticks."""
    longest: int = TICKS
    """Tuplets of longer chords have a digit: all of quavers and more in compound time, whose beats
    have three parts anyway, and all where hardly a bar needs one without."""

    @property
    def parts_beats(self) -> bool:
        """Whether beats have three parts anyway."""
        return self.longest == SEMIQUAVER

    def asks_digit(self, group: TupletGroup) -> bool:
        """Whether this tuplet would have a digit."""
        return not group.shown and group.kind[2] > self.longest


USUAL_METERS = tuple(
    _Length(TICKS * n // d, SEMIQUAVER if (n, d) in COMPOUND else TICKS)
    for n, d in ((4, 4), (3, 4), (2, 4), (3, 8), (9, 8), (12, 8), (3, 2), (5, 4), (4, 2))
)
"""Bar lengths tried where the page shows no time signature."""

ODD_METERS = (_Length(TICKS * 5 // 4),)
"""Bar lengths so rare that bars of another one with triplets are as likely."""


def find_tuplets(
    sheet: Sheet,
    detection: Detection,
    chords: Sequence[SeenChord],
    barlines: Sequence[Barline],
    signatures: Signatures,
) -> tuple[SeenChord, ...]:
    """Mark the chords of tuplets.

    Parameters
    ----------
    sheet, detection, barlines, signatures
        The page as read so far.
    chords : sequence of SeenChord
        In order of columns.

    Returns
    -------
    chords : tuple of SeenChord
        The same, those of tuplets with their ratio and the number of their tuplet.

    Notes
    -----
    Fingerings look like tuplet digits, and tuplets often stand without a digit once the pattern is
    clear. So each voice of each bar takes the cheapest set of tuplets that makes it as long as the
    time signature says; where none does, the page's habit decides.
    """
    result = list(chords)
    music = Music.of(chords)
    voices = find_voices(sheet, music, barlines)
    groups = find_groups(sheet, detection, music, voices)
    lengths = _bar_lengths(music, voices, groups, signatures.times, sheet)
    chosen = [g for own in groups for g in own if g.twins >= ENOUGH_TWINS]
    votes: dict[tuple[int, int, int], list[bool]] = defaultdict(list)
    open_voices: list[tuple[list[TupletGroup], _Length | None]] = []
    answers = [_solve(music, *each) for each in zip(voices, groups, lengths, strict=True)]
    broken = [k for k, answer in enumerate(answers) if answer is None]
    plain = _make_even(
        sheet, detection, chords, [voices[k] for k in broken], [lengths[k] for k in broken]
    )
    if plain is not None:
        return find_tuplets(sheet, detection, plain, barlines, signatures)
    believed = _drop_rare(voices, groups, answers)
    for k, own in enumerate(believed):
        if len(own) < len(groups[k]):
            answers[k] = _solve(music, voices[k], own, lengths[k])
    _agree(music, voices, groups, answers)
    groups = believed
    ratios = [
        None if answer is None else {n: group.ratio for group in answer for n in group.members}
        for answer in answers
    ]
    onsets = list_onsets(music, voices, ratios)
    for voice, own, length, filled in zip(voices, groups, lengths, answers, strict=True):
        answer = filled
        if answer is None and own and length is not None:
            span = measure_span(music, voice, onsets[voice.system, voice.bar], length.whole)
            if span is not None:
                answer = _solve(music, voice, own, replace(length, whole=span))
        if answer is None:
            open_voices.append((own, length))
            continue
        chosen += answer
        for group in own:
            votes[group.kind].append(group in answer)
    for own, length in open_voices:
        for group in own:
            if length is not None and length.asks_digit(group):
                continue
            habit = votes.get(group.kind, [])
            usual = len(habit) > 0 and sum(habit) >= PATTERN_SHARE * len(habit)
            if not usual and length is not None:
                usual = group.shown and length.parts_beats and _is_short_beam(music, group)
            if group.digit >= SURE_DIGIT or usual:
                chosen.append(group)
    taken: set[int] = set()
    for number, group in enumerate(sorted(chosen, key=lambda g: -g.digit)):
        if taken & set(group.members):
            continue
        taken.update(group.members)
        for n in group.members:
            result[n] = replace(result[n], tuplet=group.ratio, tuplet_id=number)
    _share_tuplets(result)
    return tuple(result)


def _is_short_beam(music: Music, group: TupletGroup) -> bool:
    """Whether three semiquavers, or shorter notes, have a beam of their own.

    In compound time, where six of them have one, they are a triplet if others show it: between two
    hands their rests are often left out, so that no bar adds up.
    """
    beams = {beam.group if (beam := music.chords[n].beam) else -1 for n in group.members}
    short = group.kind[1] == 3 and group.kind[2] <= SEMIQUAVER
    return short and len(beams) == 1 and -1 not in beams


def _make_even(
    sheet: Sheet,
    detection: Detection,
    chords: Sequence[SeenChord],
    voices: Sequence[Voice],
    lengths: Sequence[_Length | None],
) -> list[SeenChord] | None:
    """Return the chords without the dots and stubs that keep tuplets from filling their bars."""
    even = find_uneven(chords)
    plain = [even.get(n, chord) for n, chord in enumerate(chords)]
    music = Music.of(plain)
    changed: set[int] = set()
    for voice, length in zip(voices, lengths, strict=True):
        own = even.keys() & set(voice.members)
        if own:
            (groups,) = find_groups(sheet, detection, music, [voice])
            if _solve(music, voice, groups, length):
                changed |= own
    if not changed:
        return None
    return [plain[n] if n in changed else chord for n, chord in enumerate(chords)]


def _drop_rare(
    voices: Sequence[Voice],
    groups: Sequence[list[TupletGroup]],
    answers: Sequence[list[TupletGroup] | None],
) -> list[list[TupletGroup]]:
    """Leave out the tuplets without digits that hardly a bar of the page needs."""
    fitting: set[tuple[int, int]] = set()
    threes: Counter[int] = Counter()
    for voice, answer in zip(voices, answers, strict=True):
        if answer is not None:
            fitting.add((voice.system, voice.bar))
            for group in answer:
                if not group.shown:
                    threes[group.kind[2]] += len(group.members) // 3
    rare = {ticks for ticks, count in threes.items() if count < RARE_THREES * len(fitting)}
    return [[g for g in own if g.shown or g.kind[2] not in rare] for own in groups]


def measure_lengths(
    sheet: Sheet, music: Music, voices: Sequence[Voice], times: Sequence[SeenTime]
) -> list[int | None]:
    """Return how long each voice's bar is.

    Parameters
    ----------
    sheet : Sheet
    music : Music
        Tuplets included.
    voices : sequence of Voice
    times : sequence of SeenTime
        Time signatures of the page.

    Returns
    -------
    lengths : list of int or None
        Ticks: by the time signature, else by what fits most bars; None where nothing does.
    """
    lengths = _bar_lengths(music, voices, [[] for _ in voices], times, sheet)
    return [None if length is None else length.whole for length in lengths]


def _share_tuplets(chords: list[SeenChord]) -> None:
    """Give heads on the other staff the tuplet of the stem they hang on."""
    stems = {(c.beam.group, c.column): c for c in chords if c.beam and c.tuplet_id >= 0}
    for n, chord in enumerate(chords):
        if chord.beam is not None and chord.tuplet_id < 0:
            twin = stems.get((chord.beam.group, chord.column))
            if twin is not None:
                chords[n] = replace(chord, tuplet=twin.tuplet, tuplet_id=twin.tuplet_id)


def _bar_lengths(
    music: Music,
    voices: Sequence[Voice],
    groups: Sequence[list[TupletGroup]],
    times: Sequence[SeenTime],
    sheet: Sheet,
) -> list[_Length | None]:
    """Return how long each voice's bar is: by its time signature, else by what fits most bars."""
    changes: dict[tuple[int, float], _Length] = {}
    for time in times:
        place = (sheet.staves[time.staff].system, time.column)
        whole = TICKS * time.top // time.bottom
        compound = time.bottom >= 8 and time.top % 3 == 0
        changes[place] = _Length(whole, SEMIQUAVER if compound else TICKS)
    order = sorted(changes)
    sections = []
    for voice in voices:
        place = (voice.system, voice.column)
        sections.append(sum(change <= place for change in order))
    digits_seen = any(g.digit >= SURE_DIGIT for own in groups for g in own)
    lengths: dict[int, _Length | None] = {}
    for section in set(sections):
        own = [k for k, s in enumerate(sections) if s == section]
        printed = changes[order[section - 1]] if section else None
        candidates = (printed,) if printed is not None else USUAL_METERS
        fits: Counter[_Length] = Counter()
        bars = defaultdict(list)
        played = defaultdict(list)
        for k in own:
            played[voices[k].system, voices[k].bar].append(k)
            if voices[k].whole:
                bars[voices[k].system, voices[k].bar].append(k)
        for candidate in candidates:
            for members in bars.values():
                # The staves of a system keep the same time.
                answers = [_solve(music, voices[k], groups[k], candidate) for k in members]
                if all(a is not None for a in answers):
                    usual = not any(answers) and candidate not in ODD_METERS
                    fits[candidate] += 2 if usual else 1
        best = fits.most_common(1)
        length = printed
        if printed is None and best and best[0][1] >= FIT_SHARE * 2 * len(bars):
            length = best[0][0]
        if length is not None and not digits_seen:
            plain, unmarked = _count_plain(music, voices, groups, length, played.values())
            if unmarked < RARE_SHARE * (plain + unmarked):
                length = _Length(length.whole, longest=0)
        lengths[section] = length
    twins = [
        changes[a] if a[0] == b[0] and b[1] - a[1] < TWIN_SP * 16 else None
        for a, b in pairwise(order)
    ]
    result = [lengths[s] for s in sections]
    for k, section in enumerate(sections):
        twin = twins[section - 2] if section > 1 else None
        if twin is not None and sum(music.ticks[n] for n in voices[k].members) == twin.whole:
            result[k] = twin
    return result


def _count_plain(
    music: Music,
    voices: Sequence[Voice],
    groups: Sequence[list[TupletGroup]],
    length: _Length,
    bars: Iterable[list[int]],
) -> tuple[int, int]:
    """Count the bars that add up without tuplets, and those that need some without digits."""
    plain = unmarked = 0
    for members in bars:
        answers = [_solve(music, voices[k], groups[k], length) for k in members]
        if any(a is not None and any(not g.digit for g in a) for a in answers):
            unmarked += 1
        elif any(a is not None for a in answers):
            plain += 1
    return plain, unmarked


def _solve(
    music: Music,
    voice: Voice,
    groups: Sequence[TupletGroup],
    length: _Length | None,
) -> list[TupletGroup] | None:
    """Return the cheapest set of tuplets that makes a voice as long as its bar, or None."""
    if length is None:
        return None
    if rests_whole(music, voice):
        return []
    excess = sum(music.ticks[n] for n in voice.members) - length.whole
    if not groups:
        return None if excess else []
    savings = [int(sum(music.ticks[n] for n in g.members) * (1 - g.ratio)) for g in groups]
    best: list[TupletGroup] | None = None
    best_cost = float("inf")
    for picked in _subsets(len(groups)):
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


def _agree(
    music: Music,
    voices: Sequence[Voice],
    groups: Sequence[Sequence[TupletGroup]],
    answers: list[list[TupletGroup] | None],
) -> None:
    """Take tuplets where a voice that fills its bar without them is at odds with the others.

    Its last rest may have gone to another voice. The others are those that fill the bar and have
    nothing that could be a tuplet.
    """
    firm = list_onsets(
        music,
        voices,
        [None if a is None or own else {} for a, own in zip(answers, groups, strict=True)],
    )
    for k, (voice, own) in enumerate(zip(voices, groups, strict=True)):
        others = firm.get((voice.system, voice.bar), [])
        if answers[k] != [] or not own or len(others) < 2:
            continue
        for picked in _subsets(len(own)):
            chosen = [own[m] for m in picked]
            ratios = {n: group.ratio for group in chosen for n in group.members}
            times = list_onsets(music, [voice], [ratios])[voice.system, voice.bar]
            # That all begin together at the beginning of a bar tells nothing.
            odds = {
                when == other
                for column, when in times
                for place, other in others
                if abs(column - place) < TOGETHER_SP * 16 and (when or other)
            }
            if False not in odds:
                answers[k] = chosen
                break


def _subsets(count: int) -> Iterable[tuple[int, ...]]:
    if count > MOST_CANDIDATES:
        yield ()
        yield tuple(range(count))
        return
    for size in range(count + 1):
        yield from combinations(range(count), size)
