"""Make one stem of the pieces that it was seen in."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from rastrum.model.notation import Head
from rastrum.model.strokes import Stem
from rastrum.notes.stem_links import STEM_AT_EDGE_SP

BRIDGE_SP, LARGEST_GAP_SP, WIDEST_SP = 0.2, 1.5, 1.5
"""Two pieces of a stem that end so close to a head's box at most are bridged by it: not more than
the second apart. A stem's heads have their middles within the third of it."""

PIECES_SP, SHORTEST_SP = 1.0, 2.5
"""Nor is what ends so close before another piece a stem of its own if it is shorter than any."""

HALF_HEAD_SP = 0.5
"""A head reaches so far above and below its middle."""

SAME_STEM_SP = 0.2
"""Pieces of stem whose columns differ by less are one stem if they meet."""


def merge_pieces(stems: Sequence[Stem]) -> list[Stem]:
    """Make one stem of pieces that meet in one column.

    Parameters
    ----------
    stems : sequence of Stem

    Returns
    -------
    merged : list of Stem
        In order of columns.
    """
    merged: list[Stem] = []
    for stem in sorted(stems, key=lambda s: s.column):
        near = len(merged)
        while near and stem.column - merged[near - 1].column < SAME_STEM_SP * 16:
            near -= 1
        for n in range(near, len(merged)):
            other = merged[n]
            if stem.top <= other.bottom + 8 and other.top <= stem.bottom + 8:
                longer = max(stem, other, key=lambda s: s.bottom - s.top)
                ends = min(stem.top, other.top), max(stem.bottom, other.bottom)
                merged[n] = Stem(longer.column, *ends)
                break
        else:
            merged.append(stem)
    return sorted(merged, key=column_of)


def bridge_pieces(stems: Sequence[Stem], heads: Sequence[Head]) -> list[Stem]:
    """Make one stem of two pieces that end at a head, or of which one is too short for a stem.

    Parameters
    ----------
    stems : sequence of Stem
    heads : sequence of Head
        All heads of the page, in order of columns. Those of two pieces are alike if they are on the
        same staff and stand on the same side; pieces whose heads are not are left alone.

    Returns
    -------
    merged : list of Stem
        In order of columns.
    """
    merged: list[Stem] = []
    for stem in sorted(stems, key=column_of):
        for n in range(len(merged) - 1, -1, -1):
            other = merged[n]
            if stem.column - other.column >= SAME_STEM_SP * 16:
                merged.append(stem)
                break
            upper, lower = sorted((stem, other), key=lambda s: s.top)
            if _are_bridged(upper, lower, heads):
                longer = max(upper, lower, key=lambda s: s.bottom - s.top)
                merged[n] = Stem(longer.column, upper.top, lower.bottom)
                break
        else:
            merged.append(stem)
    return sorted(merged, key=column_of)


def _are_bridged(upper: Stem, lower: Stem, heads: Sequence[Head]) -> bool:
    """Whether a head closes the gap between two pieces, or it is short, and all heads are like."""
    if not 0 <= lower.top - upper.bottom < LARGEST_GAP_SP * 16:
        return False
    upper_heads, lower_heads = _beside(upper, heads), _beside(lower, heads)
    shared = [
        head
        for head, _ in (*upper_heads, *lower_heads)
        if max(head.glyph.row - upper.bottom, lower.top - head.glyph.row)
        < head.glyph.height / 2 + BRIDGE_SP * 16
    ]
    places = {(head.staff, right) for head, right in (*upper_heads, *lower_heads)}
    if len(places) != 1:
        return False
    return bool(shared) or _leads_on(upper, lower, upper_heads, lower_heads)


def _leads_on(
    upper: Stem,
    lower: Stem,
    upper_heads: Sequence[tuple[Head, bool]],
    lower_heads: Sequence[tuple[Head, bool]],
) -> bool:
    """Whether two pieces, each with heads on the same side, are too short to be two stems."""
    if not (upper_heads and lower_heads) or lower.top - upper.bottom > PIECES_SP * 16:
        return False
    down = upper_heads[0][1]
    if down:
        length = upper.bottom - max(head.glyph.row for head, _ in upper_heads)
    else:
        length = min(head.glyph.row for head, _ in lower_heads) - lower.top
    return length < SHORTEST_SP * 16


def _beside(stem: Stem, heads: Sequence[Head]) -> list[tuple[Head, bool]]:
    """Return the heads beside a stem, and whether they stand right of it."""
    slack, reach = (BRIDGE_SP + HALF_HEAD_SP) * 16, STEM_AT_EDGE_SP * 16
    return [
        (head, right)
        for head in heads_around(heads, stem.column)
        if stem.top - slack <= head.glyph.row <= stem.bottom + slack
        for edge, right in ((head.left, True), (head.right, False))
        if abs(edge - stem.column) < reach
    ]


def heads_around(heads: Sequence[Head], column: float) -> Sequence[Head]:
    """Return those of heads in order of columns that a stem in a column may touch.

    Parameters
    ----------
    heads : sequence of Head
    column : float
        Sheet pixels.

    Returns
    -------
    near : sequence of Head
    """
    low = bisect_left(heads, column - WIDEST_SP * 16, key=lambda h: h.glyph.column)
    high = bisect_right(heads, column + WIDEST_SP * 16, key=lambda h: h.glyph.column)
    return heads[low:high]


def column_of(stem: Stem) -> float:
    """Return the column of a stem, to sort and search by."""
    return stem.column
