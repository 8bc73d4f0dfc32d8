"""Resample a scan onto the normalised sheet."""

import math

import numpy as np

from rastrum_kernels._jit import kernel


@kernel
def resample(
    ink: np.ndarray,
    height: int,
    width: int,
    origin_row: float,
    origin_column: float,
    zoom: float,
    skew: float,
    knots: np.ndarray,
    rows: np.ndarray,
    warp: np.ndarray,
) -> np.ndarray:
    """Average the ink under every sheet pixel.

    Parameters
    ----------
    ink : (H, W) bool array, C order
        The scan.
    height, width : int
        Size of the sheet.
    origin_row, origin_column : float
        Scan position of the sheet's corner.
    zoom : float
        Scan pixels to a sheet pixel.
    skew : float
        Radians, positive where the scan's staves run down to the right.
    knots, rows : (K,), (R,) float64 arrays
        Sheet columns and rows at which the warp is given, ascending; K, R >= 1.
    warp : (R, K) float64 array
        Sheet rows to add before rotating; linear between, constant beyond.

    Returns
    -------
    grey : (height, width) uint8 array
        0 paper, 255 ink; new, the caller's.

    Notes
    -----
    Where the scan is larger, n by n samples spread over the pixel's footprint, n = ceil(zoom) and
    at least 2: a box average. Where it is smaller, bilinear interpolation. Outside the scan is
    paper. O(height width zoom^2) time.
    """
    grey = np.zeros((height, width), np.uint8)
    sine, cosine = math.sin(skew), math.cos(skew)
    samples = max(2, int(math.ceil(zoom))) if zoom > 1.0 else 1
    offsets = np.zeros(samples, np.float64)
    for i in range(samples):
        offsets[i] = zoom * ((i + 0.5) / samples - 0.5) + 0.5
    # A division for every pixel would take longer than the sampling.
    greys = np.zeros(samples * samples + 1, np.uint8)
    for i in range(len(greys)):
        greys[i] = np.uint8(i * 255 // (samples * samples))
    last = len(knots) - 1
    line = np.zeros(last + 1, np.float64)
    band = 0
    for row in range(height):
        while band + 1 < len(rows) and rows[band + 1] <= row:
            band += 1
        share = 0.0
        if row > rows[0] and band + 1 < len(rows):
            share = (row - rows[band]) / (rows[band + 1] - rows[band])
        below = min(band + 1, len(rows) - 1)
        for k in range(last + 1):
            line[k] = warp[band, k] + share * (warp[below, k] - warp[band, k])
        # Between two knots scan positions are linear in the column.
        begin = 0
        for piece in range(-1, last + 1):
            stop = width if piece == last else min(width, int(math.ceil(knots[piece + 1])))
            if stop <= begin:
                continue
            slope, level = 0.0, row + line[max(piece, 0)]
            if 0 <= piece < last:
                slope = (line[piece + 1] - line[piece]) / (knots[piece + 1] - knots[piece])
                level += slope * (begin - knots[piece])
            _fill(
                grey[row, begin:stop],
                ink,
                offsets,
                greys,
                origin_row + zoom * (begin * sine + level * cosine),
                origin_column + zoom * (begin * cosine - level * sine),
                zoom * (sine + slope * cosine),
                zoom * (cosine - slope * sine),
            )
            begin = stop
    return grey


@kernel
def _fill(
    grey: np.ndarray,
    ink: np.ndarray,
    offsets: np.ndarray,
    greys: np.ndarray,
    y0: float,
    x0: float,
    down: float,
    across: float,
) -> None:
    """Fill sheet pixels whose scan positions are y0 + n down, x0 + n across."""
    scan_height, scan_width = ink.shape
    count, samples = len(grey), len(offsets)
    if samples == 1:
        for n in range(count):
            y, x = y0 + n * down, x0 + n * across
            top, left = int(math.floor(y)), int(math.floor(x))
            fy, fx = y - top, x - left
            value = 0.0
            for dy in range(2):
                for dx in range(2):
                    r, c = top + dy, left + dx
                    if 0 <= r < scan_height and 0 <= c < scan_width and ink[r, c]:
                        value += (fy if dy else 1.0 - fy) * (fx if dx else 1.0 - fx)
            grey[n] = np.uint8(value * 255.0 + 0.5)
        return
    margin = offsets[samples - 1] + 1.0
    y1, x1 = y0 + (count - 1) * down, x0 + (count - 1) * across
    if (
        min(y0, y1) > margin
        and min(x0, x1) > margin
        and max(y0, y1) + margin < scan_height
        and max(x0, x1) + margin < scan_width
    ):
        # Well inside, truncation is floor and nothing needs a bounds check.
        if samples == 2:
            first, second = offsets[0], offsets[1]
            for n in range(count):
                y, x = y0 + n * down, x0 + n * across
                # Unsigned, so that no index is looked at for being negative.
                r0, r1 = np.uint32(y + first), np.uint32(y + second)
                c0, c1 = np.uint32(x + first), np.uint32(x + second)
                upper = np.uint8(ink[r0, c0]) + np.uint8(ink[r0, c1])
                grey[n] = greys[upper + np.uint8(ink[r1, c0]) + np.uint8(ink[r1, c1])]
            return
        for n in range(count):
            y, x = y0 + n * down, x0 + n * across
            total = 0
            for i in range(samples):
                r = int(y + offsets[i])
                for j in range(samples):
                    total += ink[r, int(x + offsets[j])]
            grey[n] = greys[total]
        return
    for n in range(count):
        y, x = y0 + n * down, x0 + n * across
        total = 0
        for i in range(samples):
            r = int(math.floor(y + offsets[i]))
            if r < 0 or r >= scan_height:
                continue
            for j in range(samples):
                c = int(math.floor(x + offsets[j]))
                if 0 <= c < scan_width:
                    total += ink[r, c]
        grey[n] = greys[total]
