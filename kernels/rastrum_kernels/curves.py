"""Thin curves in grey ink.

- `follow_curves`: from a place on a curve to its end, whichever way it runs.
"""

import math

import numpy as np

from rastrum_kernels._jit import kernel

CUSP = 1.2
"""A curve that turns the other way than before by so many times the angle that counts behind a gap
has run into the next one, where two ties touch."""

VEILED = 0.35
"""A pixel where a line may hide the curve counts for so much of one without it: with 0.65 fewer
curves are followed along a staff line, with 0.15 more are followed into another one."""

PLACE, TURN = 0.5, 0.08
"""What share of its error corrects the place, and the direction in radians a pixel."""


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
) -> tuple[np.ndarray, np.ndarray]:
    """Follow curves, pixel by pixel along their course, until their ink ends.

    Parameters
    ----------
    grey : (H, W) uint8 array, C order
        0 paper, 255 ink.
    starts : (N, 4) float64 array
        Row and column, and the way down and to the right that each goes on.
    threshold : int
        Grey from which a pixel is ink.
    near : int
        Pixels across the curve that ink may lie off the expected place.
    thickest : int
        Pixels of ink across a curve at most; where there are more, it crosses a stem or a beam.
    gap : int
        Pixels without the curve that are crossed.
    look : int
        Pixels with ink that are looked at behind a gap of at least half as many.
    kink : float
        If their direction differs by more radians from that before the gap, another curve begins
        there; without a gap, where it turns back by more than 1.2 times that over `look` pixels.
    hidden : int
        Grey of what may hide the curve, less than that of ink: where it lies in the curve's way, a
        pixel counts for less. Behind more of them than `gap` the curve is seen over as many as
        `look`, or ends before them.

    Returns
    -------
    paths : (M, 3) float64 array
        Row, column and thickness of the ink of all curves, one after the other; new, the caller's.
    stops : (N + 1,) int64 array
        Where each begins and ends in it.

    Notes
    -----
    An alpha-beta filter: the ink across each pixel of the way corrects the place by 0.5 and the
    direction by 0.08 of the error: it turns with the steep ends of short ties, and runs on straight
    where a stem hides the curve. O(total length) time.
    """
    height, width = grey.shape
    longest = 2 * (height + width)
    path = np.zeros((longest, 4), np.float64)
    paths = np.zeros((1024, 3), np.float64)
    stops = np.zeros(len(starts) + 1, np.int64)
    for n in range(len(starts)):
        row, column = starts[n, 0], starts[n, 1]
        heading = math.atan2(starts[n, 2], starts[n, 3])
        count, cut, since = 0, 0, -1
        missed, old_heading = 0.0, heading
        while missed <= gap and count < longest:
            down, right = math.sin(heading), math.cos(heading)
            row += down
            column += right
            if not (0 <= row < height and 0 <= column < width):
                break
            found, veiled = near + 1, False
            for off in range(near + 1):
                for sign in range(2):
                    place = off if sign == 0 else -off
                    y = int(math.floor(row + place * right))
                    x = int(math.floor(column - place * down))
                    if 0 <= y < height and 0 <= x < width:
                        seen = np.int64(grey[y, x])
                        if found > near and seen >= threshold:
                            found = place
                        if seen >= hidden:
                            veiled = True
            if found > near:
                missed += VEILED if veiled else 1.0
                continue
            low = high = found
            for sign in range(2):
                step = 1 if sign == 0 else -1
                place = found + step
                while high - low < thickest:
                    y = int(math.floor(row + place * right))
                    x = int(math.floor(column - place * down))
                    if not (0 <= y < height and 0 <= x < width):
                        break
                    if np.int64(grey[y, x]) < threshold:
                        break
                    if step > 0:
                        high = place
                    else:
                        low = place
                    place += step
            if high - low + 1 > thickest:
                missed += 1.0
                continue
            error = 0.0
            for place in (low, high):
                y, x = math.floor(row + place * right), math.floor(column - place * down)
                error += ((y + 0.5 - row) * right - (x + 0.5 - column) * down) / 2
            if 2 * missed >= look and missed > 0:
                cut, old_heading, since = count, heading, 0
            elif since >= 0:
                since += 1
                if since == look:
                    since = -1
                    to_row, to_column = row + error * right, column - error * down
                    way = math.atan2(to_row - path[cut, 0], to_column - path[cut, 1])
                    if abs(_turn(old_heading, way)) > kink:
                        count = cut
                        break
            row += PLACE * error * right
            column -= PLACE * error * down
            heading += TURN * error
            missed = 0.0
            path[count, 0], path[count, 1] = row, column
            path[count, 2], path[count, 3] = high - low + 1.0, heading
            count += 1
            if count > 2 * look:
                before, oldest = path[count - 1 - look, 3], path[count - 1 - 2 * look, 3]
                turned = heading - before
                if abs(turned) > CUSP * kink and turned * (before - oldest) < 0:
                    count -= look
                    break
        if since >= 0 and missed > gap and cut > 0:
            across = math.hypot(path[cut, 0] - path[cut - 1, 0], path[cut, 1] - path[cut - 1, 1])
            if across > gap + 1:
                count = cut
        stops[n + 1] = stops[n] + count
        while stops[n + 1] > len(paths):
            larger = np.zeros((2 * len(paths), 3), np.float64)
            larger[: stops[n]] = paths[: stops[n]]
            paths = larger
        paths[stops[n] : stops[n + 1]] = path[:count, :3]
    return paths[: stops[-1]].copy(), stops


@kernel
def _turn(one: float, other: float) -> float:
    """Return the angle from one direction to another, within half a turn."""
    return (other - one + math.pi) % (2 * math.pi) - math.pi
