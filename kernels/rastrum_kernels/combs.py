"""Find and measure the five lines of a staff.

- `comb_scores`: how well five lines fit at each row of each strip.
- `line_centres`: exact rows of a staff's lines in places known roughly.
- `line_cover`: in how many columns a line shows ink.
- `smooth_track`: a curve through noisy points.
- `shear_energy`: how sharply rows stand out under each slope.
"""

import numpy as np

from rastrum_kernels._jit import kernel


@kernel
def comb_scores(
    lines: np.ndarray, space: float, tolerance: int, beyond: float, between: float, exact: float
) -> tuple[np.ndarray, np.ndarray]:
    """Score how well five lines, a staff space apart, fit below each row.

    Parameters
    ----------
    lines : (S, H) float32 array
        Evidence 0..1 for a staff line in each strip and row.
    space : float
        Rows from line to line.
    tolerance : int
        Rows that a line may stand off its place.
    beyond : float
        Weight of a line above or below the five; it takes from the score.
    between : float
        Weight of ink midway between lines; it takes from the score.
    exact : float
        Weight of the evidence without tolerance: the centre of the comb wins among equals.

    Returns
    -------
    strict, loose : (S, H) float32 arrays
        For the row of the top line; new, the caller's.

    Notes
    -----
    The weakest line counts half (it may be broken). The strict score is scaled by the second
    weakest line, the loose one by the median line. O(S H tolerance) time.
    """
    strips, height = lines.shape
    strict = np.zeros((strips, height), np.float32)
    loose = np.zeros((strips, height), np.float32)
    near = np.zeros(height, np.float32)
    offsets = np.zeros(5, np.int64)
    middles = np.zeros(4, np.int64)
    for k in range(5):
        offsets[k] = int(np.floor(k * space + 0.5))
    for k in range(4):
        middles[k] = int(np.floor((k + 0.5) * space + 0.5))
    above = -int(np.floor(space + 0.5))
    below = int(np.floor(5 * space + 0.5))
    for s in range(strips):
        for y in range(height):
            most = np.float32(0.0)
            for row in range(max(0, y - tolerance), min(height, y + tolerance + 1)):
                most = max(most, lines[s, row])
            near[y] = most
        for y in range(height - offsets[4]):
            weakest, second, third = 2.0, 2.0, 2.0
            total, own = 0.0, 0.0
            for k in range(5):
                value = np.float64(near[y + offsets[k]])
                total += value
                own += lines[s, y + offsets[k]]
                # Without branches: the values are in no order that could be foreseen.
                upper = max(weakest, value)
                weakest = min(weakest, value)
                third = min(third, max(second, upper))
                second = min(second, upper)
            if third <= 0.0:
                continue
            gaps = 0.0
            for k in range(4):
                gaps += lines[s, y + middles[k]]
            outside = 0.0
            if y + above >= 0:
                outside = np.float64(lines[s, y + above])
            if y + below < height:
                outside = max(outside, np.float64(lines[s, y + below]))
            mean = (total - 0.5 * weakest) / 4.5
            rest = exact * own / 5 - beyond * outside - between * gaps / 4
            strict[s, y] = mean * np.sqrt(second) + rest
            loose[s, y] = mean * np.sqrt(third) + rest
    return strict, loose


