"""Trace stems and barlines where the network saw them, exact to the pixel in the ink."""

from collections.abc import Iterable
from itertools import pairwise

import numpy as np
from scipy import ndimage

from rastrum.model.detection import Detection, Glyph, plane
from rastrum.model.sheet import (
    INK,
    UNITS_PER_SPACE,
    Sheet,
    SheetStaff,
)
from rastrum.model.strokes import Barline
from rastrum.model.vocabulary import CLEFS, DOTS, STRIDE
from rastrum_kernels.runs import mask_runs

BAR_COVER = 0.5
"""Mean confidence, 0 to 1, over a staff's height at which a column holds a barline by itself."""

WEAK_BAR = 0.2
"""Mean confidence over a staff's height that is enough for a barline where ink runs over the whole
height of every staff and goes on between two of them."""

THROUGH_COVER = 0.93
"""Share of the rows from staff to staff that a barline inks which the network hardly saw."""

THROUGH = 0.25 * UNITS_PER_SPACE
"""How far a barline may lean out of its column: old plates print them a little slanted."""

LINE_COVER = 0.75
"""Share of a staff's height that a line of a barline covers with ink."""

STAFF_COVER = 0.45
"""Share of each staff's height that a line covers where a barline has several: the staff lines
alone cover 0.2 of it, and a stem beside a barline stands on one staff, or on some."""

BAR = 1.3 * UNITS_PER_SPACE
"""Lines closer than this belong to one barline."""

THICK = 0.3 * UNITS_PER_SPACE
"""Lines of a barline thicker than this are the thick ones of a final bar; thin ones are below 0.22
spaces."""

REPEAT_DOT = 1.4 * UNITS_PER_SPACE
"""Repeat dots stand this close to the nearest line of their barline."""


def trace_barlines(sheet: Sheet, detection: Detection) -> list[Barline]:
    """Trace the barlines of every staff, left to right."""
    mask = plane(detection, "barline")
    dots = [g for g in detection.glyphs if g.label in DOTS]
    paired = set(detection.believed(("repeatDot",)))
    barlines: list[Barline] = []
    for system in sheet.systems:
        staves = [sheet.staves[n] for n in system.staves]
        # At a single line barlines are short: what they are is seen on the others.
        tall = [staff for staff in staves if staff.lines > 1] or staves
        profiles = [_bar_profile(mask, staff) for staff in tall]
        evidence = np.mean(profiles, axis=0)
        clefs = _first_clefs(detection, staves)
        for left, right in _clusters(evidence >= WEAK_BAR * 255, BAR):
            strong = evidence[left:right].max() >= BAR_COVER * 255
            if not strong and not _runs_through(sheet, staves, left, right):
                continue
            lines = _lines(sheet, tall, left, right)
            if not lines:
                continue
            score = float(evidence[left:right].max()) / 255
            edge = min(staff.left for staff in staves)
            dotted = _dot_sides(sheet, dots, paired, staves, lines)
            if lines[-1][1] < max(edge + 0.8 * UNITS_PER_SPACE, clefs):
                # What stands left of a system's first clef is its bracket and its first line.
                dotted = (False, dotted[1])
                if not dotted[1]:
                    continue
            kind = _kind(lines, dotted)
            first = (lines[0][0] + lines[0][1]) / 2
            last = (lines[-1][0] + lines[-1][1]) / 2
            for position, number in enumerate(system.staves):
                joined = position + 1 < len(staves) and _runs_on(
                    sheet, staves[position], staves[position + 1], (first + last) / 2
                )
                barlines.append(Barline(number, kind, first, last, joined, score))
    return barlines


def _first_clefs(detection: Detection, staves: list[SheetStaff]) -> float:
    """Return where the clefs begin with which a system begins; 0 where none was seen."""
    clefs = detection.sure(CLEFS)
    lefts = [
        min(lefts)
        for staff in staves
        if (lefts := [g.left for g in clefs if staff.opens_with(g.row, g.column)])
    ]
    return float(np.median(lefts)) if lefts else 0.0


def _runs_through(sheet: Sheet, staves: list[SheetStaff], left: int, right: int) -> bool:
    """Whether a line of ink crosses every staff and goes on from one of them to the next.

    No stem does. Songs have barlines through the staves of the piano, but not up to the voice.
    """
    reach = round(THROUGH)
    low, high = max(0, left - reach), min(sheet.grey.shape[1], right + reach)

    def covers(top: float, bottom: float) -> np.ndarray:
        ink = sheet.grey[int(top) : int(bottom) + 1, low:high] > INK
        if not len(ink):
            # Staves that overlap, as those of an ossia may, leave no rows between them.
            return np.zeros(high - low, bool)
        near = ndimage.maximum_filter1d(ink, 2 * reach + 1, axis=1)
        enough: np.ndarray = near.mean(axis=0) >= THROUGH_COVER
        return enough

    crossed = np.all([covers(*s.bar_rows) for s in staves], axis=0)
    joined = [covers(a.bar_rows[1], b.bar_rows[0]) for a, b in pairwise(staves)]
    return len(joined) > 0 and bool((crossed & np.any(joined, axis=0)).any())


