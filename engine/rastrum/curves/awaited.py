"""Find the small curves that notation makes expect: stubs of ties, and slurs of grace notes."""

import math
from collections.abc import Iterator, Sequence

import numpy as np
from scipy import ndimage

from rastrum.curves.from_mask import INK
from rastrum.curves.lone import LIKELY, find_lone_arcs, fit_arc
from rastrum.model.arrays import Grey
from rastrum.model.detection import Detection
from rastrum.model.notation import Head, SeenChord
from rastrum.model.sheet import Sheet
from rastrum.model.strokes import Barline, SeenArc

STUB_SP, STUB_AWAY_SP, STUB_ROWS_SP = (0.5, 2.5), 2.8, 1.4
"""Length of what is left of a tie that comes from the system before, or from before a repeat; how
far left of its head it begins, and how far above or below it lies, at most."""

STUB_NEAR_SP, STUB_LEVEL = (-0.3, 0.7), 0.3
"""It ends so far before its head, and one end is higher by no more than this share of its length.
"""

STUB_THICK_SP, STUB_OFF_SP, STUB_BULGE_SP = 0.5, 0.12, 0.15
"""Down its columns it is so thick at most, on average; so far it lies off a parabola, and it bulges
at least so much."""

GRACE_SP, GRACE_APART_SP = 1.5, 5.0
"""A grace note's slur ends within this of both heads; so far apart they stand at most."""

LIKE_SP = 1.25
"""Two curves whose ends are nearer to each other are one: that which was traced ran on into a flag
or a head."""

FAINT = 12, 20, LIKELY - 1
"""Where a slur from chord to chord may be: the network hardly sees small ones below beams."""

BESIDE_SP, OVER_SP, LEAST_APART_SP = 0.9, (0.1, 1.8), 1.0
"""Their ends lie within this of the middles of two chords' heads, and so far beyond them or their
stems; the chords are at least so far apart."""

PART_SP = 0.5
"""What lies in the box of such a curve, or so near to it, is a piece of it."""


def add_awaited_arcs(
    sheet: Sheet,
    bare: Grey,
    detection: Detection,
    chords: Sequence[SeenChord],
    barlines: Sequence[Barline],
    arcs: Sequence[SeenArc],
) -> list[SeenArc]:
    """Add small curves where they are expected: of these the network sees little.

    Parameters
    ----------
    sheet : Sheet
        For the staves.
    bare : (H, W) uint8 array
        The sheet without lines and heads, see `rastrum.curves.ink`.
    detection : Detection
        Its mask of curves, and text.
    chords : sequence of SeenChord
        Those that begin a system or stand behind a repeat may end a tie that begins elsewhere;
        grace notes are slurred to what follows.
    barlines : sequence of Barline
        For the repeats.
    arcs : sequence of SeenArc
        Curves found already.

    Returns
    -------
    arcs : list of SeenArc
        The new ones, and of the others those that are no parts of them.

    Notes
    -----
    A curve is a connected part of the ink, see `rastrum.curves.lone`. O(chords + ink near them)
    time.
    """
    found: list[SeenArc] = []
    faint = find_lone_arcs(bare, detection, arcs, FAINT)
    for arc in (
        *_stubs(sheet, bare, chords, barlines),
        *_grace_slurs(bare, chords),
        *(arc for arc in faint if _joins(arc, chords)),
    ):
        if not any(_is_part(arc, other) for other in found):
            found.append(arc)
    kept = (a for a in arcs if not any(_is_part(a, other) or _is_like(a, other) for other in found))
    return [*kept, *found]


def _joins(arc: SeenArc, chords: Sequence[SeenChord]) -> bool:
    """Whether a curve begins and ends at two chords of a staff, above both or below both."""
    first, second = (
        [c for c in chords if c.notes and abs(c.centre - end[1]) <= BESIDE_SP * 16]
        for end in (arc.left, arc.right)
    )
    return any(
        one.staff == other.staff
        and other.centre - one.centre > LEAST_APART_SP * 16
        and _is_over(one, arc.left[0], above=above)
        and _is_over(other, arc.right[0], above=above)
        for one in first
        for other in second
        for above in (True, False)
    )


def _is_over(chord: SeenChord, row: float, *, above: bool) -> bool:
    rows = [*(n.head.glyph.row for n in chord.notes), *([chord.row] if chord.has_stem else [])]
    away = min(rows) - row if above else row - max(rows)
    return OVER_SP[0] * 16 <= away <= OVER_SP[1] * 16


def _is_like(arc: SeenArc, other: SeenArc) -> bool:
    """Whether two curves bulge to the same side and begin and end near each other."""
    ends = (arc.left, other.left), (arc.right, other.right)
    near = all(math.dist(*pair) < LIKE_SP * 16 for pair in ends)
    return near and (arc.bulge > 0) == (other.bulge > 0)


def _is_part(arc: SeenArc, whole: SeenArc) -> bool:
    """Whether a curve lies within the box of another one."""
    low, high = sorted((whole.left[0], whole.right[0]))
    rows = low - PART_SP * 16, high + PART_SP * 16
    columns = whole.left[1] - PART_SP * 16, whole.right[1] + PART_SP * 16
    return all(
        rows[0] <= row <= rows[1] and columns[0] <= column <= columns[1]
        for row, column in (arc.left, arc.right)
    )


