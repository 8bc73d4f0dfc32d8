"""Find the peaks of heat maps."""

import numpy as np

from rastrum_kernels._jit import kernel


@kernel
def find_peaks(
    cells: np.ndarray, heights: np.ndarray, least: np.ndarray, shape: tuple[int, int]
) -> np.ndarray:
    """List where a map is higher than in all eight cells around.

    Parameters
    ----------
    cells : (K,) int64 array
        Cells whose heights are known, each once, counted row by row; all others are lower.
    heights : (C, K) float32 array
        One map per class.
    least : (C,) float32 array
        Lower peaks are left out.
    shape : (int, int)
        Rows and columns.

    Returns
    -------
    peaks : (N, 2) int64 array
        Class and index into `cells`, in this order; of equal neighbours the first. New, the
        caller's.

    Notes
    -----
    O(rows columns + C K) time.
    """
    rows, columns = shape
    number = np.full((rows + 2, columns + 2), -1, np.int64)
    for k in range(len(cells)):
        number[cells[k] // columns + 1, cells[k] % columns + 1] = k
    around = np.full((len(cells), 8), -1, np.int64)
    for k in range(len(cells)):
        row, column, place = cells[k] // columns, cells[k] % columns, 0
        for dy in range(3):
            for dx in range(3):
                if dy != 1 or dx != 1:
                    around[k, place] = number[row + dy, column + dx]
                    place += 1
    found = np.zeros((heights.size, 2), np.int64)
    count = 0
    for c in range(len(heights)):
        for k in range(len(cells)):
            value = heights[c, k]
            if value < least[c]:
                continue
            highest = True
            for place in range(8):
                n = around[k, place]
                if n >= 0 and (heights[c, n] > value or (place < 4 and heights[c, n] == value)):
                    highest = False
                    break
            if highest:
                found[count, 0], found[count, 1] = c, k
                count += 1
    return found[:count].copy()
