"""Tell where one curve ends on the next: both bulge to the same side, a cusp between them."""

import numpy as np

from rastrum.model.vocabulary import STRIDE

LEAP_CELLS = 2.5
"""What leaps so far from one column of cells to the next goes over to another curve."""

LEAST_PART_CELLS = 5
"""Columns of a part at least: of fewer, nobody can say how they bend."""

OFF_CELLS, OFF_SHARE = 0.4, 0.55
"""How far, root mean square, a course lies off the best parabola at least, if it is two curves, and
what share of that each of the two may lie off its own."""

CORNER = 0.75
"""Slope by which two curves turn back, at least, where they meet: a large slur that is flat in its
middle and bent at its ends is no parabola either, but has no corner."""

PIECES_CORNER = 0.15
"""Less will do for two pieces that the network saw apart: flat ties in a row turn back by 0.2."""

BESIDE_SP, ROWS_SP = 2.0, 0.6
"""Pieces may meet in a cusp whose ends are so near, in columns and in rows."""

Followed = tuple[np.ndarray, tuple[float, float], tuple[float, float]]
"""A piece of a curve, (N, 2) rows and columns, and the ends to which it was followed."""


def split_course(course: np.ndarray) -> list[np.ndarray]:
    """Take a course apart where it leaps, and where one curve ends on the next.

    Parameters
    ----------
    course : (N, 2) float64 array
        Rows and columns, cells, from left to right.

    Returns
    -------
    parts : list of (N, 2) float64 array
        Without scraps.

    Notes
    -----
    O(N) time for each part.
    """
    leaps = np.flatnonzero(np.abs(np.diff(course[:, 0])) > LEAP_CELLS) + 1
    parts = [curve for part in np.split(course, leaps) for curve in _part_at_cusps(part)]
    least = max(2, min(LEAST_PART_CELLS, max(map(len, parts))))
    return [part for part in parts if len(part) >= least]


def stop_at_cusps(followed: list[Followed]) -> list[Followed]:
    """End curves where the next one begins, if they were followed past the cusp between them.

    Parameters
    ----------
    followed : list of Followed
        In pixels of the sheet.

    Returns
    -------
    stopped : list of Followed
        In the same order.
    """
    if not followed:
        return []
    pieces = [piece for piece, _, _ in followed]
    firsts = np.array([piece[0] for piece in pieces])
    lasts = np.array([piece[-1] for piece in pieces])
    stopped = []
    for piece, left, right in followed:
        for n in _near(firsts, piece[-1]):
            if right[1] > firsts[n, 1] >= piece[-1, 1] and _meet_in_cusp(piece, pieces[n]):
                right = _between(piece[-1], firsts[n])
        for n in _near(lasts, piece[0]):
            if left[1] < lasts[n, 1] <= piece[0, 1] and _meet_in_cusp(pieces[n], piece):
                left = _between(lasts[n], piece[0])
        stopped.append((piece, left, right))
    return stopped


def _part_at_cusps(course: np.ndarray) -> list[np.ndarray]:
    cusp = _find_cusp(course)
    if cusp is None:
        return [course]
    return _part_at_cusps(course[: cusp + 1]) + _part_at_cusps(course[cusp:])


def _find_cusp(course: np.ndarray) -> int | None:
    """Return where two curves that bulge to the same side meet, if a course is two."""
    if len(course) < 2 * LEAST_PART_CELLS:
        return None
    off, bends, slopes = _fit_beginnings(course)
    whole = off[-1]
    off_after, bends_after, slopes_after = (n[::-1] for n in _fit_beginnings(course[::-1]))
    off = np.maximum(off, off_after)
    off[~_is_corner(bends, bends_after, slopes_after - slopes, CORNER)] = np.inf
    off[: LEAST_PART_CELLS - 1] = off[len(off) - LEAST_PART_CELLS + 1 :] = np.inf
    cusp = int(off.argmin())
    return cusp if _are_two(whole, off[cusp]) else None


def _meet_in_cusp(before: np.ndarray, after: np.ndarray) -> bool:
    """Whether two pieces are of two curves."""
    if min(len(before), len(after)) < LEAST_PART_CELLS:
        return False
    fits = [_fit_beginnings(piece / STRIDE) for piece in (before, after[::-1])]
    (off, bend, slope), (off_after, bend_after, slope_after) = ([n[-1] for n in f] for f in fits)
    whole = _fit_beginnings(np.concatenate([before, after]) / STRIDE)[0][-1]
    corner = _is_corner(bend, bend_after, slope_after - slope, PIECES_CORNER)
    return bool(corner) and _are_two(whole, max(off, off_after))


def _is_corner(
    bend: np.ndarray, bend_after: np.ndarray, turn: np.ndarray, least: float
) -> np.ndarray:
    """Whether curves of the same bend turn against it where they meet, so much at least."""
    corner: np.ndarray = (bend * bend_after > 0) & (turn * np.sign(bend) < -least)
    return corner


def _are_two(whole: float, parts: float) -> bool:
    return bool(whole > OFF_CELLS and parts < OFF_SHARE * whole)


def _fit_beginnings(course: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Fit a parabola to a course up to each point, all at once from running sums of powers.

    Return how far the course lies off it, how it bends, and its slope at that point: three (N,)
    arrays, 0 for the first two points.
    """
    way = 1.0 if course[-1, 1] > course[0, 1] else -1.0
    across = way * (course[:, 1] - course[0, 1])
    down = course[:, 0] - course[0, 0]
    spans = np.maximum(across, 1.0)
    scales = spans[:, None] ** np.arange(5)
    powers = across[:, None] ** np.arange(5)
    sums = powers.cumsum(axis=0) / scales
    rows = (powers[:, :3] * down[:, None]).cumsum(axis=0) / scales[:, :3]
    fitted = np.zeros((len(course), 3))
    normal = sums[2:, np.add.outer(np.arange(3), np.arange(3))]
    fitted[2:] = np.linalg.solve(normal, rows[2:, :, None])[:, :, 0]
    squares = np.square(down).cumsum() - (fitted * rows).sum(axis=1)
    off = np.sqrt(squares.clip(0) / np.arange(1, len(course) + 1))
    off[:2] = 0
    return off, fitted[:, 2], way * (fitted[:, 1] + 2 * fitted[:, 2]) / spans


def _between(one: np.ndarray, other: np.ndarray) -> tuple[float, float]:
    row, column = (one + other) / 2
    return float(row), float(column)


def _near(places: np.ndarray, place: np.ndarray) -> np.ndarray:
    """Return which places are a little beside a place."""
    away = np.abs(places - place)
    found: np.ndarray = np.flatnonzero((away < (ROWS_SP * 16, BESIDE_SP * 16)).all(axis=1))
    return found
