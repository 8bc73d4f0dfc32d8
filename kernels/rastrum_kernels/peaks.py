"""Find the peaks of heat maps."""

import numpy as np

from rastrum_kernels._jit import kernel


@kernel
def find_peaks(maps: np.ndarray, least: float) -> np.ndarray:
    """List the cells that are higher than all eight around them.

    Parameters
    ----------
    maps : (C, H, W) float32 array, C order
        One map per class.
    least : float
        Lower peaks are left out.

    Returns
    -------
    peaks : (N, 3) int64 array
        Class, row, column, in this order; of equal neighbours the first. New, the caller's.

    Notes
    -----
    O(C H W) time.
    """
    classes, height, width = maps.shape
    found = np.zeros((1024, 3), np.int64)
    count = 0
    for c in range(classes):
        for y in range(height):
            for x in range(width):
                value = maps[c, y, x]
                if value < least:
                    continue
                highest = True
                for dy in range(-1, 2):
                    for dx in range(-1, 2):
                        row, column = y + dy, x + dx
                        if (dy == 0 and dx == 0) or row < 0 or column < 0:
                            continue
                        if row >= height or column >= width:
                            continue
                        other = maps[c, row, column]
                        before = dy < 0 or (dy == 0 and dx < 0)
                        if other > value or (before and other == value):
                            highest = False
                if not highest:
                    continue
                if count == len(found):
                    larger = np.zeros((2 * count, 3), np.int64)
                    larger[:count] = found
                    found = larger
                found[count, 0], found[count, 1], found[count, 2] = c, y, x
                count += 1
    return found[:count].copy()
