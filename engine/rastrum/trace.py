"""Trace stems and barlines where the network saw them, exact to the pixel in the ink."""

from itertools import pairwise, product

import numpy as np
from scipy import ndimage

from rastrum.classes import CLEFS, DOTS, MASKS, STRIDE
from rastrum.page import Barline, Detection, Glyph, Sheet, SheetStaff, Stem, Strokes
from rastrum.repeats import has_repeat_dots
from rastrum_kernels.strokes import follow_vertical

SURE = 127
"""Confidence (of 255) from which a mask's cell counts."""

INK = 96
"""Grey above which a pixel counts as ink: a third covered."""

SHORTEST_STEM_SP = 1.3
"""Grace notes and the stubs between a head and a low beam have the shortest stems."""

GAP_SP, LEAN, SEAM_COVER = 4.0, 0.06, 0.96
"""Pieces of one stem: so far apart at most, leaning so many columns per row (old plates have stems
that lean by two degrees), and with ink in so many of the rows between. The network sees little of
a bare stem far outside the staff."""

THIN_COVER, BESIDE_SP = 0.5, 0.4
"""What lies between pieces is a stem if fewer rows are inked so far beside it."""

FARTHEST_SP, LEAST_GAIN_SP = 9.0, 1.0
"""A stem is followed so far to a beam over another staff, if that is at least so much."""

BAR_COVER = 0.5
"""Mean confidence over a staff's height at which a column holds a barline."""

WEAK_BAR = 0.2
"""Less will do for a line over the whole height of every staff that goes on between two of them."""

FAINT_BAR = 0.05
"""Or of one seen thus faintly on every staff, and well on one: where two stems stand in line, the
network sees nothing on the other's staff, and 0.1 of a barline close beside stems."""

THROUGH_COVER, THROUGH_SP = 0.93, 0.25
"""Share of the rows that such a line inks, and how far it may lean out of its column: old plates
print barlines a little slanted."""

LINE_COVER = 0.75
"""Share of a staff's height that a line of a barline covers with ink."""

STAFF_COVER = 0.45
"""And on every staff, where there are several lines: the staff lines alone cover 0.2 of it, and a
stem beside a barline stands on one staff, or on some."""

BAR_SP = 1.3
"""Lines closer than this belong to one barline."""

THICK_SP = 0.3
"""Lines thicker than this are the thick ones of a final bar; thin ones are below 0.22."""

CLEF_SCORE, HEADER_SP = 0.5, 5
"""How sure a clef must be, and how near to the left end of its staff, to stand at its beginning."""

PAIR_SCORE = 0.4
"""Repeat dots come in pairs, so that each may be a little doubtful."""

REPEAT_DOT_SP = 1.4
"""Repeat dots stand this close to the nearest line."""


def trace(sheet: Sheet, detection: Detection) -> Strokes:
    """Trace the straight strokes of a page.

    Parameters
    ----------
    sheet : Sheet
        Grey ink and staves.
    detection : Detection
        Masks that say where to look.

    Returns
    -------
    strokes : Strokes
        Stems in order of columns; barlines per staff, left to right.
    """
    stems = _trace_stems(sheet, detection)
    barlines = _trace_barlines(sheet, detection)
    return Strokes(tuple(stems), tuple(barlines))


def _plane(detection: Detection, name: str) -> np.ndarray:
    plane: np.ndarray = detection.masks[MASKS.index(name)]
    return plane


def _trace_stems(sheet: Sheet, detection: Detection) -> list[Stem]:
    mask = _plane(detection, "stem") > SURE
    # Close single broken cells along the stem.
    mask |= np.roll(mask, 1, axis=0) & np.roll(mask, -1, axis=0)
    labels, _ = ndimage.label(mask, structure=np.ones((3, 3)))
    boxes = []
    for box in ndimage.find_objects(labels):
        rows, columns = box
        height = (rows.stop - rows.start) * STRIDE
        if height < SHORTEST_STEM_SP * 16:
            continue
        top, bottom = rows.start * STRIDE, rows.stop * STRIDE
        for left, right in _split_columns(mask[box]):
            first, last = columns.start + left, columns.start + right
            boxes.append((top, bottom, first * STRIDE - 2, last * STRIDE + 2))
    if not boxes:
        return []
    array = np.array(boxes, np.int64)
    strokes = follow_vertical(sheet.grey, array, INK, 10, 2)
    stems = [Stem(float(x), float(top), float(bottom)) for x, top, bottom in strokes]
    joined = _join(sheet, sorted(stems, key=lambda s: s.column))
    return _reach_beams(sheet, _plane(detection, "beam") > SURE, joined)


