"""Vertical strokes and runs in grey ink.

- `follow_vertical`: the column and the ends of strokes known roughly.
- `ink_runs`: runs of ink down given columns.
- `nearest_runs`: where a labelled part lies in given columns, near given rows.
"""

import numpy as np

from rastrum_kernels._jit import kernel


@kernel
def follow_vertical(
    grey: np.ndarray, boxes: np.ndarray, threshold: int, reach: int, gap: int
) -> np.ndarray:
    """Find the column and the ends of the vertical stroke in each box.

    Parameters
    ----------
    grey : (H, W) uint8 array, C order
        0 paper, 255 ink.
    boxes : (N, 4) int64 array
        top, bottom, left, right, half-open, where a stroke is known to be.
    threshold : int
        Grey from which a pixel is ink.
    reach : int
        Rows that a stroke may go on beyond its box.
    gap : int
        Rows without ink that a stroke may have.

    Returns
    -------
    strokes : (N, 3) float64 array
        column, top, bottom of each; new, the caller's. The column is the middle of the columns
        with at least 0.8 of the most inked one's rows.

    Notes
    -----
    O(total area of the boxes) time.
    """
    height, width = grey.shape
    result = np.zeros((len(boxes), 3), np.float64)
    for n in range(len(boxes)):
        top, bottom = max(0, boxes[n, 0]), min(height, boxes[n, 1])
        left, right = max(0, boxes[n, 2]), min(width, boxes[n, 3])
        most = 0
        for column in range(left, right):
            count = 0
            for row in range(top, bottom):
                if np.int64(grey[row, column]) >= threshold:
                    count += 1
            most = max(most, count)
        total, columns = 0.0, 0
        for column in range(left, right):
            count = 0
            for row in range(top, bottom):
                if np.int64(grey[row, column]) >= threshold:
                    count += 1
            if count >= 0.8 * most:
                total += column + 0.5
                columns += 1
        if columns == 0:
            result[n, 0] = (left + right) / 2
            result[n, 1] = top
            result[n, 2] = bottom
            continue
        centre = total / columns
        result[n, 0] = centre
        middle = min(width - 1, max(0, int(centre)))
        low, high = max(0, middle - 1), min(width, middle + 2)
        for direction in range(2):
            sign = 1 if direction else -1
            row = (top + bottom) // 2
            last = row
            missed = 0
            stop = bottom + reach if direction else top - reach - 1
            while 0 <= row < height and row != stop and missed <= gap:
                inked = False
                for column in range(low, high):
                    if np.int64(grey[row, column]) >= threshold:
                        inked = True
                inside = top <= row < bottom
                if inked:
                    last = row
                    missed = 0
                elif not inside:
                    missed += 1
                row += sign
            if direction:
                result[n, 2] = last + 1
            else:
                result[n, 1] = last
    return result


@kernel
def ink_runs(
    grey: np.ndarray,
    columns: np.ndarray,
    tops: np.ndarray,
    bottoms: np.ndarray,
    threshold: int,
    most: int,
) -> np.ndarray:
    """List the runs of ink down pieces of columns.

    Parameters
    ----------
    grey : (H, W) uint8 array, C order
        0 paper, 255 ink.
    columns, tops, bottoms : (N,) int64 arrays
        Pieces of columns, half-open.
    threshold : int
        Grey from which a pixel is ink.
    most : int
        Runs listed per piece.

    Returns
    -------
    lengths : (N, most) int64 array
        0 where there are fewer runs; new, the caller's.

    Notes
    -----
    O(total length) time.
    """
    height, width = grey.shape
    lengths = np.zeros((len(columns), most), np.int64)
    for n in range(len(columns)):
        column = columns[n]
        if column < 0 or column >= width:
            continue
        count, length = 0, 0
        for row in range(max(0, tops[n]), min(height, bottoms[n])):
            if np.int64(grey[row, column]) >= threshold:
                length += 1
            elif length > 0:
                if count < most:
                    lengths[n, count] = length
                    count += 1
                length = 0
        if length > 0 and count < most:
            lengths[n, count] = length
    return lengths


@kernel
def nearest_runs(
    labels: np.ndarray,
    wanted: np.ndarray,
    columns: np.ndarray,
    rows: np.ndarray,
    reach: float,
    gap: float,
) -> np.ndarray:
    """Find the run of a label that is nearest to a row, in pieces of columns.

    Parameters
    ----------
    labels : (R, C) int32 array, C order
        Labelled cells.
    wanted, columns : (N,) int64 arrays
        Labels and the columns in which to look for them.
    rows : (N,) float64 array
        Where to look.
    reach : float
        Cells above and below that are looked at.
    gap : float
        Cells so far apart at most belong to one run.

    Returns
    -------
    runs : (N, 2) int64 array
        First row and the one behind the last; 0, 0 where there is none. Of runs as near as each
        other it is the upper one. New, the caller's.

    Notes
    -----
    O(N reach) time.
    """
    height, width = labels.shape
    runs = np.zeros((len(wanted), 2), np.int64)
    for n in range(len(wanted)):
        column = columns[n]
        if wanted[n] == 0 or column < 0 or column >= width:
            continue
        first = max(0, int(np.floor(rows[n] - reach)))
        last = min(height, int(np.floor(rows[n] + reach)) + 1)
        nearest = np.inf
        top, bottom = -1, -1
        for row in range(first, last + 1):
            inside = row < last and labels[row, column] == wanted[n]
            ends = top >= 0 and (row == last or (inside and row - bottom > gap))
            if ends:
                away = max(max(top - rows[n], rows[n] - bottom - 1), 0.0)
                if away < nearest:
                    nearest = away
                    runs[n, 0], runs[n, 1] = top, bottom + 1
            if inside:
                if top < 0 or ends:
                    top = row
                bottom = row
    return runs
