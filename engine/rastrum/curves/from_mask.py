"""Find slurs, ties and phrase marks: thin curves, each as an arc of a circle."""

from collections.abc import Sequence

import numpy as np
from scipy import ndimage

from rastrum.curves.cusps import Followed, split_course, stop_at_cusps
from rastrum.curves.ink import TRACE
from rastrum.detection.components import label_cells
from rastrum.model.arrays import Grey
from rastrum.model.detection import Detection
from rastrum.model.strokes import SeenArc
from rastrum.model.vocabulary import MASKS, STRIDE
from rastrum_kernels.curves import follow_curves

SURE, POSSIBLE = 128, 70
"""Confidence (of 255) of a curve's surest cell, and of the cells that belong to it."""

SHORTEST_SP = 0.8
"""Ties between close heads are hardly longer than a space, without their thin ends shorter."""

THICKEST_SP = 1.2
"""Curves are thinner on average; what is thicker is a blot."""

LEAST_PIECE_SP = 0.7
"""The network must have seen at least so much of a curve; the rest is followed in the ink."""

END_CELLS = 5
"""Cells of a piece that say how steep its end is."""

INK, NEAR_PX, THICKEST_PX, GAP_PX = 64, 3, 9, 9
"""Following: grey of ink, rows that it may stray from where it is expected, thickness of a curve,
and columns over which a stem or a staff line may hide it: with 12 fewer ties are found, with 6
fewer slurs."""

LOOK_PX, KINK = 8, 0.35
"""So many columns behind a gap must go on as steeply as before it, but for so much: where a tie
ends, the next one begins. With 6 and 0.2 fewer curves are found."""

FOLLOWING = INK, NEAR_PX, THICKEST_PX, GAP_PX, LOOK_PX, KINK, TRACE
"""What `rastrum_kernels.curves.follow_curves` is told of the curves of a bare sheet."""

SAME_SP, SAME_ROWS_SP, SAME_ENDS_SP = 0.4, 0.8, 1.0
"""Pieces so near to a curve that was followed already, or that end so near (in rows and in
columns), are parts of it; ties of a third lie a space apart."""

TOGETHER_SP, SAME_SHARE = 2.5, 0.4
"""Curves that run together over such a length are one; where one ends on the next, slurs share
less. Strongly curved ones are no parabolas: so much of their sagitta may they lie off each other.
"""

LEAST_DRAWN_SP, DRAWN_SP, HINTED, HINTED_SHARE = 2.0, 3.0, 30, 0.7
"""Where the ink of so long a curve seems to end, it goes on, for so much at most, where the network
sees it in that share of the cells, so surely: a staff line that it crosses at a small angle hides
it for as long."""

LONG_SP = 6.0
"""A shorter one must have had its ends on what is drawn: it may have run on along a hairpin."""

FORK_SHARE = 0.3
"""Where this share of a curve's columns show two branches, two curves touch at an end."""

STRAIGHT_SP, STRAIGHT_SHARE, STRAIGHT_LENGTH_SP = 0.1, 0.014, 2.5
"""What bulges less, or by a smaller share of its length, over such a length is a straight line: of
a volta, of a lyric, of a trill."""

STEEP, STEEP_SHARE = 0.5, 0.05
"""Shorter ones are straight if they rise so much a column and bulge by a smaller share of their
length: the strokes through stems that mean a tremolo."""


