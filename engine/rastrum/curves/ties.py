"""Tell which heads a tie joins, and which curves are ties."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from rastrum.model.notation import Head
from rastrum.model.sheet import UNITS_PER_SPACE
from rastrum.model.strokes import SeenArc

HALF_HEAD = 0.5625 * UNITS_PER_SPACE
"""Half the width of a head."""

BESIDE = 2.5 * UNITS_PER_SPACE
"""A curve begins and ends within this beside its chord."""

AWAY = 5.6 * UNITS_PER_SPACE
"""A curve begins and ends within this above or below its chord."""

SIDEWAYS = 1.5
"""How much more a unit beside a chord counts than one above or below it."""

TIE_ROWS = 1.4 * UNITS_PER_SPACE
"""A tie, drawn on to its heads' edges, meets each within this of its row."""

TIE_COVER = 0.45
"""Share of the white between two heads over which their tie was seen, at least: its thin ends are
lost first."""

TIE_OVER = 1.25 * UNITS_PER_SPACE
"""A tie begins this far left of its first head's right edge at most, and ends likewise: it may be
set over the middles of its heads."""

SNUG_ROWS, SNUG_OVER = 0.77 * UNITS_PER_SPACE, 0.33 * UNITS_PER_SPACE
"""What ends beside both heads, as near to their rows and no farther over them, is always a tie:
slurs end above or below."""

APART_ROWS, EVEN = 1.14 * UNITS_PER_SPACE, 0.17 * UNITS_PER_SPACE
"""A curve is a tie, too, whose ends are so near to both heads' rows and as far from one as from the
other: dots push ties up or down."""

APART = 0.25 * UNITS_PER_SPACE, 0.65 * UNITS_PER_SPACE
"""Least and most white between such a tie and its heads."""

PAST_DOT = 0.75 * UNITS_PER_SPACE
"""What begins so far beside a head begins behind its dot, as ties do: a slur begins over it."""

LOST_END = 0.75 * UNITS_PER_SPACE
"""A tie that begins farther from its head than this has lost that end."""

SHORT = 1.6 * UNITS_PER_SPACE
"""What is left of a tie that was cut may be so short and bent that its course leads nowhere."""

STEEPEST = 1.5
"""Slope with which a curve is drawn on beyond its ends at most."""

LONGEST_TIE = 40 * UNITS_PER_SPACE
"""No tie reaches farther."""

HALF_OVER, HALF_LENGTH = 0.75 * UNITS_PER_SPACE, 3 * UNITS_PER_SPACE
"""Half a tie may begin so far over its head if it is no longer: slurs there are longer."""

HALF_LEVEL, HALF_ROWS = 0.27 * UNITS_PER_SPACE, (0.47 * UNITS_PER_SPACE, 1.27 * UNITS_PER_SPACE)
"""Such a half is level within the first, and lies between the others off the head's row: slurs come
in more steeply."""

BETWEEN = 0.875 * UNITS_PER_SPACE
"""Chords that stand this far behind one head and before the other stand between them."""


@dataclass(frozen=True, slots=True)
class PlacedHead:
    """A head where curves meet it.

    Attributes
    ----------
    head : Head
    chord : int
        Names its chord among those of the page.
    staff, bar : int
        Staff and bar in which the chord is played.
    row, column : float
        Its middle.
    pitch : int
        Position on the lines of the chord's staff.
    stem_up : bool
    stem_end : float
        Row of the stem's end, or of the head without one.
    accidental : str
    """

    head: Head
    chord: int
    staff: int
    bar: int
    row: float
    column: float
    pitch: int
    stem_up: bool
    stem_end: float
    accidental: str


