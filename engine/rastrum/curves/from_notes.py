"""Find ties that the network missed: thin arcs from a head to the next one of the same pitch."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from rastrum.curves.from_mask import GAP_PX, INK, LOOK_PX, NEAR_PX, THICKEST_PX, is_known
from rastrum.curves.ink import TRACE
from rastrum.model.arrays import Grey
from rastrum.model.notation import Head, SeenChord
from rastrum.model.sheet import Sheet, SheetStaff
from rastrum.model.strokes import SeenArc
from rastrum_kernels.curves import follow_curves
from rastrum_kernels.runs import row_runs

SHORTEST_SP, LONGEST_SP = 0.8, 24.0
"""White between two heads that a tie joins."""

FARTHEST_SP = 1.7
"""The middle of a tie lies within this of its heads' row."""

LINE_PX = 3
"""Ink this near to the middle of a staff line lies on it."""

START_SHARES = (0.5, 0.35, 0.65)
"""Where between the heads a tie's ink is looked for: a barline or a stem may stand in one place."""

SIDES = np.array([-1, 1])
"""Above and below."""

END_SP, END_SHARE, OVER_SP, END_ROWS_SP = 1.0, 0.3, 0.9, 1.1
"""A tie ends within this of the edge of its head, or this share of the white between the heads: on
a staff line its thin ends are lost; or so far over its head, and within this of its row."""

KINK = 0.6
"""Change of slope behind a barline from which another curve begins there: small ties turn fast."""

LARGEST_PIECE, PIECE_OFF_SP = 0.75, 0.3
"""A piece of a tie is no longer than such a share of it, and its ends lie no farther off it."""

LEAST_BULGE_SP, LARGEST_BULGE_SP = 0.22, 1.6
"""What bulges less is a rest of a line, what bulges more another curve."""


@dataclass(frozen=True, slots=True)
class _Start:
    """Ink between two heads."""

    first: Head
    second: Head
    row: float
    column: float
    side: int
    """-1 above the heads, 1 below."""
    edge: float
    """How far the ink's outer edge lies beyond its middle, if a staff line hides the inner one."""


def add_tie_arcs(
    sheet: Sheet,
    bare: Grey,
    chords: Sequence[SeenChord],
    arcs: Sequence[SeenArc],
) -> list[SeenArc]:
    """Add the ties between heads that are not among the curves.

    Parameters
    ----------
    sheet : Sheet
        For the staves.
    bare : (H, W) uint8 array
        The sheet without lines and heads, see `rastrum.curves.ink`.
    chords : sequence of SeenChord
        For their heads.
    arcs : sequence of SeenArc
        Curves found already.

    Returns
    -------
    arcs : list of SeenArc
        Without those that are pieces of the new ones.
    """
    result = list(arcs)
    starts = list(_starts(bare, sheet.staves, list(_pairs(chords))))
    if not starts:
        return result
    seeds = [(s.row, s.column, 0.0, way) for s in starts for way in (-1.0, 1.0)]
    following = INK, NEAR_PX, THICKEST_PX, GAP_PX, LOOK_PX, KINK, TRACE
    ends = follow_curves(bare, np.array(seeds), *following)
    for start, left, right in zip(starts, ends[::2], ends[1::2], strict=True):
        arc = _arc(start, left, right)
        if arc is None:
            continue
        middle = np.array([start.row, start.column])
        others = [other for other in result if not _is_piece(other, arc)]
        if not is_known(middle, arc.left, arc.right, others):
            result = [*others, arc]
    return result


def _is_piece(arc: SeenArc, tie: SeenArc) -> bool:
    """Whether a curve is what was seen of a tie on one side of a barline."""
    if arc.right[1] - arc.left[1] > LARGEST_PIECE * (tie.right[1] - tie.left[1]):
        return False
    return all(
        tie.left[1] - PIECE_OFF_SP * 16 <= column <= tie.right[1] + PIECE_OFF_SP * 16
        and abs(tie.row(column) - row) < PIECE_OFF_SP * 16
        for row, column in (arc.left, arc.right)
    )


def _pairs(chords: Sequence[SeenChord]) -> Iterator[tuple[Head, Head]]:
    """Yield each head with the next one of its staff and pitch."""
    rows: dict[tuple[int, int], list[Head]] = defaultdict(list)
    for chord in chords:
        if chord.shape != "Grace":
            for note in chord.notes:
                rows[note.head.staff, note.head.pitch].append(note.head)
    for heads in rows.values():
        heads.sort(key=lambda head: head.left)
        for first, second in pairwise(heads):
            if SHORTEST_SP * 16 <= second.left - first.right <= LONGEST_SP * 16:
                yield first, second


def _starts(
    bare: Grey, staves: Sequence[SheetStaff], pairs: Sequence[tuple[Head, Head]]
) -> Iterator[_Start]:
    """Yield thin ink above and below the row of two heads, between them."""
    if not pairs:
        return
    middles = [round((one.glyph.row + other.glyph.row) / 2) for one, other in pairs]
    spans = np.array([(one.right, other.left) for one, other in pairs])
    columns = spans[:, :1] + np.array(START_SHARES) * (spans[:, 1:] - spans[:, :1])
    columns = columns.astype(np.int64)
    away = SIDES[:, None] * np.arange(1, round(FARTHEST_SP * 16))
    rows = (np.array(middles)[:, None, None] + away).clip(0, len(bare) - 1)
    ink = bare[rows[:, :, None, :], columns[:, None, :, None]] >= INK
    looks = ink.shape[:3]
    for look, begin, end in row_runs(ink.reshape(-1, away.shape[1])).tolist():
        if end - begin > THICKEST_PX:
            continue
        pair, number, place = np.unravel_index(look, looks)
        (first, second), row, side = pairs[pair], middles[pair], int(SIDES[number])
        middle = float(row + side * (1 + (begin + end - 1) / 2))
        inner = int(row + side * (1 + begin))
        edge = (end - begin) / 2 if _lies_on_line(staves[first.staff], inner) else 0.0
        yield _Start(first, second, middle, int(columns[pair, place]), side, edge)


def _lies_on_line(staff: SheetStaff, row: int) -> bool:
    """Whether a row belongs to a line of a staff."""
    return any(abs(line - row) <= LINE_PX for line in staff.line_rows)


def _arc(start: _Start, left: np.ndarray, right: np.ndarray) -> SeenArc | None:
    """Return the tie that runs from end to end, if it is one."""
    first, second = start.first, start.second
    reach = max(END_SP * 16, END_SHARE * (second.left - first.right))
    rows = END_ROWS_SP * 16
    over = OVER_SP * 16
    near = -over <= left[1] - first.right <= reach and -over <= second.left - right[1] <= reach
    level = abs(left[0] - first.glyph.row) < rows and abs(right[0] - second.glyph.row) < rows
    if not near or not level or right[1] - left[1] < SHORTEST_SP * 16:
        return None
    share = (start.column - left[1]) / (right[1] - left[1])
    if not START_SHARES[1] / 2 <= share <= 1 - START_SHARES[1] / 2:
        return None
    away = left[0] + share * (right[0] - left[0]) - start.row - start.side * start.edge
    off = away / (4 * share * (1 - share))
    if not LEAST_BULGE_SP * 16 <= -start.side * off <= LARGEST_BULGE_SP * 16:
        return None
    ends = [(float(row), float(column)) for row, column in (left, right)]
    return SeenArc(ends[0], ends[1], float(off))
