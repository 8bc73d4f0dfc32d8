"""Hang noteheads on stems, and look for the stems that tracing missed."""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Sequence

import numpy as np

from rastrum.classes import FLAGS, MASKS, STRIDE
from rastrum.notation import Head
from rastrum.page import Detection, Glyph, Sheet, Stem
from rastrum_kernels.strokes import follow_vertical

STEM_AT_EDGE_SP = 0.36
"""A stem touches its head within this of the head's left or right edge."""

STEM_PAST_HEAD_SP = 0.45
"""A head's centre may lie this far beyond the end of its stem."""

LEAST_INK = 64
"""Grey from which a pixel may be part of a faint stem: a quarter covered."""

STEM_COVER = 0.8
"""Share of rows with ink that makes a column beside a head a stem."""

NEAR_SP, FAR_SP = 0.6, 2.0
"""A missed stem is looked for between these distances above and below a head's centre."""

LONGEST_SP = 7.0
"""A missed stem is followed this far at most."""

GAP_PX = 3
"""Broken stems are followed over gaps of up to three sheet pixels."""

LOST_SP = (1.6, 5.5)
"""Where the print has lost a stem, its beam or flag lies between these distances from the head."""

BEAM_END_SP = 0.75
"""A worn beam ends this far before the stem that closed it."""

NEXT_SP, JOIN_SP = 1.6, 5.0
"""A head without a stem belongs to the one that ends in its column within the first, a third away:
between stacked heads no stroke can be seen. Where no stroke leaves the head at all, within the
second, the white inside a chord of an octave and a half."""

STUB_SP, STRETCH_SP = 1.2, 0.8
"""A stem that ends closer than this to its outermost head was seen in part, if its ink goes on for
at least so far."""

CLOSE_STEPS = 1
"""Steps between the heads of two voices that stand left and right of their stems' column."""

KIND_SURE, OWN_STEM_SP = 0.6, 1.5
"""How sure filled and hollow heads on one stem must be to be two voices, and how far the stem
must go on beyond a voice's heads to be its own, too."""

BEAM_SURE, FLAG_SURE = 140, 0.5
"""Confidence of beams (of 255) and flags that tell of a lost stem."""

OWN_FLAG, FLAG_AT_STEM_SP = 0.7, 0.6
"""A flag this sure has a stem; one so close beside it is its own."""

SAME_STEM_SP = 0.2
"""Pieces of stem whose columns differ by less are one stem if they meet."""

