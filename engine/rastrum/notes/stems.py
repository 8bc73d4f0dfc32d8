"""Give every head its stem: put pieces together, and look for the stems that tracing missed."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

import numpy as np

from rastrum.model.detection import SURE, Detection, Glyph, plane
from rastrum.model.notation import Head
from rastrum.model.sheet import FAINT_INK, UNITS_PER_SPACE, Sheet
from rastrum.model.strokes import Stem
from rastrum.model.vocabulary import FLAGS, STRIDE
from rastrum.notes.stem_ends import FLAG_AT_STEM, draw_to_beams
from rastrum.notes.stem_links import STEM_AT_EDGE, column_of, hang_on_stems, points_up, stems_around
from rastrum_kernels.strokes import follow_vertical

STEM_COVER = 0.8
"""Share of rows with ink that makes a column beside a head a stem."""

NEAR_SP, FAR_SP = 0.6, 2.0
"""A missed stem is looked for between these distances above and below a head's centre."""

LONGEST = 7.0 * UNITS_PER_SPACE
"""A missed stem is followed this far at most."""

GAP_PX = 3
"""Broken stems are followed over gaps of up to three sheet pixels."""

LOST_SP, PAST_MIDDLE_SP = (1.6, 5.5), 4.0
"""Where the print has lost a stem, its beam or flag lies between these distances from the head. As
stems of ledger notes lead to the middle line, a beam that begins or ends right at the head's edge
may lie so far beyond that."""

BEAM_END = 0.75 * UNITS_PER_SPACE
"""A worn beam ends this far before the stem that closed it."""

NEXT, JOIN = 1.6 * UNITS_PER_SPACE, 5.0 * UNITS_PER_SPACE
"""A head without a stem belongs to the one that ends in its column within the first, a third away:
between stacked heads no stroke can be seen. Where no stroke leaves the head at all, within the
second, the white inside a chord of an octave and a half."""

STUB, STRETCH = 1.2 * UNITS_PER_SPACE, 0.8 * UNITS_PER_SPACE
"""A stem that ends closer than this to its outermost head was seen in part, if its ink goes on for
at least so far."""

STEMMED = ("noteheadBlack", "noteheadHalf", "noteheadGrace", "noteheadX")
"""Heads that have stems."""

OWN_FLAG = 0.7
"""A flag this sure has a stem."""

SAME_STEM_SP, BRIDGED = 0.2, 1.5 * UNITS_PER_SPACE
"""Pieces of stem whose columns differ by less than the first are one stem if they meet, or if a
head's box bridges the gap between them: it reaches so near to both, and they are not farther apart
than the second."""

WIDEST = 1.5 * UNITS_PER_SPACE
"""The heads of a stem have their middles within this of it."""


def find_more_stems(
    sheet: Sheet, detection: Detection, heads: Sequence[Head], stems: Sequence[Stem]
) -> tuple[Stem, ...]:
    """Look in the ink for stems of the heads that hang on none.

    Parameters
    ----------
    sheet : Sheet
        For the ink.
    detection : Detection
        Beams and flags tell of stems that the print has lost.
    heads : sequence of Head
        All heads of the page, in order of columns.
    stems : sequence of Stem
        That tracing found.

    Returns
    -------
    stems : tuple of Stem
        All, in order of columns; a piece that continues a stem is merged with it.
    """
    grey = sheet.grey
    beams = plane(detection, "beam") > SURE
    flags = detection.sure(FLAGS)
    flagged = _flagged_stems(grey, merge_pieces(stems), heads, flags)
    found = bridge_pieces(merge_pieces([*stems, *flagged]), heads)
    loose: list[Head] = []
    longer = _stretch_stubs(grey, hang_on_stems(grey, heads, found, loose))
    found = merge_pieces([longer.get(stem, stem) for stem in found])
    found = _reach(grey, found, loose, heads, beams, flags)
    return tuple(sorted(draw_to_beams(grey, found, heads, beams, flags), key=column_of))


