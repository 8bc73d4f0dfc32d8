"""Decide between time signatures that the staves of a system show differently, by their bars."""

from collections import Counter, defaultdict
from dataclasses import replace

from rastrum.model.measures import TICKS_PER_WHOLE
from rastrum.model.notation import Signatures
from rastrum.rhythm.voices import TimedChords

CLEARLY = 2
"""So many more bars must fit another reading before it is taken for that of most staves."""


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
