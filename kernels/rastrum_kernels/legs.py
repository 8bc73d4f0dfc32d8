"""Two thin lines above each other, as the legs of a hairpin.

- `pair_runs`: thin runs of ink with white between them.
- `link_pairs`: which of them go on from one column to the next.
"""

import numpy as np

from rastrum_kernels._jit import kernel


@kernel
def pair_runs(columns: np.ndarray, thickest: int, least: int, most: int) -> np.ndarray:
    """Find neighbouring thin runs of ink in columns.

    Parameters
    ----------
    columns : (N, H) bool array, C order
        Columns of a picture, one after the other; True for ink.
    thickest : int
        Rows of a thin run at most.
    least, most : int
        Rows of white between the two.

    Returns
    -------
    pairs : (P, 3) int64 array
        Column, and the sum of first and last row of the upper and of the lower run; new, the
        caller's, in order of columns, then rows.

    Notes
    -----
    Two passes, the first only counts. O(N H) time.
    """
    width, height = columns.shape
    pairs = np.empty((0, 3), np.int64)
    for counting in range(2):
        found = 0
        for x in range(width):
            before, end, start = -1, -1, -1
            for y in range(height + 1):
                if y < height and columns[x, y]:
                    if start < 0:
                        start = y
                elif start >= 0:
                    thin = y - start <= thickest
                    if thin and before >= 0 and least <= start - end <= most:
                        if counting == 1:
                            pairs[found, 0] = x
                            pairs[found, 1] = before + end - 1
                            pairs[found, 2] = start + y - 1
                        found += 1
                    before, end, start = (start if thin else -1), y, -1
        if counting == 0:
            pairs = np.empty((found, 3), np.int64)
    return pairs


@kernel
def link_pairs(pairs: np.ndarray, reach: int, slack: int) -> np.ndarray:
    """Link pairs of neighbouring columns to chains.

    Parameters
    ----------
    pairs : (N, 3) int64 array
        From `pair_runs`.
    reach : int
        Columns back within which a chain goes on; what is between may be missing.
    slack : int
        Change of either place from column to column at most, in the unit of `pairs`: half rows.

    Returns
    -------
    chains : (N,) int64 array
        Number of each pair's chain, from 0; new, the caller's.

    Notes
    -----
    A pair goes on from the nearest column that has a free one, there from the one that moved
    least. O(N k) time for k pairs within reach.
    """
    count = len(pairs)
    chains = np.empty(count, np.int64)
    free = np.ones(count, np.bool_)
    chain_count = 0
    for i in range(count):
        best, least, column = -1, 0, -1
        j = i - 1
        while j >= 0 and pairs[i, 0] - pairs[j, 0] <= reach:
            if best >= 0 and pairs[j, 0] != column:
                break
            steps = pairs[i, 0] - pairs[j, 0]
            upper = abs(pairs[i, 1] - pairs[j, 1])
            lower = abs(pairs[i, 2] - pairs[j, 2])
            if steps > 0 and free[j] and upper <= slack * steps and lower <= slack * steps:
                if best < 0 or upper + lower < least:
                    best, least, column = j, upper + lower, pairs[j, 0]
            j -= 1
        if best >= 0:
            free[best] = False
            chains[i] = chains[best]
        else:
            chains[i] = chain_count
            chain_count += 1
    return chains
