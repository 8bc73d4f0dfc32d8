"""Draw the stems that end in the white on to their beams."""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Sequence
from operator import attrgetter

import numpy as np

from rastrum.model.detection import Glyph
from rastrum.model.notation import Head
from rastrum.model.sheet import UNITS_PER_SPACE
from rastrum.model.strokes import Stem
from rastrum.model.vocabulary import STRIDE
from rastrum.notes.stem_links import column_of, hang_on_stems, points_up, stems_around

FLAG_AT_STEM = 0.6 * UNITS_PER_SPACE
"""A flag so close beside a stem is its own."""

PIECE, BROKEN = 0.35 * UNITS_PER_SPACE, 4.0 * UNITS_PER_SPACE
"""A piece goes on a stem that stands so close to its column and ends at most so far before it, if
there is a beam at its own end."""

BEAM_AT_END = 0.7 * UNITS_PER_SPACE
"""A beam is at a stem's end if it lies so close to it."""

WHITE, SPREAD = 3.5 * UNITS_PER_SPACE, (1.5 * UNITS_PER_SPACE, 8.0 * UNITS_PER_SPACE)
"""A stem ends so far before its beam at most, and so far from the stems beside it: closer ones
belong to another voice or to an accidental."""

INSIDE, BEAM_COVER = 0.4 * UNITS_PER_SPACE, 0.9
"""So far inside the ends of stems a beam was seen over so much of the way between them."""


def draw_to_beams(
    grey: np.ndarray,
    stems: list[Stem],
    heads: Sequence[Head],
    beams: np.ndarray,
    flags: Sequence[Glyph],
) -> list[Stem]:
    """Draw stems that end in the white on to their beams.

    Parameters
    ----------
    grey : (H, W) uint8 array
        The sheet.
    stems : list of Stem
    heads : sequence of Head
        All heads of the page.
    beams : (H / 4, W / 4) bool array
        Where the network saw beams.
    flags : sequence of Glyph

    Returns
    -------
    stems : list of Stem
        A stem goes on where a piece in its column leads to a beam, or where a beam joins the stems
        on both sides of it.
    """
    return _bridge_white(grey, _join_beams(grey, stems, heads, beams), heads, beams, flags)


def _join_beams(
    grey: np.ndarray, stems: list[Stem], heads: Sequence[Head], beams: np.ndarray
) -> list[Stem]:
    """Join stems that end in the white with the piece in their column that leads on to a beam."""
    hung = hang_on_stems(grey, heads, stems, [])
    carrying = {stem for stem, _ in hung}
    pieces = sorted((s for s in stems if s not in carrying), key=column_of)
    longer: dict[Stem, Stem] = {}
    for stem, group in hung:
        up = points_up(stem, group)
        if _meets_beam(stem, beams, up):
            continue
        for piece in stems_around(pieces, stem.column, PIECE):
            apart = stem.top - piece.bottom if up else piece.top - stem.bottom
            if -PIECE < apart < BROKEN and _meets_beam(piece, beams, up):
                ends = (piece.top, stem.bottom) if up else (stem.top, piece.bottom)
                longer[stem] = Stem(stem.column, *ends)
    return [longer.get(stem, stem) for stem in stems]


def _bridge_white(
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
        up = points_up(stem, group)
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
            if end is not None and 0 < gap < WHITE:
                top, bottom = (end, stem.bottom) if up else (stem.top, end)
                longer[stem] = Stem(stem.column, top, bottom)
    return [longer.get(stem, stem) for stem in stems]


def _has_flag(stem: Stem, flags: Sequence[Glyph], up: bool) -> bool:
    """Whether one of flags, in order of their left edges, stands at a stem's end."""
    reach, end = FLAG_AT_STEM, stem.end(up=up)
    low = bisect_right(flags, stem.column - reach, key=attrgetter("left"))
    high = bisect_left(flags, stem.column + reach, key=attrgetter("left"))
    return any(abs(flag.row - end) < flag.height for flag in flags[low:high])


def _are_spread(left: Stem, stem: Stem, right: Stem) -> bool:
    """Whether three stems stand as far apart as the notes of a beam."""
    low, high = stem.column - left.column, right.column - stem.column
    return min(low, high) > SPREAD[0] and max(low, high) < SPREAD[1]


def _beam_over(beams: np.ndarray, left: Stem, column: float, right: Stem, up: bool) -> float | None:
    """Return where the beam that joins two stems passes a column between them, if one does."""
    ends = [left.column, right.column], [left.end(up=up), right.end(up=up)]
    columns = np.arange(left.column, right.column, STRIDE)
    inside = np.interp(columns, *ends) + (INSIDE if up else -INSIDE)
    rows = (inside // STRIDE).astype(np.int64).clip(0, len(beams) - 1)
    seen = beams[rows, (columns // STRIDE).astype(np.int64)]
    return float(np.interp(column, *ends)) if seen.mean() > BEAM_COVER else None


def _meets_beam(stem: Stem, beams: np.ndarray, up: bool) -> bool:
    """Whether a beam was seen at a stem's end."""
    end, column = stem.end(up=up), int(stem.column // STRIDE)
    first, last = ((end + side * BEAM_AT_END) // STRIDE for side in (-1, 1))
    window = beams[max(0, int(first)) : max(0, int(last)) + 1, max(0, column - 1) : column + 2]
    return bool(window.any())
