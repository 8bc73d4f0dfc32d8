"""Leave out arcs that are parts of other signs."""

from collections.abc import Sequence

import numpy as np

from rastrum.curves.from_mask import SURE
from rastrum.model.detection import Detection, Glyph
from rastrum.model.strokes import SeenArc
from rastrum.model.vocabulary import MARKS, MASKS, STRIDE, TUPLETS

SIGN_EDGE_SP = 0.4
"""A mark's lines reach so far beyond what the network takes for its box."""

ROW_SP = 6.0
"""Between the marks of neighbouring notes, which look like one curve, there is no more."""

BRACKET_GAP_SP, BRACKET_BULGE = 0.8, 0.08
"""A bracket's sides end so near to its number, and bulge less than this share of their length:
their hooks make them look bent."""


def drop_signs(arcs: Sequence[SeenArc], detection: Detection) -> list[SeenArc]:
    """Leave out curves that are part of a fermata, an accent, a letter or a tuplet's bracket.

    Parameters
    ----------
    arcs : sequence of SeenArc
    detection : Detection
        Marks, numbers of tuplets, and the mask of text.

    Returns
    -------
    curves : list of SeenArc
        The others.
    """
    text = detection.masks[MASKS.index("text")] > SURE
    marks = [g for g in detection.glyphs if g.label in MARKS]
    numbers = [g for g in detection.glyphs if g.label in TUPLETS]
    curves = []
    for arc in arcs:
        ends = np.array([arc.left, arc.right])
        rows, columns = (ends // STRIDE).astype(np.int64).T
        inside = text[rows.clip(0, len(text) - 1), columns.clip(0, text.shape[1] - 1)]
        if inside.all() or any(_holds(mark, arc) for mark in marks) or _lies_in_row(arc, marks):
            continue
        if not any(_is_bracket(arc, number) for number in numbers):
            curves.append(arc)
    return curves


def _lies_in_row(arc: SeenArc, marks: Sequence[Glyph]) -> bool:
    """Whether a short curve leads out of the box of a mark into that of its neighbour."""
    if arc.right[1] - arc.left[1] > ROW_SP * 16:
        return False
    first, last = (
        {mark.label for mark in marks if _has_inside(mark, end)} for end in (arc.left, arc.right)
    )
    return not first.isdisjoint(last)


def _is_bracket(arc: SeenArc, number: Glyph) -> bool:
    """Whether a curve is the side of a bracket beside a tuplet's number."""
    length = arc.right[1] - arc.left[1]
    reach = number.width / 2 + BRACKET_GAP_SP * 16
    return abs(arc.bulge) < BRACKET_BULGE * length and any(
        abs(row - number.row) < number.height / 2 and 0 < way * (column - number.column) < reach
        for way, (row, column) in ((1, arc.left), (-1, arc.right))
    )


def _has_inside(mark: Glyph, place: tuple[float, float]) -> bool:
    row, column = place
    return abs(row - mark.row) <= mark.height / 2 and abs(column - mark.column) <= mark.width / 2


def _holds(mark: Glyph, arc: SeenArc) -> bool:
    """Whether both ends of a curve lie in the box of a mark."""
    down, right = (side / 2 + SIGN_EDGE_SP * 16 for side in (mark.height, mark.width))
    return all(
        abs(row - mark.row) <= down and abs(column - mark.column) <= right
        for row, column in (arc.left, arc.right)
    )
