"""Find voltas: level lines that hang down at a barline, over what is played the first time."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from rastrum.marks.volta_numbers import read_numbers
from rastrum.model.arrays import Grey, Ink
from rastrum.model.marks import SeenVolta
from rastrum.model.sheet import (
    INK,
    UNITS_PER_SPACE,
    Sheet,
)
from rastrum.model.strokes import Barline
from rastrum_kernels.runs import mask_runs

NEAREST, FARTHEST = 0.8 * UNITS_PER_SPACE, 14.0 * UNITS_PER_SPACE
"""The line of a volta lies between these distances above the top line of its staff."""

THICKEST_PX = 5
"""Rows that the line of a volta covers at most, a third of a space."""

START, SURE = 1.2 * UNITS_PER_SPACE, 3.0 * UNITS_PER_SPACE
"""The line of a volta begins within the first of a barline, and is whole over the second from
there."""

GLANCE = 5
"""Of the six columns of a line's beginning looked at first, so many show it."""

END = 1.8 * UNITS_PER_SPACE
"""The line of a volta ends within this of a barline, which brackets of tuplets and beams seldom
do."""

WHOLE = 0.9
"""Share of ink over the beginning of a volta's line."""

GAP = 0.8 * UNITS_PER_SPACE
"""Longest break in a volta's line behind its beginning."""

BETWEEN_PX = 4
"""White columns between a volta and the next one."""

BENT_PX = 2.5
"""A line whose middle lies so far off its ends is a curve: flat ties have 4 to 5, voltas on old
plates up to 1.7."""

LINE_SHARE = 0.6
"""Share of its columns that show a volta's line and nothing else."""

HOOK, HOOK_COVER = 0.9 * UNITS_PER_SPACE, 0.75
"""How far the beginning of a volta's line hangs down, and the share of these rows that it inks."""

HEADER = 16 * UNITS_PER_SPACE
"""A volta over the first bar of a system begins behind its clef and signatures."""


def find_voltas(sheet: Sheet, barlines: Sequence[Barline]) -> tuple[SeenVolta, ...]:
    """Find the voltas of a page.

    Parameters
    ----------
    sheet : Sheet
        The ink and the staves.
    barlines : sequence of Barline
        Where voltas may begin.

    Returns
    -------
    voltas : tuple of SeenVolta
        In order of staves, then columns.
    """
    found: list[SeenVolta] = []
    for number, staff in enumerate(sheet.staves):
        columns = [(b.left + b.right) / 2 for b in barlines if b.staff == number]
        header = staff.left + np.arange(0, HEADER, 16.0)
        ends = [*sorted(columns), staff.right]
        for volta in _above(sheet, number, [*header, *ends[:-1]], ends):
            if min(abs(volta.right - c) for c in ends) > END:
                continue
            if _bends(volta, sheet.grey):
                continue
            before = [v for v in found if v.staff == number and abs(v.row - volta.row) < 8]
            behind = bool(before) and abs(before[-1].right - volta.left) < 2 * START
            if behind or not before or volta.left > before[-1].right:
                times = read_numbers(sheet.grey, volta.left, volta.right, volta.row)
                reckoned = before[-1].times[-1] + 1 if behind else 1
                found.append(replace(volta, times=times or (reckoned,)))
    return tuple(found)


def _bends(volta: SeenVolta, grey: Grey) -> bool:
    """Whether a line is the flat part of a curve, or no line at all."""
    first = max(0, int(volta.row) - THICKEST_PX)
    ink = grey[first : int(volta.row) + THICKEST_PX + 1, int(volta.left) : int(volta.right)] >= INK
    counts = ink.sum(axis=0)
    seen = (counts > 0) & (counts <= THICKEST_PX)
    if seen.mean() < LINE_SHARE:
        return True
    middles = (np.arange(len(ink))[:, None] * ink).sum(axis=0)[seen] / counts[seen]
    places = np.linspace(-1, 1, len(seen))[seen]
    return bool(abs(np.polyfit(places, middles, 2)[0]) > BENT_PX)


def _above(
    sheet: Sheet, number: int, columns: Sequence[float], ends: Sequence[float]
) -> list[SeenVolta]:
    staff = sheet.staves[number]
    above = [s.bottom for s in sheet.staves if s.bottom < staff.top]
    top = int(max(0.0, staff.top - FARTHEST, *(row + NEAREST for row in above)))
    bottom = int(staff.top - NEAREST)
    if bottom - top < 2 * THICKEST_PX:
        return []
    grey = sheet.grey[top : int(staff.top)]
    voltas = []
    for column in columns:
        first = int(column + START)
        last = int(first + SURE)
        if first < 0 or last >= min(grey.shape[1], staff.right):
            continue
        # A glance at every eighth column settles most of it.
        glance = _thicken(grey[: bottom - top + 1, first:last:8] >= INK)[:-1]
        rows = np.flatnonzero(glance.sum(axis=1) >= GLANCE)
        if not len(rows):
            continue
        window = _thicken(grey[: bottom - top + 1, first:last] >= INK)
        whole = np.zeros(len(window), bool)
        whole[rows] = window[rows].mean(axis=1) >= WHOLE
        for start, stop in mask_runs(whole).tolist():
            if stop - start <= THICKEST_PX + 2:
                volta = _follow(grey, (start + stop - 1) // 2, (column, first), ends)
                if volta is not None:
                    left, right, row = volta
                    voltas.append(SeenVolta(number, (1,), left, right, row + top))
    return voltas


def _thicken(ink: Ink) -> Ink:
    """Spread ink to the rows above and below."""
    thick = ink.copy()
    thick[1:] |= ink[:-1]
    thick[:-1] |= ink[1:]
    return thick


def _follow(
    grey: Grey, row: int, start: tuple[float, int], ends: Sequence[float]
) -> tuple[float, float, float] | None:
    """Return the ends and the row of the line that runs through a place, if it is a volta's."""
    column, first = start
    line = grey[max(0, row - 1) : row + 2].max(axis=0) >= INK
    gap = int(GAP)
    left = first
    while left > max(0, column - START) and line[max(0, left - 3) : left].any():
        left -= 1
    inked = first + np.flatnonzero(line[first : int(ends[-1]) + 1])
    # At a barline two voltas stand close.
    away = np.abs(np.asarray(ends) - inked[:-1, None]).min(axis=1)
    breaks = np.flatnonzero(np.diff(inked) > np.where(away <= END, BETWEEN_PX, gap))
    right = inked[breaks[0]] if len(breaks) else inked[-1]
    hook = grey[row : row + int(HOOK), max(0, left - 2) : left + 6] >= INK
    hangs = hook.shape[0] > 8 and hook.mean(axis=0).max() >= HOOK_COVER
    begins = abs(left - column) <= START
    over = grey[max(0, row - THICKEST_PX - 6) : max(0, row - THICKEST_PX), left : left + 6] >= INK
    if not hangs or not begins or over.any():
        return None
    return float(left), float(right), float(row)
