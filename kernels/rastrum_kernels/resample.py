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
    scan_height, scan_width = ink.shape
    grey = np.zeros((height, width), np.uint8)
    sine, cosine = math.sin(skew), math.cos(skew)
    samples = max(2, int(math.ceil(zoom))) if zoom > 1.0 else 1
    half = zoom / 2 + 1.0
    offsets = np.zeros(samples, np.float64)
    for i in range(samples):
        offsets[i] = zoom * ((i + 0.5) / samples - 0.5) + 0.5
    line = np.zeros(len(knots), np.float64)
    band = 0
    for row in range(height):
        while band + 1 < len(rows) and rows[band + 1] <= row:
            band += 1
        if row <= rows[0] or len(rows) == 1:
            for k in range(len(knots)):
                line[k] = warp[0, k]
        elif band + 1 >= len(rows):
            for k in range(len(knots)):
                line[k] = warp[len(rows) - 1, k]
        else:
            share = (row - rows[band]) / (rows[band + 1] - rows[band])
            for k in range(len(knots)):
                line[k] = warp[band, k] + share * (warp[band + 1, k] - warp[band, k])
        piece = 0
        for column in range(width):
            while piece + 1 < len(knots) and knots[piece + 1] <= column:
                piece += 1
            if column <= knots[0] or len(knots) == 1:
                shift = line[0]
            elif piece + 1 >= len(knots):
                shift = line[len(knots) - 1]
            else:
                part = (column - knots[piece]) / (knots[piece + 1] - knots[piece])
                shift = line[piece] + part * (line[piece + 1] - line[piece])
            level = row + shift
            y = origin_row + zoom * (column * sine + level * cosine)
            x = origin_column + zoom * (column * cosine - level * sine)
            if samples == 1:
                top, left = int(math.floor(y)), int(math.floor(x))
                fy, fx = y - top, x - left
                value = 0.0
                for dy in range(2):
                    for dx in range(2):
                        r, c = top + dy, left + dx
                        if 0 <= r < scan_height and 0 <= c < scan_width and ink[r, c]:
                            value += (fy if dy else 1.0 - fy) * (fx if dx else 1.0 - fx)
                grey[row, column] = np.uint8(value * 255.0 + 0.5)
            else:
                count = 0
                if (
                    y - half > 1.0
                    and x - half > 1.0
                    and y + half < scan_height - 1.0
                    and x + half < scan_width - 1.0
                ):
                    # Well inside, truncation is floor and nothing needs a bounds check.
                    for i in range(samples):
                        r = int(y + offsets[i])
                        for j in range(samples):
                            if ink[r, int(x + offsets[j])]:
                                count += 1
                else:
                    for i in range(samples):
                        r = int(math.floor(y + offsets[i]))
                        if r < 0 or r >= scan_height:
                            continue
                        for j in range(samples):
                            c = int(math.floor(x + offsets[j]))
                            if 0 <= c < scan_width and ink[r, c]:
                                count += 1
                grey[row, column] = np.uint8(count * 255 // (samples * samples))
    return grey
