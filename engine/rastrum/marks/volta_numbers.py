"""Read the numbers under a volta's line: which times it is for."""

from collections.abc import Sequence
from functools import cache
from importlib.resources import files

import numpy as np
from scipy import ndimage

from rastrum.model.arrays import Grey
from rastrum.model.sheet import (
    FAINT_INK,
    UNITS_PER_SPACE,
)

SHAPES = "digits.npz"

HEIGHT, WIDTH, NARROWEST = 16, 12, 0.6
"""Digits are compared on a grid; one that is narrower than this share of its height keeps white at
its sides, a one in most faces."""

SOFT = 0.6
"""Cells by which ink is spread before digits are compared: edges are worn."""

FARTHEST = 0.35
"""One minus the correlation with the nearest known digit, at most. Of 33 voltas on old plates 27
were within this of theirs; farther off, one blot of a one was taken for a four."""

LINE_PX, LINE_COVER = 8, 0.3
"""Rows below its middle that a volta's line may cover, with so much of their columns."""

DEEP, WIDE = 3.0 * UNITS_PER_SPACE, 7.0 * UNITS_PER_SPACE
"""The numbers of a volta stand within the first below its line and within the second right of its
hook."""

LOW, HIGH = 0.6 * UNITS_PER_SPACE, 2.5 * UNITS_PER_SPACE
"""Least and most height of a volta's digits."""

MOST_PIECES, NEAR_PX, WHOLE = 4, 1, 0.1
"""A digit whose hairs broke is in so many pieces at most, with so little white between them; each
further one outweighs that the rest alone is more like a digit by so much: bows look like ones."""

DOT = 0.45
"""A dot is so low at most, as a share of its digit's height, and so far right where it touches."""

SPECK_PX = 2
"""Ink no larger than this, in sheet pixels, is a speck."""

LEVEL = 0.45
"""By how much the tops of two digits, or their feet, differ at most, as a share of a height: old
faces have some that hang down. Commas are lower."""

DASH = 0.25
"""A dash between two digits is no higher than this share of theirs."""

HOOK_PX, HOOK_WIDTH = 4, 10
"""The hook begins within this of the volta's left end, and is no wider; ink there is no digit."""

_Box = tuple[int, int, int, int]
"""Left, top, right, bottom."""


def read_numbers(grey: Grey, left: float, right: float, row: float) -> tuple[int, ...]:
    """Read the numbers of a volta.

    Parameters
    ----------
    grey : (H, W) uint8 array
        The sheet, 255 for ink.
    left, right, row : float
        Ends of its line, and its row.

    Returns
    -------
    numbers : tuple of int
        Ascending, each from 1 to 4; empty where none can be read.

    Notes
    -----
    Every part of the ink is compared with the digits of twenty-two families, made by
    `rastrum-samples digits`: nearest neighbour by correlation. O(ink) time.
    """
    first, last = int(left), int(min(left + WIDE, right, grey.shape[1]))
    window = grey[int(row) : int(row) + LINE_PX + round(DEEP), first:last]
    if window.shape[1] <= HOOK_WIDTH:
        return ()
    covered = (window[:LINE_PX, HOOK_WIDTH:] >= FAINT_INK).mean(axis=1) > LINE_COVER
    line = int(np.argmin(covered)) if not covered.all() else LINE_PX
    window = window[line : line + round(DEEP)]
    if not window.size:
        return ()
    numbers: list[int] = []
    before, dash = None, False
    pieces, place = _find_pieces(window), 0
    while place < len(pieces):
        if before is not None and _is_dash(pieces[place], before):
            dash = True
        digit, box, taken = _read_digit(window, pieces[place : place + MOST_PIECES], before)
        place += taken
        if digit > (numbers[-1] if numbers else 0):
            numbers += range(numbers[-1] + 1, digit) if dash and numbers else ()
            numbers.append(digit)
            before, dash = box, False
    return tuple(numbers)


def _read_digit(window: Grey, pieces: Sequence[_Box], before: _Box | None) -> tuple[int, _Box, int]:
    """Read the digit that the first pieces make up; return its box and how many pieces it has."""
    best, found = FARTHEST, (0, pieces[0], 1)
    box = pieces[0]
    for count, piece in enumerate(pieces, start=1):
        if piece[0] > box[2] + NEAR_PX or _is_dot(piece, box):
            break
        box = (box[0], min(box[1], piece[1]), max(box[2], piece[2]), max(box[3], piece[3]))
        for trial in (box, _without_dot(window, box)):
            if _may_follow(trial, before):
                left, top, right, bottom = trial
                digit, off = read_digit(window[top:bottom, left:right])
                if off - WHOLE * (count - 1) < best:
                    best, found = off - WHOLE * (count - 1), (digit, trial, count)
    return found


