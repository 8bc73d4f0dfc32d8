"""Attach curves to the chords they begin and end at, and decide which of them are ties."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

from rastrum.mro import records as mro

HALF_HEAD = 9
"""Half the width of a head, units."""

TIE_ROWS = 22
"""A tie, drawn on to its heads' edges, meets each within so many units of its row."""

TIE_COVER = 0.45
"""Share of the gap between two heads that a tie was seen over; its thin ends are lost first."""

TIE_OVER = 20
"""A tie begins so many units left of its first head's right edge at most, and likewise ends: it may
be set over its heads' middles."""

SNUG_ROWS, SNUG_OVER = 12, 5
"""Only ties, no slurs, end beside their heads so near to the heads' rows and so far apart."""

BETWEEN_SLACK = 2
"""The half of a tie that ends between two heads of a chord may be so much farther from either."""

APART_ROWS, APART, EVEN = 18, (4, 10), 2.5
"""Nor are slurs so far from both heads, if not so near to their rows, and so level: dots push ties
up or down."""

PAST_DOT = 15
"""What begins so far beside a head begins behind its dot, as ties do: a slur begins over it."""

TIE_GAP, LOST_END = 4, 12
"""A whole tie ends so many units from its heads; one that is shorter by more lost an end."""

SHORT = 26
"""What is left of a tie that was cut may be so short and bent that it leads nowhere."""

STEEPEST = 1.5
"""Slope with which a curve is drawn on beyond its ends at most."""

LONGEST_TIE = 40 * 16
"""No tie reaches farther."""

BESIDE, AWAY = 40, 90
"""A slur begins and ends within so many units beside its chord, and above or below it."""

SIDEWAYS = 1.5
"""How much more a unit beside a chord counts than one above or below it."""

OPEN_END = 40
"""A curve into the next system ends so near the end of its staves; there it begins so far before
its chord."""

Symbol = tuple[int, int, int]
"""Staff of the system, bar and chord."""

NOWHERE: Symbol = (-1, -1, -1)


@dataclass(frozen=True, slots=True)
class PlacedHead:
    """A head in its system.

    Attributes
    ----------
    symbol : (int, int, int)
    note : int
        Its number in the chord.
    row, column : float
        Its middle.
    p : int
        Pitch position.
    up : bool
        Which way its stem points.
    end : float
        Row of the stem's end, or of the head without one.
    """

    symbol: Symbol
    note: int
    row: float
    column: float
    p: int
    up: bool
    end: float


def list_heads(system: mro.System) -> list[PlacedHead]:
    """List the heads of a system, but for grace notes.

    Parameters
    ----------
    system : System

    Returns
    -------
    heads : list of PlacedHead
        Places relative to the system's top left.
    """
    heads = []
    for c, stave in enumerate(system.staves):
        top = stave.top - system.top
        tops = {n - c: other.top - system.top for n, other in enumerate(system.staves)}
        for d, bar in enumerate(stave.bars):
            for e, chord in enumerate(bar.chords):
                for f, note in enumerate(chord.notes):
                    if note.shape.lower().endswith("rest") or note.shape == "Grace":
                        continue
                    side = 0 if chord.virtualstem else (-HALF_HEAD if chord.stemup else HALF_HEAD)
                    column = chord.flagposn[1] + (side if note.normalside else -side)
                    middle = tops.get(note.staveoffset, top) + stave.size / 2
                    row = middle + stave.size / 8 * (note.p if note.drawnp is None else note.drawnp)
                    end = row if chord.virtualstem else top + chord.flagposn[0]
                    heads.append(PlacedHead((c, d, e), f, row, column, note.p, chord.stemup, end))
    return heads


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