def tied_heads(arc: SeenArc, heads: Sequence[PlacedHead]) -> tuple[PlacedHead, PlacedHead] | None:
    """Return the two heads of one pitch that a curve joins, if there are such.

    Where something of the same voice stands between them, the curve is a phrase, unless it fits
    in between the heads as only a tie does; so it is where both its ends are nearer to others.

    Parameters
    ----------
    arc : SeenArc
    heads : sequence of PlacedHead
        Of its system.

    Returns
    -------
    heads : (PlacedHead, PlacedHead) or None
    """
    left, right = arc.left[1], arc.right[1]
    if not 0 < right - left <= LONGEST_TIE:
        return None
    reach = (1 / TIE_COVER - 1) * (right - left) + HALF_HEAD
    firsts = [h for h in heads if -TIE_OVER <= left - h.column - HALF_HEAD <= reach]
    seconds = [h for h in heads if -TIE_OVER <= h.column - HALF_HEAD - right <= reach]
    best, least = None, math.inf
    for one in firsts:
        for other in seconds:
            cost = _tie_cost(arc, one, other, heads) if _are_alike(one, other) else math.inf
            if cost < least:
                best, least = (one, other), cost
    return best


def half_tied(
    arc: SeenArc, heads: Sequence[PlacedHead], side: int, slack: float = 0.0
) -> list[PlacedHead]:
    """Return the heads at which half a tie begins or ends.

    Parameters
    ----------
    arc : SeenArc
    heads : sequence of PlacedHead
        Of its system.
    side : int
        1 if it begins there, -1 if it ends there.
    slack : float
        So much farther from their rows it may lie.

    Returns
    -------
    heads : list of PlacedHead
        The nearest first.
    """
    row, column = arc.left if side > 0 else arc.right
    length = arc.right[1] - arc.left[1]
    if length <= 0 or abs(arc.left[0] - arc.right[0]) > TIE_ROWS:
        return []
    found = []
    for head in heads:
        gap = side * (column - head.column) - HALF_HEAD
        if gap > BESIDE:
            continue
        meets = row if length <= SHORT else row_at(arc, head.column + side * HALF_HEAD)
        rows = slack + (SNUG_ROWS if gap < PAST_DOT else TIE_ROWS)
        beside = gap >= -SNUG_OVER and abs(meets - head.row) <= rows
        if beside or _is_over(arc, row, head, gap):
            found.append(head)
    cut = arc.right[1] if side > 0 else arc.left[1]
    alone = (h for h in found if not _has_between(h, (h,), sorted((h.column, cut)), heads))
    return sorted(alone, key=lambda h: abs(h.row - row))


def nearest_head(place: tuple[float, float], heads: Sequence[PlacedHead]) -> PlacedHead | None:
    """Return the head, or the stem's head, nearest to a curve's end.

    Parameters
    ----------
    place : (float, float)
        Row and column of the end.
    heads : sequence of PlacedHead
        Of its system.

    Returns
    -------
    head : PlacedHead or None
        None if all are too far away.
    """
    row, column = place
    best, least = None, (math.inf, math.inf)
    for head in heads:
        beside = abs(column - head.column)
        if beside > BESIDE:
            continue
        low, high = min(head.row, head.stem_end), max(head.row, head.stem_end)
        away = max(low - row, row - high, 0.0)
        cost = SIDEWAYS * beside + away, abs(head.row - row)
        if away <= AWAY and cost < least:
            best, least = head, cost
    return best


def edges(one: PlacedHead, other: PlacedHead) -> tuple[tuple[PlacedHead, int], ...]:
    """Return two heads with the side of each that faces the other."""
    return (one, 1), (other, -1)


def row_at(arc: SeenArc, column: float) -> float:
    """Return the row of a curve in a column, and beyond its ends that of its tangent."""
    left, right = arc.left[1], arc.right[1]
    inside = min(right, max(left, column))
    if inside == column:
        return float(arc.row(column))
    way = 1 if column > right else -1
    slope = (arc.right[0] - arc.left[0] + way * 4 * arc.bulge) / (right - left)
    end = arc.right[0] if way > 0 else arc.left[0]
    return end + min(STEEPEST, max(-STEEPEST, slope)) * (column - inside)


