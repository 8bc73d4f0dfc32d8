"""Normalise a scan: every staff line straight and level, 16 pixels to a staff space.

The map between sheet and scan, with r, c a sheet row and column, z = space_px / 16 and a the skew:

    level  = r + warp(r, c)
    row    = row_offset    + z * (c * sin a + level * cos a)
    column = column_offset + z * (c * cos a - level * sin a)

The page fields of the .mro record it: `skewangle` is a in 1/1024 degree, `spacing` is space_px in
1/1024 pixel, `rowoffset` and `coloffset` are the offsets in pixels. The warp, a few units at most
on a flat scan, has no field there.
"""

from collections.abc import Sequence

import numpy as np

from rastrum.model.arrays import Curve, Curves
from rastrum.model.page import Bitmap, Scale, Staff
from rastrum.model.sheet import UNITS_PER_SPACE, Sheet, SheetMap, SheetStaff, Strip
from rastrum_kernels.resample import resample

KNOT = 3.0 * UNITS_PER_SPACE
"""Distance of the knots of the warp; staves bend over tens of staff spaces."""

SAME_SIZE = 0.08
"""A staff within this share of the dominant size is stretched to it; others get a strip."""

STRIP_REACH_SP = 7
"""Own staff spaces that a strip shows above and below its staff."""

MARGIN = 8
"""Sheet pixels kept around the scan."""


def normalise(bitmap: Bitmap, scale: Scale, staves: Sequence[Staff]) -> Sheet:
    """Resample a page onto its sheet.

    Parameters
    ----------
    bitmap : Bitmap
        The scan.
    scale : Scale
        With the skew, from `find_staves`.
    staves : sequence of Staff
        Top to bottom.

    Returns
    -------
    sheet : Sheet
        Systems are left empty; each staff is a system of its own until `find_systems`.
    """
    ink = np.ascontiguousarray(bitmap.ink)
    bare = _place_sheet(ink.shape, scale)
    corners = np.array([0.0, 0.0, ink.shape[0], ink.shape[0]])
    sides = np.array([0.0, ink.shape[1], 0.0, ink.shape[1]])
    levels, columns = _to_level(bare, corners, sides)
    height, width = int(levels.max()) + MARGIN, int(columns.max()) + MARGIN
    knots: Curve = np.arange(0.0, width + KNOT, KNOT)
    placed = [_place_staff(bare, staff, knots) for staff in staves]
    mapping = _warp(bare, placed, knots)
    zoom = scale.space_px / UNITS_PER_SPACE
    grey = _resample(ink, mapping, height, width, zoom)
    sheet_staves = tuple(staff for staff, _ in placed)
    strips = tuple(
        _cut_strip(ink, mapping, number, staff, height, width)
        for number, staff in enumerate(sheet_staves)
        if staff.space != UNITS_PER_SPACE
    )
    grey.setflags(write=False)
    line = scale.line_px / zoom
    return Sheet(grey, sheet_staves, (), mapping, strips, line)


def to_page(mapping: SheetMap, rows: Curve, columns: Curve) -> tuple[Curve, Curve]:
    """Map sheet positions to scan positions.

    Parameters
    ----------
    mapping : SheetMap
        Of the sheet.
    rows, columns : (N,) float64 arrays
        On the sheet.

    Returns
    -------
    rows, columns : (N,) float64 arrays
        On the scan, pixels.
    """
    zoom = mapping.space_px / UNITS_PER_SPACE
    sine, cosine = np.sin(mapping.skew_rad), np.cos(mapping.skew_rad)
    level = rows + _warp_at(mapping, rows, columns)
    return (
        mapping.row_offset_px + zoom * (columns * sine + level * cosine),
        mapping.column_offset_px + zoom * (columns * cosine - level * sine),
    )


def to_sheet(mapping: SheetMap, rows: Curve, columns: Curve) -> tuple[Curve, Curve]:
    """Map scan positions to sheet positions; the inverse of `to_page`.

    Parameters
    ----------
    mapping : SheetMap
        Of the sheet.
    rows, columns : (N,) float64 arrays
        On the scan, pixels.

    Returns
    -------
    rows, columns : (N,) float64 arrays
        On the sheet.
    """
    level, sheet_columns = _to_level(mapping, rows, columns)
    result = level.copy()
    # The warp changes slowly with the row (well under 1 per row), so this contracts fast.
    for _ in range(40):
        result = level - _warp_at(mapping, result, sheet_columns)
    return result, sheet_columns


def _place_sheet(shape: tuple[int, ...], scale: Scale) -> SheetMap:
    """Choose offsets so that the whole scan lies on the sheet."""
    zoom = scale.space_px / UNITS_PER_SPACE
    sine, cosine = np.sin(scale.skew_rad), np.cos(scale.skew_rad)
    height, width = shape
    rows, columns = np.array([0.0, 0.0, height, height]), np.array([0.0, width, 0.0, width])
    level = (rows * cosine - columns * sine).min() - MARGIN * zoom
    across = (rows * sine + columns * cosine).min() - MARGIN * zoom
    none = np.zeros(1)
    return SheetMap(
        scale.skew_rad,
        scale.space_px,
        float(across * sine + level * cosine),
        float(across * cosine - level * sine),
        none,
        none,
        np.zeros((1, 1)),
    )


