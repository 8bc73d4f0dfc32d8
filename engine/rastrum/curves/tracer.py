"""Trace curves along their ink, whichever way they run."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from rastrum.curves.ink import TRACE
from rastrum.model.arrays import Grey
from rastrum.model.sheet import FAINT_INK, UNITS_PER_SPACE
from rastrum.model.strokes import SeenArc
from rastrum_kernels.curves import follow_curves

NEAR_PX, THICKEST_PX, GAP_PX = 3, 9, 9
"""Pixels that ink may stray from where it is expected, thickness of a curve, and pixels over which
a stem or a staff line may hide it: with 12 fewer ties are found, with 6 fewer slurs."""

LOOK_PX, KINK = 8, 0.35
"""So many pixels behind a gap must go on in the direction before it, but for so many radians: where
a tie ends, the next one begins. With 6 and 0.2 fewer curves are found."""

END = 1.25 * UNITS_PER_SPACE
"""Length of a piece that says in which direction its end goes on."""

CORNER, CORNER_LOOK = 0.5, 1.0 * UNITS_PER_SPACE
"""Where a path turns against its bend, by so many radians over the length, one curve may end on the
next: flat ties in a row turn back by 0.2."""


@dataclass(frozen=True, slots=True)
class Path:
    """The course of what may be a curve.

    Attributes
    ----------
    places : (N, 2) float64 array
        Rows and columns from left to right, a pixel apart.
    asked : bool
        The notes ask for a curve there.
    cornered : (bool, bool)
        Whether another curve begins at its left end, and at its right end.
    """

    places: np.ndarray
    asked: bool = False
    cornered: tuple[bool, bool] = (False, False)


TWO_OFF, TWO_SHARE = 0.1 * UNITS_PER_SPACE, 0.55
"""How far, root mean square, a path lies off the best arc at least, if it is two curves, and what
share of that each of the two may lie off its own."""


def trace_pieces(ink: Grey, pieces: Sequence[np.ndarray]) -> list[Path]:
    """Trace pieces of curves to both ends of their ink.

    Parameters
    ----------
    ink : (H, W) uint8 array
        The sheet without lines and heads, see `rastrum.curves.ink`.
    pieces : sequence of (N, 2) float64 array
        Rows and columns of at least two places, a pixel apart.

    Returns
    -------
    paths : list of Path
        The same pieces with what was traced at both ends.
    """
    if not pieces:
        return []
    starts = []
    for piece in pieces:
        back = min(round(END), len(piece) - 1)
        starts.append((*piece[0], *(piece[0] - piece[back])))
        starts.append((*piece[-1], *(piece[-1] - piece[-1 - back])))
    traced, stops = follow_curves(
        ink, np.array(starts), FAINT_INK, NEAR_PX, THICKEST_PX, GAP_PX, LOOK_PX, KINK, TRACE
    )
    parts = [traced[begin:end, :2] for begin, end in pairwise(stops)]
    paths = (
        np.concatenate([before[::-1], piece, behind])
        for before, piece, behind in zip(parts[::2], pieces, parts[1::2], strict=True)
    )
    return [Path(path if path[0, 1] <= path[-1, 1] else path[::-1]) for path in paths]


def part_at_corners(path: Path) -> list[Path]:
    """Take a path apart where one curve may end on the next, a cusp between them.

    Parameters
    ----------
    path : Path

    Returns
    -------
    parts : list of Path
        From left to right; the path alone where it has no corner.
    """
    against = turns_back(path.places)
    look = round(CORNER_LOOK)
    corners: dict[int, float] = {}
    while len(against) and against.max() > CORNER:
        corner = int(against.argmax())
        corners[corner + look] = float(against[corner])
        against[max(0, corner - look) : corner + look] = 0.0
    while True:
        bounds = sorted(corners)
        parts = np.split(path.places, bounds)
        doubtful = [
            corner
            for corner, (before, behind) in zip(bounds, pairwise(parts), strict=True)
            if not _are_two(before, behind)
        ]
        if not doubtful:
            break
        del corners[min(doubtful, key=lambda corner: corners[corner])]
    ends = pairwise([path.cornered[0], *(True for _ in corners), path.cornered[1]])
    return [Path(part, path.asked, end) for part, end in zip(parts, ends, strict=True)]


def _are_two(before: np.ndarray, behind: np.ndarray) -> bool:
    """Whether two parts of a path are two curves that bulge to the same side rather than one."""
    (one, off), (other, other_off) = fit_arc(before), fit_arc(behind)
    whole = fit_arc(np.concatenate([before, behind]))[1]
    same = one.bulge * other.bulge > 0
    return same and whole > TWO_OFF and max(off, other_off) < TWO_SHARE * whole


def turns_back(places: np.ndarray) -> np.ndarray:
    """Measure how far a path turns against its bend.

    Parameters
    ----------
    places : (N, 2) float64 array
        Rows and columns, a pixel apart.

    Returns
    -------
    turns : (M,) float64 array
        Radians over a space before and one behind, from a space behind the beginning to a space
        before the end; empty where there is no such place.
    """
    look = round(CORNER_LOOK)
    if len(places) < 4 * look:
        return np.zeros(0)
    steps = places[look:] - places[:-look]
    before, behind = steps[:-look], steps[look:]
    across = before[:, 1] * behind[:, 0] - before[:, 0] * behind[:, 1]
    turns: np.ndarray = np.arctan2(across, (before * behind).sum(axis=1))
    turns *= -np.sign(turns.sum())
    return turns


def fit_arc(path: np.ndarray) -> tuple[SeenArc, float]:
    """Fit an arc to a path by least squares.

    Parameters
    ----------
    path : (N, 2) float64 array
        Rows and columns from left to right.

    Returns
    -------
    arc : SeenArc
        From its first place to its last.
    off : float
        How far, root mean square, the path lies off it, units.
    """
    along = path[-1] - path[0]
    length = max(1.0, float(np.hypot(*along)))
    share = (path - path[0]) @ along / length**2
    away = (path - path[0]) @ (-along[1], along[0]) / length
    shape = 4 * share * (1 - share)
    bulge = float(away @ shape / max(1e-9, float(shape @ shape)))
    off = float(np.sqrt(np.square(away - bulge * shape).mean()))
    left, right = ((float(row), float(column)) for row, column in (path[0], path[-1]))
    return SeenArc(left, right, bulge), off
