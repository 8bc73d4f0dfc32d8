"""Tell which heads a tie joins, and which curves are ties."""

import math
from collections.abc import Sequence

from rastrum.curves.placed_heads import BESIDE, HALF_HEAD, NOWHERE, PlacedHead, nearest_chord
from rastrum.mro import records as mro

TIE_ROWS = 22
"""A tie, drawn on to its heads' edges, meets each within so many units of its row."""

TIE_COVER = 0.45
"""Share of the gap between two heads that a tie was seen over; its thin ends are lost first."""

TIE_OVER = 20
"""A tie begins so many units left of its first head's right edge at most, and likewise ends: it may
be set over its heads' middles."""

SNUG_ROWS, SNUG_OVER = 12, 5
"""Only ties, no slurs, end beside their heads so near to the heads' rows and so far apart."""

APART_ROWS, APART, EVEN = 18, (4, 10), 2.5
"""Nor are slurs so far from both heads, if not so near to their rows, and so level: dots push ties
up or down."""

PAST_DOT = 12
"""What begins so far beside a head begins behind its dot, as ties do: a slur begins over it."""

LOST_END = 12
"""A tie that is shorter than the white between its heads by more, at one side, lost that end."""

SHORT = 26
"""What is left of a tie that was cut may be so short and bent that it leads nowhere."""

STEEPEST = 1.5
"""Slope with which a curve is drawn on beyond its ends at most."""

LONGEST_TIE = 40 * 16
"""No tie reaches farther."""

HALF_OVER, HALF_LENGTH, HALF_LEVEL, HALF_ROWS = 12, 48, 4, (8, 20)
"""Half a tie may be set over the middle of its head, if it is no longer, its ends are level so far,
and so far from the head's row: slurs come in more steeply."""


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
            # Both may have an accidental of their own; then they are tied only if it is the same.
            if "None" not in (one.accid, other.accid) and one.accid != other.accid:
                continue
            gap = other.column - one.column - 2 * HALF_HEAD
            off = [_row_near(slur, h.column + s * HALF_HEAD) - h.row for h, s in edges(one, other)]
            rows = max(map(abs, off))
            if right - left < TIE_COVER * gap or rows > TIE_ROWS:
                continue
            near = sorted((left - one.column - HALF_HEAD, other.column - HALF_HEAD - right))
            nearest = (_is_nearest(slur, head, side, heads) for head, side in edges(one, other))
            if rows > SNUG_ROWS and not all(nearest):
                continue
            snug = rows <= SNUG_ROWS and near[0] >= -SNUG_OVER
            apart = APART[0] <= near[0] and near[1] <= APART[1] and abs(off[0] - off[1]) <= EVEN
            snug = snug or (apart and rows <= APART_ROWS)
            if not snug and _has_between(one, other, heads):
                continue
            if near[0] > LOST_END and all(
                nearest_chord(point, heads) not in (NOWHERE, head.symbol)
                for point, head in ((slur.leftpt, one), (slur.rightpt, other))
            ):
                continue
            cost = abs(off[0]) + abs(off[1]) + gap
            if cost < least:
                best, least = (one, other), cost
    return best


def half_tied(
    slur: mro.Slur, heads: Sequence[PlacedHead], side: int, slack: int = 0
) -> list[PlacedHead]:
    """Return the heads at which half a tie begins or ends.

    Parameters
    ----------
    slur : Slur
    heads : sequence of PlacedHead
        Of its system.
    side : int
        1 if it begins there, -1 if it ends there.
    slack : int
        So much farther from their rows it may lie.

    Returns
    -------
    heads : list of PlacedHead
        The nearest first.
    """
    point = slur.leftpt if side > 0 else slur.rightpt
    level = abs(slur.leftpt[0] - slur.rightpt[0]) <= TIE_ROWS
    if not level or slur.rightpt[1] <= slur.leftpt[1]:
        return []
    short = slur.rightpt[1] - slur.leftpt[1] <= SHORT
    found = []
    for head in heads:
        gap = side * (point[1] - head.column) - HALF_HEAD
        row = point[0] if short else row_at(slur, head.column + side * HALF_HEAD)
        off = abs(row - head.row)
        rows = slack + (SNUG_ROWS if gap < PAST_DOT else TIE_ROWS)
        beside = -SNUG_OVER <= gap <= BESIDE and off <= rows
        if beside or _is_over(slur, point, head, gap):
            found.append(head)
    cut = slur.rightpt[1] if side > 0 else slur.leftpt[1]
    return sorted(
        (head for head in found if not _is_past(head, cut, heads)),
        key=lambda h: abs(h.row - point[0]),
    )


def _is_over(slur: mro.Slur, point: tuple[int, int], head: PlacedHead, gap: float) -> bool:
    """Whether half a tie, small and level, ends over or under the middle of a head."""
    (first, left), (last, right) = slur.leftpt, slur.rightpt
    return (
        -HALF_OVER <= gap < -SNUG_OVER
        and right - left <= HALF_LENGTH
        and abs(first - last) <= HALF_LEVEL
        and HALF_ROWS[0] <= abs(point[0] - head.row) <= HALF_ROWS[1]
        and (slur.radius < 0) == (point[0] < head.row)
    )


def _is_nearest(slur: mro.Slur, head: PlacedHead, side: int, heads: Sequence[PlacedHead]) -> bool:
    """Whether no head of the same chord is nearer to a curve."""
    row = _row_beside(slur, head, side)
    chord = [h for h in heads if h.symbol == head.symbol]
    return abs(row - head.row) <= min(abs(row - h.row) for h in chord)


def edges(one: PlacedHead, other: PlacedHead) -> tuple[tuple[PlacedHead, int], ...]:
    """Return two heads with the side of each that faces the other."""
    return (one, 1), (other, -1)


def _has_between(one: PlacedHead, other: PlacedHead, heads: Sequence[PlacedHead]) -> bool:
    return any(
        h.symbol[0] == one.symbol[0]
        and h.symbol not in (one.symbol, other.symbol)
        and h.up in (one.up, other.up)
        and one.column + 14 < h.column < other.column - 14
        and not _sounds_on(one, h)
        for h in heads
    )


def _is_past(head: PlacedHead, cut: float, heads: Sequence[PlacedHead]) -> bool:
    """Whether others of its voice stand between a head and where its curve is cut."""
    low, high = sorted((head.column, cut))
    return any(
        h.symbol[0] == head.symbol[0]
        and h.symbol != head.symbol
        and h.up == head.up
        and low + 14 < h.column < high - 14
        and not _sounds_on(head, h)
        for h in heads
    )


def _sounds_on(head: PlacedHead, later: PlacedHead) -> bool:
    """Whether a note has no stem, a whole one, and fills the bar in which a later one stands."""
    return head.end == head.row and head.symbol[:2] == later.symbol[:2]


def _row_beside(slur: mro.Slur, head: PlacedHead, side: int) -> float:
    """Return the row of a curve at the edge of a head, or of its end if that is over the head."""
    edge = head.column + side * HALF_HEAD
    return _row_near(slur, min(edge, slur.leftpt[1]) if side > 0 else max(edge, slur.rightpt[1]))


def row_at(slur: mro.Slur, column: float) -> float:
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


def _row_near(slur: mro.Slur, column: float) -> float:
    """Return the row of a curve in a column; far beyond its ends it goes on as it is there."""
    (_, left), (_, right) = slur.leftpt, slur.rightpt
    reach = LOST_END if right - left <= HALF_LENGTH else LONGEST_TIE
    return row_at(slur, min(right + reach, max(left - reach, column)))