def _are_alike(one: PlacedHead, other: PlacedHead) -> bool:
    """Whether two heads are of one pitch; if both have an accidental, it is the same."""
    signs = {one.accidental, other.accidental} - {"None"}
    return one.pitch == other.pitch and one.staff == other.staff and len(signs) < 2


def _tie_cost(
    arc: SeenArc, one: PlacedHead, other: PlacedHead, heads: Sequence[PlacedHead]
) -> float:
    """Return how far a curve is from the tie of two heads; infinite if it is none."""
    left, right = arc.left[1], arc.right[1]
    gap = other.column - one.column - 2 * HALF_HEAD
    ends = edges(one, other)
    off = [_row_near(arc, h.column + side * HALF_HEAD) - h.row for h, side in ends]
    rows = max(map(abs, off))
    if right - left < TIE_COVER * gap or rows > TIE_ROWS:
        return math.inf
    near = sorted((left - one.column - HALF_HEAD, other.column - HALF_HEAD - right))
    if rows > SNUG_ROWS and not all(_is_nearest(arc, head, side, heads) for head, side in ends):
        return math.inf
    snug = rows <= SNUG_ROWS and near[0] >= -SNUG_OVER
    apart = APART[0] <= near[0] and near[1] <= APART[1] and abs(off[0] - off[1]) <= EVEN
    if not (snug or (apart and rows <= APART_ROWS)):
        span = one.column, other.column
        if _has_between(one, (one, other), span, heads):
            return math.inf
    if near[0] > LOST_END and all(
        nearest is not None and nearest.chord != head.chord
        for nearest, head in (
            (nearest_head(arc.left, heads), one),
            (nearest_head(arc.right, heads), other),
        )
    ):
        return math.inf
    return abs(off[0]) + abs(off[1]) + gap


def _is_over(arc: SeenArc, row: float, head: PlacedHead, gap: float) -> bool:
    """Whether half a tie, small and level, ends over or under the middle of a head."""
    return (
        -HALF_OVER <= gap < -SNUG_OVER
        and arc.right[1] - arc.left[1] <= HALF_LENGTH
        and abs(arc.left[0] - arc.right[0]) <= HALF_LEVEL
        and HALF_ROWS[0] <= abs(row - head.row) <= HALF_ROWS[1]
        and (arc.bulge > 0) == (row < head.row)
    )


def _is_nearest(arc: SeenArc, head: PlacedHead, side: int, heads: Sequence[PlacedHead]) -> bool:
    """Whether no head of the same chord is nearer to a curve."""
    edge = head.column + side * HALF_HEAD
    row = _row_near(arc, min(edge, arc.left[1]) if side > 0 else max(edge, arc.right[1]))
    chord = (h for h in heads if h.chord == head.chord)
    return abs(row - head.row) <= min(abs(row - h.row) for h in chord)


def _has_between(
    head: PlacedHead,
    ends: Sequence[PlacedHead],
    span: Sequence[float],
    heads: Sequence[PlacedHead],
) -> bool:
    """Whether others of the voice of a curve's ends stand between two columns.

    Over what stands in its bar, a note without a stem, a whole one, sounds on.
    """
    own, ups = {h.chord for h in ends}, {h.stem_up for h in ends}
    return any(
        h.staff == head.staff
        and h.chord not in own
        and h.stem_up in ups
        and span[0] + BETWEEN < h.column < span[1] - BETWEEN
        and not (head.stem_end == head.row and head.bar == h.bar)
        for h in heads
    )


def _row_near(arc: SeenArc, column: float) -> float:
    """Return the row of a curve in a column; far beyond its ends it goes on as it is there."""
    reach = LOST_END if arc.right[1] - arc.left[1] <= HALF_LENGTH else LONGEST_TIE
    return row_at(arc, min(arc.right[1] + reach, max(arc.left[1] - reach, column)))
