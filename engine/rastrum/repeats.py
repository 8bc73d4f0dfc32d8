"""Find the pairs of dots that make a barline a repeat."""

from collections.abc import Iterable

import numpy as np

from rastrum.classes import DOTS
from rastrum.page import Barline, Detection, Glyph, Sheet, SheetStaff

INK = 112
"""Grey above which a pixel is ink."""

HALF_HEIGHT_SP = 0.15
"""Rows looked at around the middle of the two spaces in which the dots stand."""

DOT_STEPS = 0.9
"""The dots stand in the two middle spaces, in old prints a little towards the middle line."""

COVER = 0.7
"""Share of those rows that a dot inks, worn as it may be."""

WIDTH_SP = (0.2, 0.65)
"""Width of a dot there: wider than a stem, narrower than a head."""

NEAR_SP = 1.5
"""Dots this close to a repeat belong to it, and lengthen no note."""


def has_repeat_dots(sheet: Sheet, staff: SheetStaff, left: int, right: int) -> bool:
    """Whether two dots stand above each other in the middle spaces of a staff.

    Parameters
    ----------
    sheet : Sheet
        For the ink.
    staff : SheetStaff
        Whose middle line the dots enclose.
    left, right : int
        Columns between which they must stand whole.

    Returns
    -------
    dots : bool
    """
    half = int(HALF_HEIGHT_SP * staff.space)
    low, high = max(0, left), min(sheet.grey.shape[1], right)
    inked = np.ones(max(0, high - low), bool)
    for pitch in (-DOT_STEPS, DOT_STEPS):
        row = round(staff.row(pitch))
        if row - half < 0:
            return False
        inked &= (sheet.grey[row - half : row + half + 1, low:high] >= INK).mean(axis=0) >= COVER
    edges = np.flatnonzero(np.diff(np.concatenate(([0], inked.astype(np.int8), [0]))))
    widths = edges[1::2] - edges[::2]
    inside = (edges[::2] > 0) & (edges[1::2] < len(inked))
    fits = (widths >= WIDTH_SP[0] * 16) & (widths <= WIDTH_SP[1] * 16)
    return bool((fits & inside).any())


def repeat_dots(
    sheet: Sheet, detection: Detection, barlines: Iterable[Barline]
) -> frozenset[Glyph]:
    """Return the dots that belong to repeats.

    Parameters
    ----------
    sheet, detection
        The page and its glyphs.
    barlines : iterable of Barline
        Their kinds say which are repeats.

    Returns
    -------
    dots : frozenset of Glyph
    """
    dots = [g for g in detection.glyphs if g.label in DOTS]
    used: set[Glyph] = set()
    for barline in barlines:
        if "repeat" not in barline.kind:
            continue
        staff = sheet.staves[barline.staff]
        for dot in dots:
            away = max(barline.left - dot.column, dot.column - barline.right)
            if away < NEAR_SP * 16 and abs(staff.pitch(dot.row)) < 2:
                used.add(dot)
    return frozenset(used)