def _reach(
    grey: np.ndarray,
    stems: list[Stem],
    loose: Sequence[Head],
    heads: Sequence[Head],
    beams: np.ndarray,
    flags: Sequence[Glyph],
) -> list[Stem]:
    """Give heads without a stem the one that goes on to them, or what is left of their own."""
    boxes, pieces, joined = [], [], []
    stemmed = [h for h in loose if h.glyph.label in STEMMED]
    for head in _lengthen_to(stems, stemmed, heads):
        box = _stem_beside(grey, head)
        # The curve of a flag that comes down to its head is no stem: the flag stands left of it.
        curved = box is not None and any(
            f.column < box[2] and _flagged_stem(head, f) is not None for f in flags
        )
        if box is not None and not curved:
            boxes.append(box)
            continue
        lost = _lost_stem(head, beams, flags)
        if lost is not None:
            pieces.append(lost)
            continue
        joined.append(head)
    if boxes:
        seen = follow_vertical(grey, np.array(boxes, np.int64), FAINT_INK, int(LONGEST), GAP_PX)
        pieces += [Stem(float(x), float(top), float(bottom)) for x, top, bottom in seen]
    stems = merge_pieces([*stems, *pieces])
    for head in joined:
        _lengthen(stems, head, heads, JOIN)
    return stems


def _stretch_stubs(grey: np.ndarray, hung: Sequence[tuple[Stem, list[Head]]]) -> dict[Stem, Stem]:
    """Follow the ink of stems that the network saw only beside their heads."""
    stubs, boxes = [], []
    for stem, group in hung:
        up = points_up(stem, group)
        rows = [h.glyph.row for h in group]
        over = min(rows) - stem.top if up else stem.bottom - max(rows)
        if over < STUB and stem.bottom - stem.top > 2:
            stubs.append((stem, up))
            column = int(stem.column)
            boxes.append((int(stem.top), int(stem.bottom), column - 1, column + 2))
    if not boxes:
        return {}
    found = follow_vertical(grey, np.array(boxes, np.int64), FAINT_INK, int(LONGEST), GAP_PX)
    longer = {}
    for (stem, up), (_, top, bottom) in zip(stubs, found, strict=True):
        gain = stem.top - top if up else bottom - stem.bottom
        if gain >= STRETCH:
            ends = (float(top), stem.bottom) if up else (stem.top, float(bottom))
            longer[stem] = Stem(stem.column, *ends)
    return longer


def _lengthen_to(stems: list[Stem], missed: list[Head], heads: Sequence[Head]) -> list[Head]:
    """Draw stems out to the heads next to their ends, one after the other; return the others."""
    others = [head for head in missed if not _lengthen(stems, head, heads, NEXT)]
    return others if len(others) == len(missed) else _lengthen_to(stems, others, heads)


def _lengthen(stems: list[Stem], head: Head, heads: Sequence[Head], reach: float) -> bool:
    """Draw the stem that ends above or below a head, in the same column, out to the head.

    Not if it carries heads of another kind: a minim and a crotchet never share a stem.
    """
    row, best, nearest = head.glyph.row, None, reach
    low, high = (
        head.left - STEM_AT_EDGE,
        head.right + STEM_AT_EDGE,
    )
    for n, stem in enumerate(stems):
        if not low < stem.column < high:
            continue
        # A stem up goes on below its heads at their right edge, a stem down above at their left.
        below, above = row - stem.bottom, stem.top - row
        edge, away = (head.right, below) if below > 0 else (head.left, above)
        if abs(stem.column - edge) < STEM_AT_EDGE and 0 < away < nearest:
            best, nearest = n, away
    if best is None:
        return False
    stem = stems[best]
    others = {
        h.glyph.label
        for h in heads
        if stem.top - 8 <= h.glyph.row <= stem.bottom + 8
        and min(abs(h.left - stem.column), abs(h.right - stem.column)) < STEM_AT_EDGE
    }
    if others and head.glyph.label not in others:
        return False
    stems[best] = Stem(stem.column, min(stem.top, row), max(stem.bottom, row))
    return True


