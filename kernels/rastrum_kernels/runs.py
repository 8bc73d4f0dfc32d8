"""Runs of true values, and vertical runs of ink on a page.

- `mask_runs`: where the runs of a mask begin and end.
- `row_runs`: the same for every row of a picture.
- `run_histograms`: lengths of black runs, and of black runs with the white run below them.
- `thin_run_profile`: per strip of columns and row, how many columns show a thin run there.
"""

import numpy as np

from rastrum_kernels._jit import kernel


@kernel
def mask_runs(mask: np.ndarray) -> np.ndarray:
    """List the runs of true values in a mask.

    Parameters
    ----------
    mask : (N,) bool array

    Returns
    -------
    runs : (M, 2) int64 array
        Where each begins and ends, half-open, in order; new, the caller's.

    Notes
    -----
    O(N) time.
    """
    runs = np.empty(((len(mask) + 1) // 2, 2), np.int64)
    count = 0
    before = False
    for place in range(len(mask)):
        if mask[place] != before:
            before = not before
            if before:
                runs[count, 0] = place
            else:
                runs[count, 1] = place
                count += 1
    if before:
        runs[count, 1] = len(mask)
        count += 1
    return runs[:count].copy()


@kernel
def row_runs(mask: np.ndarray) -> np.ndarray:
    """List the runs of true values in each row of a picture.

    Parameters
    ----------
    mask : (H, W) bool array

    Returns
    -------
    runs : (M, 3) int64 array
        The row of each, and the columns where it begins and ends, half-open; row by row. New,
        the caller's.

    Notes
    -----
    O(H W) time.
    """
    height, width = mask.shape
    count = 0
    for row in range(height):
        for column in range(width):
            if mask[row, column] and (column == 0 or not mask[row, column - 1]):
                count += 1
    runs = np.empty((count, 3), np.int64)
    count = 0
    for row in range(height):
        for column in range(width):
            if not mask[row, column]:
                continue
            if column == 0 or not mask[row, column - 1]:
                runs[count, 0], runs[count, 1] = row, column
            if column == width - 1 or not mask[row, column + 1]:
                runs[count, 2] = column + 1
                count += 1
    return runs


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
