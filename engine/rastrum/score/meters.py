"""Give all staves one time signature at a time."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise

from rastrum.model.score import Chord, Measure, Part, Score, Signs, Time
from rastrum.score.changes import map_chords, map_measures

TOGETHER = 9
"""Chords whose columns are fewer units apart sound together."""

LEAST_BARS, LEAST_SHARE = 3, 0.6
"""A staff keeps its own time where so many of its measures, and so large a share, are as long as
its time signature says; else the signature was misread."""

Meters = dict[int, Time]
"""The time signature of each staff."""


def unify_times(score: Score) -> Score:
    """Give all staves one time signature at a time.

    Where a voice in C sings over a piano in 12/8, its notes are stretched to the longer measure, as
    tuplets are. A staff whose measures are as long as those of the others was misread, and gets
    theirs.

    Parameters
    ----------
    score : Score

    Returns
    -------
    score : Score
    """
    meters = {n: own for n, own in enumerate(_meters(score)) if _differ(own)}
    if not meters:
        return score
    keeping = _keeping(score, meters)
    wanted = {n: _common(own, keeping) for n, own in meters.items()}

    def unified(part: Part, number: int, measure: Measure) -> Measure:
        for staff in part.staves:
            own = meters.get(number, {}).get(staff)
            if own is not None and own.length != wanted[number].length:
                ratio = wanted[number].length / own.length if staff in keeping else None
                measure = _unified(measure, part, staff, wanted[number], ratio)
        return measure

    return map_measures(score, unified)


def _meters(score: Score) -> list[Meters]:
    """Return the time signature in force for every staff of every measure."""
    state: Meters = {}
    meters = []
    for number in range(len(score.grid)):
        here: Meters = {}
        for part in score.parts:
            for staff, signs in zip(part.staves, part.measures[number].signs, strict=True):
                if signs is None:
                    continue
                if signs.times:
                    state[staff] = signs.times[-1]
                if staff in state:
                    here[staff] = state[staff]
        meters.append(here)
    return meters


def _differ(own: Meters) -> bool:
    return len({time.length for time in own.values()}) > 1


def _keeping(score: Score, meters: Mapping[int, Meters]) -> set[int]:
    """Return the staves whose measures are as long as their own time signatures say."""
    fits: dict[int, Counter[bool]] = defaultdict(Counter)
    for number, own in meters.items():
        for staff, time in own.items():
            total = _total(score.part_of(staff).measures[number].chords(staff))
            if total is not None:
                fits[staff][total == time.length] += 1
    return {
        staff
        for staff, count in fits.items()
        if count[True] >= LEAST_BARS and count[True] >= LEAST_SHARE * count.total()
    }


def _common(own: Meters, keeping: set[int]) -> Time:
    """Return the time that all staves should have: the longest that is kept, else the usual one."""
    kept = [time for staff, time in own.items() if staff in keeping]
    if kept:
        return max(kept, key=lambda time: time.length)
    (beats, unit), _ = Counter((t.beats, t.unit) for t in own.values()).most_common(1)[0]
    return next(time for time in own.values() if (time.beats, time.unit) == (beats, unit))


def _total(chords: Sequence[Chord]) -> Fraction | None:
    """Return how long one voice alone is; None for two, and where but a semibreve rest is."""
    columns = sorted(chord.at[1] for chord in chords if chord.kind != "grace")
    if any(b - a < TOGETHER for a, b in pairwise(columns)) or not chords:
        return None
    if len(chords) == 1 and chords[0].is_rest and chords[0].value == 1:
        return None
    return sum((chord.duration for chord in chords), Fraction(0))


def _unified(
    measure: Measure, part: Part, staff: int, time: Time, ratio: Fraction | None
) -> Measure:
    """Return a measure with another time signature; stretched, if its notes kept their own."""
    signs = list(measure.signs)
    place = part.staves.index(staff)
    own = signs[place]
    if own is not None and own.times:
        last = replace(own.times[-1], letter=False, beats=time.beats, unit=time.unit)
        signs[place] = Signs(own.clefs, own.keys, (*own.times[:-1], last))

    def stretched(chord: Chord) -> Chord:
        if ratio is None or chord.staff != staff:
            return chord
        onset = None if chord.onset is None else chord.onset * ratio
        return replace(chord, tuplet=chord.tuplet * ratio, onset=onset)

    return replace(map_chords(measure, stretched), signs=tuple(signs))
