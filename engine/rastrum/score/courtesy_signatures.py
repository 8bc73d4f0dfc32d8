"""Take away the signatures that a line's end announces for the next one."""

from dataclasses import replace
from itertools import pairwise

from rastrum.mro import records as mro

ANNOUNCED_AT = 40
"""Column of a signature that a line's end alone has shown, units from the staff's left: behind the
clef. Naturals that end a key are printed nowhere else."""


def take_courtesies(score: mro.Score) -> mro.Score:
    """Take away the bars that only announce the next system's signatures.

    Behind a system's last barline stands what the next one begins with: no bar of music.

    Parameters
    ----------
    score : Score
        As the pages show it, before anything names its bars.

    Returns
    -------
    score : Score
        A signature that the next system does not repeat stands in its first bar. What the last
        system announces stays: nothing follows that would say it.
    """
    places = [(a, b) for a, page in enumerate(score.pages) for b, system in enumerate(page.systems)]
    systems = {(a, b): score.pages[a].systems[b] for a, b in places}
    for place, following in pairwise(places):
        above, below = systems[place], systems[following]
        if len(above.staves) == len(below.staves) and all(map(_announces, above.staves)):
            pairs = zip(above.staves, below.staves, strict=True)
            told = tuple(_told(stave, other) for stave, other in pairs)
            systems[following] = replace(below, staves=told)
            cut = tuple(replace(stave, bars=stave.bars[:-1]) for stave in above.staves)
            systems[place] = replace(above, staves=cut)
    pages = (
        replace(page, systems=tuple(systems[a, b] for b in range(len(page.systems))))
        for a, page in enumerate(score.pages)
    )
    return replace(score, pages=tuple(pages))


def _announces(stave: mro.Stave) -> bool:
    """Whether a staff goes on behind its last barline, but with no music."""
    if len(stave.bars) < 2:
        return False
    last = stave.bars[-1]
    return last.barline is not None and last.barline.invented and not last.chords


def _told(announcing: mro.Stave, stave: mro.Stave) -> mro.Stave:
    """Return a staff with the key and time that another one's end has announced."""
    if not stave.bars:
        return stave
    announced, first = announcing.bars[-1], stave.bars[0]
    keys, time = first.keysigs, first.timesig
    if not keys and announced.keysigs:
        key = announced.keysigs[-1]
        keys = (replace(key, centre=(key.centre[0], ANNOUNCED_AT)),)
    if time is None and announced.timesig is not None:
        time = replace(announced.timesig, centre=(announced.timesig.centre[0], ANNOUNCED_AT))
    return replace(stave, bars=(replace(first, keysigs=keys, timesig=time), *stave.bars[1:]))