def _reach_beams(sheet: Sheet, beams: np.ndarray, stems: list[Stem]) -> list[Stem]:
    """Follow the stems whose ink goes on to a beam, of which the network saw but one end."""
    boxes = np.array([(s.top, s.bottom, s.column - 1, s.column + 2) for s in stems], np.int64)
    if not len(boxes):
        return []
    reach = int(FARTHEST_SP * 16)
    found = follow_vertical(sheet.grey, boxes, INK, reach, 2)
    rows = np.stack([found[:, 1] + 2, found[:, 2] - 2], axis=1).astype(np.int64) // STRIDE
    columns = found[:, :1].astype(np.int64) // STRIDE
    inside = (rows >= 0) & (rows < beams.shape[0]) & (columns < beams.shape[1])
    meets = np.zeros(rows.shape, bool)
    row, column = rows[inside], np.broadcast_to(columns, rows.shape)[inside]
    last = beams.shape[0] - 1, beams.shape[1] - 1
    for down, right in product((-1, 0, 1), repeat=2):
        meets[inside] |= beams[(row + down).clip(0, last[0]), (column + right).clip(0, last[1])]
    gains = np.stack([boxes[:, 0] - found[:, 1], found[:, 2] - boxes[:, 1]], axis=1)
    longer = meets & (gains >= LEAST_GAIN_SP * 16)
    result = list(stems)
    for n in np.flatnonzero(longer.any(axis=1)):
        stem = stems[n]
        if longer[n, 0] and _is_thin(sheet, stem.column, found[n, 1] + 16, stem.top):
            stem = Stem(stem.column, float(found[n, 1]), stem.bottom)
        if longer[n, 1] and _is_thin(sheet, stem.column, stem.bottom, found[n, 2] - 16):
            stem = Stem(stem.column, stem.top, float(found[n, 2]))
        result[n] = stem
    return result


def _is_thin(sheet: Sheet, column: float, top: float, bottom: float) -> bool:
    """Whether nothing but staff lines stands close beside a piece of a column."""
    off, rows = round(BESIDE_SP * 16), slice(int(top), max(int(top) + 1, int(bottom)))
    sides = (max(0, int(column) - off), min(sheet.grey.shape[1] - 1, int(column) + off))
    return all(bool((sheet.grey[rows, side] > INK).mean() < THIN_COVER) for side in sides)


def _join(sheet: Sheet, stems: list[Stem]) -> list[Stem]:
    """Make one of two pieces of a stem that ink goes on between, in order of columns."""
    joined: list[Stem] = []
    for stem in stems:
        near = len(joined)
        while near and stem.column - joined[near - 1].column <= LEAN * GAP_SP * 16 + 1:
            near -= 1
        for n in range(near, len(joined)):
            upper, lower = sorted((stem, joined[n]), key=lambda s: s.top)
            if _goes_on(sheet, upper, lower):
                longer = max(stem, joined[n], key=lambda s: s.bottom - s.top)
                joined[n] = Stem(longer.column, upper.top, lower.bottom)
                break
        else:
            joined.append(stem)
    return sorted(joined, key=lambda s: s.column)


def _goes_on(sheet: Sheet, upper: Stem, lower: Stem) -> bool:
    """Whether a thin line of ink leads from the end of one piece of a stem to the next."""
    first, last = int(upper.bottom), int(lower.top)
    lean = LEAN * (last - first) + 1
    if not 0 < last - first <= GAP_SP * 16 or abs(upper.column - lower.column) > lean:
        return False
    rows = np.arange(first, last)
    columns = np.linspace(upper.column, lower.column, len(rows)).astype(np.int64)
    ink = np.pad(sheet.grey[first:last] > INK, ((0, 0), (16, 16)))
    own = rows - first
    on = np.any([ink[own, columns + 16 + off] for off in (-1, 0, 1)], axis=0)
    off = round(BESIDE_SP * 16)
    beside = [ink[own, columns + 16 + side].mean() for side in (-off, off)]
    return bool(on.mean() >= SEAM_COVER and max(beside) < THIN_COVER)


def _split_columns(part: np.ndarray) -> list[tuple[int, int]]:
    """Split a component into the stems that touch in it: runs of columns with tall ink."""
    if part.shape[1] <= 3:
        return [(0, part.shape[1])]
    heights = part.sum(axis=0)
    tall = heights >= max(SHORTEST_STEM_SP * 4, 0.45 * heights.max())
    edges = np.flatnonzero(np.diff(np.concatenate(([0], tall.astype(np.int8), [0]))))
    return [(int(a), int(b)) for a, b in zip(edges[::2], edges[1::2], strict=True)]


