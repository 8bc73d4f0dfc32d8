"""Follow curves to ends that rise or fall so steeply that they are no function of the column."""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from rastrum.curves.from_ink import TRACING, ink_near, lit_ink
from rastrum.curves.from_mask import INK, KINK, LOOK_PX, NEAR_PX, curve_mask
from rastrum.curves.ink import TRACE
from rastrum.model.arrays import Grey
from rastrum.model.detection import Detection
from rastrum.model.sheet import Sheet
from rastrum.model.strokes import SeenArc, Strokes
from rastrum_kernels.curves import follow_curves
from rastrum_kernels.paths import trace_paths

STEEP = 0.8
"""Rows that a curve rises or falls in a column at an end that may go on."""

LEAST_SP, MOST_SP = 0.4, 6.0
"""What is added to an end, at least and at most."""

TIP = 6
"""Points of a path, 1.5 pixels each, that tell which way it ends."""

THICKEST_PX, GAP_PX = 6, 3
"""Thickness of a curve at its end, and rows over which it may be hidden there."""

UPRIGHT_PX = 3
"""What lies so near to the middle of a stem or a barline is its own ink."""


def draw_steep_ends(
    sheet: Sheet, bare: Grey, detection: Detection, strokes: Strokes, arcs: Sequence[SeenArc]
) -> list[SeenArc]:
    """Draw curves out to where their ink ends, up or down.

    Parameters
    ----------
    sheet : Sheet
    bare : (H, W) uint8 array
        The sheet without lines and heads, see `rastrum.curves.ink`.
    detection : Detection
        Its mask of curves shows where they run.
    strokes : Strokes
        The ink of stems and barlines is none of a curve's.
    arcs : sequence of SeenArc

    Returns
    -------
    arcs : list of SeenArc
        In the same order.
    """
    places: list[tuple[float, float]] = []
    ends: list[tuple[int, bool]] = []
    for n, arc in enumerate(arcs):
        for at_left, slope in zip((True, False), _slopes(arc), strict=True):
            if abs(slope) < STEEP:
                continue
            place = ink_near(bare, *(arc.left if at_left else arc.right))
            if place is not None:
                places.append(place)
                ends.append((n, at_left))
    drawn = list(arcs)
    if not places:
        return drawn
    ink = lit_ink(bare, curve_mask(detection))
    paths, stops = trace_paths(ink, np.array(places), *TRACING)
    free = _without_uprights(sheet, bare, strokes)
    for (n, at_left), (begin, end) in zip(ends, pairwise(stops), strict=True):
        place = _follow(free, arcs[n], at_left, paths[begin:end, :2])
        if place is not None:
            drawn[n] = _moved(drawn[n], at_left, place)
    return drawn


def _slopes(arc: SeenArc) -> tuple[float, float]:
    """Return how steeply a curve runs at its ends, rows a column."""
    columns = arc.right[1] - arc.left[1]
    chord = (arc.right[0] - arc.left[0]) / columns
    bend = 4 * arc.bulge / columns
    return chord - bend, chord + bend


def _moved(arc: SeenArc, at_left: bool, place: tuple[float, float]) -> SeenArc:
    """Return a curve with another end, through the same middle."""
    left, right = (place, arc.right) if at_left else (arc.left, place)
    column = (arc.left[1] + arc.right[1]) / 2
    if not left[1] < column < right[1]:
        return arc
    share = (column - left[1]) / (right[1] - left[1])
    chord = left[0] + share * (right[0] - left[0])
    return SeenArc(left, right, (chord - arc.row(column)) / (4 * share * (1 - share)))


def _without_uprights(sheet: Sheet, bare: Grey, strokes: Strokes) -> Grey:
    free = bare.copy()

    def erase(top: float, bottom: float, left: float, right: float) -> None:
        begin, end = max(0, int(left) - UPRIGHT_PX), int(right) + UPRIGHT_PX + 1
        free[max(0, int(top)) : int(bottom) + 1, begin:end] = 0

    for stem in strokes.stems:
        erase(stem.top, stem.bottom, stem.column, stem.column)
    for barline in strokes.barlines:
        staff = sheet.staves[barline.staff]
        below = barline.staff + 1 if barline.joined_below else barline.staff
        erase(staff.top, sheet.staves[below].bottom, barline.left, barline.right)
    return free


def _follow(ink: Grey, arc: SeenArc, at_left: bool, path: np.ndarray) -> tuple[float, float] | None:
    """Return where the ink of a steep end that a path runs through leads to, if far enough."""
    end, other = (arc.left, arc.right) if at_left else (arc.right, arc.left)
    if len(path) and np.hypot(*(path[-1] - other)) < np.hypot(*(path[0] - other)):
        path = path[::-1]
    # Beyond the end, the path may have crossed over to something else.
    path = path[: np.hypot(*(path - end).T).argmin() + 1] if len(path) else path
    if len(path) < TIP:
        return None
    down, right = path[-1] - path[-TIP]
    if abs(down) < STEEP * abs(right):
        return None
    reach = int(MOST_SP * 16)
    top, left = (max(0, int(side) - reach) for side in path[-1])
    turned = np.ascontiguousarray(ink[top : top + 2 * reach, left : left + 2 * reach].T)
    row, column = path[-1] - (top, left)
    start = np.array([(column, row, right / down, np.sign(down))])
    ((column, row),) = follow_curves(
        turned, start, INK, NEAR_PX, THICKEST_PX, GAP_PX, LOOK_PX, KINK, TRACE
    )
    place = float(row + top), float(column + left)
    slope = _slopes(arc)[0 if at_left else 1]
    onward = np.dot(np.subtract(place, end), (-slope, -1) if at_left else (slope, 1))
    away = np.hypot(*np.subtract(place, end))
    return place if onward > 0 and LEAST_SP * 16 <= away < reach else None