@kernel
def line_centres(
    ink: np.ndarray,
    columns: np.ndarray,
    tops: np.ndarray,
    count: int,
    space: float,
    half: int,
    reach: int,
    thickest: float,
    least: float,
) -> np.ndarray:
    """Find the rows of the centres of a staff's lines at each place along it.

    Parameters
    ----------
    ink : (H, W) bool array, C order
        True where the page is black.
    columns, tops : (N,) float64 arrays
        Places along the staff, and the rough row of the top line there.
    count : int
        Lines of the staff.
    space : float
        Rows from line to line.
    half, reach : int
        Columns and rows looked at to each side of a place.
    thickest : float
        A column with more ink than this in its window shows something else than a line.
    least : float
        Share of columns that must show a line.

    Returns
    -------
    rows : (N, count) float64 array
        NaN where a line cannot be seen; new, the caller's.

    Notes
    -----
    O(N count half reach) time.
    """
    height, width = ink.shape
    rows = np.full((len(columns), count), np.nan)
    size = 2 * reach + 1
    weights = np.zeros(size, np.float64)
    for n in range(len(columns)):
        left = max(0, int(columns[n]) - half)
        right = min(width, int(columns[n]) + half)
        for k in range(count):
            low = int(np.floor(tops[n] + k * space + 0.5)) - reach
            if low < 0 or low + size > height or left >= right:
                continue
            weights[:] = 0.0
            seen = 0
            for column in range(left, right):
                thick = 0
                for y in range(size):
                    if ink[low + y, column]:
                        thick += 1
                if 0 < thick <= thickest:
                    seen += 1
                    for y in range(size):
                        if ink[low + y, column]:
                            weights[y] += 1.0
            if seen < least * (right - left) or seen == 0:
                continue
            # The bulk of the thin runs lies around one peak; specks beside it do not pull.
            span = max(1, int(thickest / 2))
            peak, most = 0, -1.0
            for y in range(size):
                total = 0.0
                for other in range(max(0, y - span // 2), min(size, y + span // 2 + 1)):
                    total += weights[other]
                if total > most:
                    peak, most = y, total
            total, moment = 0.0, 0.0
            for y in range(size):
                if abs(y - peak) <= span:
                    total += weights[y]
                    moment += weights[y] * y
            rows[n, k] = low + moment / total
    return rows


@kernel
def line_cover(ink: np.ndarray, columns: np.ndarray, rows: np.ndarray, reach: int) -> int:
    """Count the columns in which a line shows ink.

    Parameters
    ----------
    ink : (H, W) bool array, C order
        True where the page is black.
    columns : (N,) int64 array
        Within the page.
    rows : (N,) float64 array
        Of the line; beyond the page its edge is looked at.
    reach : int
        Rows looked at above and below the nearest one.

    Returns
    -------
    count : int

    Notes
    -----
    O(N reach) time.
    """
    height = len(ink)
    count = 0
    for n in range(len(columns)):
        row = int(np.rint(rows[n]))
        for y in range(row - reach, row + reach + 1):
            if ink[min(max(y, 0), height - 1), columns[n]]:
                count += 1
                break
    return count


@kernel
def smooth_track(
    columns: np.ndarray, values: np.ndarray, reach: int, noise: float, rounds: int
) -> np.ndarray:
    """Replace each value by a line's through its neighbours, outliers set aside.

    Parameters
    ----------
    columns, values : (N,) float64 arrays
        Points in order of columns.
    reach : int
        Neighbours on each side.
    noise : float
        Errors beyond this lose weight in proportion.
    rounds : int
        Times the line is fitted.

    Returns
    -------
    smooth : (N,) float64 array
        New, the caller's.

    Notes
    -----
    Local linear regression, iteratively reweighted (Cleveland, 1979). O(N reach rounds) time.
    """
    count = len(values)
    result = np.zeros(count, np.float64)
    for i in range(count):
        low, high = max(0, i - reach), min(count, i + reach + 1)
        if high - low < 3:
            result[i] = values[i]
            continue
        slope, start = 0.0, values[i]
        for turn in range(rounds):
            sum_w, sum_x, sum_y, sum_xx, sum_xy = 0.0, 0.0, 0.0, 0.0, 0.0
            for j in range(low, high):
                x = columns[j] - columns[i]
                weight = 1.0
                if turn > 0:
                    weight = 1.0 / max(1.0, abs(values[j] - start - slope * x) / noise)
                sum_w += weight
                sum_x += weight * x
                sum_y += weight * values[j]
                sum_xx += weight * x * x
                sum_xy += weight * x * values[j]
            spread = sum_w * sum_xx - sum_x * sum_x
            if spread <= 0.0:
                break
            slope = (sum_w * sum_xy - sum_x * sum_y) / spread
            start = (sum_y - slope * sum_x) / sum_w
        result[i] = start
    return result


@kernel
def shear_energy(lines: np.ndarray, slopes: np.ndarray) -> np.ndarray:
    """Measure how sharply rows stand out when strips are shifted along each slope.

    Parameters
    ----------
    lines : (S, H) float32 array
        Evidence for staff lines.
    slopes : (N,) float64 array
        Rows to shift from one strip to the next.

    Returns
    -------
    energy : (N,) float64 array
        Sum of squares of the row sums; new, the caller's.

    Notes
    -----
    O(N S H) time.
    """
    strips, height = lines.shape
    result = np.zeros(len(slopes), np.float64)
    sums = np.zeros(height, np.float64)
    for n in range(len(slopes)):
        sums[:] = 0.0
        for s in range(strips):
            shift = int(np.floor((s - strips / 2) * slopes[n] + 0.5))
            for y in range(max(0, -shift), min(height, height - shift)):
                sums[y] += lines[s, y + shift]
        total = 0.0
        for y in range(height):
            total += sums[y] * sums[y]
        result[n] = total
    return result