def _stubs(
    sheet: Sheet, bare: Grey, chords: Sequence[SeenChord], barlines: Sequence[Barline]
) -> Iterator[SeenArc]:
    """Yield the halves of ties at the ends of systems and at repeats."""
    for number in range(len(sheet.staves)):
        own = sorted((c for c in chords if c.staff == number), key=lambda c: c.centre)
        bounds = [b for b in barlines if b.staff == number and b.kind != "Single"]
        starts = (-np.inf, *(b.right for b in bounds))
        stops = (*(b.left for b in bounds), np.inf)
        firsts = (next((c for c in own if c.centre > start), None) for start in starts)
        lasts = (next((c for c in reversed(own) if c.centre < stop), None) for stop in stops)
        ends = (*((-1, c) for c in firsts), *((1, c) for c in lasts))
        for side, chord in ends:
            if chord is not None:
                together = [c for c in own if abs(c.centre - chord.centre) < 16]
                for head in [n.head for c in together if c.shape != "Grace" for n in c.notes]:
                    yield from _stubs_of(bare, head, side)


def _stubs_of(bare: Grey, head: Head, side: int) -> Iterator[SeenArc]:
    """Yield the halves of ties on the right (side 1) or left (-1) of a head."""
    row, reach = head.glyph.row, STUB_ROWS_SP * 16
    edge = head.right if side > 0 else head.left
    low, high = sorted((edge - side * 8, edge + side * STUB_AWAY_SP * 16))
    for points in _parts_in(bare, (row - reach, low, row + reach, high)):
        arc = _fit_stub(points)
        if arc is None:
            continue
        away = arc.left[1] - edge if side > 0 else edge - arc.right[1]
        # A tie bulges away from its head.
        outward = (arc.bulge > 0) == ((arc.left if side < 0 else arc.right)[0] < row)
        if STUB_NEAR_SP[0] * 16 <= away <= STUB_NEAR_SP[1] * 16 and outward:
            yield arc


def _fit_stub(points: np.ndarray) -> SeenArc | None:
    """Fit an arc to the ink of a curve so short that it may look like a wedge."""
    columns, places = np.unique(points[:, 1], return_inverse=True)
    width = len(columns)
    counts = np.bincount(places)
    if not STUB_SP[0] * 16 <= width <= STUB_SP[1] * 16 or counts.mean() > STUB_THICK_SP * 16:
        return None
    rows = np.bincount(places, weights=points[:, 0]) / counts
    share = (np.arange(width) + 0.5) / width
    bend, slope, start = np.polyfit(share, rows, 2)
    rest = np.abs(np.polyval((bend, slope, start), share) - rows).mean()
    bulge = bend / 4
    level = abs(bend + slope) <= STUB_LEVEL * width
    if not level or rest > STUB_OFF_SP * 16 or abs(bulge) < STUB_BULGE_SP * 16:
        return None
    left = float(start), float(columns[0])
    return SeenArc(left, (float(start + slope + bend), float(columns[-1] + 1)), float(bulge))


def _grace_slurs(bare: Grey, chords: Sequence[SeenChord]) -> Iterator[SeenArc]:
    """Yield the slurs from grace notes to the next chord of their staff."""
    for n, chord in enumerate(chords):
        if chord.shape != "Grace":
            continue
        after = (
            c
            for c in chords[n + 1 :]
            if c.staff == chord.staff and c.notes and c.shape != "Grace" and c.centre > chord.centre
        )
        main = next(after, None)
        if main is None or main.centre - chord.centre > GRACE_APART_SP * 16:
            continue
        ends = [(c.notes[0].head.glyph, c.notes[-1].head.glyph) for c in (chord, main)]
        rows = [g.row for pair in ends for g in pair]
        reach = GRACE_SP * 16
        box = (
            min(rows) - 2 * reach,
            chord.centre - reach,
            max(rows) + 2 * reach,
            main.centre + reach,
        )
        for points in _parts_in(bare, box):
            arc = fit_arc(points + 0.5)
            if arc is not None and all(
                any(abs(g.row - row) <= reach and abs(g.column - column) <= reach for g in pair)
                for pair, (row, column) in zip(ends, (arc.left, arc.right), strict=True)
            ):
                yield arc


def _parts_in(bare: Grey, box: tuple[float, float, float, float]) -> Iterator[np.ndarray]:
    """Yield row and column, (N, 2), of the pixels of each connected part of the ink in a box."""
    top, left = max(0, int(box[0])), max(0, int(box[1]))
    ink = bare[top : max(0, int(box[2])), left : max(0, int(box[3]))] >= INK
    parts, _ = ndimage.label(ink, structure=np.ones((3, 3)))
    for number, (rows, columns) in enumerate(ndimage.find_objects(parts), start=1):
        inside = rows.start > 0 and rows.stop < ink.shape[0] and columns.start > 0
        if not inside or columns.stop == ink.shape[1]:
            continue
        points = np.argwhere(parts[rows, columns] == number)
        yield points + np.array((top + rows.start, left + columns.start))
