"""Trace the straight strokes of a page, exact to the pixel in the ink."""

from itertools import product

import numpy as np
from scipy import ndimage

from rastrum.model.detection import SURE, Detection, plane
from rastrum.model.sheet import INK, UNITS_PER_SPACE, Sheet
from rastrum.model.strokes import Stem, Strokes
from rastrum.model.vocabulary import STRIDE
from rastrum.staff.barlines import trace_barlines
from rastrum_kernels.runs import mask_runs
from rastrum_kernels.strokes import follow_vertical

SHORTEST_STEM_SP = 1.3
"""Grace notes and the stubs between a head and a low beam have the shortest stems."""

GAP, LEAN, SEAM_COVER = 4.0 * UNITS_PER_SPACE, 0.06, 0.96
"""Pieces of one stem: so far apart at most, leaning so many columns per row (old plates have stems
that lean by two degrees), and with ink in so many of the rows between. The network sees little of
a bare stem far outside the staff."""

THIN_COVER, BESIDE = 0.5, 0.4 * UNITS_PER_SPACE
"""What lies between pieces is a stem if fewer rows are inked so far beside it."""


FARTHEST, LEAST_GAIN = 9.0 * UNITS_PER_SPACE, 1.0 * UNITS_PER_SPACE
"""A stem is followed so far to a beam over another staff, if that is at least so much."""


def trace(sheet: Sheet, detection: Detection) -> Strokes:
    """Trace the straight strokes of a page.

    Parameters
    ----------
    sheet : Sheet
        Grey ink and staves.
    detection : Detection
        Masks that say where to look.

    Returns
    -------
    strokes : Strokes
        Stems in order of columns; barlines per staff, left to right.
    """
    stems = trace_stems(sheet, detection)
    barlines = trace_barlines(sheet, detection)
    return Strokes(tuple(stems), tuple(barlines))


def trace_stems(sheet: Sheet, detection: Detection) -> list[Stem]:
    """Trace the stems that the mask shows, and their pieces to one, in order of columns."""
    mask = plane(detection, "stem") > SURE
    # Close single broken cells along the stem.
    mask |= np.roll(mask, 1, axis=0) & np.roll(mask, -1, axis=0)
    labels, _ = ndimage.label(mask, structure=np.ones((3, 3)))
    boxes = []
    for box in ndimage.find_objects(labels):
        rows, columns = box
        height = (rows.stop - rows.start) * STRIDE
        if height < SHORTEST_STEM_SP * UNITS_PER_SPACE:
            continue
        top, bottom = rows.start * STRIDE, rows.stop * STRIDE
        for left, right in _split_columns(mask[box]):
            first, last = columns.start + left, columns.start + right
            boxes.append((top, bottom, first * STRIDE - 2, last * STRIDE + 2))
    if not boxes:
        return []
    array = np.array(boxes, np.int64)
    strokes = follow_vertical(sheet.grey, array, INK, 10, 2)
    stems = [Stem(float(x), float(top), float(bottom)) for x, top, bottom in strokes]
    joined = _join(sheet, sorted(stems, key=lambda s: s.column))
    return _reach_beams(sheet, plane(detection, "beam") > SURE, joined)


def _reach_beams(sheet: Sheet, beams: np.ndarray, stems: list[Stem]) -> list[Stem]:
    """Follow the stems whose ink goes on to a beam, of which the network saw but one end."""
    boxes = np.array([(s.top, s.bottom, s.column - 1, s.column + 2) for s in stems], np.int64)
    if not len(boxes):
        return []
    reach = int(FARTHEST)
    found = follow_vertical(sheet.grey, boxes, INK, reach, 2)
    rows = np.stack([found[:, 1] + 2, found[:, 2] - 2], axis=1).astype(np.int64) // STRIDE
    columns = found[:, :1].astype(np.int64) // STRIDE
    inside = (rows >= 0) & (rows < beams.shape[0]) & (columns < beams.shape[1])
    meets = np.zeros(rows.shape, bool)
    row, column = rows[inside], np.broadcast_to(columns, rows.shape)[inside]
    last = beams.shape[0] - 1, beams.shape[1] - 1
    for down, right in product((-1, 0, 1), repeat=2):
        meets[inside] |= beams[(row + down).clip(0, last[0]), (column + right).clip(0, last[1])]
    gains = np.stack([boxes[:, 0] - found[:, 1], found[:, 2] - boxes[:, 1]], axis=1)
    longer = meets & (gains >= LEAST_GAIN)
    result = list(stems)
    for n in np.flatnonzero(longer.any(axis=1)):
        stem = stems[n]
        if longer[n, 0] and _is_thin(sheet, stem.column, found[n, 1] + 16, stem.top):
            stem = Stem(stem.column, float(found[n, 1]), stem.bottom)
        if longer[n, 1] and _is_thin(sheet, stem.column, stem.bottom, found[n, 2] - 16):
            stem = Stem(stem.column, stem.top, float(found[n, 2]))
        result[n] = stem
    return result


def _is_thin(sheet: Sheet, column: float, top: float, bottom: float) -> bool:
    """Whether nothing but staff lines stands close beside a piece of a column."""
    off, rows = round(BESIDE), slice(int(top), max(int(top) + 1, int(bottom)))
    sides = (max(0, int(column) - off), min(sheet.grey.shape[1] - 1, int(column) + off))
    return all(bool((sheet.grey[rows, side] > INK).mean() < THIN_COVER) for side in sides)


def _join(sheet: Sheet, stems: list[Stem]) -> list[Stem]:
    """Make one of two pieces of a stem that ink goes on between, in order of columns."""
    joined: list[Stem] = []
    for stem in stems:
        near = len(joined)
        while near and stem.column - joined[near - 1].column <= LEAN * GAP + 1:
            near -= 1
        for n in range(near, len(joined)):
            upper, lower = sorted((stem, joined[n]), key=lambda s: s.top)
            if _goes_on(sheet, upper, lower):
                longer = max(stem, joined[n], key=lambda s: s.bottom - s.top)
                joined[n] = Stem(longer.column, upper.top, lower.bottom)
                break
        else:
            joined.append(stem)
    return sorted(joined, key=lambda s: s.column)


def _goes_on(sheet: Sheet, upper: Stem, lower: Stem) -> bool:
    """Whether a thin line of ink leads from the end of one piece of a stem to the next."""
    first, last = int(upper.bottom), int(lower.top)
    lean = LEAN * (last - first) + 1
    if not 0 < last - first <= GAP or abs(upper.column - lower.column) > lean:
        return False
    rows = np.arange(first, last)
    columns = np.linspace(upper.column, lower.column, len(rows)).astype(np.int64)
    ink = np.pad(sheet.grey[first:last] > INK, ((0, 0), (16, 16)))
    own = rows - first
    on = np.any([ink[own, columns + 16 + off] for off in (-1, 0, 1)], axis=0)
    off = round(BESIDE)
    beside = [ink[own, columns + 16 + side].mean() for side in (-off, off)]
    return bool(on.mean() >= SEAM_COVER and max(beside) < THIN_COVER)


def _split_columns(part: np.ndarray) -> list[tuple[int, int]]:
    """Split a component into the stems that touch in it: runs of columns with tall ink."""
    if part.shape[1] <= 3:
        return [(0, part.shape[1])]
    heights = part.sum(axis=0)
    tall = heights >= max(SHORTEST_STEM_SP * 4, 0.45 * heights.max())
    return [(start, stop) for start, stop in mask_runs(tall).tolist()]
