"""Give rests that are printed on one staff to the other one, whose bar they fill."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import combinations

from rastrum.model.notation import Signatures
from rastrum.rhythm.cross_staff import player_pairs
from rastrum.rhythm.lengths import measure_lengths
from rastrum.rhythm.voices import TimedChords, split_voices

MOST_RESTS = 3
"""So many rests of a bar are given to the other staff at most; all ways to pick some are tried."""


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
    lengths = measure_lengths(timed, signatures.times)
    bars: dict[tuple[int, int], dict[int, list[int]]] = defaultdict(lambda: defaultdict(list))
    wholes: dict[tuple[int, int], int] = {}
    for voice, length in zip(timed.voices, lengths, strict=True):
        place = voice.system, voice.bar
        bars[place][timed.staff_of(voice)] += voice.members
        if length is not None:
            wholes.setdefault(place, length)
    result = list(chords)
    for (system, number), whole in wholes.items():
        bar = _Bar(timed, bars[system, number], whole)
        for pair in player_pairs(timed.sheet, system):
            if {(system, number, staff) for staff in pair} & timed.crossed:
                continue
            for giver, taker in (pair, pair[::-1]):
                for n in bar.lend(giver, taker):
                    result[n] = replace(chords[n], staff=taker)
    if all(a is b for a, b in zip(result, chords, strict=True)):
        return timed
    return replace(timed, chords=tuple(result))


class _Bar:
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