def tied_heads(slur: mro.Slur, heads: Sequence[PlacedHead]) -> tuple[PlacedHead, PlacedHead] | None:
    """Return the two heads of one pitch that a curve joins, if there are such.

    Where something of the same voice stands between them, the curve is a phrase, unless it fits
    in between the heads as only a tie does; so it is where both its ends are nearer to others.

    Parameters
    ----------
    slur : Slur
    heads : sequence of PlacedHead
        Of its system.

    Returns
    -------
    heads : (PlacedHead, PlacedHead) or None
    """
    (_, left), (_, right) = slur.leftpt, slur.rightpt
    if not 0 < right - left <= LONGEST_TIE:
        return None
    reach = (1 / TIE_COVER - 1) * (right - left) + HALF_HEAD
    firsts = [h for h in heads if -TIE_OVER <= left - h.column - HALF_HEAD <= reach]
    seconds = [h for h in heads if -TIE_OVER <= h.column - HALF_HEAD - right <= reach]
    best, least = None, math.inf
    for one in firsts:
        for other in seconds:
            if one.p != other.p or one.symbol[0] != other.symbol[0]:
                continue
            gap = other.column - one.column - 2 * HALF_HEAD
            off = [_row_at(slur, h.column + s * HALF_HEAD) - h.row for h, s in _ends(one, other)]
            rows = max(map(abs, off))
            if right - left < TIE_COVER * gap or rows > TIE_ROWS:
                continue
            near = sorted((left - one.column - HALF_HEAD, other.column - HALF_HEAD - right))
            nearest = (_is_nearest(slur, head, side, heads) for head, side in _ends(one, other))
            if rows > SNUG_ROWS and not all(nearest):
                continue
            snug = rows <= SNUG_ROWS and near[0] >= -SNUG_OVER
            apart = APART[0] <= near[0] and near[1] <= APART[1] and abs(off[0] - off[1]) <= EVEN
            snug = snug or (apart and rows <= APART_ROWS)
            if not snug and _has_between(one, other, heads):
                continue
            if near[0] > LOST_END and all(
                _nearest(point, heads) not in (NOWHERE, head.symbol)
                for point, head in ((slur.leftpt, one), (slur.rightpt, other))
            ):
                continue
            cost = abs(off[0]) + abs(off[1]) + gap
            if cost < least:
                best, least = (one, other), cost
    return best


def _is_nearest(slur: mro.Slur, head: PlacedHead, side: int, heads: Sequence[PlacedHead]) -> bool:
    """Whether no head of the same chord is nearer to a curve."""
    row = _row_beside(slur, head, side)
    chord = [h for h in heads if h.symbol == head.symbol]
    return abs(row - head.row) <= min(abs(row - h.row) for h in chord)


def _ends(one: PlacedHead, other: PlacedHead) -> tuple[tuple[PlacedHead, int], ...]:
    return (one, 1), (other, -1)


def _has_between(one: PlacedHead, other: PlacedHead, heads: Sequence[PlacedHead]) -> bool:
    return any(
        h.symbol[0] == one.symbol[0]
        and h.up in (one.up, other.up)
        and one.column + 14 < h.column < other.column - 14
        for h in heads
    )


def _is_past(head: PlacedHead, cut: float, heads: Sequence[PlacedHead]) -> bool:
    """Whether others of its voice stand between a head and where its curve is cut."""
    low, high = sorted((head.column, cut))
    return any(
        h.symbol[0] == head.symbol[0] and h.up == head.up and low + 14 < h.column < high - 14
        for h in heads
    )


def _row_beside(slur: mro.Slur, head: PlacedHead, side: int) -> float:
    """Return the row of a curve at the edge of a head, or of its end if that is over the head."""
    edge = head.column + side * HALF_HEAD
    return _row_at(slur, min(edge, slur.leftpt[1]) if side > 0 else max(edge, slur.rightpt[1]))


def _row_at(slur: mro.Slur, column: float) -> float:
    """Return the row of a curve in a column, also a little beyond its ends."""
    (top, left), (bottom, right) = slur.leftpt, slur.rightpt
    share = (column - left) / (right - left)
    half = math.hypot(bottom - top, right - left) / 2
    radius = max(abs(slur.radius), half)
    bulge = math.copysign(radius - math.sqrt(radius**2 - half**2), slur.radius)
    inside = min(1.0, max(0.0, share))
    row = top + inside * (bottom - top) + 4 * bulge * inside * (1 - inside)
    slope = (bottom - top + 4 * bulge * (1 - 2 * inside)) / (right - left)
    return row + min(STEEPEST, max(-STEEPEST, slope)) * (share - inside) * (right - left)