def _bar_profile(mask: np.ndarray, staff: SheetStaff) -> np.ndarray:
    """Return the mean confidence over a staff's height, per sheet column."""
    first, last = (max(0, int(row // STRIDE)) for row in staff.bar_rows)
    profile = mask[first : last + 1].mean(axis=0)
    # Barlines of the staves of a system may stand a cell apart.
    near = ndimage.maximum_filter1d(profile, 3)
    wide = np.repeat(near, STRIDE)
    columns = np.arange(len(wide))
    wide[(columns < staff.left - 12) | (columns > staff.right + 12)] = 0
    return wide


def _clusters(above: np.ndarray, gap: float) -> list[tuple[int, int]]:
    result: list[tuple[int, int]] = []
    for start, stop in mask_runs(above).tolist():
        if result and start - result[-1][1] < gap:
            result[-1] = (result[-1][0], stop)
        else:
            result.append((start, stop))
    return result


def _lines(
    sheet: Sheet, staves: list[SheetStaff], left: int, right: int
) -> list[tuple[float, float]]:
    """Return the left and right edge of each line in a cluster of barline columns."""
    # A thick line may reach beyond the cells in which the network saw it.
    low, high = max(0, left - 16), min(sheet.grey.shape[1], right + 16)
    covers = [
        (sheet.grey[int(first) : int(last) + 1, low:high] > INK).mean(axis=0)
        for first, last in (s.bar_rows for s in staves)
    ]
    cover = np.mean(covers, axis=0)
    least = min(LINE_COVER, 0.9 * float(cover.max()))
    lines = [
        (float(low + a), float(low + b))
        for a, b in _clusters(cover >= least, 2)
        if low + b > left - 4 and low + a < right + 4
    ]
    bare = np.min(covers, axis=0)
    whole = [(a, b) for a, b in lines if bare[int(a) - low : int(b) - low].max() >= STAFF_COVER]
    lines = whole or lines
    if float(cover.max()) < 0.5 or not lines:
        centre = (left + right) / 2
        return [(centre - 1, centre + 1)]
    return lines


def _dot_sides(
    sheet: Sheet,
    dots: list[Glyph],
    paired: set[Glyph],
    staves: list[SheetStaff],
    lines: list[tuple[float, float]],
) -> tuple[bool, bool]:
    """Whether repeat dots stand left and right of a barline.

    Either the network saw a pair of them on half of the staves, or, beside a thick line, they are
    whole in the ink of most staves, or of one where the network saw dots of any kind.
    """
    left, right, reach = int(lines[0][0]), int(lines[-1][1]), int(REPEAT_DOT)
    thick = any(stop - start > THICK for start, stop in lines)
    sides = []
    for low, high in ((left - reach, left), (right, right + reach)):
        beside = [g for g in dots if low <= g.column <= high]
        near = [{g for g in beside if abs(s.pitch(g.row)) < 2} for s in staves]
        pairs = sum(_is_pair(s, own & paired) for s, own in zip(staves, near, strict=True))
        whole = sum(has_repeat_dots(sheet, s, low, high) for s in staves) if thick else 0
        seen = sum(map(len, near))
        sides.append(
            2 * pairs >= len(staves) or 2 * whole > len(staves) or (whole > 0 and seen > 1)
        )
    return sides[0], sides[1]


def _is_pair(staff: SheetStaff, dots: Iterable[Glyph]) -> bool:
    """Whether there are dots above and below the middle line."""
    rows = [staff.pitch(g.row) for g in dots]
    return any(p < 0 for p in rows) and any(p > 0 for p in rows)


def _kind(lines: list[tuple[float, float]], dotted: tuple[bool, bool]) -> str:
    if all(dotted):
        return "Backtobackrepeat"
    if dotted[0]:
        return "Rightrepeat"
    if dotted[1]:
        return "Leftrepeat"
    if len(lines) == 1:
        return "Single"
    thick = [right - left > THICK for left, right in lines]
    return "ThinThick" if thick[-1] and not thick[0] else "Double"


def _runs_on(sheet: Sheet, upper: SheetStaff, lower: SheetStaff, column: float) -> bool:
    low, high = max(0, int(column) - 4), int(column) + 5
    gap = sheet.grey[int(upper.lowest) + 3 : int(lower.highest) - 2, low:high] > INK
    return gap.shape[0] == 0 or bool((gap.any(axis=1)).mean() > 0.9)


HALF_HEIGHT_SP = 0.15
"""Half the height, in spaces of the staff, of the band in which a repeat dot is looked for, around
the middle of its staff space."""

DOT_STEPS = 0.9
"""Steps from the middle line at which repeat dots are looked for: in the two middle spaces, in old
prints a little towards the middle line."""

COVER = 0.7
"""Share of the rows of its band that a repeat dot inks, worn as it may be."""

WIDTH = (0.2 * UNITS_PER_SPACE, 0.65 * UNITS_PER_SPACE)
"""Narrowest and widest that a repeat dot is: wider than a stem, narrower than a head."""

NEAR = 1.5 * UNITS_PER_SPACE
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
    starts, stops = mask_runs(inked).T
    widths = stops - starts
    inside = (starts > 0) & (stops < len(inked))
    fits = (widths >= WIDTH[0]) & (widths <= WIDTH[1])
    return bool((fits & inside).any())


def find_repeat_dots(
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
            if away < NEAR and abs(staff.pitch(dot.row)) < 2:
                used.add(dot)
    return frozenset(used)
