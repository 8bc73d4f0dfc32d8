"""Bars and scores as records of the format, spelled by lengths."""

from dataclasses import replace

from rastrum import mro

SHAPES = {1: "Sbreve", 2: "Minim", 4: "Solid", 8: "Solid"}


def bar(lengths, meter=None):
    """Return a bar of notes; lengths as in 4 for a crotchet, 4.5 for a dotted one."""
    chords = tuple(
        mro.Chord(
            nflags=1 if int(length) == 8 else 0,
            naugdots=1 if length % 1 else 0,
            flagposn=(0, 40 * (place + 1)),
            notes=(mro.Note(SHAPES[int(length)]),),
        )
        for place, length in enumerate(lengths)
    )
    return mro.Bar(timesig=mro.TimeSig(False, *meter) if meter else None, chords=chords)


WIDE = 400
"""Units from barline to barline."""


def placed(bar, number):
    """Return a bar in its place on its staff."""
    chords = (
        replace(c, flagposn=(c.flagposn[0], c.flagposn[1] + number * WIDE)) for c in bar.chords
    )
    end = WIDE * (number + 1)
    time = bar.timesig and replace(bar.timesig, centre=(32, number * WIDE + 10))
    barline = mro.Barline(leftlinex=end, rightlinex=end)
    return replace(bar, timesig=time, chords=tuple(chords), barline=barline)


def score(*staves):
    """Return a score of one system."""
    system = mro.System(
        width=WIDE * max(len(bars) for bars in staves),
        staves=tuple(
            mro.Stave(
                top=100 * n,
                width=WIDE * len(bars),
                bars=tuple(placed(bar, k) for k, bar in enumerate(bars)),
            )
            for n, bars in enumerate(staves)
        ),
    )
    return mro.Score(pages=(mro.Page(systems=(system,)),))