def _attach(system: mro.System) -> tuple[mro.Slur, ...]:
    heads = list_heads(system)
    slurs = []
    for slur in system.slurs:
        pair = tied_heads(slur, heads)
        if pair is not None:
            whole = _complete(slur, *pair)
            slurs.append(_with_ends(whole, "Tie", pair[0].symbol, pair[1].symbol))
            continue
        side = _cut_side(slur, heads, system.width)
        tied = [h.symbol for h in _half_tied(slur, heads, side)] if side else []
        if side > 0:
            ends = [*tied[:1], NOWHERE] if tied else [_nearest(slur.leftpt, heads), NOWHERE]
        elif side < 0:
            ends = [NOWHERE, *tied[:1]] if tied else [NOWHERE, _nearest(slur.rightpt, heads)]
        else:
            ends = [_nearest(point, heads) for point in (slur.leftpt, slur.rightpt)]
            if ends[0] == ends[1]:
                tied = [h.symbol for h in _half_tied(slur, heads, -1)]
                ends = [NOWHERE, *tied[:1]] if tied else _apart(slur, ends[0], heads)
        slurs.append(_with_ends(slur, "Tie" if tied else "Slur", *ends))
    return tuple(slurs)


def _cut_side(slur: mro.Slur, heads: Sequence[PlacedHead], width: int) -> int:
    """Return 1 if a curve runs off the end of its system, -1 if it comes from the one before."""
    near = [h for h in heads if abs(h.row - slur.rightpt[0]) < AWAY]
    first = min((h.column for h in near), default=math.inf)
    if slur.leftpt[1] < first - HALF_HEAD and slur.rightpt[1] > first - BESIDE:
        return -1
    last = max((h.column for h in near), default=-math.inf)
    return 1 if slur.rightpt[1] > max(width - OPEN_END, last + HALF_HEAD) else 0


def _half_tied(
    slur: mro.Slur, heads: Sequence[PlacedHead], side: int, slack: int = 0
) -> list[PlacedHead]:
    """Return the heads, nearest first, beside which half a tie begins (side 1) or ends (-1)."""
    point = slur.leftpt if side > 0 else slur.rightpt
    level = abs(slur.leftpt[0] - slur.rightpt[0]) <= TIE_ROWS
    if not level or slur.rightpt[1] <= slur.leftpt[1]:
        return []
    short = slur.rightpt[1] - slur.leftpt[1] <= SHORT
    found = []
    for head in heads:
        gap = side * (point[1] - head.column) - HALF_HEAD
        row = point[0] if short else _row_at(slur, head.column + side * HALF_HEAD)
        off = abs(row - head.row)
        if -SNUG_OVER <= gap <= BESIDE and off <= slack + (
            SNUG_ROWS if gap < PAST_DOT else TIE_ROWS
        ):
            found.append(head)
    cut = slur.rightpt[1] if side > 0 else slur.leftpt[1]
    return sorted(
        (head for head in found if not _is_past(head, cut, heads)),
        key=lambda h: abs(h.row - point[0]),
    )


def _complete(slur: mro.Slur, one: PlacedHead, other: PlacedHead) -> mro.Slur:
    """Draw a tie whose thin ends were lost on to its heads."""
    left, right = (round(h.column + s * (HALF_HEAD + TIE_GAP)) for h, s in _ends(one, other))
    first, last = slur.leftpt, slur.rightpt
    if first[1] > left + LOST_END:
        first = round(_row_at(slur, left)), left
    if last[1] < right - LOST_END:
        last = round(_row_at(slur, right)), right
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


def _nearest(point: tuple[int, int], heads: Sequence[PlacedHead]) -> Symbol:
    """Return the chord nearest to a curve's end."""
    best, least = NOWHERE, math.inf
    for head in heads:
        beside = abs(point[1] - head.column)
        low, high = min(head.row, head.end), max(head.row, head.end)
        away = max(low - point[0], point[0] - high, 0.0)
        cost = SIDEWAYS * beside + away
        if beside <= BESIDE and away <= AWAY and cost < least:
            best, least = head.symbol, cost
    return best


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
    return {h.p for h in _half_tied(slur, heads, side, slack)[:most]}


def _staff_at(system: mro.System, row: float) -> int:
    """Return the staff nearest to a row of its system."""
    middles = [stave.top - system.top + stave.size / 2 for stave in system.staves]
    return min(range(len(middles)), key=lambda n: abs(middles[n] - row))
