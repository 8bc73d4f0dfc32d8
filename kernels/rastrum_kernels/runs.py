"""Vertical runs of ink: their histograms, and where thin ones lie.

- `run_histograms`: lengths of black runs, and of black runs with the white run below them.
- `thin_run_profile`: per strip of columns and row, how many columns show a thin run there.
"""

import numpy as np

from rastrum_kernels._jit import kernel


@kernel
def run_histograms(ink: np.ndarray, longest: int, step: int) -> tuple[np.ndarray, np.ndarray]:
    """Count vertical black runs, and black-white pairs, by length.

    Parameters
    ----------
    ink : (H, W) bool array, C order
        True where the page is black.
    longest : int
        Longest run or pair that is counted.
    step : int
        Look at every so many columns.

    Returns
    -------
    black : (longest + 1,) int64 array
        black[n] is the number of black runs n pixels long; new, the caller's.
    pairs : (longest + 1, longest + 1) int64 array
        pairs[n, m]: black runs of n pixels that together with the closed white run below them
        are m pixels long.

    Notes
    -----
    Runs cut by the page's edge are not counted. O(H W / step) time.
    """
    height, width = ink.shape
    black = np.zeros(longest + 1, np.int64)
    pairs = np.zeros((longest + 1, longest + 1), np.int64)
    columns = (width + step - 1) // step
    since = np.full(columns, -1, np.int64)
    last_black = np.full(columns, -1, np.int64)
    for row in range(1, height):
        for k in range(columns):
            column = k * step
            now = ink[row, column]
            if now == ink[row - 1, column]:
                continue
            start = since[k]
            since[k] = row
            if start < 0:
                continue
            length = row - start
            if not now:
                if length <= longest:
                    black[length] += 1
                last_black[k] = length
            elif last_black[k] > 0:
                pair = last_black[k] + length
                if pair <= longest:
                    pairs[last_black[k], pair] += 1
    return black, pairs


@kernel
def thin_run_profile(ink: np.ndarray, strip: int, thickest: int) -> np.ndarray:
    """Count, per strip and row, the columns whose ink there belongs to a thin vertical run.

    Parameters
    ----------
    ink : (H, W) bool array, C order
        True where the page is black.
    strip : int
        Columns to a strip; the last strip may be narrower.
    thickest : int
        Runs longer than this do not count.

    Returns
    -------
    profile : (ceil(W / strip), H) int32 array
        New, the caller's.

    Notes
    -----
    O(H W) time.
    """
    height, width = ink.shape
    strips = (width + strip - 1) // strip
    profile = np.zeros((strips, height), np.int32)
    since = np.full(width, -1, np.int64)
    for row in range(height + 1):
        for column in range(width):
            now = row < height and ink[row, column]
            if now:
                if since[column] < 0:
                    since[column] = row
            elif since[column] >= 0:
                start = since[column]
                since[column] = -1
                if row - start <= thickest:
                    for y in range(start, row):
                        profile[column // strip, y] += 1
    return profile
