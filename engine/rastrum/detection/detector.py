"""Detect glyphs and stroke masks on the normalised sheet with the shipped network."""

from dataclasses import replace
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from rastrum.detection.merge import join_waves, unique
from rastrum.detection.networks import open_network
from rastrum.detection.operating_points import operating_points
from rastrum.model.arrays import Grey, Planes
from rastrum.model.detection import Detection, Glyph
from rastrum.model.sheet import (
    UNITS_PER_SPACE,
    Sheet,
    Strip,
)
from rastrum.model.vocabulary import GLYPHS, MASKS, STRIDE
from rastrum_kernels.peaks import find_peaks

WEIGHTS = "detector.onnx"

REACH = 9 * UNITS_PER_SPACE
"""Staff spaces looked at above the first and below the last staff: 8 of ledger notes, 1 more."""

SIDE = 3 * UNITS_PER_SPACE
"""Staff spaces looked at left and right of the staves: braces and the last barline's dots."""

BAND_ROWS = 760
"""Rows that go through the network at once, at most: a fifth less memory than with 1000, in the
same time; an A4 page takes four bands."""

OVERLAP_ROWS = 32
"""Rows that neighbouring bands share: two staff spaces of context on each side of the cut."""

CUT_REACH = 0.12
"""How far from its even place, as a share of a band, a cut may lie."""

_MULTIPLE = 8


