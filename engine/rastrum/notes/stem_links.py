"""Hang noteheads on stems, and tell the voices that share one apart."""

import math
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Sequence

from rastrum.model.arrays import Grey
from rastrum.model.notation import Head
from rastrum.model.sheet import INK, UNITS_PER_SPACE
from rastrum.model.strokes import Stem

STEM_AT_EDGE = 0.36 * UNITS_PER_SPACE
"""A stem touches its head within this of the head's left or right edge."""

STEM_PAST_HEAD_SP = 0.45
"""A head's centre may lie this far beyond the end of its stem."""

CROSS_PAST_SP = 0.75
"""Stems end at the corner of an x, half a space off its middle."""

KIND_SURE = 0.6
"""Filled and hollow heads on one stem are two voices' if they are so sure."""

OWN_STEM = 1.5 * UNITS_PER_SPACE
"""A stem goes on so far beyond the heads of a voice if it is that voice's own."""

NOTCH_SP = (-0.75, -0.3125), (0.375, 0.8125)
"""Above the right edge of a head, and below the left one, its own ink has ended and that of a head
a third away has not begun: what is inked there is a stem that leads away from this head."""

NOTCH_COVER, LEAN_PX, THIRD_SP = (0.8, 0.9), 2, (1.25, 0.5)
"""Rows of a notch that are inked where a stem leads away, in the best column so near to it; with
another head so near beyond the notch (rows, columns), in the stem's very column. On 238 old pages
it was 0.86 at least of 480 stems and 0.71 at most of 7 slurs that end at a head; with heads a third
away it was 1 of 17 stems, and 0.86 at most of 26 that begin at the other head."""

FREE = 0.8 * UNITS_PER_SPACE
"""The stem of one voice ends beside its last head; that of two goes on so far at both ends."""

SHORT, PAST = 0.2 * UNITS_PER_SPACE, 0.65 * UNITS_PER_SPACE
"""A stem that begins at a head begins so far before its middle, or behind it, at most: of two
voices in one column, the upper one's stem ends at its own lowest head, close to the other's."""


def hang_on_stems(
    grey: Grey, heads: Sequence[Head], stems: Sequence[Stem], loose: list[Head]
) -> list[tuple[Stem, list[Head]]]:
    """Pair heads with stems; a head between a stem up and a stem down hangs on both.

    Parameters
    ----------
    grey : (H, W) uint8 array
        The sheet.
    heads : sequence of Head
    stems : sequence of Stem
    loose : list of Head
        Heads without a stem are added.

    Returns
    -------
    hung : list of (Stem, list of Head)
        The stems that carry heads, in the order given.
    """
    hanging: dict[int, list[Head]] = defaultdict(list)
    order = sorted(range(len(stems)), key=lambda n: stems[n].column)
    columns = [stems[n].column for n in order]
    for head in heads:
        row = head.glyph.row
        if head.glyph.label == "noteheadBreve":
            loose.append(head)
            continue
        past = CROSS_PAST_SP if head.glyph.label == "noteheadX" else STEM_PAST_HEAD_SP
        left = _closest(stems, order, columns, (row, head.left), past * UNITS_PER_SPACE)
        right = _closest(stems, order, columns, (row, head.right), past * UNITS_PER_SPACE)
        if left is not None and right is not None and left != right:
            down = _begins_at(row - stems[left].top, stems[left].bottom - row)
            up = _begins_at(stems[right].bottom - row, row - stems[right].top)
            if down and up:
                own = [
                    n
                    for n, side in ((left, False), (right, True))
                    if _leads_away(grey, stems[n], head, heads, up=side)
                ]
                for n in own or (left, right):
                    hanging[n].append(head)
                continue
            # One of them passes by: the head belongs where it stands on the right side.
            right_better = up or (
                not down
                and abs(stems[right].column - head.right) <= abs(stems[left].column - head.left)
            )
            hanging[right if right_better else left].append(head)
        elif left is not None:
            hanging[left].append(head)
        elif right is not None:
            hanging[right].append(head)
        else:
            loose.append(head)
    return [(stems[n], group) for n, group in sorted(hanging.items())]


def _leads_away(grey: Grey, stem: Stem, head: Head, heads: Sequence[Head], *, up: bool) -> bool:
    """Whether a stem's ink leads away from a head, and not only from the next one a third away."""
    row, sign = head.glyph.row, -1 if up else 1
    third = any(
        0 < sign * (other.glyph.row - row) < THIRD_SP[0] * UNITS_PER_SPACE
        and abs(other.glyph.column - head.glyph.column) < THIRD_SP[1] * UNITS_PER_SPACE
        for other in heads
    )
    first, last = (max(0, round(row + off * UNITS_PER_SPACE)) for off in NOTCH_SP[0 if up else 1])
    lean, column = 0 if third else LEAN_PX, int(stem.column)
    ink = grey[first:last, max(0, column - lean) : column + lean + 1] > INK
    return bool(ink.size and ink.mean(axis=0).max() >= NOTCH_COVER[third])