def _trace_barlines(sheet: Sheet, detection: Detection) -> list[Barline]:
    mask = _plane(detection, "barline")
    dots = [g for g in detection.glyphs if g.label in DOTS]
    barlines: list[Barline] = []
    for system in sheet.systems:
        staves = [sheet.staves[n] for n in system.staves]
        # At a single line barlines are short: what they are is seen on the others.
        tall = [staff for staff in staves if staff.lines > 1] or staves
        profiles = [_bar_profile(mask, staff) for staff in tall]
        evidence = np.mean(profiles, axis=0)
        clefs = _first_clefs(detection, staves)
        for left, right in _clusters(evidence >= WEAK_BAR * 255, BAR_SP * 16):
            strong = evidence[left:right].max() >= BAR_COVER * 255
            peaks = [p[left:right].max() / 255 for p in profiles]
            seen = max(peaks) >= BAR_COVER and min(peaks) >= FAINT_BAR
            if not strong and not _runs_through(sheet, staves, left, right, seen):
                continue
            lines = _lines(sheet, tall, left, right)
            if not lines:
                continue
            score = float(evidence[left:right].max()) / 255
            edge = min(staff.left for staff in staves)
            dotted = _dot_sides(sheet, dots, staves, lines)
            if lines[-1][1] < max(edge + 0.8 * 16, clefs):
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
    lefts = [
        min(lefts)
        for staff in staves
        if (
            lefts := [
                g.column - g.width / 2
                for g in detection.glyphs
                if g.label in CLEFS
                and g.score >= CLEF_SCORE
                and abs(staff.pitch(g.row)) < 4
                and staff.left < g.column < staff.left + HEADER_SP * 16
            ]
        )
    ]
    return float(np.median(lefts)) if lefts else 0.0


def _runs_through(
    sheet: Sheet, staves: list[SheetStaff], left: int, right: int, seen: bool
) -> bool:
    """Whether a line of ink crosses every staff and goes on from one of them to the next.

    No stem does. Songs have barlines through the staves of the piano, but not up to the voice.
    Where the network saw it on every staff (`seen`), it need not go on.
    """
    reach = round(THROUGH_SP * 16)
    low, high = max(0, left - reach), min(sheet.grey.shape[1], right + reach)

    def covers(top: float, bottom: float) -> np.ndarray:
        ink = sheet.grey[int(top) : int(bottom) + 1, low:high] > INK
        near = ndimage.maximum_filter1d(ink, 2 * reach + 1, axis=1)
        enough: np.ndarray = near.mean(axis=0) >= THROUGH_COVER
        return enough

    crossed = np.all([covers(*s.bar_rows) for s in staves], axis=0)
    if seen and len(staves) > 1 and crossed.any():
        return True
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
    edges = np.flatnonzero(np.diff(np.concatenate(([0], above.astype(np.int8), [0]))))
    result: list[tuple[int, int]] = []
    for a, b in zip(edges[::2], edges[1::2], strict=True):
        if result and a - result[-1][1] < gap:
            result[-1] = (result[-1][0], int(b))
        else:
            result.append((int(a), int(b)))
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
    staves: list[SheetStaff],
    lines: list[tuple[float, float]],
) -> tuple[bool, bool]:
    """Whether repeat dots stand left and right of a barline.

    Either the network saw a pair of them on half of the staves, or, beside a thick line, they are
    whole in the ink of most staves, or of one where the network saw dots of any kind.
    """
    left, right, reach = int(lines[0][0]), int(lines[-1][1]), int(REPEAT_DOT_SP * 16)
    thick = any(stop - start > THICK_SP * 16 for start, stop in lines)
    sides = []
    for low, high in ((left - reach, left), (right, right + reach)):
        beside = [g for g in dots if low <= g.column <= high]
        near = [[g for g in beside if abs(s.pitch(g.row)) < 2] for s in staves]
        pairs = sum(_is_pair(staff, own) for staff, own in zip(staves, near, strict=True))
        whole = sum(has_repeat_dots(sheet, s, low, high) for s in staves) if thick else 0
        seen = sum(map(len, near))
        sides.append(
            2 * pairs >= len(staves) or 2 * whole > len(staves) or (whole > 0 and seen > 1)
        )
    return sides[0], sides[1]


def _is_pair(staff: SheetStaff, dots: list[Glyph]) -> bool:
    """Whether there are repeat dots above and below the middle line."""
    rows = [staff.pitch(g.row) for g in dots if g.label == "repeatDot" and g.score >= PAIR_SCORE]
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
    thick = [right - left > THICK_SP * 16 for left, right in lines]
    return "ThinThick" if thick[-1] and not thick[0] else "Double"


def _runs_on(sheet: Sheet, upper: SheetStaff, lower: SheetStaff, column: float) -> bool:
    low, high = max(0, int(column) - 4), int(column) + 5
    gap = sheet.grey[int(upper.lowest) + 3 : int(lower.highest) - 2, low:high] > INK
    return gap.shape[0] == 0 or bool((gap.any(axis=1)).mean() > 0.9)
