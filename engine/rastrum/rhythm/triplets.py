"""Find tuplets: those with a digit, and those that a bar only adds up with."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import replace

from rastrum.model.detection import Detection
from rastrum.model.measures import Voice
from rastrum.model.notation import SeenChord, Signatures
from rastrum.notes.dots import find_uneven
from rastrum.rhythm.bar_lengths import SEMIQUAVER, BarLength, fill_bar, find_lengths, list_subsets
from rastrum.rhythm.tuplets import SURE_DIGIT, TupletGroup, find_groups
from rastrum.rhythm.voices import TOGETHER, TimedChords, list_onsets, measure_span

PATTERN_SHARE = 0.6
"""Share of the bars that add up in which a kind of group is a tuplet, for the others to follow."""

ENOUGH_TWINS = 2
"""What sounds with tuplets of so many other voices is one, whether or not its bar adds up."""

RARE_THREES = 0.15
"""Nor are triplets believed whose length no digit on the page counts, if fewer than this, per bar,
would make bars add up: where they are meant, they are a pattern."""


def find_tuplets(timed: TimedChords, detection: Detection, signatures: Signatures) -> TimedChords:
    """Mark the chords of tuplets.

    Parameters
    ----------
    timed : TimedChords
        As written.
    detection : Detection
        Digits.
    signatures : Signatures
        Time signatures.

    Returns
    -------
    timed : TimedChords
        The same, those of tuplets with their ratio and the number of their tuplet.

    Notes
    -----
    Fingerings look like tuplet digits, and tuplets often stand without a digit once the pattern is
    clear. So each voice of each bar takes the cheapest set of tuplets that makes it as long as the
    time signature says; where none does, the page's habit decides.
    """
    result = list(timed.chords)
    voices = timed.voices
    groups = find_groups(timed, detection, voices)
    lengths = find_lengths(timed, voices, groups, signatures.times)
    chosen = [g for own in groups for g in own if g.twins >= ENOUGH_TWINS]
    votes: dict[tuple[int, int, int], list[bool]] = defaultdict(list)
    open_voices: list[tuple[list[TupletGroup], BarLength | None]] = []
    answers = [fill_bar(timed, *each) for each in zip(voices, groups, lengths, strict=True)]
    broken = [k for k, answer in enumerate(answers) if answer is None]
    plain = _make_even(timed, detection, [voices[k] for k in broken], [lengths[k] for k in broken])
    if plain is not None:
        return find_tuplets(plain, detection, signatures)
    believed = _drop_rare(voices, groups, answers)
    for k, own in enumerate(believed):
        if len(own) < len(groups[k]):
            answers[k] = fill_bar(timed, voices[k], own, lengths[k])
    _agree(timed, voices, groups, answers)
    groups = believed
    ratios = [
        None if answer is None else {n: group.ratio for group in answer for n in group.members}
        for answer in answers
    ]
    onsets = list_onsets(timed, voices, ratios)
    for voice, own, length, filled in zip(voices, groups, lengths, answers, strict=True):
        answer = filled
        if answer is None and own and length is not None:
            span = measure_span(timed, voice, onsets[voice.system, voice.bar], length.whole)
            if span is not None:
                answer = fill_bar(timed, voice, own, replace(length, whole=span))
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
                usual = group.shown and length.parts_beats and _is_short_beam(timed, group)
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
    return replace(timed, chords=tuple(result))


def _is_short_beam(timed: TimedChords, group: TupletGroup) -> bool:
    """Whether three semiquavers, or shorter notes, have a beam of their own.

    In compound time, where six of them have one, they are a triplet if others show it: between two
    hands their rests are often left out, so that no bar adds up.
    """
    beams = {beam.group if (beam := timed.chords[n].beam) else -1 for n in group.members}
    short = group.kind[1] == 3 and group.kind[2] <= SEMIQUAVER
    return short and len(beams) == 1 and -1 not in beams


def _make_even(
    timed: TimedChords,
    detection: Detection,
    voices: Sequence[Voice],
    lengths: Sequence[BarLength | None],
) -> TimedChords | None:
    """Return the chords without the dots and stubs that keep tuplets from filling their bars."""
    chords = timed.chords
    even = find_uneven(chords)
    plain = tuple(even.get(n, chord) for n, chord in enumerate(chords))
    retimed = replace(timed, chords=plain)
    changed: set[int] = set()
    for voice, length in zip(voices, lengths, strict=True):
        own = even.keys() & set(voice.members)
        if own:
            (groups,) = find_groups(retimed, detection, [voice])
            if fill_bar(retimed, voice, groups, length):
                changed |= own
    if not changed:
        return None
    even_chords = (plain[n] if n in changed else chord for n, chord in enumerate(chords))
    return replace(timed, chords=tuple(even_chords))


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


def _share_tuplets(chords: list[SeenChord]) -> None:
    """Give heads on the other staff the tuplet of the stem they hang on."""
    stems = {(c.beam.group, c.column): c for c in chords if c.beam and c.tuplet_id >= 0}
    for n, chord in enumerate(chords):
        if chord.beam is not None and chord.tuplet_id < 0:
            twin = stems.get((chord.beam.group, chord.column))
            if twin is not None:
                chords[n] = replace(chord, tuplet=twin.tuplet, tuplet_id=twin.tuplet_id)


def _agree(
    timed: TimedChords,
    voices: Sequence[Voice],
    groups: Sequence[Sequence[TupletGroup]],
    answers: list[list[TupletGroup] | None],
) -> None:
    """Take tuplets where a voice that fills its bar without them is at odds with the others.

    Its last rest may have gone to another voice. The others are those that fill the bar and have
    nothing that could be a tuplet.
    """
    firm = list_onsets(
        timed,
        voices,
        [None if a is None or own else {} for a, own in zip(answers, groups, strict=True)],
    )
    for k, (voice, own) in enumerate(zip(voices, groups, strict=True)):
        others = firm.get((voice.system, voice.bar), [])
        if answers[k] != [] or not own or len(others) < 2:
            continue
        for picked in list_subsets(len(own)):
            chosen = [own[m] for m in picked]
            ratios = {n: group.ratio for group in chosen for n in group.members}
            times = list_onsets(timed, [voice], [ratios])[voice.system, voice.bar]
            # That all begin together at the beginning of a bar tells nothing.
            odds = {
                when == other
                for column, when in times
                for place, other in others
                if abs(column - place) < TOGETHER and (when or other)
            }
            if False not in odds:
                answers[k] = chosen
                break
