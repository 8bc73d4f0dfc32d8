"""Give all staves one time signature at a time."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise

from rastrum.model.notation import BASE_LENGTH
from rastrum.mro import records as mro
from rastrum.mro.walk import Where, map_staves

TOGETHER = 9
"""Chords whose columns are fewer units apart sound together."""

LEAST_BARS, LEAST_SHARE = 3, 0.6
"""A staff keeps its own time where so many of its bars, and so large a share, are as long as its
time signature says; else the signature was misread."""

Meter = tuple[int, int]
Place = tuple[int, int, int]
"""Page, system and bar."""


def unify_times(score: mro.Score) -> mro.Score:
    """Give all staves one time signature at a time.

    Where a voice in C sings over a piano in 12/8, its notes are stretched to the longer bar, as
    tuplets are. A staff whose bars are as long as those of the others was misread, and gets theirs.

    Parameters
    ----------
    score : Score
        With as many staves in every system, see `rastrum.score.parts.make_rectangular`.

    Returns
    -------
    score : Score
    """
    meters = {place: own for place, own in _meters(score).items() if _differ(own)}
    if not meters:
        return score
    keeping = _keeping(score, meters)
    wanted = {place: _common(own, keeping) for place, own in meters.items()}

    def unified(stave: mro.Stave, where: Where) -> mro.Stave:
        bars = list(stave.bars)
        for d, bar in enumerate(bars):
            place = (where[0], where[1], d)
            meter = meters.get(place, {}).get(where[2])
            if meter is not None and _length(meter) != _length(wanted[place]):
                ratio = _length(wanted[place]) / _length(meter)
                bars[d] = _unified(bar, wanted[place], ratio if where[2] in keeping else None)
        return replace(stave, bars=tuple(bars))

    return map_staves(score, unified)


def _meters(score: mro.Score) -> dict[Place, dict[int, Meter]]:
    """Return the time signature in force for every staff of every bar."""
    state: dict[int, Meter] = {}
    meters: dict[Place, dict[int, Meter]] = defaultdict(dict)
    for a, page in enumerate(score.pages):
        for b, system in enumerate(page.systems):
            for c, stave in enumerate(system.staves):
                for d, bar in enumerate(stave.bars):
                    if bar.timesig is not None:
                        state[c] = (bar.timesig.top, bar.timesig.bottom)
                    if c in state:
                        meters[a, b, d][c] = state[c]
    return meters


def _length(meter: Meter) -> Fraction:
    return Fraction(*meter) if meter[1] else Fraction(0)


def _differ(own: Mapping[int, Meter]) -> bool:
    return len({_length(meter) for meter in own.values()}) > 1


def _keeping(score: mro.Score, meters: Mapping[Place, Mapping[int, Meter]]) -> set[int]:
    """Return the staves whose bars are as long as their own time signatures say."""
    fits: dict[int, Counter[bool]] = defaultdict(Counter)
    for (a, b, d), own in meters.items():
        for c, stave in enumerate(score.pages[a].systems[b].staves):
            total = _total(stave.bars[d]) if c in own and d < len(stave.bars) else None
            if total is not None:
                fits[c][total == _length(own[c])] += 1
    return {
        staff
        for staff, count in fits.items()
        if count[True] >= LEAST_BARS and count[True] >= LEAST_SHARE * count.total()
    }


def _common(own: Mapping[int, Meter], keeping: set[int]) -> Meter:
    """Return the time that all staves should have: the longest that is kept, else the usual one."""
    kept = [meter for staff, meter in own.items() if staff in keeping]
    if kept:
        return max(kept, key=_length)
    return Counter(own.values()).most_common(1)[0][0]


def _total(bar: mro.Bar) -> Fraction | None:
    """Return how long a bar of one voice is; None for others, and where but a semibreve rest is."""
    chords = sorted(bar.chords, key=lambda chord: chord.flagposn[1])
    columns = [chord.flagposn[1] for chord in chords if chord.notes[0].shape != "Grace"]
    if any(b - a < TOGETHER for a, b in pairwise(columns)):
        return None
    shapes = [chord.notes[0].shape for chord in chords]
    if not shapes or shapes == ["Sbreverest"]:
        return None
    return sum((chord_length(chord) for chord in chords), Fraction(0))


def chord_length(chord: mro.Chord) -> Fraction:
    """Return how long a chord or rest lasts, in whole notes."""
    shape = chord.notes[0].shape
    length = BASE_LENGTH.get(shape, Fraction(0))
    if shape == "Solid":
        beams = max(chord.beam.nofleft, chord.beam.nofright) if chord.beam is not None else 0
        length /= 2 ** max(beams, chord.nflags)
    dots = 2 - Fraction(1, 2**chord.naugdots)
    return length * dots * (chord.tuplettransform or Fraction(1))


def _unified(bar: mro.Bar, meter: Meter, ratio: Fraction | None) -> mro.Bar:
    """Return a bar with another time signature; stretched, if its notes kept their own."""
    timesig, chords = bar.timesig, bar.chords
    if timesig is not None:
        timesig = replace(timesig, showasalpha=False, top=meter[0], bottom=meter[1])
    if ratio is not None:
        chords = tuple(
            replace(chord, tuplettransform=(chord.tuplettransform or Fraction(1)) * ratio)
            for chord in chords
        )
    return replace(bar, timesig=timesig, chords=chords)