def _stem_beside(grey: np.ndarray, head: Head) -> tuple[int, int, int, int] | None:
    """Return where a vertical stroke leaves a head: top, bottom, left, right."""
    best, best_cover = None, STEM_COVER
    row, reach = head.glyph.row, int(STEM_AT_EDGE)
    for edge in (head.left, head.right):
        low, high = max(0, int(edge) - reach), min(grey.shape[1], int(edge) + reach + 1)
        for near, far in ((-FAR_SP, -NEAR_SP), (NEAR_SP, FAR_SP)):
            first, last = int(row + near * UNITS_PER_SPACE), int(row + far * UNITS_PER_SPACE)
            if first < 0 or last > len(grey) or low >= high:
                continue
            cover = (grey[first:last, low:high] >= FAINT_INK).mean(axis=0)
            # A stem is thin: what is inked all across is a beam or another head.
            if float(cover.max()) > best_cover and float(cover.min()) < 0.5:
                column = low + int(np.argmax(cover))
                best, best_cover = (first, last, column - 1, column + 2), float(cover.max())
    return best


def _lost_stem(head: Head, beams: np.ndarray, flags: Sequence[Glyph]) -> Stem | None:
    """Return the stem that a flag or a beam over or under a head asks for, or None."""
    for flag in flags:
        stem = _flagged_stem(head, flag)
        if stem is not None:
            return stem
    row = head.glyph.row
    if head.glyph.label == "noteheadHalf":
        return None
    best: Stem | None = None
    for edge, up in ((head.right, True), (head.left, False)):
        end = _lost_end(head, beams, edge, up)
        if end is not None:
            stem = Stem(edge, min(end, row), max(end, row))
            if best is None or stem.bottom - stem.top < best.bottom - best.top:
                best = stem
    return best