def _is_dot(piece: _Box, box: _Box) -> bool:
    """Whether a piece is a dot or a comma right of the foot of what stands before it."""
    foot = box[3] - DOT * (box[3] - box[1])
    return piece[1] >= foot and piece[0] > (box[0] + box[2]) / 2


def _without_dot(window: Grey, box: _Box) -> _Box:
    """Cut a box where there is least ink in its right half: dots touch bold digits."""
    left, top, right, bottom = box
    middle = left + round(DOT * (bottom - top))
    if right - middle <= SPECK_PX:
        return box
    ink = window[top:bottom, middle : right - SPECK_PX].sum(axis=0, dtype=np.int64)
    cut = middle + int(ink.argmin())
    rows = np.flatnonzero((window[top:bottom, left:cut] >= FAINT_INK).any(axis=1))
    return (left, top + int(rows[0]), cut, top + int(rows[-1]) + 1) if len(rows) else box


def _find_pieces(window: Grey) -> list[_Box]:
    """Return the parts of the ink from left to right, but for the hook and specks."""
    labels, _ = ndimage.label(window >= FAINT_INK, structure=np.ones((3, 3)))
    boxes = [
        (columns.start, rows.start, columns.stop, rows.stop)
        for rows, columns in ndimage.find_objects(labels)
        if not _is_hook(columns.start, rows.start, columns.stop)
        and rows.stop < len(window)
        and max(rows.stop - rows.start, columns.stop - columns.start) > SPECK_PX
        and columns.stop - columns.start <= HIGH
    ]
    return sorted(boxes)


def _is_hook(left: int, top: int, right: int) -> bool:
    width = HOOK_WIDTH if top <= 2 else HOOK_PX
    return left <= HOOK_PX and right - left <= width


def _may_follow(box: _Box, before: _Box | None) -> bool:
    """Whether a part of the ink may be a digit behind another one, or the first."""
    _, top, _, bottom = box
    if not LOW <= bottom - top <= HIGH:
        return False
    if before is None:
        return True
    tall = before[3] - before[1]
    return max(abs(top - before[1]), abs(bottom - before[3])) <= LEVEL * tall


def _is_dash(box: _Box, before: _Box) -> bool:
    left, top, right, bottom = box
    tall = before[3] - before[1]
    flat = bottom - top <= DASH * tall and right - left > bottom - top
    return flat and before[1] < top and bottom <= before[3]


@cache
def _known() -> tuple[np.ndarray, np.ndarray]:
    with files("rastrum.marks").joinpath(SHAPES).open("rb") as file, np.load(file) as stored:
        shapes = stored["shapes"].astype(np.float32)
        return shapes / np.linalg.norm(shapes, axis=1, keepdims=True), stored["digits"]


def read_digit(ink: Grey) -> tuple[int, float]:
    """Return the digit that a piece of ink is most like, and how far from it."""
    shapes, digits = _known()
    likeness = shapes @ lay_out(ink)
    best = int(likeness.argmax())
    return int(digits[best]), 1 - float(likeness[best])


def lay_out(ink: Grey) -> np.ndarray:
    """Lay a digit out on the grid by which digits are compared.

    Parameters
    ----------
    ink : (H, W) uint8 array
        Cut to its bounds.

    Returns
    -------
    cells : (192,) float32 array
        With mean 0 and length 1.
    """
    height, width = ink.shape
    step, across = height / HEIGHT, max(width, NARROWEST * height) / WIDTH
    edge = 2
    soft = ndimage.gaussian_filter(np.pad(ink.astype(np.float32), edge), SOFT * step)
    rows = (np.arange(HEIGHT) + 0.5) * step - 0.5 + edge
    columns = (np.arange(WIDTH) - WIDTH / 2 + 0.5) * across + width / 2 - 0.5 + edge
    grid = np.meshgrid(rows, columns, indexing="ij")
    cells = ndimage.map_coordinates(soft, grid, order=1).ravel()
    cells -= cells.mean()
    return np.asarray(cells / max(1e-6, float(np.linalg.norm(cells))), np.float32)
