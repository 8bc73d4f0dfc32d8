"""Find hairpins: two straight thin legs that open from a tip."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

import numpy as np

from rastrum.model.arrays import Grey, Ink
from rastrum.model.detection import Detection, Glyph
from rastrum.model.marks import SeenHairpin
from rastrum.model.sheet import (
    INK,
    UNITS_PER_SPACE,
    Sheet,
)
from rastrum.model.vocabulary import MASKS, STRIDE
from rastrum_kernels.curves import follow_curves
from rastrum_kernels.legs import link_pairs, pair_runs

STEP = 4
"""Every so many columns are looked at: six of them lie on the shortest piece."""

THICKEST = 0.4 * UNITS_PER_SPACE
"""Thickness of a hairpin's leg at most."""

NARROWEST, WIDEST = 0.1 * UNITS_PER_SPACE, 2.4 * UNITS_PER_SPACE
"""Least and most white between the two legs of a hairpin."""

REACH = 4
"""Steps of columns that a stem or a worn place may hide of a leg."""

SLACK = 3
"""Half rows that a leg may climb in a step: none rises by more than one in three."""

SHORTEST_PIECE = 1.0 * UNITS_PER_SPACE
"""Least length of a piece of a hairpin."""

LONGEST_ACCENT = 3.0 * UNITS_PER_SPACE
"""A hairpin that is shorter and was seen as an accent is one."""

LEAST_OPENING = 0.2 * UNITS_PER_SPACE
"""How much wider the white is at one end of a piece than at the other."""

STRAIGHTEST = 0.25 * UNITS_PER_SPACE
"""The legs of a hairpin bulge to one side by less than this from end to end: two long slurs with
their backs to each other deviate little, but all of it to one side."""

LEVEL = 0.55
"""How far the middle between the legs may climb, as a share of their opening."""

SLANT = 0.02
"""How far the middle between the legs may climb besides, rows to a column: what a scan is slanted,
and a bit."""

WIDE, WIDE_LENGTH = 1.6 * UNITS_PER_SPACE, 12.0 * UNITS_PER_SPACE
"""Hairpins that open wider than the first are longer than the second: what else is shorter, on old
print, is two slurs back to back, or a slur over a beam."""

SURE = 170
"""Mean confidence (of 255) along its legs from which a wide hairpin may be short: those that the
length alone had ruled out had 250."""

TIP, TIP_SHARE = 4.5 * UNITS_PER_SPACE, 0.35
"""The legs meet within the first of the last place with white between them, or within the second
share of the length over which they were seen: what is long is measured well."""

FARTHER = 1.25
"""Ink that goes on beyond where the legs should meet by this factor is another hairpin's."""

OPEN = 0.42 * UNITS_PER_SPACE
"""White between the legs where a hairpin that a line's end cuts begins or ends; others have 0.22 to
0.38 spaces there."""

OPEN_PX = 4
"""Columns of ink that may lead on beyond the end of a hairpin that is cut."""

LINE_START, LINE_END = 14.0 * UNITS_PER_SPACE, 3.0 * UNITS_PER_SPACE
"""A hairpin is cut within the first of the left end of the staves, where signatures are, or within
the second of the right."""

NEAR_PX = 3
"""Rows that a leg may lie off where it is expected while it is followed to the tip."""

GAP_PX = 6
"""Columns without ink across which a leg is followed."""

SEEN, SEEN_SHARE = 128, 0.5
"""A leg is none if so large a share of its cells has this confidence (of 255) of a curve or a
beam."""

CURVE_LENGTH = 4.0 * UNITS_PER_SPACE
"""Two legs that both lie on what was seen as curves are a hairpin's if they are longer: no curves
are straight over such a length."""

STAFF_MARGIN = 0.3 * UNITS_PER_SPACE
"""Nothing nearer than this to a staff's lines is a leg."""

SAME_LEG_PX = 5
"""Legs of two pieces that lie so close are one."""

LEAST_SEEN = 45
"""Least mean confidence (of 255) along the legs of a hairpin: equals signs and other curves have 3
to 42."""

END_PX = 6
"""Columns at the ends of the legs that are left out of it."""

LEVEL_PX = 8
"""Hairpins whose middles are less apart stand on one row."""

LONGEST_GAP = 2.0 * UNITS_PER_SPACE
"""Pieces of a hairpin that a letter or a barline cuts in two are so far apart at most."""

LOOK_PX, KINK = 8, 0.35
"""Behind a gap a leg goes on over so many columns as steeply as before it, but for such a change of
its slope."""