def detect(sheet: Sheet, *, margins: bool = False) -> Detection:
    """Find every glyph, and where stems, beams and other strokes are.

    Parameters
    ----------
    sheet : Sheet
        16 pixels to a staff space.
    margins : bool
        Look for text above and below the music, too: titles and footers.

    Returns
    -------
    detection : Detection
        Glyphs in reading order of rows; masks in cells of 4 by 4 sheet pixels. Staves of
        another size are looked at on their own strip, and what was found there replaces what
        the sheet shows in the same rows.

    Notes
    -----
    Centres are peaks of a heat map, boxes are regressed at the centre (Zhou et al., "Objects as
    Points", 2019). O(pixels) time.
    """
    height, width = sheet.grey.shape
    rows, columns = -(-height // STRIDE), -(-width // STRIDE)
    masks: Planes = np.zeros((len(MASKS), rows, columns), np.uint8)
    glyphs: list[Glyph] = []
    if sheet.staves:
        reach = REACH
        top = max(0, int(min(s.top for s in sheet.staves)) - reach)
        bottom = min(height, int(max(s.bottom for s in sheet.staves)) + reach)
        top -= top % _MULTIPLE
        left = max(0, int(min(s.left for s in sheet.staves)) - SIDE)
        right = min(width, int(max(s.right for s in sheet.staves)) + SIDE)
        left -= left % _MULTIPLE
        part = np.zeros((len(MASKS), rows, -(-(right - left) // STRIDE)), np.uint8)
        grey = np.ascontiguousarray(sheet.grey[:, left:right])
        if margins:
            _look(grey, 0, top, part)
            _look(grey, bottom, height, part)
            part[[name != "text" for name in MASKS]] = 0
        seen = _look(grey, top, bottom, part)
        first = left // STRIDE
        masks[:, :, first : first + part.shape[2]] = part
        glyphs += [replace(g, column=g.column + left) for g in seen]
    for strip in sheet.strips:
        glyphs = _replace_strip(sheet, strip, glyphs, masks)
    glyphs.sort(key=lambda g: (g.row, g.column))
    masks.setflags(write=False)
    return Detection(tuple(glyphs), masks, operating_points())


class _Told(NamedTuple):
    """What the network says of the cells that may hold a glyph."""

    cells: np.ndarray
    """(K,) int64, counted row by row."""
    centres: np.ndarray
    """(classes, K) float32, logarithm of the odds that a glyph's centre is here."""
    geometry: np.ndarray
    """(4, K) float32: the centre's place in its cell, and the logarithm of its box's sides."""


def find_glyphs(grey: Grey) -> list[Glyph]:
    """Find the glyphs on a piece of sheet.

    Parameters
    ----------
    grey : (H, W) uint8 array
        16 pixels to a staff space, 255 ink.

    Returns
    -------
    glyphs : list of Glyph
        The surest first.
    """
    rows, columns = -(-grey.shape[0] // STRIDE), -(-grey.shape[1] // STRIDE)
    return _look(grey, 0, len(grey), np.zeros((len(MASKS), rows, columns), np.uint8))


def _look(grey: Grey, top: int, bottom: int, masks: Planes) -> list[Glyph]:
    """Run the network band by band over rows top..bottom; fill `masks` and return glyphs."""
    glyphs: list[Glyph] = []
    cuts = _choose_cuts(grey, top, bottom) if top < bottom else []
    for start, stop in pairwise(cuts):
        upper, lower = max(0, start - OVERLAP_ROWS), min(len(grey), stop + OVERLAP_ROWS)
        told, planes = _run(grey[upper:lower])
        skip, keep = (start - upper) // STRIDE, -(-(stop - upper) // STRIDE)
        first = start // STRIDE
        count = min(keep - skip, masks.shape[1] - first, planes.shape[1] - skip)
        columns = masks.shape[2]
        masks[:, first : first + count] = planes[:, skip : skip + count, :columns]
        glyphs += _read_peaks(told, planes.shape[1:], skip, skip + count, upper)
    return unique(join_waves(glyphs))


def _choose_cuts(grey: Grey, top: int, bottom: int) -> list[int]:
    """Cut rows into bands where there is least ink, so that little context is lost."""
    bands = max(1, -(-(bottom - top) // BAND_ROWS))
    step = (bottom - top) / bands
    reach = int(step * CUT_REACH)
    cuts = [top]
    for number in range(1, bands):
        middle = top + int(number * step)
        rows = np.arange(middle - reach, middle + reach, _MULTIPLE)
        rows -= rows % _MULTIPLE
        ink = [int(grey[max(0, r - 8) : r + 8].sum(dtype=np.int64)) for r in rows]
        cuts.append(int(rows[int(np.argmin(ink))]))
    return [*cuts, bottom]


def _run(grey: Grey) -> tuple[_Told, Planes]:
    height, width = grey.shape
    padded = np.zeros((1, 1, -(-height // 8) * 8, -(-width // 8) * 8), np.float32)
    padded[0, 0, :height, :width] = grey
    cells, centres, geometry, masks = open_network(WEIGHTS).run(None, {"sheet": padded})
    return _Told(cells, centres, geometry), masks[0]


def _read_peaks(
    told: _Told, shape: tuple[int, int], first: int, last: int, upper: int
) -> list[Glyph]:
    least = np.array([operating_points()[label].listed for label in GLYPHS], np.float32)
    labels, found = find_peaks(told.cells, told.centres, np.log(least / (1 - least)), shape).T
    rows, columns = np.divmod(told.cells[found], shape[1])
    inside = (rows >= first) & (rows < last)
    labels, found, rows, columns = labels[inside], found[inside], rows[inside], columns[inside]
    dy, dx, log_height, log_width = told.geometry[:, found]
    return [
        Glyph(GLYPHS[label], float(y), float(x), float(h), float(w), float(score))
        for label, y, x, h, w, score in zip(
            labels,
            (rows + 0.5 + np.clip(dy, -1.5, 1.5)) * STRIDE + upper,
            (columns + 0.5 + np.clip(dx, -1.5, 1.5)) * STRIDE,
            np.exp(np.clip(log_height, -2, 5)) * STRIDE,
            np.exp(np.clip(log_width, -2, 5)) * STRIDE,
            1 / (1 + np.exp(-told.centres[labels, found])),
            strict=True,
        )
    ]


def _replace_strip(sheet: Sheet, strip: Strip, glyphs: list[Glyph], masks: Planes) -> list[Glyph]:
    """Put what a strip shows in place of what the sheet shows around the strip's staff."""
    planes: Planes = np.zeros(
        (len(MASKS), -(-strip.grey.shape[0] // STRIDE), -(-strip.grey.shape[1] // STRIDE)),
        np.uint8,
    )
    found = [
        Glyph(
            g.label,
            strip.row + g.row / strip.zoom,
            strip.column + g.column / strip.zoom,
            g.height / strip.zoom,
            g.width / strip.zoom,
            g.score,
        )
        for g in _look(strip.grey, 0, strip.grey.shape[0], planes)
    ]
    top, bottom = territory(sheet, strip)
    first, last = int(top // STRIDE), int(min(bottom // STRIDE, masks.shape[1]))
    rows = (((np.arange(first, last) + 0.5) * STRIDE - strip.row) * strip.zoom) // STRIDE
    columns = (((np.arange(masks.shape[2]) + 0.5) * STRIDE - strip.column) * strip.zoom) // STRIDE
    row_ok = (rows >= 0) & (rows < planes.shape[1])
    column_ok = (columns >= 0) & (columns < planes.shape[2])
    target = np.ix_(
        np.arange(len(MASKS)), np.arange(first, last)[row_ok], np.flatnonzero(column_ok)
    )
    source = np.ix_(
        np.arange(len(MASKS)),
        rows[row_ok].astype(np.int64),
        columns[column_ok].astype(np.int64),
    )
    masks[target] = planes[source]
    outside = [g for g in glyphs if not top <= g.row < bottom]
    return outside + [g for g in found if top <= g.row < bottom]


def territory(sheet: Sheet, strip: Strip) -> tuple[float, float]:
    """Return the rows nearer to a strip's staff than to any other."""
    staff = sheet.staves[strip.staff]
    above = [s.bottom for s in sheet.staves if s.bottom < staff.top]
    below = [s.top for s in sheet.staves if s.top > staff.bottom]
    top = (max(above) + staff.top) / 2 if above else 0.0
    bottom = (min(below) + staff.bottom) / 2 if below else float(len(sheet.grey))
    reach = strip.row, strip.row + len(strip.grey) / strip.zoom
    return max(top, reach[0], 0.0), min(bottom, reach[1])