SHORT_SP, PAST_SP = 0.2, 0.65
"""A stem that begins at a head begins so far before its middle, or behind it, at most: of two
voices in one column, the upper one's stem ends at its own lowest head, close to the other's."""


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
        All heads of the page.
    stems : sequence of Stem
        That tracing found.

    Returns
    -------
    stems : tuple of Stem
        All, in order of columns; a piece that continues a stem is merged with it.
    """
    beams = detection.masks[MASKS.index("beam")] > BEAM_SURE
    flags = [g for g in detection.glyphs if g.label in FLAGS and g.score >= FLAG_SURE]
    stems = _merge([*stems, *_flagged_stems(sheet.grey, stems, heads, flags)])
    loose: list[Head] = []
    hung = hang_on_stems(heads, stems, loose)
    boxes, pieces, joined = [], [], []
    longer = _stretch_stubs(sheet.grey, hung)
    merged = _merge([longer.get(stem, stem) for stem in stems])
    for head in loose:
        if head.glyph.label not in ("noteheadBlack", "noteheadHalf", "noteheadGrace"):
            continue
        if _lengthen(merged, head, heads, NEXT_SP):
            continue
        box = _stem_beside(sheet.grey, head)
        if box is not None:
            boxes.append(box)
            continue
        lost = _lost_stem(head, beams, flags)
        if lost is not None:
            pieces.append(lost)
            continue
        joined.append(head)
    if boxes:
        found = follow_vertical(
            sheet.grey, np.array(boxes, np.int64), LEAST_INK, int(LONGEST_SP * 16), GAP_PX
        )
        pieces += [Stem(float(x), float(top), float(bottom)) for x, top, bottom in found]
    merged = _merge([*merged, *pieces])
    for head in joined:
        _lengthen(merged, head, heads, JOIN_SP)
    return tuple(sorted(merged, key=lambda s: s.column))


def _merge(stems: Sequence[Stem]) -> list[Stem]:
    """Make one stem of pieces that meet in one column, in order of columns."""
    merged: list[Stem] = []
    for stem in sorted(stems, key=lambda s: s.column):
        near = len(merged)
        while near and stem.column - merged[near - 1].column < SAME_STEM_SP * 16:
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
    return merged


def _stretch_stubs(grey: np.ndarray, hung: Sequence[tuple[Stem, list[Head]]]) -> dict[Stem, Stem]:
    """Follow the ink of stems that the network saw only beside their heads."""
    stubs, boxes = [], []
    for stem, group in hung:
        up = sum(h.glyph.column < stem.column for h in group) * 2 > len(group)
        rows = [h.glyph.row for h in group]
        over = min(rows) - stem.top if up else stem.bottom - max(rows)
        if over < STUB_SP * 16 and stem.bottom - stem.top > 2:
            stubs.append((stem, up))
            column = int(stem.column)
            boxes.append((int(stem.top), int(stem.bottom), column - 1, column + 2))
    if not boxes:
        return {}
    found = follow_vertical(
        grey, np.array(boxes, np.int64), LEAST_INK, int(LONGEST_SP * 16), GAP_PX
    )
    longer = {}
    for (stem, up), (_, top, bottom) in zip(stubs, found, strict=True):
        gain = stem.top - top if up else bottom - stem.bottom
        if gain >= STRETCH_SP * 16:
            ends = (float(top), stem.bottom) if up else (stem.top, float(bottom))
            longer[stem] = Stem(stem.column, *ends)
    return longer


def _lengthen(stems: list[Stem], head: Head, heads: Sequence[Head], reach_sp: float) -> bool:
    """Draw the stem that ends above or below a head, in the same column, out to the head.

    Not if it carries heads of another kind: a minim and a crotchet never share a stem.
    """
    row, best, nearest = head.glyph.row, None, reach_sp * 16
    for n, stem in enumerate(stems):
        # A stem up goes on below its heads at their right edge, a stem down above at their left.
        below, above = row - stem.bottom, stem.top - row
        edge, away = (head.right, below) if below > 0 else (head.left, above)
        if abs(stem.column - edge) < STEM_AT_EDGE_SP * 16 and 0 < away < nearest:
            best, nearest = n, away
    if best is None:
        return False
    stem = stems[best]
    others = {
        h.glyph.label
        for h in heads
        if stem.top - 8 <= h.glyph.row <= stem.bottom + 8
        and min(abs(h.left - stem.column), abs(h.right - stem.column)) < STEM_AT_EDGE_SP * 16
    }
    if others and head.glyph.label not in others:
        return False
    stems[best] = Stem(stem.column, min(stem.top, row), max(stem.bottom, row))
    return True


def _stem_beside(grey: np.ndarray, head: Head) -> tuple[int, int, int, int] | None:
    """Return where a vertical stroke leaves a head: top, bottom, left, right."""
    best, best_cover = None, STEM_COVER
    row, reach = head.glyph.row, int(STEM_AT_EDGE_SP * 16)
    for edge in (head.left, head.right):
        low, high = max(0, int(edge) - reach), min(grey.shape[1], int(edge) + reach + 1)
        for near, far in ((-FAR_SP, -NEAR_SP), (NEAR_SP, FAR_SP)):
            first, last = int(row + near * 16), int(row + far * 16)
            if first < 0 or last > len(grey) or low >= high:
                continue
            cover = (grey[first:last, low:high] >= LEAST_INK).mean(axis=0)
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
        reach = int(BEAM_END_SP * 16)
        first, last = int(edge - reach) // STRIDE, int(edge + reach) // STRIDE + 1
        under = beams[:, max(0, first) : max(0, last)]
        sign = -1 if up else 1
        near, far = (int((row + sign * d * 16) // STRIDE) for d in LOST_SP)
        low, high = max(0, min(near, far)), max(0, max(near, far))
        found = np.flatnonzero(under[low:high].any(axis=1))
        if len(found):
            end = (low + (found[0] if up else found[-1] + 1)) * STRIDE
            stem = Stem(edge, min(end, row), max(end, row))
            if best is None or stem.bottom - stem.top < best.bottom - best.top:
                best = stem
    return best


def _flagged_stem(head: Head, flag: Glyph) -> Stem | None:
    """Return the stem that joins a flag and a head under or over it, or None."""
    row, left = head.glyph.row, flag.column - flag.width / 2
    for edge, up in ((head.right, True), (head.left, False)):
        tip = flag.row - flag.height / 2 if up else flag.row + flag.height / 2
        away = row - tip if up else tip - row
        if abs(left - edge) < STEM_AT_EDGE_SP * 16 and LOST_SP[0] * 16 < away < LOST_SP[1] * 16:
            return Stem(edge, min(tip, row), max(tip, row))
    return None


def _flagged_stems(
    grey: np.ndarray, stems: Sequence[Stem], heads: Sequence[Head], flags: Sequence[Glyph]
) -> list[Stem]:
    """Return the stems of flags that hang on none: of heads that hang on another one, too."""
    found = []
    for flag in flags:
        left, half = flag.column - flag.width / 2, flag.height / 2
        carried = any(
            abs(s.column - left) < FLAG_AT_STEM_SP * 16
            and min(s.bottom, flag.row + half) - max(s.top, flag.row - half) > half
            for s in stems
        )
        if carried or flag.score < OWN_FLAG:
            continue
        joined = (_flagged_stem(head, flag) for head in heads)
        inked = [stem for stem in joined if stem is not None and _is_inked(grey, stem)]
        if inked:
            found.append(min(inked, key=lambda s: s.bottom - s.top))
    return found


def _is_inked(grey: np.ndarray, stem: Stem) -> bool:
    reach = int(STEM_AT_EDGE_SP * 16)
    column = int(stem.column)
    ink = grey[int(stem.top) : int(stem.bottom), max(0, column - reach) : column + reach + 1]
    return bool(ink.size and (ink >= LEAST_INK).mean(axis=0).max() >= STEM_COVER)


def hang_on_stems(
    heads: Sequence[Head], stems: Sequence[Stem], loose: list[Head]
) -> list[tuple[Stem, list[Head]]]:
    """Pair heads with stems; a head between a stem up and a stem down hangs on both."""
    hanging: dict[int, list[Head]] = defaultdict(list)
    order = sorted(range(len(stems)), key=lambda n: stems[n].column)
    columns = [stems[n].column for n in order]
    for head in heads:
        row = head.glyph.row
        if head.glyph.label == "noteheadBreve":
            loose.append(head)
            continue
        left = _closest(stems, order, columns, head.left, row)
        right = _closest(stems, order, columns, head.right, row)
        if left is not None and right is not None and left != right:
            down = _begins_at(row - stems[left].top, stems[left].bottom - row)
            up = _begins_at(stems[right].bottom - row, row - stems[right].top)
            if down and up:
                hanging[left].append(head)
                hanging[right].append(head)
                continue
            # One of them passes by: the head belongs where it stands on the right side.
            right_better = up or (
                not down
                and abs(stems[right].column - head.right) <= abs(stems[left].column - head.left)
            )
            hanging[right if right_better else left].append(head)
        elif left is not None:
            hanging[left].append(head)
        elif right is not None:
            hanging[right].append(head)
        else:
            loose.append(head)
    return [(stems[n], group) for n, group in sorted(hanging.items())]


def _begins_at(past: float, length: float) -> bool:
    """Whether a stem begins at a head that it passes by so far and leads away from so far."""
    return -SHORT_SP * 16 <= past < PAST_SP * 16 and length > OWN_STEM_SP * 16


def part_voices(
    hung: Sequence[tuple[Stem, list[Head]]], loose: list[Head]
) -> list[tuple[Stem, list[Head], bool]]:
    """Tell which way stems point, and part two voices whose heads stand on both sides of one.

    Parameters
    ----------
    hung : sequence of (Stem, list of Head)
        Stems with their heads.
    loose : list of Head
        Heads without a stem; those of a voice that has none are added.

    Returns
    -------
    parted : list of (Stem, list of Head, bool)
        Stems with the heads of one voice, and whether they point up.

    Notes
    -----
    A filled head on the left of a stem and a hollow one on its right, or the other way round, are
    no second, which has heads of one kind: the left one's stem points up, the right one's down, in
    one column, or one of them is a semibreve. Nor are two heads of which the left one is higher.
    """
    parted = []
    for stem, heads in hung:
        rows = [h.glyph.row for h in heads]
        up = min(rows) - stem.top > stem.bottom - max(rows)
        left = [h for h in heads if h.glyph.column < stem.column]
        right = [h for h in heads if h.glyph.column >= stem.column]
        if not _differ(left, right) and not _cross(left, right):
            parted.append((stem, heads, up))
            continue
        for own, points_up in ((left, True), (right, False)):
            top, bottom = (f(h.glyph.row for h in own) for f in (min, max))
            reach = top - stem.top if points_up else stem.bottom - bottom
            if points_up == up or reach >= OWN_STEM_SP * 16:
                ends = (stem.top, bottom) if points_up else (top, stem.bottom)
                parted.append((Stem(stem.column, *ends), own, points_up))
            else:
                loose += own
    return parted


def _cross(left: Sequence[Head], right: Sequence[Head]) -> bool:
    """Whether the heads left of a stem are the higher ones: in a second of one voice they are not.

    Of two voices a step apart the upper one, whose stem points up, stands on the left.
    """
    if not left or not right:
        return False
    step = min(h.pitch for h in right) - max(h.pitch for h in left)
    return 0 < step <= CLOSE_STEPS


def _differ(left: Sequence[Head], right: Sequence[Head]) -> bool:
    """Whether all heads on one side are surely filled, and all on the other surely hollow."""
    kinds = [{h.glyph.label == "noteheadBlack" for h in side} for side in (left, right)]
    sure = all(h.glyph.score >= KIND_SURE for h in (*left, *right))
    hollow = ("noteheadBlack", "noteheadHalf", "noteheadWhole")
    known = all(h.glyph.label in hollow for h in (*left, *right))
    return sure and known and sorted(map(tuple, kinds)) == [(False,), (True,)]


def _closest(
    stems: Sequence[Stem], order: Sequence[int], columns: Sequence[float], edge: float, row: float
) -> int | None:
    """Return the stem that runs past a row nearest to a head's edge, or None."""
    reach, slack = STEM_AT_EDGE_SP * 16, STEM_PAST_HEAD_SP * 16
    low, high = bisect_left(columns, edge - reach), bisect_right(columns, edge + reach)
    near = [n for n in order[low:high] if stems[n].top - slack <= row <= stems[n].bottom + slack]
    return min(near, key=lambda n: abs(stems[n].column - edge), default=None)
