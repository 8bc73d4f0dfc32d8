"""Group the staves of a sheet into systems by the lines that join them."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

import numpy as np
from scipy import ndimage

from rastrum.model.arrays import Grey
from rastrum.model.sheet import (
    INK,
    UNITS_PER_SPACE,
    Brace,
    Sheet,
    SheetStaff,
    System,
)
from rastrum.staff.covers import column_cover
from rastrum_kernels.runs import mask_runs

EDGE = 1.2 * UNITS_PER_SPACE
"""The line that joins the staves of a system stands this close to their left ends."""

JOINED = 0.9
"""Share of the rows between two staves that a joining line covers; the rest may be broken."""

THICKEST = 1.0 * UNITS_PER_SPACE
"""Brackets and the line beside them are thinner together; a scanner's border is thicker."""

THROUGH = 0.97
"""Share of the rows between two staves that a barline through both covers; stems and beams seldom
reach all the way."""

BRACE = (2.5 * UNITS_PER_SPACE, 0.3 * UNITS_PER_SPACE)
"""Farthest and nearest that braces and brackets stand left of the line that joins their staves."""

BRACE_COVER = 0.8
"""Share of the rows beside the staves it spans into which a brace or bracket puts ink."""

BRACE_BREAK = 0.5 * UNITS_PER_SPACE
"""Breaks of a brace or bracket up to this are bridged."""

BRACE_BEND = 0.15 * UNITS_PER_SPACE
"""A brace wanders by this much at least, in the flattest print by 0.25; a bracket is straight."""

BEYOND = (2 * UNITS_PER_SPACE, 8 * UNITS_PER_SPACE)
"""A thin line that goes on beside the paper so far above or below a system is a border that a
scanner drew: what joins staves ends with them."""

WIDEST_GAP = 30 * UNITS_PER_SPACE
"""Staves farther apart sound apart: on the widest scores, 25 spaces of text stand between."""


def find_systems(sheet: Sheet) -> Sheet:
    """Find which staves sound together.

    Parameters
    ----------
    sheet : Sheet
        With level staves.

    Returns
    -------
    sheet : Sheet
        Its systems filled in, and each staff with its system and its place in it.

    Notes
    -----
    Two neighbouring staves belong together if a line at their left ends, or at least two barlines
    along them, run from one to the other.
    """
    groups = [
        part
        for group in _group(sheet, range(len(sheet.staves)), at_left=True)
        for part in (_group(sheet, group, at_left=False) if _is_bordered(sheet, group) else [group])
    ]
    staves = list(sheet.staves)
    systems = []
    for index, group in enumerate(groups):
        edge = _joining_line(sheet, group)
        for position, number in enumerate(group):
            left = staves[number].left if edge is None else edge
            staves[number] = replace(staves[number], system=index, index=position, left=left)
        systems.append(System(tuple(group), _find_braces(sheet.grey, [staves[n] for n in group])))
    return replace(sheet, staves=tuple(staves), systems=tuple(systems))


def _group(sheet: Sheet, numbers: Sequence[int], *, at_left: bool) -> list[list[int]]:
    """Group neighbouring staves by barlines and, `at_left`, by the line at their left ends."""
    groups: list[list[int]] = []
    for number in numbers:
        staff = sheet.staves[number]
        if groups and _are_joined(sheet, sheet.staves[groups[-1][-1]], staff, at_left=at_left):
            groups[-1].append(number)
        else:
            groups.append([number])
    return groups


def _is_bordered(sheet: Sheet, group: list[int]) -> bool:
    """Whether the line that joins staves goes on where no staff is."""
    if len(group) < 2:
        return False
    near, far = BEYOND
    edge, height = int(EDGE), len(sheet.grey)
    first, last = sheet.staves[group[0]], sheet.staves[group[-1]]
    for staff, start, stop in (
        (first, int(first.top) - far, int(first.top) - near),
        (last, int(last.bottom) + near, int(last.bottom) + far),
    ):
        taken = any(s is not staff and s.top < stop and s.bottom > start for s in sheet.staves)
        low, high = max(1, int(staff.left) - edge), int(staff.left) + edge
        if taken or start < 0 or stop > height or low >= high:
            continue
        if len(_thin_lines(column_cover(sheet.grey, start, stop, low, high))):
            return True
    return False


