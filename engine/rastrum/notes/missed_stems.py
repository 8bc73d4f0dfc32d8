"""Look for the stems that tracing missed."""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Sequence
from operator import attrgetter

import numpy as np

from rastrum.model.detection import Detection, Glyph
from rastrum.model.notation import Head
from rastrum.model.sheet import FAINT_INK, Sheet
from rastrum.model.strokes import Stem
from rastrum.model.vocabulary import FLAGS, MASKS, STRIDE
from rastrum.notes.stem_links import STEM_AT_EDGE_SP, find_strangers, hang_on_stems
from rastrum.notes.stem_pieces import bridge_pieces, column_of, heads_around, merge_pieces
from rastrum_kernels.strokes import follow_vertical

STEM_COVER = 0.8
"""Share of rows with ink that makes a column beside a head a stem."""

NEAR_SP, FAR_SP = 0.6, 2.0
"""A missed stem is looked for between these distances above and below a head's centre."""

LONGEST_SP = 7.0
"""A missed stem is followed this far at most."""

GAP_PX = 3
"""Broken stems are followed over gaps of up to three sheet pixels."""

LOST_SP, PAST_MIDDLE_SP = (1.6, 5.5), 4.0
"""Where the print has lost a stem, its beam or flag lies between these distances from the head. As
stems of ledger notes lead to the middle line, a beam that begins or ends right at the head's edge
may lie so far beyond that."""

BEAM_END_SP = 0.75
"""A worn beam ends this far before the stem that closed it."""

NEXT_SP, JOIN_SP = 1.6, 5.0
"""A head without a stem belongs to the one that ends in its column within the first, a third away:
between stacked heads no stroke can be seen. Where no stroke leaves the head at all, within the
second, the white inside a chord of an octave and a half."""

STUB_SP, STRETCH_SP = 1.2, 0.8
"""A stem that ends closer than this to its outermost head was seen in part, if its ink goes on for
at least so far."""

STEMMED = ("noteheadBlack", "noteheadHalf", "noteheadGrace", "noteheadX")
"""Heads that have stems."""

BEAM_SURE = 110
"""Confidence of beams (of 255) that tell of a lost stem."""

PIECE_SP, BROKEN_SP, BEAM_AT_END_SP = 0.35, 4.0, 0.7
"""A piece goes on a stem that stands so close to its column and ends at most so far before it, if
there is a beam so close to its own end."""

WHITE_SP, SPREAD_SP = 3.5, (1.5, 8.0)
"""A stem ends so far before its beam at most, and so far from the stems beside it: closer ones
belong to another voice or to an accidental."""

INSIDE_SP, BEAM_COVER = 0.4, 0.9
"""So far inside the ends of stems a beam was seen over so much of the way between them."""

OWN_FLAG, FLAG_AT_STEM_SP = 0.7, 0.6
"""A flag this sure has a stem; one so close beside it is its own."""


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
    beams = detection.masks[MASKS.index("beam")] > BEAM_SURE
    flags = detection.sure(FLAGS)
    flagged = _flagged_stems(grey, merge_pieces(stems), heads, flags)
    found = bridge_pieces(merge_pieces([*stems, *flagged]), heads)
    loose: list[Head] = []
    longer = _stretch_stubs(grey, hang_on_stems(grey, heads, found, loose))
    found = merge_pieces([longer.get(stem, stem) for stem in found])
    found = _reach(grey, found, loose, heads, beams, flags)
    for stem, group in hang_on_stems(grey, heads, found, []):
        for head in find_strangers(stem, group):
            _lengthen(found, head, heads, NEXT_SP)
    found = _join_beams(grey, found, heads, beams)
    return tuple(sorted(_draw_to_beams(grey, found, heads, beams, flags), key=column_of))


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
        seen = follow_vertical(
            grey, np.array(boxes, np.int64), FAINT_INK, int(LONGEST_SP * 16), GAP_PX
        )
        pieces += [Stem(float(x), float(top), float(bottom)) for x, top, bottom in seen]
    stems = merge_pieces([*stems, *pieces])
    for head in joined:
        _lengthen(stems, head, heads, JOIN_SP)
    return stems