def _to_level(mapping: SheetMap, rows: Curve, columns: Curve) -> tuple[Curve, Curve]:
    """Scale and rotate scan positions, warp left aside."""
    zoom = mapping.space_px / UNITS_PER_SPACE
    sine, cosine = np.sin(mapping.skew_rad), np.cos(mapping.skew_rad)
    y = (rows - mapping.row_offset_px) / zoom
    x = (columns - mapping.column_offset_px) / zoom
    return y * cosine - x * sine, y * sine + x * cosine


def _warp_at(mapping: SheetMap, rows: Curve, columns: Curve) -> Curve:
    """Interpolate the warp, constant beyond its outermost knots."""
    r = np.interp(rows, mapping.rows, np.arange(len(mapping.rows)))
    c = np.interp(columns, mapping.knots, np.arange(len(mapping.knots)))
    r0 = np.minimum(r.astype(int), max(0, len(mapping.rows) - 2))
    c0 = np.minimum(c.astype(int), max(0, len(mapping.knots) - 2))
    r1, c1 = np.minimum(r0 + 1, len(mapping.rows) - 1), np.minimum(c0 + 1, len(mapping.knots) - 1)
    fr, fc = r - r0, c - c0
    warp = mapping.warp
    result: Curve = (1 - fr) * ((1 - fc) * warp[r0, c0] + fc * warp[r0, c1]) + fr * (
        (1 - fc) * warp[r1, c0] + fc * warp[r1, c1]
    )
    return result


def _place_staff(bare: SheetMap, staff: Staff, knots: Curve) -> tuple[SheetStaff, Curves]:
    """Level a staff; return it with the rows that its lines have there, knot by knot."""
    curves = []
    for line in staff.ys:
        level, columns = _to_level(bare, line, staff.xs)
        curves.append(np.interp(knots, columns, level))
    rows = np.array(curves)
    ends = _to_level(bare, staff.ys[0][[0, -1]], staff.xs[[0, -1]])[1]
    zoom = bare.space_px / UNITS_PER_SPACE
    own = staff.space_px / zoom
    usual = abs(own / UNITS_PER_SPACE - 1) <= SAME_SIZE
    space = float(UNITS_PER_SPACE) if usual else round(own * 4) / 4
    lines = len(staff.ys)
    # Only the stretch under the staff says where it is; beyond it curves are held constant.
    inside = (knots >= ends[0]) & (knots <= ends[1])
    middle = float(rows[:, inside].mean()) if inside.any() else float(rows.mean())
    top = round(middle - 2 * space)
    sheet_staff = SheetStaff(float(top), float(ends[0]), float(ends[1]), space, lines, 0, 0)
    return sheet_staff, rows


def _warp(bare: SheetMap, placed: Sequence[tuple[SheetStaff, Curves]], knots: Curve) -> SheetMap:
    """Give the warp at the outer lines of every staff."""
    rows: list[float] = []
    warp: list[Curve] = []
    for staff, levels in placed:
        for row, level in ((staff.highest, levels[0]), (staff.lowest, levels[-1])):
            if rows and row <= rows[-1]:
                continue  # staves side by side share one warp: the first one's
            rows.append(row)
            warp.append(level - row)
    if not rows:
        return bare
    return SheetMap(
        bare.skew_rad,
        bare.space_px,
        bare.row_offset_px,
        bare.column_offset_px,
        knots,
        np.array(rows),
        np.ascontiguousarray(np.array(warp)),
    )


def _resample(
    ink: np.ndarray, mapping: SheetMap, height: int, width: int, zoom: float
) -> np.ndarray:
    return resample(
        ink,
        height,
        width,
        mapping.row_offset_px,
        mapping.column_offset_px,
        zoom,
        mapping.skew_rad,
        mapping.knots,
        mapping.rows,
        mapping.warp,
    )


def _cut_strip(
    ink: np.ndarray, mapping: SheetMap, number: int, staff: SheetStaff, height: int, width: int
) -> Strip:
    """Resample the surroundings of a staff so that its own space is 16 pixels."""
    zoom = UNITS_PER_SPACE / staff.space
    top = max(0.0, staff.top - STRIP_REACH_SP * staff.space)
    bottom = min(float(height), staff.bottom + STRIP_REACH_SP * staff.space)
    scan_zoom = mapping.space_px / UNITS_PER_SPACE
    sine, cosine = np.sin(mapping.skew_rad), np.cos(mapping.skew_rad)
    local = SheetMap(
        mapping.skew_rad,
        mapping.space_px,
        mapping.row_offset_px + scan_zoom * top * cosine,
        mapping.column_offset_px - scan_zoom * top * sine,
        mapping.knots * zoom,
        (mapping.rows - top) * zoom,
        mapping.warp * zoom,
    )
    rows, columns = int((bottom - top) * zoom), int(width * zoom)
    grey = _resample(ink, local, rows, columns, scan_zoom / zoom)
    grey.setflags(write=False)
    return Strip(number, grey, zoom, top, 0.0)
