"""Give every system the same parts."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations

from rastrum.mro import records as mro
from rastrum.mro.walk import Where, map_staves

CLEF_MATCH, CLEF_CLASH = 2.0, -1.0
"""Points for a staff whose first clef is, or is not, that of the part it would be."""

JOINED_MATCH = 1.5
"""Points for barlines that run on to the staff below, or do not, as they do in the whole system."""

LINES_CLASH = -8.0
"""Points for a staff of one line that would be a part of five, or the other way round: no clef and
no barline can outweigh that."""

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
    A system's staves become those parts, in order, whose lines, first clefs and joined barlines
    they resemble most; among equals the lower ones, since keyboards rest least.
    """
    systems = [system for page in score.pages for system in page.systems]
    most = max((len(system.staves) for system in systems), default=0)
    if most > MOST_STAVES or all(len(system.staves) == most for system in systems):
        return score
    whole = next(system for system in systems if len(system.staves) == most)
    parts = [_traits(stave) for stave in whole.staves]
    pages = []
    for page in score.pages:
        filled = tuple(_fill(system, parts, most) for system in page.systems)
        pages.append(replace(page, systems=filled))
    return replace(score, pages=tuple(pages))


def fill_empty_staves(score: mro.Score) -> mro.Score:
    """Give semibreve rests to a staff on which nothing was read while others of its system play.

    Where the print has lost all lines of a resting staff, its rests go unseen.

    Parameters
    ----------
    score : Score

    Returns
    -------
    score : Score
    """
    played = {
        (a, b)
        for a, page in enumerate(score.pages)
        for b, system in enumerate(page.systems)
        if any(bar.chords for stave in system.staves for bar in stave.bars)
    }

    def filled(stave: mro.Stave, where: Where) -> mro.Stave:
        if where[:2] not in played or any(bar.chords for bar in stave.bars):
            return stave
        rests = whole_rests(stave)
        bars = (replace(b, chords=(r,)) for b, r in zip(stave.bars, rests, strict=True))
        return replace(stave, bars=tuple(bars))

    return map_staves(score, filled)


def whole_rests(stave: mro.Stave) -> list[mro.Chord]:
    """Return a semibreve rest for the middle of each bar of a staff: it hangs from a line."""
    rests, start = [], 0
    place = -2 if stave.lines > 1 else 0
    for bar in stave.bars:
        end = bar.barline.rightlinex if bar.barline is not None else stave.width
        rests.append(
            mro.Chord(
                virtualstem=True,
                flagposn=(40 + 8 * place, (start + end) // 2),
                headend=place,
                notes=(mro.Note("Sbreverest", p=place),),
            )
        )
        start = end
    return rests


_Traits = tuple[str, int, bool, int]
"""A staff's first clef, whether its barlines run on downwards, and its number of lines."""


def _traits(stave: mro.Stave) -> _Traits:
    for bar in stave.bars[:1]:
        if bar.clefs:
            clef = bar.clefs[0]
            return clef.shape, clef.pitchposn, stave.joinedtobelow, stave.lines
    return "", 0, stave.joinedtobelow, stave.lines


def _fill(system: mro.System, parts: Sequence[_Traits], most: int) -> mro.System:
    own = system.staves
    if len(own) == most or not own:
        return system
    best: tuple[int, ...] = ()
    best_points = float("-inf")
    for places in combinations(range(most), len(own)):
        points = sum(
            _resemblance(_traits(stave), parts[place])
            for stave, place in zip(own, places, strict=True)
        )
        if points >= best_points:
            best, best_points = places, points
    staves = []
    for place in range(most):
        if place in best:
            staves.append(own[best.index(place)])
        else:
            model = own[min(len(own) - 1, sum(b < place for b in best))]
            staves.append(_resting(replace(model, lines=parts[place][3])))
    return replace(system, staves=tuple(staves))


def _resemblance(a: _Traits, b: _Traits) -> float:
    points = JOINED_MATCH if a[2] == b[2] else 0.0
    points += 0.0 if a[3] == b[3] else LINES_CLASH
    if a[0] and b[0]:
        points += CLEF_MATCH if a[:2] == b[:2] else CLEF_CLASH
    return points


def _resting(model: mro.Stave) -> mro.Stave:
    """Return a staff that rests as long as another one plays."""
    bars = [
        mro.Bar(
            timesig=bar.timesig,
            chords=(rest,),
            barline=replace(bar.barline or mro.Barline(), invented=True),
        )
        for bar, rest in zip(model.bars, whole_rests(model), strict=True)
    ]
    return mro.Stave(
        top=model.top,
        left=model.left,
        width=model.width,
        size=model.size,
        bars=tuple(bars),
        lines=model.lines,
    )