def find_hairpins(sheet: Sheet, detection: Detection) -> tuple[SeenHairpin, ...]:
    """Find the hairpins of a page.

    Parameters
    ----------
    sheet : Sheet
        The ink.
    detection : Detection
        Its masks of curves, beams and text say which lines are none.

    Returns
    -------
    hairpins : tuple of SeenHairpin
        From left to right.

    Notes
    -----
    Pairs of thin runs with white between them are linked from column to column; a chain in which
    both rows follow straight lines and the white grows evenly is a piece of a hairpin. O(ink) time.
    """
    widths = [round(width) for width in (THICKEST, NARROWEST, WIDEST)]
    pairs = pair_runs(_columns(sheet), *widths)
    chains = link_pairs(pairs, REACH, SLACK)
    order = np.argsort(chains, kind="stable")
    cuts = np.flatnonzero(np.diff(chains[order])) + 1
    mask = detection.masks[MASKS.index("hairpin")]
    others = np.maximum(*(detection.masks[MASKS.index(name)] for name in ("slur", "beam")))
    others = np.where(mask > others, 0, others)
    text = detection.masks[MASKS.index("text")]
    pieces: list[SeenHairpin] = []
    for members in np.split(order, cuts):
        if len(members) * STEP >= SHORTEST_PIECE:
            pieces += _pieces(pairs[members] * (STEP, 0.5, 0.5), others, text)
    whole = _with_tips(sheet, _join(_without_shared_legs(pieces)))
    accents = [g for g in detection.glyphs if g.label in ("accent", "marcato")]
    return tuple(
        p
        for p in whole
        if not any(_holds(p, g) for g in accents) and _is_believed(p, _seen(mask, p))
    )


def _is_believed(hairpin: SeenHairpin, seen: float) -> bool:
    """Whether the network sees a hairpin well enough: a wide and short one better than others."""
    wide = max(hairpin.first, hairpin.last) > WIDE
    short = hairpin.right - hairpin.left < WIDE_LENGTH
    return seen >= (SURE if wide and short else LEAST_SEEN)


