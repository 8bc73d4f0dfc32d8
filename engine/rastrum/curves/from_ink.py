"""Find curves by tracing their ink, whichever way it runs, steep ones and ones at a stem, too."""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from scipy import ndimage

from rastrum.curves.from_mask import GAP_PX, INK, THICKEST_PX, curve_mask
from rastrum.detection.components import label_cells
from rastrum.model.arrays import Grey
from rastrum.model.detection import Detection, Glyph
from rastrum.model.strokes import SeenArc
from rastrum.model.vocabulary import MASKS, NOTEHEADS, STRIDE
from rastrum_kernels.paths import trace_paths

HINT, LIKELY = 40, 100
"""Confidence (of 255) of cells that may be a curve's, and of the surest of them: with 75 a few more
letters are taken for curves."""

BESIDE_CELLS = 3
"""Paths run where the network sees a curve, within a block of so many cells: elsewhere, they would
go on along stems and beams."""

NEAR_PX, LOOK, BEND, WAYS, LONGEST = 2, 8, 0.6, 8, 1200
"""Tracing: pixels that ink may lie off the expected place, points (of 1.5 pixels each) that tell
how a path turns, radians that it may turn over these, directions in which it is begun, and points
of a path at most."""

TRACING = INK, NEAR_PX, THICKEST_PX, GAP_PX, LOOK, BEND, WAYS, LONGEST
"""What `rastrum_kernels.paths.trace_paths` is told of curves."""

RUN_CELLS, REST_CELLS = 2, 3
"""Cells beside the course of a known curve are its own; fewer that are left are a frayed end."""

START_PX = 8
"""Ink is looked for so far around the surest cell."""

SHORTEST_SP, SHED = 1.1, 3
"""Length of a curve at least, and how many points are taken off an end at a time, until what is
left is an arc: a path may have gone on along a stem."""

OFF_SP, OFF_SHARE = 0.1, 0.35
"""How far, root mean square, a path lies off its arc, or what share of its bulge: engravers bend
large slurs more at one end, and tall ones are round."""

LEAST_BULGE = 0.05
"""How far its middle is off the line between its ends, as a share of its length: sides of a
tuplet's bracket have less."""

MOST_TAKEN = 0.4
"""Share of a curve's points that lies in the boxes of flags, dynamics and other glyphs, at most."""

LONGER_SP, ON_SP, ON_SHARE = 0.7, 0.6, 0.25
"""A path that goes so far beyond the ends of a curve found already takes its place; both lie within
this of each other, or this share of the bulge."""

PART_SP, PART_SHARE, PART_END_SP = 0.4, 0.15, 0.5
"""Likewise, of two curves that were found otherwise: ties lie close under slurs."""

SAME_END_SP = 0.25
"""A piece that ends just where the whole curve does may have strayed at its other end, where a rest
hides both."""


def add_traced_arcs(bare: Grey, detection: Detection, arcs: Sequence[SeenArc]) -> list[SeenArc]:
    """Add curves that can be told only from their whole course.

    Parameters
    ----------
    bare : (H, W) uint8 array
        The sheet without lines and heads, see `rastrum.curves.ink`.
    detection : Detection
        Its mask of curves shows where to begin; ink of beams and glyphs is none.
    arcs : sequence of SeenArc
        Curves found already.

    Returns
    -------
    arcs : list of SeenArc
        These and new ones, without those that are only parts of another one.

    Notes
    -----
    From each place that the network is sure of, and that lies on no known curve, the ink that it
    sees as a curve's is traced both ways; what is an arc of it is a curve.
    O(cells + traced points + curves^2) time.
    """
    mask = curve_mask(detection)
    places = _places(bare, mask, arcs)
    known = list(arcs)
    if places:
        paths, stops = trace_paths(lit_ink(bare, mask), np.array(places), *TRACING)
        taken = _taken(detection, mask.shape)
        beam = detection.masks[MASKS.index("beam")]
        for place, (begin, end) in zip(places, pairwise(stops), strict=True):
            path = _trim(paths[begin:end], place)
            if path is None:
                continue
            cells = _cells_under(path, mask.shape)
            if taken[cells].mean() > MOST_TAKEN:
                continue
            arc = _fit(path)
            if arc is None or beam[cells].mean() > mask[cells].mean():
                continue
            if not any(_lies_on(arc, other) for other in known):
                rest = [a for a in known if not (_lies_on(a, arc) or _runs_along(path, a))]
                known = known if any(_meet(arc, other) for other in rest) else [*rest, arc]
    known.sort(key=lambda arc: arc.left[1] - arc.right[1])  # the longest first
    return [arc for n, arc in enumerate(known) if not any(_is_part(arc, a) for a in known[:n])]


