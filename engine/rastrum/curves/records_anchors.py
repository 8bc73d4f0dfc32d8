"""Attach curves to the chords they begin and end at, and decide which of them are ties."""

import math
from collections.abc import Sequence
from dataclasses import replace

from rastrum.curves.placed_heads import (
    AWAY,
    BESIDE,
    HALF_HEAD,
    NOWHERE,
    PlacedHead,
    Symbol,
    list_heads,
    nearest_chord,
)
from rastrum.curves.tied_heads import LOST_END, edges, half_tied, row_at, tied_heads
from rastrum.mro import records as mro

BETWEEN_SLACK = 2
"""The half of a tie that ends between two heads of a chord may be so much farther from either."""

OPEN_END = 40
"""A curve into the next system ends so near the end of its staves; there it begins so far before
its chord."""

TIE_GAP = 4
"""A whole tie ends so many units from its heads."""

GRACE_LONGEST, GRACE_BESIDE, GRACE_AWAY = 80, 12, 24
"""The slur of a grace note is no longer, and begins within so many units beside and above or below
its head."""


def attach_curves(score: mro.Score) -> mro.Score:
    """Attach every curve to its chords, and say whether it is a tie or a slur.

    Parameters
    ----------
    score : Score
        With its curves as arcs.

    Returns
    -------
    score : Score
        The same; curves have their type, and staff, bar and symbol of both ends where there is
        a chord. Halves of a curve that a system's end cuts are each other's partners: index among
        the curves of the next system, or of the one before.
    """
    systems = [
        replace(system, slurs=_attach(system)) for page in score.pages for system in page.systems
    ]
    for number in range(len(systems) - 1):
        systems[number], systems[number + 1] = _join(systems[number], systems[number + 1])
    rest = iter(systems)
    pages = (replace(p, systems=tuple(next(rest) for _ in p.systems)) for p in score.pages)
    return replace(score, pages=tuple(pages))


def _attach(system: mro.System) -> tuple[mro.Slur, ...]:
    heads, graces = list_heads(system), list_heads(system, grace=True)
    slurs = []
    for slur in system.slurs:
        ornament = _grace_at(slur.leftpt, graces)
        if ornament is not None and slur.rightpt[1] - slur.leftpt[1] <= GRACE_LONGEST:
            right = nearest_chord(slur.rightpt, heads)
            if right != NOWHERE:
                slurs.append(_with_ends(slur, "Slur", ornament, right))
                continue
        pair = tied_heads(slur, heads)
        if pair is not None:
            whole = _complete(slur, *pair)
            slurs.append(_with_ends(whole, "Tie", pair[0].symbol, pair[1].symbol))
            continue
        side = _cut_side(slur, heads, system.width)
        tied = [h.symbol for h in half_tied(slur, heads, side)] if side else []
        if side > 0:
            ends = [*tied[:1], NOWHERE] if tied else [nearest_chord(slur.leftpt, heads), NOWHERE]
        elif side < 0:
            ends = [NOWHERE, *tied[:1]] if tied else [NOWHERE, nearest_chord(slur.rightpt, heads)]
        else:
            ends = [nearest_chord(point, heads) for point in (slur.leftpt, slur.rightpt)]
            if ends[0] == ends[1]:
                tied = [h.symbol for h in half_tied(slur, heads, -1)]
                ends = [NOWHERE, *tied[:1]] if tied else _apart(slur, ends[0], heads)
        slurs.append(_with_ends(slur, "Tie" if tied else "Slur", *ends))
    return tuple(slurs)


def _grace_at(point: tuple[int, int], graces: Sequence[PlacedHead]) -> Symbol | None:
    """Return the grace note at which a curve begins, if there is one."""
    for head in graces:
        if abs(point[1] - head.column) <= GRACE_BESIDE and abs(point[0] - head.row) <= GRACE_AWAY:
            return head.symbol
    return None


