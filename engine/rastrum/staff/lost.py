"""Find staves whose lines the scan has lost, by the barlines that are left of them."""

from collections.abc import Sequence

import numpy as np

from rastrum.model.arrays import Ink
from rastrum.model.page import Staff
from rastrum.staff.covers import upright_cover
from rastrum_kernels.runs import mask_runs

LEFT_SP = 1.0
"""The first line of a system stands so near to the ends of its staves, in spaces of theirs."""

BROKEN_SP = 0.4
"""Longest break in the first line of a system, in staff spaces, that it is followed across."""

LEAST_SP = 5.5
"""How far, in staff spaces, a system's first line reaches beyond its outermost staff if another
staff is lost there: braces and brackets reach beyond by less than two."""

BARLINE_COVER = 0.95
"""Share of a staff's height that a barline inks."""

BEYOND_COVER = 0.4
"""Share of a staff space beyond a barline's end that is inked at most."""

END_SP = 0.3
"""What lies so near to a barline's end is left out where its ink is measured, in staff spaces."""

BARLINE_SP = 0.9
"""How thick a barline is at most, in staff spaces."""

LEAST_BARLINES = 2
"""So many barlines of a staff's height show that there was one whose lines are lost."""


def find_lost_staves(ink: Ink, staves: Sequence[Staff]) -> list[Staff]:
    """Find staves above or below others that have no lines left.

    Parameters
    ----------
    ink : (H, W) bool array
        The page.
    staves : sequence of Staff
        Those that were found.

    Returns
    -------
    lost : list of Staff
        New ones only, as long and as large as their neighbours.

    Notes
    -----
    Thin lines are the first that a scan of one bit per pixel loses; the first line of the system
    and the barlines last longer. Where that line goes on beyond the outermost staff of a system,
    and barlines as high as a staff stand at its end, a staff stood there. O(ink of a few columns).
    """
    lost: list[Staff] = []
    for staff in staves:
        if len(staff.ys) == 1:
            continue
        for step in (-1, 1):
            end = _follow(ink, staff, step, _next_row(staff, staves, step))
            near = staff.ys[0, 0] - end if step < 0 else end - staff.ys[-1, 0]
            if near < LEAST_SP * staff.space_px:
                continue
            shift = end - (staff.ys[0, 0] if step < 0 else staff.ys[-1, 0])
            found = Staff(staff.xs, staff.ys + shift, staff.space_px, staff.line_px)
            taken = any(_overlaps(found, other) for other in (*staves, *lost))
            if not taken and _count_barlines(ink, found, step) >= LEAST_BARLINES:
                lost.append(found)
    return lost


def _follow(ink: Ink, staff: Staff, step: int, limit: float) -> float:
    """Return the row where the line at the left end of a staff ends, going up (-1) or down.

    It is the staff's own edge if there is no such line, or if it leads on to the staff at `limit`.
    """
    reach, most = round(LEFT_SP * staff.space_px), round(BROKEN_SP * staff.space_px)
    top, bottom = round(staff.ys[0, 0]), round(staff.ys[-1, 0])
    left = max(1, round(staff.xs[0]) - reach)
    beside = ink[max(0, top) : bottom + 1, left : left + 2 * reach].mean(axis=0)
    start = float(staff.ys[0, 0] if step < 0 else staff.ys[-1, 0])
    if not len(beside) or beside.max() < BARLINE_COVER:
        return start
    column = left + int(beside.argmax())
    row, end, missed = round(start), start, 0
    while 0 <= row < len(ink) and missed <= most:
        if (row - limit) * step >= 0:
            return start
        missed += 1
        for near in (column, column - 1, column + 1):
            if 0 <= near < ink.shape[1] and ink[row, near]:
                column, end, missed = near, float(row), 0
                break
        row += step
    return end


def _next_row(staff: Staff, staves: Sequence[Staff], step: int) -> float:
    """Return the edge of the next staff above (-1) or below the left end of one."""
    left, row = staff.xs[0], staff.ys[0, 0]
    near = [
        float(other.ys[-1 if step < 0 else 0, 0])
        for other in staves
        if (other.ys[0, 0] - row) * step > 0
        and other.xs[0] - LEFT_SP * staff.space_px <= left <= other.xs[-1]
    ]
    return min(near, key=lambda edge: abs(edge - row), default=step * np.inf)


def _overlaps(one: Staff, other: Staff) -> bool:
    """Whether two staves lie on, or right beside, each other."""
    left, right = max(one.xs[0], other.xs[0]), min(one.xs[-1], other.xs[-1])
    if right <= left:
        return False
    middle = (left + right) / 2
    tops, bottoms = (
        [float(np.interp(middle, s.xs, s.ys[line])) for s in (one, other)] for line in (0, -1)
    )
    return max(tops) - min(bottoms) < one.space_px


def _count_barlines(ink: Ink, staff: Staff, step: int) -> int:
    """Count the thin lines from a staff's top to its bottom that end at its outer side."""
    edge = END_SP * staff.space_px
    columns = np.arange(int(staff.xs[0] + 2 * staff.space_px), int(staff.xs[-1]) + 1)
    columns = columns[(columns > 0) & (columns < ink.shape[1] - 1)]
    tops = np.interp(columns, staff.xs, staff.ys[0])
    height = float(np.median(staff.ys[-1] - staff.ys[0]))
    inside = upright_cover(ink, columns, tops + edge, height - 2 * edge)
    beyond = tops - edge - staff.space_px if step < 0 else tops + height + edge
    whole = (inside >= BARLINE_COVER) & (
        upright_cover(ink, columns, beyond, staff.space_px) < BEYOND_COVER
    )
    starts, stops = mask_runs(whole).T
    widths = stops - starts
    return int((widths <= BARLINE_SP * staff.space_px + 2).sum())