def _join_beams(
    grey: np.ndarray, stems: list[Stem], heads: Sequence[Head], beams: np.ndarray
) -> list[Stem]:
    """Join stems that end in the white with the piece in their column that leads on to a beam."""
    hung = hang_on_stems(grey, heads, stems, [])
    carrying = {stem for stem, _ in hung}
    pieces = sorted((s for s in stems if s not in carrying), key=column_of)
    longer: dict[Stem, Stem] = {}
    for stem, group in hung:
        up = _points_up(stem, group)
        if _meets_beam(stem, beams, up):
            continue
        for piece in _around(pieces, stem.column, PIECE_SP * 16):
            apart = stem.top - piece.bottom if up else piece.top - stem.bottom
            if -PIECE_SP * 16 < apart < BROKEN_SP * 16 and _meets_beam(piece, beams, up):
                ends = (piece.top, stem.bottom) if up else (stem.top, piece.bottom)
                longer[stem] = Stem(stem.column, *ends)
    return [longer.get(stem, stem) for stem in stems]


def _draw_to_beams(
    grey: np.ndarray,
    stems: list[Stem],
    heads: Sequence[Head],
    beams: np.ndarray,
    flags: Sequence[Glyph],
) -> list[Stem]:
    """Draw stems that end in the white on to the beam that joins the stems on both sides."""
    flags = sorted(flags, key=attrgetter("left"))
    ends: dict[tuple[int, bool], list[tuple[Stem, bool]]] = defaultdict(list)
    for stem, group in hang_on_stems(grey, heads, stems, []):
        up = _points_up(stem, group)
        meets = _meets_beam(stem, beams, up)
        black = all(head.glyph.label == "noteheadBlack" for head in group)
        if meets or (black and not _has_flag(stem, flags, up)):
            ends[group[0].staff, up].append((stem, meets))
    longer: dict[Stem, Stem] = {}
    for (_, up), row in ends.items():
        row.sort(key=lambda end: end[0].column)
        for (left, first), (stem, own), (right, last) in zip(row, row[1:], row[2:], strict=False):
            if not first or own or not last or not _are_spread(left, stem, right):
                continue
            end = _beam_over(beams, left, stem.column, right, up)
            gap = 0.0 if end is None else stem.top - end if up else end - stem.bottom
            if end is not None and 0 < gap < WHITE_SP * 16:
                top, bottom = (end, stem.bottom) if up else (stem.top, end)
                longer[stem] = Stem(stem.column, top, bottom)
    return [longer.get(stem, stem) for stem in stems]


def _has_flag(stem: Stem, flags: Sequence[Glyph], up: bool) -> bool:
    """Whether one of flags, in order of their left edges, stands at a stem's end."""
    reach, end = FLAG_AT_STEM_SP * 16, stem.end(up=up)
    low = bisect_right(flags, stem.column - reach, key=attrgetter("left"))
    high = bisect_left(flags, stem.column + reach, key=attrgetter("left"))
    return any(abs(flag.row - end) < flag.height for flag in flags[low:high])


def _are_spread(left: Stem, stem: Stem, right: Stem) -> bool:
    """Whether three stems stand as far apart as the notes of a beam."""
    low, high = stem.column - left.column, right.column - stem.column
    return min(low, high) > SPREAD_SP[0] * 16 and max(low, high) < SPREAD_SP[1] * 16