def _begins_at(past: float, length: float) -> bool:
    """Whether a stem begins at a head that it passes by so far and leads away from so far."""
    return -SHORT <= past < PAST and length > OWN_STEM


def part_voices(
    hung: Sequence[tuple[Stem, list[Head]]], loose: list[Head]
) -> list[tuple[Stem, list[Head], bool]]:
    """Tell which way stems point, and part two voices whose heads stand on both sides of one.

    Parameters
    ----------
    hung : sequence of (Stem, list of Head)
        Stems with their heads.
    loose : list of Head
        Heads without a stem; those of a voice that has none are added.

    Returns
    -------
    parted : list of (Stem, list of Head, bool)
        Stems with the heads of one voice, and whether they point up.

    Notes
    -----
    A filled head on the left of a stem and a hollow one on its right, or the other way round, are
    no second, which has heads of one kind: the left one's stem points up, the right one's down, in
    one column, or one of them is a semibreve. Nor are two heads of which the left one is higher, or
    heads farther apart on a stem that leads both ways.
    """
    parted = []
    for stem, heads in hung:
        rows = [h.glyph.row for h in heads]
        up = min(rows) - stem.top > stem.bottom - max(rows)
        left = [h for h in heads if h.glyph.column < stem.column]
        right = [h for h in heads if h.glyph.column >= stem.column]
        apart = _differ(left, right) or _cross(left, right) or _meet(stem, left, right)
        if not apart:
            parted.append((stem, heads, up))
            continue
        for own, points_up in ((left, True), (right, False)):
            top, bottom = (f(h.glyph.row for h in own) for f in (min, max))
            reach = top - stem.top if points_up else stem.bottom - bottom
            if points_up == up or reach >= OWN_STEM:
                ends = (stem.top, bottom) if points_up else (top, stem.bottom)
                parted.append((Stem(stem.column, *ends), own, points_up))
            else:
                loose += own
    return parted


def _cross(left: Sequence[Head], right: Sequence[Head]) -> bool:
    """Whether the heads left of a stem are the higher ones: in a second of one voice they are not.

    Of two voices a step apart the upper one, whose stem points up, stands on the left.
    """
    if not left or not right:
        return False
    return min(h.pitch for h in right) - max(h.pitch for h in left) == 1


def _meet(stem: Stem, left: Sequence[Head], right: Sequence[Head]) -> bool:
    """Whether a stem leads up from heads and down from others that are no seconds of theirs.

    In a second the lower head stands on the left, whichever way its stem points.
    """
    if not left or not right:
        return False
    places = [{(h.staff, h.pitch) for h in side} for side in (left, right)]
    up = all((staff, pitch + 1) in places[0] for staff, pitch in places[1])
    down = all((staff, pitch - 1) in places[1] for staff, pitch in places[0])
    if up or down:
        return False
    tops, bottoms = ([h.glyph.row for h in side] for side in (left, right))
    own = min(min(tops) - stem.top, stem.bottom - max(bottoms))
    past = min(min(tops + bottoms) - stem.top, stem.bottom - max(tops + bottoms))
    return own >= OWN_STEM and past >= FREE


def _differ(left: Sequence[Head], right: Sequence[Head]) -> bool:
    """Whether all heads on one side are surely filled, and all on the other surely hollow."""
    kinds = [{h.glyph.label == "noteheadBlack" for h in side} for side in (left, right)]
    sure = all(h.glyph.score >= KIND_SURE for h in (*left, *right))
    hollow = ("noteheadBlack", "noteheadHalf", "noteheadWhole")
    known = all(h.glyph.label in hollow for h in (*left, *right))
    return sure and known and sorted(map(tuple, kinds)) == [(False,), (True,)]


def _closest(
    stems: Sequence[Stem],
    order: Sequence[int],
    columns: Sequence[float],
    place: tuple[float, float],
    slack: float,
) -> int | None:
    """Return the stem that runs past a row nearest to a head's edge, or None.

    `place` are the row and the edge's column. Of two stems that meet in a column it is the one that
    covers the row.
    """
    row, edge = place
    reach = STEM_AT_EDGE
    low, high = bisect_left(columns, edge - reach), bisect_right(columns, edge + reach)
    best, nearest = None, math.inf
    for n in order[low:high]:
        stem = stems[n]
        if stem.top - slack <= row <= stem.bottom + slack:
            away = abs(stem.column - edge)
            if away < nearest:
                best, nearest = n, away
    return best


def points_up(stem: Stem, heads: Sequence[Head]) -> bool:
    """Whether most heads of a stem stand left of it."""
    return sum(h.glyph.column < stem.column for h in heads) * 2 > len(heads)


def stems_around(stems: Sequence[Stem], column: float, reach: float) -> Sequence[Stem]:
    """Return those of stems in order of columns that stand nearer to a column than a reach."""
    low = bisect_right(stems, column - reach, key=column_of)
    return stems[low : bisect_left(stems, column + reach, key=column_of)]


def column_of(stem: Stem) -> float:
    """Return the column of a stem, to sort and search by."""
    return stem.column