def find_arcs(bare: Grey, detection: Detection) -> tuple[SeenArc, ...]:
    """Find the curves of a page.

    Parameters
    ----------
    bare : (H, W) uint8 array
        The sheet without lines and heads, see `rastrum.curves.ink`.
    detection : Detection
        Its mask of curves shows where they run.

    Returns
    -------
    arcs : tuple of SeenArc
        From left to right.

    Notes
    -----
    Pieces that the network saw are followed in the ink to the curve's ends; pieces of a curve that
    was followed already are dropped. O(cells + curves^2) time.
    """
    mask = curve_mask(detection)
    labels, surest = label_cells(mask, POSSIBLE)
    pieces: list[np.ndarray] = []
    for number, box in enumerate(ndimage.find_objects(labels), start=1):
        if (box[1].stop - box[1].start) * STRIDE < LEAST_PIECE_SP * 16 or surest[number] < SURE:
            continue
        own = np.where(labels[box] == number, mask[box], 0)
        top, left = box[0].start, box[1].start
        pieces += [
            (part + (top, left) + 0.5) * STRIDE
            for course in _courses(own)
            for part in split_course(course)
        ]
    arcs: list[SeenArc] = []
    courses: list[np.ndarray] = []
    hints = ndimage.maximum_filter(detection.masks[MASKS.index("slur")], (3, 1))
    drawn = [
        (piece, *_draw_out(bare, hints, piece, first, last))
        for piece, first, last in stop_at_cusps(_follow(bare, pieces))
    ]
    # Drawn out, a curve may run into the next one once more.
    for piece, left, right in stop_at_cusps(drawn):
        middle = piece[len(piece) // 2]
        if right[1] - left[1] < SHORTEST_SP * 16:
            continue
        if is_known(middle, left, right, arcs):
            continue
        arc = SeenArc(left, right, _bulge(piece, left, right))
        if not _is_straight(arc) and not _lies_on_beam(arc, detection):
            arcs.append(arc)
            courses.append(piece)
    return tuple(unite_arcs(arcs, courses))


def curve_mask(detection: Detection) -> Grey:
    """Return the confidence that a cell is a curve's, 0 where it is rather a beam's or a hairpin's.

    Parameters
    ----------
    detection : Detection

    Returns
    -------
    mask : (R, C) uint8 array
        New.
    """
    mask: Grey = detection.masks[MASKS.index("slur")].copy()
    for other in ("beam", "hairpin"):
        mask[detection.masks[MASKS.index(other)] > mask] = 0
    return mask


def _draw_out(
    bare: Grey,
    hints: Grey,
    piece: np.ndarray,
    left: tuple[float, float],
    right: tuple[float, float],
) -> tuple[tuple[float, float], tuple[float, float]]:
    """Return the ends of a curve where the network sees it beyond those of its ink."""
    if right[1] - left[1] < LEAST_DRAWN_SP * 16:
        return left, right
    arc = SeenArc(left, right, _bulge(piece, left, right))
    if _is_straight(arc):
        return left, right
    ends = []
    for (row, column), way in ((left, -1), (right, 1)):
        end = row, column
        columns = column + way * STRIDE * np.arange(1, int(DRAWN_SP * 16 / STRIDE))
        rows = arc.row(columns)
        cells = (rows // STRIDE).astype(np.int64), (columns // STRIDE).astype(np.int64)
        inside = (cells[0] >= 0) & (cells[0] < len(hints)) & (cells[1] >= 0)
        inside &= cells[1] < hints.shape[1]
        hinted = np.zeros(len(columns), bool)
        hinted[inside] = hints[cells[0][inside], cells[1][inside]] >= HINTED
        share = hinted.cumsum() / np.arange(1, len(hinted) + 1)
        far = np.flatnonzero(hinted & (share >= HINTED_SHARE))
        if len(far) and far[-1] >= 2:
            n = far[-1]
            slope = (rows[n] - rows[n - 1]) / (columns[n] - columns[n - 1])
            start = np.array([(rows[n], columns[n], slope, float(way))])
            found = follow_curves(
                bare, start, INK, NEAR_PX, THICKEST_PX, GAP_PX, LOOK_PX, KINK, TRACE
            )
            end = float(found[0, 0]), float(found[0, 1])
        ends.append(end)
    if right[1] - left[1] <= LONG_SP * 16:
        drawn = SeenArc(ends[0], ends[1], _bulge(piece, ends[0], ends[1]))
        if any(drawn.off(end)[1] > SAME_ROWS_SP * 16 for end in (left, right)):
            return left, right
    return ends[0], ends[1]


def _is_straight(arc: SeenArc) -> bool:
    length = arc.right[1] - arc.left[1]
    if length < STRAIGHT_LENGTH_SP * 16:
        steep = abs(arc.right[0] - arc.left[0]) > STEEP * length
        return steep and abs(arc.bulge) < STEEP_SHARE * length
    return abs(arc.bulge) < max(STRAIGHT_SP * 16, STRAIGHT_SHARE * length)


def _lies_on_beam(arc: SeenArc, detection: Detection) -> bool:
    """Whether the network takes a curve for a beam, on average along its course."""
    slur, beam = (detection.masks[MASKS.index(name)] for name in ("slur", "beam"))
    columns = np.arange(arc.left[1], arc.right[1], STRIDE)
    rows = arc.row(columns)
    cells = (
        (rows // STRIDE).astype(np.int64).clip(0, len(slur) - 1),
        (columns // STRIDE).astype(np.int64),
    )
    return bool(beam[cells].mean() > max(SURE, slur[cells].mean()))


def unite_arcs(arcs: Sequence[SeenArc], courses: Sequence[np.ndarray]) -> list[SeenArc]:
    """Make one of curves that run together: each was followed from another of its pieces.

    Parameters
    ----------
    arcs : sequence of SeenArc
    courses : sequence of (N, 2) float64 array
        Rows and columns of each curve's piece.

    Returns
    -------
    arcs : list of SeenArc
        From left to right.
    """
    order = sorted(range(len(arcs)), key=lambda n: arcs[n].left[1])
    united: list[tuple[SeenArc, np.ndarray]] = []
    for arc, course in ((arcs[n], courses[n]) for n in order):
        for n, (other, known) in enumerate(united):
            if _run_together(other, arc):
                right = max(other.right, arc.right, key=lambda end: end[1])
                both = np.concatenate([known, course])
                both = both[both[:, 1].argsort()]
                united[n] = SeenArc(other.left, right, _bulge(both, other.left, right)), both
                break
        else:
            united.append((arc, course))
    return [arc for arc, _ in united]


def _run_together(first: SeenArc, second: SeenArc) -> bool:
    """Whether the second of two curves, in order of their left ends, runs along the first."""
    begin, end = second.left[1], min(first.right[1], second.right[1])
    if end - begin < TOGETHER_SP * 16 or (first.bulge > 0) != (second.bulge > 0):
        return False
    reach = max(SAME_SP * 16, SAME_SHARE * max(abs(first.bulge), abs(second.bulge)))
    return all(abs(first.row(column) - second.row(column)) < reach for column in (begin, end))


def _courses(own: np.ndarray) -> list[np.ndarray]:
    """Return the rows and columns (N, 2) of one curve, or of two that touch."""
    filled = own > 0
    columns = np.flatnonzero(filled.any(axis=0))
    thickness = np.count_nonzero(filled) / len(columns)
    if thickness > THICKEST_SP * 16 / STRIDE and len(columns) < len(filled):
        return []
    begins = filled[0] + (filled[1:] > filled[:-1]).sum(axis=0)
    forked = begins[columns] > 1
    if forked.mean() < FORK_SHARE:
        weights = own.astype(np.float64)
        middle = (np.arange(len(own)) @ weights)[columns] / weights.sum(axis=0)[columns]
        return [np.stack([middle, columns.astype(np.float64)], axis=1)]
    upper = filled.argmax(axis=0)[columns].astype(np.float64)
    lower = len(own) - 1 - filled[::-1].argmax(axis=0)[columns].astype(np.float64)
    return [np.stack([side, columns.astype(np.float64)], axis=1) for side in (upper, lower)]


def _follow(grey: Grey, pieces: list[np.ndarray]) -> list[Followed]:
    """Follow each piece in the ink to both ends; return the longest piece first."""
    pieces = sorted(pieces, key=len, reverse=True)
    starts = []
    for piece in pieces:
        count = min(END_CELLS, len(piece))
        for end, direction in ((piece[:count], -1.0), (piece[-count:], 1.0)):
            slope = _slope(end)
            row, column = end[0] if direction < 0 else end[-1]
            starts.append((row, column, slope, direction))
    if not starts:
        return []
    ends = follow_curves(
        grey, np.array(starts), INK, NEAR_PX, THICKEST_PX, GAP_PX, LOOK_PX, KINK, TRACE
    )
    places = [(float(row), float(column)) for row, column in ends]
    return list(zip(pieces, places[::2], places[1::2], strict=True))


def _slope(points: np.ndarray) -> float:
    """Return the slope of the line that fits points (N, 2) of row and column best."""
    rows, columns = points.T
    across = columns - columns.sum() / len(columns)
    return float((across * rows).sum() / (across * across).sum())


def is_known(
    middle: np.ndarray,
    left: tuple[float, float],
    right: tuple[float, float],
    arcs: Sequence[SeenArc],
) -> bool:
    """Whether a curve of this middle and these ends is among those found."""
    place = float(middle[0]), float(middle[1])
    return any(_lies_on(place, arc) or _ends_alike(left, right, arc) for arc in arcs)


def _lies_on(point: tuple[float, float], arc: SeenArc) -> bool:
    row, column = point
    inside = arc.left[1] <= column <= arc.right[1]
    return inside and bool(abs(arc.row(column) - row) < SAME_SP * 16)


def _ends_alike(left: tuple[float, float], right: tuple[float, float], arc: SeenArc) -> bool:
    (row, column), (last_row, last_column) = left, right
    reach, off = SAME_ENDS_SP * 16, SAME_ROWS_SP * 16
    return (
        abs(column - arc.left[1]) < reach
        and abs(last_column - arc.right[1]) < reach
        and abs(row - arc.left[0]) < off
        and abs(last_row - arc.right[0]) < off
    )


def _bulge(piece: np.ndarray, left: tuple[float, float], right: tuple[float, float]) -> float:
    """Return how far a curve's middle is off its chord, judged by the piece's own middle."""
    third = piece[len(piece) // 3 : len(piece) - len(piece) // 3]
    share = np.clip((third[:, 1] - left[1]) / (right[1] - left[1]), 0.12, 0.88)
    off = left[0] + share * (right[0] - left[0]) - third[:, 0]
    return float(np.median(off / (4 * share * (1 - share))))