def _seen(mask: Grey, hairpin: SeenHairpin) -> float:
    """Return how sure the network is of a hairpin, on average along its legs."""
    columns = np.arange(hairpin.left + END_PX, hairpin.right - END_PX, 2)
    cells = (columns // STRIDE).astype(np.int64)
    rows = (np.array(hairpin.legs(columns)) // STRIDE).astype(np.int64).clip(1, len(mask) - 2)
    near = [mask[rows + off, cells] for off in (-1, 0, 1)]
    return float(np.max(near, axis=0).mean())


def _without_shared_legs(pieces: Sequence[SeenHairpin]) -> list[SeenHairpin]:
    """Leave out what one leg of a longer piece makes with another line beside it."""
    kept: list[SeenHairpin] = []
    for piece in sorted(pieces, key=lambda p: p.left - p.right):
        if not any(_share_leg(piece, other) for other in kept):
            kept.append(piece)
    return kept


def _share_leg(piece: SeenHairpin, other: SeenHairpin) -> bool:
    low, high = max(piece.left, other.left), min(piece.right, other.right)
    if high - low < (piece.right - piece.left) / 2:
        return False
    middle = np.array([(low + high) / 2])
    return any(
        abs(float(a[0] - b[0])) < SAME_LEG_PX
        for a in piece.legs(middle)
        for b in other.legs(middle)
    )


def _holds(hairpin: SeenHairpin, accent: Glyph) -> bool:
    inside = (
        hairpin.left < accent.column < hairpin.right and abs(hairpin.row - accent.row) < LEVEL_PX
    )
    return inside and hairpin.right - hairpin.left < LONGEST_ACCENT


def _columns(sheet: Sheet) -> Ink:
    """Return the ink of every fourth column, one after the other, without the staves."""
    columns = np.ascontiguousarray(sheet.grey[:, ::STEP].T) >= INK
    for staff in sheet.staves:
        margin = STAFF_MARGIN
        rows = slice(max(0, round(staff.top - margin)), max(0, round(staff.bottom + margin) + 1))
        columns[max(0, round(staff.left / STEP)) : max(0, round(staff.right / STEP)), rows] = False
    return columns


def _pieces(legs: np.ndarray, others: Grey, text: Grey) -> list[SeenHairpin]:
    """Read a chain (N, 3) of columns and rows; one that turns is two hairpins that touch."""
    if (legs[-1, 0] - legs[0, 0]) < SHORTEST_PIECE:
        return []
    columns, rows = legs[:, 0], legs[:, 1:]
    across = columns - columns.sum() / len(columns)
    slopes = across @ rows / (across @ across)
    lines = rows.sum(axis=0) / len(rows) + across[:, None] * slopes
    if _sagitta(columns, rows - lines).max() > STRAIGHTEST:
        white = rows[:, 1] - rows[:, 0]
        for turn in (int(white.argmax()), int(white.argmin())):
            if 4 < turn < len(legs) - 5:
                return _pieces(legs[: turn + 1], others, text) + _pieces(
                    legs[turn + 1 :], others, text
                )
        return []
    (first, last), climb = (lines[:, 1] - lines[:, 0])[[0, -1]], abs(slopes[0] + slopes[1])
    limit = LEVEL * abs(slopes[1] - slopes[0]) + 2 * SLANT
    if abs(last - first) < LEAST_OPENING or climb > limit:
        return []
    cells = (legs / STRIDE).astype(np.int64)
    on_others = [(others[cells[:, k], cells[:, 0]] > SEEN).mean() > SEEN_SHARE for k in (1, 2)]
    long = columns[-1] - columns[0] >= CURVE_LENGTH
    if any(on_others) and not (all(on_others) and long):
        return []
    if max((text[cells[:, k], cells[:, 0]] > SEEN).mean() for k in (1, 2)) > SEEN_SHARE:
        return []
    row = float(lines[[0, -1]].sum() / 4)
    return [SeenHairpin(float(columns[0]), float(columns[-1]), row, float(first), float(last))]


def _sagitta(columns: np.ndarray, off: np.ndarray) -> np.ndarray:
    """Return how far the parabolas through two legs' deviations bulge, units."""
    share = (columns - columns[0]) / (columns[-1] - columns[0])
    shape = 4 * share * (1 - share) - 2 / 3
    bulge: np.ndarray = np.abs(shape @ off) / (shape @ shape)
    return bulge


def _with_tips(sheet: Sheet, pieces: Sequence[SeenHairpin]) -> list[SeenHairpin]:
    """Follow each piece in the ink to where its legs meet; where that is lost, by their slope.

    Those that a line's end cuts have no tip.
    """
    grey = sheet.grey
    starts = [(p.row, p.left, 0.0, -1.0) if p.grows else (p.row, p.right, 0.0, 1.0) for p in pieces]
    if not starts:
        return []
    thickest = round(2 * THICKEST)
    paths, stops = follow_curves(
        grey, np.array(starts), INK, NEAR_PX, thickest, GAP_PX, LOOK_PX, KINK, INK
    )
    found = []
    for piece, start, (begin, stop) in zip(pieces, starts, pairwise(stops), strict=True):
        followed = abs(float(paths[stop - 1, 1]) - start[1]) if stop > begin else 0.0
        if followed <= OPEN_PX and _is_cut(sheet, piece):
            found.append(piece)
            continue
        length = piece.right - piece.left
        opening = abs(piece.last - piece.first) / length
        beyond = min(piece.first, piece.last) / opening
        agree = beyond / 2 < followed < FARTHER * beyond + OPEN_PX
        if agree or beyond > max(TIP, TIP_SHARE * length):
            beyond = max(0.0, followed)
        level = [other for other in pieces if abs(other.row - piece.row) < LEVEL_PX]
        if piece.grows:
            free = max((o.right for o in level if o.right < piece.left), default=0.0)
            tip = max(piece.left - beyond, free)
            found.append(replace(piece, left=tip, first=0.0))
        else:
            free = min((o.left for o in level if o.left > piece.right), default=grey.shape[1] - 1.0)
            tip = min(piece.right + beyond, free)
            found.append(replace(piece, right=tip, last=0.0))
    return found


def _is_cut(sheet: Sheet, hairpin: SeenHairpin) -> bool:
    """Whether a hairpin goes on in the line before, or in the next one."""
    if min(hairpin.first, hairpin.last) < OPEN:
        return False
    staff = min(sheet.staves, key=lambda s: abs(s.middle - hairpin.row))
    if hairpin.grows:
        return hairpin.left < staff.left + LINE_START
    return hairpin.right > staff.right - LINE_END


def _join(pieces: Sequence[SeenHairpin]) -> list[SeenHairpin]:
    """Join pieces of one hairpin: behind each other, on one row, opening on where they broke."""
    joined: list[SeenHairpin] = []
    for piece in sorted(pieces, key=lambda p: p.left):
        for number, other in enumerate(joined):
            grows = piece.first - other.last
            goes_on = grows >= -4 if other.grows else grows <= 4
            level = abs(piece.row - other.row) < LEVEL_PX
            near = -8 < piece.left - other.right < LONGEST_GAP
            if near and level and goes_on and piece.grows == other.grows:
                row = (other.row + piece.row) / 2
                joined[number] = SeenHairpin(other.left, piece.right, row, other.first, piece.last)
                break
        else:
            joined.append(piece)
    return joined
