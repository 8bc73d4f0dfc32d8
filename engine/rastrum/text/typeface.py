"""Tell plain type from bold and italic, and type with serifs from type without."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from rastrum.model.arrays import Grey
from rastrum.model.sheet import INK, Sheet
from rastrum.model.words import BOLD, ITALIC, SANS, SERIF
from rastrum.text.serifs import lack_serifs
from rastrum.text.syllables import TextLine
from rastrum_kernels.runs import row_runs

SLANTS = np.arange(-0.1, 0.5, 0.05)
"""Slopes tried: columns to a row."""

ITALIC_SLANT = 0.075
"""Italics lean by 0.15 to 0.3; on sixteen scanned sample pages upright lines came out at -0.05 to
0.05, leaning ones at 0.1 or more."""

HEAVY = 1.25
"""Strokes of bold type are 1.3 to 1.6 times as thick as those of the page's plain type, which
varies by a tenth. How thick that is depends on print and scan; the page itself tells."""

CAPITALS, SMALL = 0.75, 0.45
"""Height of capitals, and of small letters, as shares of the type's size."""


def tell_styles(sheet: Sheet, lines: Sequence[TextLine]) -> list[TextLine]:
    """Give each line of text the style of its type.

    Parameters
    ----------
    sheet : Sheet
        The ink.
    lines : sequence of TextLine
        All of a page: bold is what is bolder than the rest, and serifs are told from all of it.

    Returns
    -------
    lines : list of TextLine
        In the order given.

    Notes
    -----
    Type leans by the slope along which its strokes fall together in columns: where the squares of
    the columns' ink add up to most, as document images are deskewed (Postl, "Detection of linear
    oblique structures and skew scan in digitized documents", 1986). O(ink boxes) time.
    """
    weights = [_weigh(sheet.grey, line) for line in lines]
    letters = [sum(len(s.text) for s in line.syllables) for line in lines]
    usual = _median(weights, letters) if lines else 0.0
    return [
        replace(
            line,
            style=(SANS if sans else SERIF)
            + BOLD * (weight > HEAVY * usual)
            + ITALIC * (_lean(sheet.grey, line) >= ITALIC_SLANT),
        )
        for line, weight, sans in zip(lines, weights, lack_serifs(sheet.grey, lines), strict=True)
    ]


def _boxes(grey: Grey, line: TextLine, height: float) -> list[np.ndarray]:
    """Return the ink of a line's syllables, from the baseline up to a share of the type's size."""
    top, bottom = round(line.baseline - height * line.size), round(line.baseline)
    return [
        grey[max(0, top) : max(0, bottom), max(0, round(s.left)) : max(0, round(s.right))]
        for s in line.syllables
        if s.text and not s.extender
    ]


def _lean(grey: Grey, line: TextLine) -> float:
    """Return the slope of a line's letters, columns to a row, to the right upwards."""
    energy = np.zeros(len(SLANTS))
    for box in _boxes(grey, line, CAPITALS):
        height, width = box.shape
        rows, columns = np.nonzero(box >= INK)
        if not len(rows):
            continue
        # A row goes as far to the left as it would lean to the right.
        back = np.rint((height - 1 - rows) * SLANTS[:, None]).astype(np.int64)
        places = columns - back + height
        tried = np.arange(len(SLANTS))[:, None] * (width + 2 * height)
        counts = np.bincount((places + tried).ravel(), minlength=tried[-1, 0] + width + 2 * height)
        energy += np.square(counts.reshape(len(SLANTS), -1).astype(float)).sum(axis=1) / len(rows)
    return float(SLANTS[energy.argmax()])


def _weigh(grey: Grey, line: TextLine) -> float:
    """Return how thick the strokes of a line's small letters are, as a share of the type's size."""
    boxes = _boxes(grey, line, SMALL)
    strokes = sum(len(row_runs(box >= INK)) for box in boxes)
    ink = sum(int(box.sum(dtype=np.int64)) for box in boxes) / 255
    return ink / max(1, strokes) / line.size


def _median(values: Sequence[float], weights: Sequence[int]) -> float:
    order = np.argsort(values)
    reached = np.cumsum(np.asarray(weights)[order])
    return float(np.asarray(values)[order][np.searchsorted(reached, reached[-1] / 2)])
