"""Interpret a score as the application that loads it would: pure functions from score to score."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations

from rastrum.mro import records as mro

CLEF_MATCH, CLEF_CLASH = 2.0, -1.0
"""Points for a staff whose first clef is, or is not, that of the part it would be."""

JOINED_MATCH = 1.5
"""Points for barlines that run on to the staff below, or do not, as they do in the whole system."""

MOST_STAVES = 12
"""Systems of more staves than this are left alone: there are too many ways to fill them up."""


def make_rectangular(score: mro.Score) -> mro.Score:
    """Give every system the same number of staves.

    Engravers leave out the staves of parts that rest for a whole system. Here those parts get a
    staff of bars with semibreve rests, so that staff n of every system is the same part.

    Parameters
    ----------
    score : Score
        As the page shows it.

    Returns
    -------
    score : Score
        The same score if all systems have equally many staves already.

    Notes
    -----
    A system's staves become those parts, in order, whose first clefs and joined barlines they
    resemble most; among equals the lower ones, since keyboards rest least.
    """
    systems = [system for page in score.pages for system in page.systems]
    most = max((len(system.staves) for system in systems), default=0)
    if most > MOST_STAVES or all(len(system.staves) == most for system in systems):
        return score
    whole = next(system for system in systems if len(system.staves) == most)
    parts = [_traits(stave, None) for stave in whole.staves]
    pages = []
    for page in score.pages:
        filled = tuple(_fill(system, parts, most) for system in page.systems)
        pages.append(replace(page, systems=filled))
    return replace(score, pages=tuple(pages))


def _traits(stave: mro.Stave, fallback: tuple[str, int] | None) -> tuple[str, int, bool]:
    """Return a staff's first clef and whether its barlines run on downwards."""
    for bar in stave.bars[:1]:
        if bar.clefs:
            return bar.clefs[0].shape, bar.clefs[0].pitchposn, stave.joinedtobelow
    shape, place = fallback or ("", 0)
    return shape, place, stave.joinedtobelow


def _fill(system: mro.System, parts: Sequence[tuple[str, int, bool]], most: int) -> mro.System:
    own = system.staves
    if len(own) == most or not own:
        return system
    best: tuple[int, ...] = ()
    best_points = float("-inf")
    for places in combinations(range(most), len(own)):
        points = sum(
            _resemblance(_traits(stave, None), parts[place])
            for stave, place in zip(own, places, strict=True)
        )
        if points >= best_points:
            best, best_points = places, points
    staves = []
    for place in range(most):
        if place in best:
            staves.append(own[best.index(place)])
        else:
            staves.append(_resting(own[min(len(own) - 1, sum(b < place for b in best))]))
    return replace(system, staves=tuple(staves))


def _resemblance(a: tuple[str, int, bool], b: tuple[str, int, bool]) -> float:
    points = JOINED_MATCH if a[2] == b[2] else 0.0
    if a[0] and b[0]:
        points += CLEF_MATCH if a[:2] == b[:2] else CLEF_CLASH
    return points


def _resting(model: mro.Stave) -> mro.Stave:
    """Return a staff that rests as long as another one plays."""
    bars = []
    start = 0
    for bar in model.bars:
        end = bar.barline.rightlinex if bar.barline is not None else model.width
        rest = mro.Chord(
            virtualstem=True,
            flagposn=(24, (start + end) // 2),
            headend=-2,
            notes=(mro.Note("Sbreverest", p=-2),),
        )
        line = replace(bar.barline or mro.Barline(), invented=True)
        bars.append(mro.Bar(timesig=bar.timesig, chords=(rest,), barline=line))
        start = end
    return mro.Stave(
        top=model.top, left=model.left, width=model.width, size=model.size, bars=tuple(bars)
    )