def _cut_side(slur: mro.Slur, heads: Sequence[PlacedHead], width: int) -> int:
    """Return 1 if a curve runs off the end of its system, -1 if it comes from the one before."""
    near = [h for h in heads if abs(h.row - slur.rightpt[0]) < AWAY]
    first = min((h.column for h in near), default=math.inf)
    if slur.leftpt[1] < first - HALF_HEAD and slur.rightpt[1] > first - BESIDE:
        return -1
    last = max((h.column for h in near), default=-math.inf)
    return 1 if slur.rightpt[1] > max(width - OPEN_END, last + HALF_HEAD) else 0


def _complete(slur: mro.Slur, one: PlacedHead, other: PlacedHead) -> mro.Slur:
    """Draw a tie whose thin ends were lost on to its heads."""
    left, right = (round(h.column + s * (HALF_HEAD + TIE_GAP)) for h, s in edges(one, other))
    first, last = slur.leftpt, slur.rightpt
    if first[1] > left + LOST_END:
        first = round(row_at(slur, left)), left
    if last[1] < right - LOST_END:
        last = round(row_at(slur, right)), right
    return replace(slur, leftpt=first, rightpt=last)


def _with_ends(slur: mro.Slur, kind: str, left: Symbol, right: Symbol) -> mro.Slur:
    return replace(
        slur,
        type=kind,
        leftstave=left[0],
        leftbar=left[1],
        leftsymbol=left[2],
        rightstave=right[0],
        rightbar=right[1],
        rightsymbol=right[2],
    )


def _apart(slur: mro.Slur, symbol: Symbol, heads: Sequence[PlacedHead]) -> list[Symbol]:
    """Return the ends of a curve both of which are nearest to one chord: it keeps the nearer."""
    columns = [h.column for h in heads if h.symbol == symbol]
    if not columns:
        return [NOWHERE, NOWHERE]
    left, right = (abs(point[1] - columns[0]) for point in (slur.leftpt, slur.rightpt))
    return [symbol, NOWHERE] if left <= right else [NOWHERE, symbol]


def _join(above: mro.System, below: mro.System) -> tuple[mro.System, mro.System]:
    """Make partners of curves that run off a system and go on in the next one."""
    upper, lower = list(above.slurs), list(below.slurs)
    heads, next_heads = list_heads(above), list_heads(below)
    leaving = [n for n, slur in enumerate(upper) if _cut_side(slur, heads, above.width) > 0]
    waiting = [n for n, slur in enumerate(lower) if _cut_side(slur, next_heads, below.width) < 0]
    # Between two heads of a chord, the nearest may be another tie's: it has gone by then.
    for most in (1, 2):
        for n in list(leaving):
            slur = upper[n]
            pitches = _pitches(heads, slur, 1, most)
            for other in waiting:
                goes_on = lower[other]
                if slur.type != goes_on.type:
                    continue
                if _staff_at(above, slur.rightpt[0]) != _staff_at(below, goes_on.leftpt[0]):
                    continue
                tie = slur.type == "Tie"
                if tie and not pitches & _pitches(next_heads, goes_on, -1, most):
                    continue
                upper[n], lower[other] = replace(slur, partner=other), replace(goes_on, partner=n)
                waiting.remove(other)
                leaving.remove(n)
                break
    return replace(above, slurs=tuple(upper)), replace(below, slurs=tuple(lower))


def _pitches(heads: Sequence[PlacedHead], slur: mro.Slur, side: int, most: int) -> set[int]:
    """Return the pitch positions of the nearest heads that half a tie may begin or end at."""
    slack = 0 if most == 1 else BETWEEN_SLACK
    return {h.p for h in half_tied(slur, heads, side, slack)[:most]}


def _staff_at(system: mro.System, row: float) -> int:
    """Return the staff nearest to a row of its system."""
    middles = [stave.top - system.top + stave.size / 2 for stave in system.staves]
    return min(range(len(middles)), key=lambda n: abs(middles[n] - row))
