"""Follow a staff from strip to strip.

- `follow_comb`: the rows of one staff, strip by strip.
- `clear_track`: leaves it out of what is left to follow.
"""

import numpy as np

from rastrum_kernels._jit import kernel


@kernel
def follow_comb(
    scores: np.ndarray,
    strip: int,
    row: float,
    least: float,
    reach: int,
    gap: int,
    stray: float,
) -> np.ndarray:
    """Follow a staff from a seed to both sides, strip by strip.

    Parameters
    ----------
    scores : (S, H) float32 array
        Comb scores.
    strip : int
        The seed's strip.
    row : float
        The seed's row.
    least : float
        Score below which a strip shows no staff.
    reach : int
        Rows that a staff may move from one strip to the next, besides its slope.
    gap : int
        Strips without a staff that are bridged.
    stray : float
        Score that each row off the expected one costs.

    Returns
    -------
    rows : (S,) float64 array
        Row of the staff in each strip, -1 where it was not seen; new, the caller's.

    Notes
    -----
    The expected row continues a line through the last six strips. O(S reach) time.
    """
    strips, height = scores.shape
    rows = np.full(strips, -1.0)
    rows[strip] = row
    xs, ys = np.zeros(6, np.float64), np.zeros(6, np.float64)
    for direction in (-1, 1):
        # Start from the strips already followed on the other side, the nearest ones.
        count = 0
        s = strip
        back = -direction
        while 0 <= s < strips and count < 6:
            if rows[s] >= 0:
                count += 1
            s += back
        s -= back
        known = 0
        while known < count:
            if rows[s] >= 0:
                xs[known], ys[known] = s, rows[s]
                known += 1
            s += direction
        missed = 0
        s = strip + direction
        while 0 <= s < strips and missed <= gap:
            slope = 0.0
            if known >= 3:
                mean_x, mean_y = 0.0, 0.0
                for k in range(known):
                    mean_x += xs[k] / known
                    mean_y += ys[k] / known
                over, under = 0.0, 0.0
                for k in range(known):
                    over += (xs[k] - mean_x) * (ys[k] - mean_y)
                    under += (xs[k] - mean_x) ** 2
                slope = over / under
            expected = ys[known - 1] + slope * (s - xs[known - 1])
            room = reach + missed
            # Rows are whole: a half must not fall either way by the last bit of the slope.
            middle = int(np.floor(expected + 0.5 + 1e-9))
            low, high = max(0, middle - room), min(height, middle + room + 1)
            if low >= high:
                break
            best, best_value = low, -1e9
            for y in range(low, high):
                value = scores[s, y] - stray * abs(y - expected)
                if value > best_value:
                    best, best_value = y, value
            if scores[s, best] >= least:
                rows[s] = best
                if known == 6:
                    for k in range(5):
                        xs[k], ys[k] = xs[k + 1], ys[k + 1]
                    known = 5
                xs[known], ys[known] = s, best
                known += 1
                missed = 0
            else:
                missed += 1
            s += direction
    return rows


@kernel
def clear_track(scores: np.ndarray, loose: np.ndarray, rows: np.ndarray, reach: float) -> None:
    """Mark the places of a staff that was followed, and those between them.

    Parameters
    ----------
    scores, loose : (S, H) float32 arrays
        Set to -1 there.
    rows : (S,) float64 array
        Row of the staff in each strip, -1 where it was not seen.
    reach : float
        Rows to each side that are its own.

    Notes
    -----
    O(S reach) time.
    """
    strips, height = scores.shape
    before = -1
    for strip in range(strips):
        if rows[strip] < 0:
            continue
        first = strip if before < 0 else before
        for s in range(first, strip + 1):
            row = rows[strip]
            if s < strip:
                row = rows[first] + (rows[strip] - rows[first]) * (s - first) / (strip - first)
            for y in range(max(0, int(row - reach)), min(height, int(row + reach))):
                scores[s, y] = -1
                loose[s, y] = -1
        before = strip
