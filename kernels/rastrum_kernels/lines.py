"""Lines in grey ink.

- `clear_line`: take out a line where nothing touches it.
"""

import numpy as np

from rastrum_kernels._jit import kernel


@kernel
def clear_line(
    grey: np.ndarray, row: int, half: int, left: int, right: int, threshold: int, trace: int
) -> None:
    """Take out a line where it touches no ink above or below it.

    Parameters
    ----------
    grey : (H, W) uint8 array
        0 paper, 255 ink; is changed.
    row, half : int
        The line lies in rows row - half to row + half - 1; half < row < H - half - 1.
    left, right : int
        Columns, half-open, within the array.
    threshold : int
        Grey from which a pixel is ink.
    trace : int
        Grey that is left where ink was.

    Notes
    -----
    In each column, ink that goes on from the row above the line, or from the row below it, stays.
    O(half (right - left)) time.
    """
    for column in range(left, right):
        first, last = row - half - 1, row + half
        while first <= last and np.int64(grey[first, column]) >= threshold:
            first += 1
        while last >= first and np.int64(grey[last, column]) >= threshold:
            last -= 1
        for place in range(max(first, row - half), min(last, row + half - 1) + 1):
            inked = np.int64(grey[place, column]) >= threshold
            grey[place, column] = trace if inked else 0