def _places(bare: Grey, mask: Grey, arcs: Sequence[SeenArc]) -> list[tuple[float, float]]:
    """Return ink at the surest cell of each part that no known curve runs through."""
    known = np.zeros(mask.shape, bool)
    for arc in arcs:
        columns = np.arange(arc.left[1], arc.right[1])
        course = np.stack([arc.row(columns), columns], axis=1)
        known[_cells_under(course, mask.shape)] = True
    rest = np.where(ndimage.maximum_filter(known, 2 * RUN_CELLS + 1), 0, mask)
    labels, surest = label_cells(rest, HINT)
    places = []
    for number, box in enumerate(ndimage.find_objects(labels), start=1):
        if surest[number] < LIKELY or max(side.stop - side.start for side in box) < REST_CELLS:
            continue
        own = np.where(labels[box] == number, rest[box], 0)
        row, column = np.unravel_index(own.argmax(), own.shape)
        cell = np.array([box[0].start + row, box[1].start + column])
        place = ink_near(bare, *(cell * STRIDE + STRIDE // 2))
        if place is not None:
            places.append(place)
    return places


def lit_ink(bare: Grey, mask: Grey) -> Grey:
    """Return the ink where the network sees a curve, or right beside it."""
    lit = ndimage.maximum_filter(mask, BESIDE_CELLS) >= HINT
    lit = lit.repeat(STRIDE, axis=0).repeat(STRIDE, axis=1)
    ink: Grey = bare * lit[: bare.shape[0], : bare.shape[1]]
    return ink


def ink_near(bare: Grey, row: float, column: float) -> tuple[float, float] | None:
    """Return the middle of the pixel of ink that is nearest to a place, if one is near."""
    middle = np.array([row, column]).astype(np.int64)
    top, left = np.maximum(middle - START_PX, 0)
    ink = np.argwhere(bare[top : middle[0] + START_PX + 1, left : middle[1] + START_PX + 1] >= INK)
    if not len(ink):
        return None
    points = ink + np.array([top, left])
    nearest = points[np.square(points - middle).sum(axis=1).argmin()] + 0.5
    return float(nearest[0]), float(nearest[1])


def _taken(detection: Detection, shape: tuple[int, ...]) -> np.ndarray:
    """Return which cells lie in the box of a glyph that is no head."""
    taken = np.zeros(shape, bool)
    for glyph in detection.glyphs:
        if glyph.label not in NOTEHEADS:
            taken[_cells(glyph)] = True
    return taken


def _cells(glyph: Glyph) -> tuple[slice, slice]:
    sides = (glyph.row, glyph.height / 2), (glyph.column, glyph.width / 2)
    row, column = (
        slice(max(0, round((middle - half) / STRIDE)), max(0, round((middle + half) / STRIDE)))
        for middle, half in sides
    )
    return row, column


def _cells_under(path: np.ndarray, shape: tuple[int, ...]) -> tuple[np.ndarray, np.ndarray]:
    """Return rows and columns of the cells of a path's points."""
    rows, columns = (path[:, :2] // STRIDE).astype(np.int64).T
    return rows.clip(0, shape[0] - 1), columns.clip(0, shape[1] - 1)


def _trim(path: np.ndarray, place: tuple[float, float]) -> np.ndarray | None:
    """Take off the ends of a path what belongs to no arc through the place where it began."""
    if len(path) < SHED * 3:
        return None
    begun = int(np.square(path[:, :2] - place).sum(axis=1).argmin())
    firsts, lasts = range(0, begun + 1, SHED), range(len(path), begun, -SHED)
    ways = (
        [(0, last) for last in lasts],
        [(first, len(path)) for first in firsts],
        list(zip(firsts, lasts, strict=False)),
    )
    fitting = [
        next((part for part in way if _misfit(path[slice(*part)]) <= 0), (0, 0)) for way in ways
    ]
    first, last = max(fitting, key=lambda part: part[1] - part[0])
    return path[first:last] if last - first >= SHED * 3 else None


def _misfit(path: np.ndarray) -> float:
    bulge, off = _bend(path)
    return off - max(OFF_SP * 16, OFF_SHARE * abs(bulge))


def _bend(path: np.ndarray) -> tuple[float, float]:
    """Return the bulge of the arc that fits a path best, and how far the path lies off it."""
    along = path[-1, :2] - path[0, :2]
    length = max(1.0, float(np.hypot(*along)))
    share = (path[:, :2] - path[0, :2]) @ along / length**2
    away = (path[:, :2] - path[0, :2]) @ (-along[1], along[0]) / length
    shape = 4 * share * (1 - share)
    bulge = float(away @ shape / max(1e-9, float(shape @ shape)))
    return bulge, float(np.sqrt(np.square(away - bulge * shape).mean()))


def _fit(path: np.ndarray) -> SeenArc | None:
    """Return the arc of a path, if it is a curve's: thin, and thinner at its ends."""
    if path[0, 1] > path[-1, 1]:
        path = path[::-1]
    down, right = path[-1, :2] - path[0, :2]
    length = float(np.hypot(down, right))
    bulge, _ = _bend(path)
    if length < SHORTEST_SP * 16 or right < length / 4 or abs(bulge) < LEAST_BULGE * length:
        return None
    thickness, quarter = path[:, 2], len(path) // 4
    middle = float(np.median(thickness[quarter:-quarter]))
    if max(float(thickness[:SHED].mean()), float(thickness[-SHED:].mean())) > middle + 1:
        return None
    left, right = ((float(row), float(column)) for row, column, _ in (path[0], path[-1]))
    return SeenArc(left, right, bulge)


def _has(arc: SeenArc, place: tuple[float, float], reach: float, beyond: float = 0.0) -> bool:
    """Whether a place lies on a curve, or within so much beyond its ends."""
    share, off = arc.off(place)
    length = float(np.hypot(arc.right[0] - arc.left[0], arc.right[1] - arc.left[1]))
    return -beyond <= share * length <= length + beyond and off <= reach


def _lies_on(arc: SeenArc, other: SeenArc) -> bool:
    """Whether a curve is another one, or a part of it."""
    reach = max(ON_SP * 16, ON_SHARE * abs(other.bulge))
    return all(_has(other, end, reach, LONGER_SP * 16) for end in (arc.left, arc.right))


def _runs_along(path: np.ndarray, arc: SeenArc) -> bool:
    """Whether the ends and the middle of a curve lie on a path: tall slurs are no parabolas."""
    places = np.array([arc.left, arc.middle, arc.right])
    away = np.square(path[:, None, :2] - places).sum(axis=2).min(axis=0)
    return bool((away < (ON_SP * 16) ** 2).all())


def _is_part(arc: SeenArc, other: SeenArc) -> bool:
    """Whether a curve is a part of a longer one, with its middle, too, and an end or both."""
    reach = max(PART_SP * 16, PART_SHARE * abs(other.bulge))
    if not _has(other, arc.middle, reach):
        return False
    on = [_has(other, end, reach, PART_END_SP * 16) for end in (arc.left, arc.right)]
    pairs = zip((arc.left, arc.right), (other.left, other.right), strict=True)
    same = [max(abs(a[0] - b[0]), abs(a[1] - b[1])) <= SAME_END_SP * 16 for a, b in pairs]
    return all(on) or (any(same) and arc.bulge * other.bulge > 0)


def _meet(arc: SeenArc, other: SeenArc) -> bool:
    """Whether the middle of one of two curves lies on the other."""
    return _has(arc, other.middle, ON_SP * 16) or _has(other, arc.middle, ON_SP * 16)