def _beam_over(beams: np.ndarray, left: Stem, column: float, right: Stem, up: bool) -> float | None:
    """Return where the beam that joins two stems passes a column between them, if one does."""
    ends = [left.column, right.column], [left.end(up=up), right.end(up=up)]
    columns = np.arange(left.column, right.column, STRIDE)
    inside = np.interp(columns, *ends) + (INSIDE_SP if up else -INSIDE_SP) * 16
    rows = (inside // STRIDE).astype(np.int64).clip(0, len(beams) - 1)
    seen = beams[rows, (columns // STRIDE).astype(np.int64)]
    return float(np.interp(column, *ends)) if seen.mean() > BEAM_COVER else None


def _points_up(stem: Stem, heads: Sequence[Head]) -> bool:
    return sum(h.glyph.column < stem.column for h in heads) * 2 > len(heads)


def _meets_beam(stem: Stem, beams: np.ndarray, up: bool) -> bool:
    """Whether a beam was seen at a stem's end."""
    end, column = stem.end(up=up), int(stem.column // STRIDE)
    first, last = ((end + side * BEAM_AT_END_SP * 16) // STRIDE for side in (-1, 1))
    window = beams[max(0, int(first)) : max(0, int(last)) + 1, max(0, column - 1) : column + 2]
    return bool(window.any())


def _around(stems: Sequence[Stem], column: float, reach: float) -> Sequence[Stem]:
    """Return those of stems in order of columns that stand nearer to a column than a reach."""
    low = bisect_right(stems, column - reach, key=column_of)
    return stems[low : bisect_left(stems, column + reach, key=column_of)]


def _stretch_stubs(grey: np.ndarray, hung: Sequence[tuple[Stem, list[Head]]]) -> dict[Stem, Stem]:
    """Follow the ink of stems that the network saw only beside their heads."""
    stubs, boxes = [], []
    for stem, group in hung:
        up = _points_up(stem, group)
        rows = [h.glyph.row for h in group]
        over = min(rows) - stem.top if up else stem.bottom - max(rows)
        if over < STUB_SP * 16 and stem.bottom - stem.top > 2:
            stubs.append((stem, up))
            column = int(stem.column)
            boxes.append((int(stem.top), int(stem.bottom), column - 1, column + 2))
    if not boxes:
        return {}
    found = follow_vertical(
        grey, np.array(boxes, np.int64), FAINT_INK, int(LONGEST_SP * 16), GAP_PX
    )
    longer = {}
    for (stem, up), (_, top, bottom) in zip(stubs, found, strict=True):
        gain = stem.top - top if up else bottom - stem.bottom
        if gain >= STRETCH_SP * 16:
            ends = (float(top), stem.bottom) if up else (stem.top, float(bottom))
            longer[stem] = Stem(stem.column, *ends)
    return longer


def _lengthen_to(stems: list[Stem], missed: list[Head], heads: Sequence[Head]) -> list[Head]:
    """Draw stems out to the heads next to their ends, one after the other; return the others."""
    others = [head for head in missed if not _lengthen(stems, head, heads, NEXT_SP)]
    return others if len(others) == len(missed) else _lengthen_to(stems, others, heads)


def _lengthen(stems: list[Stem], head: Head, heads: Sequence[Head], reach_sp: float) -> bool:
    """Draw the stem that ends above or below a head, in the same column, out to the head.

    Not if it carries heads of another kind: a minim and a crotchet never share a stem.
    """
    row, best, nearest = head.glyph.row, None, reach_sp * 16
    low, high = head.left - STEM_AT_EDGE_SP * 16, head.right + STEM_AT_EDGE_SP * 16
    for n, stem in enumerate(stems):
        if not low < stem.column < high:
            continue
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
    row, sign, reach = head.glyph.row, -1 if up else 1, int(BEAM_END_SP * 16)
    first, last = int(edge - reach) // STRIDE, int(edge + reach) // STRIDE + 1
    farthest = max(LOST_SP[1], PAST_MIDDLE_SP - sign * head.pitch / 2)
    near, usual, far = (int((row + sign * d * 16) // STRIDE) for d in (*LOST_SP, farthest))
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
        if abs(left - edge) < STEM_AT_EDGE_SP * 16 and LOST_SP[0] * 16 < away < LOST_SP[1] * 16:
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
            for s in _around(stems, left, FLAG_AT_STEM_SP * 16)
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
    reach = int(STEM_AT_EDGE_SP * 16)
    column = int(stem.column)
    ink = grey[int(stem.top) : int(stem.bottom), max(0, column - reach) : column + reach + 1]
    return bool(ink.size and (ink >= FAINT_INK).mean(axis=0).max() >= STEM_COVER)
