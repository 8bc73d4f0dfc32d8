"""Thin paths in grey ink, whichever way they run.

- `trace_paths`: the longest smooth path through each of some places.
"""

import math

import numpy as np

from rastrum_kernels._jit import kernel

STEP = 1.5
"""Pixels from one point of a path to the next."""

SETTLED = 6
"""So many points tell a path's direction better than the one in which it was begun."""


@kernel
def trace_paths(
    grey: np.ndarray,
    places: np.ndarray,
    threshold: int,
    near: int,
    thickest: int,
    gap: int,
    look: int,
    bend: float,
    ways: int,
    longest: int,
) -> tuple[np.ndarray, np.ndarray]:
    """Trace the longest smooth path through each of some places.

    Parameters
    ----------
    grey : (H, W) uint8 array, C order
        0 paper, 255 ink.
    places : (N, 2) float64 array
        Row and column, on ink.
    threshold : int
        Grey from which a pixel is ink.
    near : int
        Pixels across the path that ink may lie off the expected place.
    thickest : int
        Pixels of ink across a path at most; where there are more, it crosses a stem or a beam.
    gap : int
        Pixels that are crossed where no thin ink is.
    look : int
        Points that tell how a path turns.
    bend : float
        Radians that it may turn over so many points.
    ways : int
        Directions, spread over half a turn, in which paths are begun, both ways each.
    longest : int
        Points of a path at most.

    Returns
    -------
    paths : (M, 3) float64 array
        Row, column and thickness in pixels of the points of all paths, one after the other; new,
        the caller's.
    stops : (N + 1,) int64 array
        Where each path begins and ends in it.

    Notes
    -----
    A path is walked in steps of 1.5 pixels. The ink across it corrects each by 0.6 of its error;
    direction and turn come from the last three times `look` points. Where ink is missed, the path
    goes on turning as before. O(places x ways x length) time.
    """
    paths = np.zeros((len(places) * longest, 3), np.float64)
    stops = np.zeros(len(places) + 1, np.int64)
    ahead, behind = np.zeros((longest, 3)), np.zeros((longest, 3))
    for n in range(len(places)):
        begin = stops[n]
        best = 0
        for way in range(ways):
            down, right = math.sin(math.pi * way / ways), math.cos(math.pi * way / ways)
            row, column = places[n]
            rest = (threshold, near, thickest, gap, look, bend)
            there = _walk(grey, row, column, down, right, *rest, ahead)
            back = _walk(grey, row, column, -down, -right, *rest, behind)
            if there + back > best and there + back <= longest:
                best = there + back
                paths[begin : begin + back] = behind[:back][::-1]
                paths[begin + back : begin + best] = ahead[:there]
        stops[n + 1] = begin + best
    return paths[: stops[-1]].copy(), stops


@kernel
def _walk(
    grey: np.ndarray,
    row: float,
    column: float,
    down: float,
    right: float,
    threshold: int,
    near: int,
    thickest: int,
    gap: int,
    look: int,
    bend: float,
    path: np.ndarray,
) -> int:
    """Walk one way along thin ink; return how many points were put into the path."""
    first_row, first_column = row, column
    count, missed, turn = 0, 0.0, 0.0
    while missed <= gap and count < len(path):
        row += down * STEP
        column += right * STEP
        found = near + 1
        for off in range(near + 1):
            if found > near and _inked(grey, row, column, right, -down, off, threshold):
                found = off
            elif found > near and _inked(grey, row, column, right, -down, -off, threshold):
                found = -off
        low = high = found
        if found <= near:
            while found - low < thickest and _inked(
                grey, row, column, right, -down, low - 1, threshold
            ):
                low -= 1
            while high - found < thickest and _inked(
                grey, row, column, right, -down, high + 1, threshold
            ):
                high += 1
        if found > near or high - low + 1 > thickest:
            missed += STEP
            down, right = _turned(down, right, turn / look)
            continue
        missed = 0.0
        off_middle = 0.6 * min(max((low + high) / 2, -near), near)
        row += off_middle * right
        column -= off_middle * down
        path[count, 0], path[count, 1], path[count, 2] = row, column, high - low + 1.0
        count += 1
        if count >= SETTLED:
            part = min(look, count // 3)
            before = _span(path, count - 3 * part, part)
            after = _span(path, count - 2 * part, part)
            turn = math.atan2(
                after[0] * before[1] - after[1] * before[0],
                after[0] * before[0] + after[1] * before[1],
            )
            turn = min(max(turn, -bend * part / look), bend * part / look)
            down, right = _turned(after[0], after[1], turn)
            turn *= look / part
        elif count >= SETTLED // 2:
            down, right = _turned(row - first_row, column - first_column, 0.0)
    return count


@kernel
def _inked(
    grey: np.ndarray,
    row: float,
    column: float,
    down: float,
    right: float,
    off: int,
    threshold: int,
) -> bool:
    """Whether ink lies so far off a place."""
    y, x = int(math.floor(row + off * down)), int(math.floor(column + off * right))
    if y < 0 or y >= grey.shape[0] or x < 0 or x >= grey.shape[1]:
        return False
    return bool(np.int64(grey[y, x]) >= threshold)


@kernel
def _span(path: np.ndarray, begin: int, part: int) -> tuple[float, float]:
    """Return the way from the middle of so many points to that of the next ones."""
    down = right = 0.0
    for n in range(begin, begin + part):
        down += path[n + part, 0] - path[n, 0]
        right += path[n + part, 1] - path[n, 1]
    return down / part, right / part


@kernel
def _turned(down: float, right: float, turn: float) -> tuple[float, float]:
    """Return a direction, of length 1, turned from columns to rows by an angle."""
    length = math.hypot(down, right)
    cosine, sine = math.cos(turn), math.sin(turn)
    return (down * cosine + right * sine) / length, (right * cosine - down * sine) / length
