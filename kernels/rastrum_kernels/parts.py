"""Connected parts of the ink.

- `part_under`: the part that lies under most of a hint.
"""

import numpy as np

from rastrum_kernels._jit import kernel


@kernel
def part_under(
    grey: np.ndarray, hint: np.ndarray, top: int, left: int, zoom: int, reach: int, threshold: int
) -> np.ndarray:
    """Find the connected part of the ink that lies under most of a hint.

    Parameters
    ----------
    grey : (H, W) uint8 array, C order
        0 paper, 255 ink.
    hint : (R, C) bool array
        Where it should lie, in cells.
    top, left : int
        The hint's place on the grey, in pixels.
    zoom : int
        Pixels to a side of a cell.
    reach : int
        Ink is looked at so far around the hint.
    threshold : int
        Grey from which a pixel is ink.

    Returns
    -------
    points : (N, 2) int64 array
        Row and column of its pixels, row by row; of the diagonal neighbours, too. None where no
        ink lies under the hint, and where the part goes on beyond what is looked at. New, the
        caller's.

    Notes
    -----
    O(ink connected with what is under the hint) time.
    """
    rows, columns = hint.shape
    first, begin = max(0, top - reach), max(0, left - reach)
    height = min(len(grey), top + rows * zoom + reach) - first
    width = min(grey.shape[1], left + columns * zoom + reach) - begin
    part = np.zeros((height, width), np.int32)
    shares = np.zeros(rows * columns * zoom * zoom + 1, np.int64)
    waiting = np.empty(height * width, np.int64)
    count = 0
    for row in range(max(top, first), min(top + rows * zoom, first + height)):
        for column in range(max(left, begin), min(left + columns * zoom, begin + width)):
            inked = np.int64(grey[row, column]) >= threshold
            if not inked or not hint[(row - top) // zoom, (column - left) // zoom]:
                continue
            if part[row - first, column - begin] == 0:
                count += 1
                part[row - first, column - begin] = count
                waiting[0] = (row - first) * width + column - begin
                length = 1
                while length > 0:
                    length -= 1
                    y, x = waiting[length] // width, waiting[length] % width
                    for near in range(max(0, y - 1), min(height, y + 2)):
                        for beside in range(max(0, x - 1), min(width, x + 2)):
                            dark = np.int64(grey[first + near, begin + beside]) >= threshold
                            if dark and part[near, beside] == 0:
                                part[near, beside] = count
                                waiting[length] = near * width + beside
                                length += 1
            shares[part[row - first, column - begin]] += 1
    best = 0
    for number in range(1, count + 1):
        if shares[number] > shares[best]:
            best = number
    size = 0
    if best > 0:
        for y in range(height):
            for x in range(width):
                if part[y, x] == best:
                    if y == 0 or x == 0 or y == height - 1 or x == width - 1:
                        return np.zeros((0, 2), np.int64)
                    size += 1
    points = np.empty((size, 2), np.int64)
    if size > 0:
        n = 0
        for y in range(height):
            for x in range(width):
                if part[y, x] == best:
                    points[n, 0], points[n, 1] = first + y, begin + x
                    n += 1
    return points
