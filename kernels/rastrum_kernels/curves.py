"""Thin curves in grey ink.

- `follow_curves`: from a place on a curve to its end.
"""

import numpy as np

from rastrum_kernels._jit import kernel

CUSP = 1.2
"""A curve that turns the other way than before by so many times the change of slope that counts
behind a gap has run into the next one, where two ties touch."""


VEILED = 0.35
"""A column where a line may hide the curve counts for so much of one without it: with 0.65 fewer
curves are followed along a staff line, with 0.15 more are followed into another one."""


@kernel
def follow_curves(
    grey: np.ndarray,
    starts: np.ndarray,
    threshold: int,
    near: int,
    thickest: int,
    gap: int,
    look: int,
    kink: float,
    hidden: int,
) -> np.ndarray:
    """Follow curves sideways, column by column, until their ink ends.

    Parameters
    ----------
    grey : (H, W) uint8 array, C order
        0 paper, 255 ink.
    starts : (N, 4) float64 array
        Row, column, slope (rows per column, to the right) and direction (1 right, -1 left).
    threshold : int
        Grey from which a pixel is ink.
    near : int
        Rows that ink may lie off the expected place, where the curve is not steep.
    thickest : int
        Rows of a run of ink at most, likewise; a longer one is a stem, head or beam that the curve
        crosses.
    gap : int
        Columns without the curve that are crossed, fewer where it is steep.
    look : int
        Columns with ink that are looked at behind a gap of at least half as many.
    kink : float
        If their slope differs more from that before the gap, another curve begins there; without
        a gap, where it turns back by more than 1.2 times that over `look` columns.
    hidden : int
        Grey of what may hide the curve, less than that of ink: columns where it lies in the
        curve's way count for less. Behind more of them than `gap` it is seen over as many as
        `look`, or ends before them.

    Returns
    -------
    ends : (N, 2) float64 array
        Row and column where each was seen last; new, the caller's.

    Notes
    -----
    An alpha-beta filter: each column's run corrects the place by 0.5 and the slope by 0.08 of the
    error: it turns with the steep ends of short ties, and runs on straight where a stem hides the
    curve. O(total length) time.
    """
    height, width = grey.shape
    ends = np.zeros((len(starts), 2), np.float64)
    course = np.zeros((2 * look, 3), np.float64)
    for n in range(len(starts)):
        row, column, slope, direction = starts[n]
        step = 1 if direction > 0 else -1
        x = int(column)
        ends[n, 0], ends[n, 1] = row, column
        missed = 0.0
        old_row, old_column, old_slope = row, column, slope
        since, first_row, first_x = -1, 0.0, 0
        count = 0
        while missed * max(1.0, abs(slope)) <= gap:
            x += step
            if x < 0 or x >= width:
                break
            row += slope * step
            middle = int(row)
            steep = max(1.0, abs(slope))
            most = int(thickest * steep)
            found = -1
            for off in range(int(near * steep) + 1):
                for sign in range(2):
                    y = middle + off if sign == 0 else middle - off
                    if found < 0 and 0 <= y < height and np.int64(grey[y, x]) >= threshold:
                        found = y
            if found < 0:
                lost = 1.0
                for y in range(max(0, middle - 1), min(height, middle + 2)):
                    if np.int64(grey[y, x]) >= hidden:
                        lost = VEILED
                missed += lost
                continue
            top = found
            while top > 0 and found - top < most and np.int64(grey[top - 1, x]) >= threshold:
                top -= 1
            bottom = found
            while (
                bottom < height - 1
                and bottom - found < most
                and np.int64(grey[bottom + 1, x]) >= threshold
            ):
                bottom += 1
            if bottom - top + 1 > most:
                missed += 1.0
                continue
            centre = (top + bottom + 1) / 2
            if 2 * missed >= look and missed > 0:
                old_row, old_column, old_slope = ends[n, 0], ends[n, 1], slope
                since, first_row, first_x = 0, centre, x
            elif since >= 0:
                since += 1
                if since == look:
                    since = -1
                    if abs((centre - first_row) / (x - first_x) - old_slope) > kink:
                        ends[n, 0], ends[n, 1] = old_row, old_column
                        break
            error = centre - row
            row += 0.5 * error
            slope += 0.08 * error * step
            missed = 0.0
            ends[n, 0], ends[n, 1] = row, x + 0.5
            if count >= 2 * look:
                before, oldest = course[(count - look) % (2 * look)], course[count % (2 * look)]
                turned = slope - before[2]
                if abs(turned) > CUSP * kink and turned * (before[2] - oldest[2]) < 0:
                    ends[n] = before[:2]
                    break
            here = count % (2 * look)
            course[here, 0], course[here, 1], course[here, 2] = row, x + 0.5, slope
            count += 1
        if since >= 0 and missed * max(1.0, abs(slope)) > gap and abs(first_x - old_column) > gap:
            ends[n, 0], ends[n, 1] = old_row, old_column
    return ends