def _are_joined(sheet: Sheet, upper: SheetStaff, lower: SheetStaff, *, at_left: bool) -> bool:
    first, last = int(upper.lowest) + 3, int(lower.highest) - 2
    if last - first > WIDEST_GAP:
        return False
    overlap = min(upper.right, lower.right) - max(upper.left, lower.left)
    if overlap < 0.5 * min(upper.right - upper.left, lower.right - lower.left):
        return False
    if last <= first:
        return True
    edge = int(EDGE)
    width = sheet.grey.shape[1]
    left = int(min(upper.left, lower.left))
    low = max(1, left - edge)
    high = min(width - 1, int(max(upper.left, lower.left)) + edge)
    if (
        at_left
        and low < high
        and len(_thin_lines(column_cover(sheet.grey, first, last, low, high)))
    ):
        return True
    start = int(max(upper.left, lower.left)) + edge
    stop = min(width - 1, int(min(upper.right, lower.right)) + edge)
    if start >= stop:
        return False
    through = column_cover(sheet.grey, first, last, start, stop) >= THROUGH
    starts = mask_runs(through)[:, 0]
    if len(starts) == 0:
        return False
    # Lines less than two spaces apart are one double bar.
    separate = 1 + int((np.diff(starts) > 32).sum())
    return separate >= 2


def _joining_line(sheet: Sheet, group: list[int]) -> float | None:
    """Return the column of the line at the left that joins all staves of a system, if any.

    It tells where the staves begin better than their own lines do, which a name before the staff
    may seem to draw out.
    """
    if len(group) < 2:
        return None
    staves = [sheet.staves[n] for n in group]
    edge = int(EDGE)
    low = max(1, int(min(s.left for s in staves)) - edge)
    high = min(sheet.grey.shape[1] - 1, int(max(s.left for s in staves)) + edge)
    if low >= high:
        return None
    covers = [
        column_cover(sheet.grey, int(a.lowest) + 3, int(b.highest) - 2, low, high)
        for a, b in pairwise(staves)
        if b.highest - a.lowest > 8
    ]
    if not covers:
        return None
    weakest: np.ndarray = np.min(np.stack(covers), axis=0)
    columns = _thin_lines(weakest)
    if not len(columns):
        return None
    # A brace's middle covers the rows between two staves as well, but not those beside them.
    whole = column_cover(sheet.grey, int(staves[0].highest), int(staves[-1].lowest) + 1, low, high)
    best = max(columns, key=lambda c: float(whole[c : c + 3].max()))
    return float(low + best)


def _thin_lines(cover: np.ndarray) -> np.ndarray:
    """Return the columns in which a line, not a scanner's black border, covers the rows."""
    starts, stops = mask_runs(cover >= JOINED).T
    lines: np.ndarray = starts[stops - starts <= THICKEST]
    return lines


def _find_braces(grey: Grey, staves: list[SheetStaff]) -> tuple[Brace, ...]:
    """Find braces and brackets: ink left of the joining line, beside whole staves."""
    if len(staves) < 2:
        return ()
    left = int(min(s.left for s in staves))
    low, high = max(0, left - int(BRACE[0])), max(0, left - int(BRACE[1]))
    if high - low < 8:
        return ()
    strip = grey[:, low:high] > INK
    thick: np.ndarray = np.asarray(strip.sum(axis=1))
    bridge = np.ones(int(BRACE_BREAK) + 1, bool)
    beside: np.ndarray = ndimage.binary_closing(thick > 0, bridge)
    rows = [tuple(map(int, s.bar_rows)) for s in staves]
    covered = [beside[top + 2 : bottom - 2].mean() > BRACE_COVER for top, bottom in rows]
    joined = [
        bool(beside[bottom:top].mean() > BRACE_COVER) if top > bottom else True
        for (_, bottom), (top, _) in pairwise(rows)
    ]
    braces = []
    first = 0
    for last in range(len(staves)):
        if last < len(joined) and joined[last] and covered[last] and covered[last + 1]:
            continue
        if last > first:
            inner = slice(rows[first][0] + 4, rows[last][1] - 4)
            middles = (strip[inner] @ np.arange(high - low))[thick[inner] > 0]
            middles = middles / thick[inner][thick[inner] > 0]
            wanders = float(np.subtract(*np.percentile(middles, (95, 5)))) > BRACE_BEND
            braces.append(Brace("brace" if wanders else "bracket", first, last))
        first = last + 1
    return tuple(braces)
