"""Numbers of voltas that the text reader has read."""

import re
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from rastrum.marks.volta_numbers import DEEP, HOOK_WIDTH, WIDE
from rastrum.model.arrays import Grey
from rastrum.model.marks import SeenVolta
from rastrum.model.sheet import (
    FAINT_INK,
    UNITS_PER_SPACE,
)
from rastrum.text.syllables import Reader, TextLine

ROWS_PX, COLUMNS_PX, PAPER_PX, GAP = (3, 42), 5, 6, 1.9 * UNITS_PER_SPACE
"""Of the paper under the line a reader of words is shown these rows, from so far right of its hook
to the white behind the numbers, and so much of that; gaps between them are narrower than that."""

LABEL = re.compile(r"[\dIlLi|!aªºo.,:()~–— -]+")
"""What a reader of words may read under the line of a volta."""

LOOK_ALIKE = str.maketrans("IlLi|!", "111111")
"""What a one is read as."""

PRINTED = re.compile(r"[\dIl|iaªºo.,:()~–-]{1,6}")
"""What a reader of words makes of the numbers."""


def reread_numbers(
    grey: Grey, voltas: Sequence[SeenVolta], reader: Reader
) -> tuple[SeenVolta, ...]:
    """Read the numbers of voltas with a reader of words.

    Parameters
    ----------
    grey : (H, W) uint8 array
        The sheet.
    voltas : sequence of SeenVolta
    reader : callable
        See `rastrum.text.reader.read_words`.

    Returns
    -------
    voltas : tuple of SeenVolta
        Those of which the reader can make nothing keep their numbers.
    """
    if not voltas:
        return ()
    crops = [_crop(grey, round(v.row), round(v.left), round(v.right)) for v in voltas]
    answers = [parse_numbers(read.text) for read in reader(crops)]
    return tuple(
        replace(volta, times=times or volta.times)
        for volta, times in zip(voltas, answers, strict=True)
    )


def _crop(grey: Grey, row: int, left: int, right: int) -> Grey:
    """Cut out the numbers of a volta, black on white."""
    rows = slice(row + ROWS_PX[0], row + ROWS_PX[1])
    first, last = left + COLUMNS_PX, int(min(left + WIDE, right))
    columns = np.flatnonzero((grey[rows, first:last] >= FAINT_INK).any(axis=0))
    if not len(columns):
        return np.zeros((0, 0), np.uint8)
    wide = np.flatnonzero(np.diff(columns) > GAP)
    end = int(columns[wide[0]] if len(wide) else columns[-1])
    return np.asarray(255 - grey[rows, first : first + end + 1 + PAPER_PX])


def parse_numbers(label: str) -> tuple[int, ...]:
    """Return the times that a printed label names: "1.-3." is all up to the third; () for none."""
    if not LABEL.fullmatch(label):
        return ()
    label = label.translate(LOOK_ALIKE)
    digits = [int(digit) for digit in re.findall(r"[1-9]", label)]
    if len(digits) == 2 and re.search(r"\d\W*[-–—]\W*\d", label):
        digits = list(range(digits[0], digits[1] + 1))
    return tuple(digits) if digits == sorted(set(digits)) else ()


def drop_numbers(lines: Sequence[TextLine], voltas: Sequence[SeenVolta]) -> list[TextLine]:
    """Drop what was read of the numbers of voltas from the lines of text.

    Parameters
    ----------
    lines : sequence of TextLine
    voltas : sequence of SeenVolta

    Returns
    -------
    lines : list of TextLine
        Those of which something is left.
    """
    places = [(volta.row, volta.left) for volta in voltas]
    kept = []
    for line in lines:
        left = tuple(
            s
            for s in line.syllables
            if not (PRINTED.fullmatch(s.text) and _is_under(line.baseline, s.left, places))
        )
        if any(s.text for s in left):
            kept.append(replace(line, syllables=left))
    return kept


def _is_under(row: float, column: float, places: Sequence[tuple[float, float]]) -> bool:
    return any(
        0 < row - top <= DEEP and -HOOK_WIDTH < column - left <= WIDE for top, left in places
    )