def _lost_end(head: Head, beams: np.ndarray, edge: float, up: bool) -> float | None:
    """Return the row of the beam over or under an edge of a head that may have lost its stem."""
    row, sign, reach = head.glyph.row, -1 if up else 1, int(BEAM_END)
    first, last = int(edge - reach) // STRIDE, int(edge + reach) // STRIDE + 1
    farthest = max(LOST_SP[1], PAST_MIDDLE_SP - sign * head.pitch / 2)
    near, usual, far = (
        int((row + sign * d * UNITS_PER_SPACE) // STRIDE) for d in (*LOST_SP, farthest)
    )
    low, high = max(0, min(near, far)), max(0, near, far)
    found = np.flatnonzero(beams[low:high, max(0, first) : max(0, last)].any(axis=1))
    if not len(found):
        return None
    closest = low + (found[-1] if up else found[0])
    beyond = closest < usual if up else closest >= usual
    if (
        beyond
        and beams[closest, max(0, first - 1)] == beams[closest, min(last, beams.shape[1] - 1)]
    ):
        return None
    return float((low + (found[0] if up else found[-1] + 1)) * STRIDE)


def _flagged_stem(head: Head, flag: Glyph) -> Stem | None:
    """Return the stem that joins a flag and a head under or over it, or None."""
    row, left = head.glyph.row, flag.left
    for edge, up in ((head.right, True), (head.left, False)):
        tip = flag.row - flag.height / 2 if up else flag.row + flag.height / 2
        away = row - tip if up else tip - row
        if (
            abs(left - edge) < STEM_AT_EDGE
            and LOST_SP[0] * UNITS_PER_SPACE < away < LOST_SP[1] * UNITS_PER_SPACE
        ):
            return Stem(edge, min(tip, row), max(tip, row))
    return None


def _flagged_stems(
    grey: np.ndarray, stems: Sequence[Stem], heads: Sequence[Head], flags: Sequence[Glyph]
) -> list[Stem]:
    """Return the stems of flags that hang on none: of heads that hang on another one, too."""
    found = []
    for flag in flags:
        left, half = flag.left, flag.height / 2
        carried = any(
            min(s.bottom, flag.row + half) - max(s.top, flag.row - half) > half
            for s in stems_around(stems, left, FLAG_AT_STEM)
        )
        if carried or flag.score < OWN_FLAG:
            continue
        near = heads_around(heads, left)
        joined = (_flagged_stem(head, flag) for head in near)
        inked = [stem for stem in joined if stem is not None and _is_inked(grey, stem)]
        if inked:
            found.append(min(inked, key=lambda s: s.bottom - s.top))
    return found


def _is_inked(grey: np.ndarray, stem: Stem) -> bool:
    """Whether there is a stroke in the ink where a stem is expected."""
    reach = int(STEM_AT_EDGE)
    column = int(stem.column)
    ink = grey[int(stem.top) : int(stem.bottom), max(0, column - reach) : column + reach + 1]
    return bool(ink.size and (ink >= FAINT_INK).mean(axis=0).max() >= STEM_COVER)


def merge_pieces(stems: Sequence[Stem]) -> list[Stem]:
    """Make one stem of pieces that meet in one column.

    Parameters
    ----------
    stems : sequence of Stem

    Returns
    -------
    merged : list of Stem
        In order of columns.
    """
    merged: list[Stem] = []
    for stem in sorted(stems, key=lambda s: s.column):
        near = len(merged)
        while near and stem.column - merged[near - 1].column < SAME_STEM_SP * UNITS_PER_SPACE:
            near -= 1
        for n in range(near, len(merged)):
            other = merged[n]
            if stem.top <= other.bottom + 8 and other.top <= stem.bottom + 8:
                longer = max(stem, other, key=lambda s: s.bottom - s.top)
                ends = min(stem.top, other.top), max(stem.bottom, other.bottom)
                merged[n] = Stem(longer.column, *ends)
                break
        else:
            merged.append(stem)
    return sorted(merged, key=column_of)


def bridge_pieces(stems: Sequence[Stem], heads: Sequence[Head]) -> list[Stem]:
    """Make one stem of two pieces that end at a head, or of which one is too short for a stem.

    Parameters
    ----------
    stems : sequence of Stem
    heads : sequence of Head
        All heads of the page, in order of columns. Those of two pieces are alike if they are on the
        same staff and stand on the same side; pieces whose heads are not are left alone.

    Returns
    -------
    merged : list of Stem
        In order of columns.
    """
    merged: list[Stem] = []
    for stem in sorted(stems, key=column_of):
        for n in range(len(merged) - 1, -1, -1):
            other = merged[n]
            if stem.column - other.column >= SAME_STEM_SP * UNITS_PER_SPACE:
                merged.append(stem)
                break
            upper, lower = sorted((stem, other), key=lambda s: s.top)
            if _are_bridged(upper, lower, heads):
                longer = max(upper, lower, key=lambda s: s.bottom - s.top)
                merged[n] = Stem(longer.column, upper.top, lower.bottom)
                break
        else:
            merged.append(stem)
    return sorted(merged, key=column_of)


def _are_bridged(upper: Stem, lower: Stem, heads: Sequence[Head]) -> bool:
    """Whether a head closes the gap between two pieces, or it is short, and all heads are like."""
    if not 0 <= lower.top - upper.bottom < BRIDGED:
        return False
    upper_heads, lower_heads = _beside(upper, heads), _beside(lower, heads)
    shared = [
        head
        for head, _ in (*upper_heads, *lower_heads)
        if max(head.glyph.row - upper.bottom, lower.top - head.glyph.row)
        < head.glyph.height / 2 + SAME_STEM_SP * UNITS_PER_SPACE
    ]
    places = {(head.staff, right) for head, right in (*upper_heads, *lower_heads)}
    return len(places) == 1 and bool(shared)


def _beside(stem: Stem, heads: Sequence[Head]) -> list[tuple[Head, bool]]:
    """Return the heads beside a stem, and whether they stand right of it."""
    slack, reach = (SAME_STEM_SP + 0.5) * UNITS_PER_SPACE, STEM_AT_EDGE
    return [
        (head, right)
        for head in heads_around(heads, stem.column)
        if stem.top - slack <= head.glyph.row <= stem.bottom + slack
        for edge, right in ((head.left, True), (head.right, False))
        if abs(edge - stem.column) < reach
    ]


def heads_around(heads: Sequence[Head], column: float) -> Sequence[Head]:
    """Return those of heads in order of columns that a stem in a column may touch.

    Parameters
    ----------
    heads : sequence of Head
    column : float
        Sheet pixels.

    Returns
    -------
    near : sequence of Head
    """
    low = bisect_left(heads, column - WIDEST, key=lambda h: h.glyph.column)
    high = bisect_right(heads, column + WIDEST, key=lambda h: h.glyph.column)
    return heads[low:high]
