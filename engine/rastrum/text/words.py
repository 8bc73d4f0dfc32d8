"""Find words: lines of text that the network saw, cut at the gaps between them."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy import ndimage

from rastrum.model.arrays import Grey, Ink
from rastrum.model.detection import Detection, Glyph
from rastrum.model.sheet import (
    INK,
    UNITS_PER_SPACE,
    Sheet,
)
from rastrum.model.vocabulary import DYNAMICS, MASKS, STRIDE
from rastrum_kernels.runs import mask_runs

TEXT = 96
"""Confidence (of 255) of a cell that text stands in; at 128 the edges of letters are lost, and
verses that stand close are taken apart wrongly (4.6 % of the letters wrong against 2.2 %)."""

BODY = 0.7
"""Height of the mask, as a share of the type's size: capitals are so high."""

SMALLEST, LARGEST = 0.9 * UNITS_PER_SPACE, 7.0 * UNITS_PER_SPACE
"""Sizes of type, as the mask of a word shows them: one without ascenders seems smaller."""

TWO_LINES, USUAL_SHARE, LEAST_PART = 1.6, 0.35, 0.8 * UNITS_PER_SPACE
"""A part of the mask so much higher than is usual reaches over two lines; so many parts are lower
than the usual one, since where verses stand close most parts do. Lower ones do not count."""

HANGING = 0.3
"""Where less of a line's height is filled, a part of another line hangs over: a share."""

BASELINE, SIZE_SHARE, LINE_GAP = 0.75 * UNITS_PER_SPACE, 0.5, 14.0 * UNITS_PER_SPACE
"""Within a line, baselines and sizes differ less, and words stand closer; so far apart may the
syllables be of a word under long notes."""

WORD_GAP = 0.18
"""White between words, as a share of the type's size: letters stand 0.16 apart at most."""

SPECK = 0.075
"""What is neither wider nor higher is no part of a letter: a share of the type's size. The dot of
an i is 0.1."""

COVER = 0.4
"""Share of a word's columns that the network must take for text."""

DASH_HEIGHT, DASH_WIDTH, EXTENDER_WIDTH = 0.2, 0.14, 1.3
"""What is flatter is a dash, if it is wider than that; what is wider still is an extender: shares
of the type's size."""

FLAT_RUN, LINE_HEIGHT, LOW, TOUCHING = 0.35, 0.08, 0.15, 0.12
"""An extender that touches a word is at least so wide, so flat, so near the baseline and so near
the word: shares of the type's size. Old plates have hyphens as low, but thicker and apart."""

SIGNS = frozenset((*DYNAMICS, "pedal", "trill"))
"""Signs that are made of letters, and are no words."""

FINGERING = 0.5 * UNITS_PER_SPACE
"""A word that is a fingering is no more than this wider than its digit."""

ABOVE, BELOW, BESIDE = 0.92, 0.34, 0.08
"""Paper around a word that goes to the reader, as shares of the type's size."""


@dataclass(frozen=True, slots=True)
class SeenWord:
    """A word, a dash or an extender on the sheet.

    Attributes
    ----------
    line : int
        Number of its line of text.
    kind : str
        "word", "dash" or "extender".
    left, right : float
        Columns of its ink.
    baseline : float
        Row on which its letters stand.
    size : float
        Of the type, units.
    """

    line: int
    kind: str
    left: float
    right: float
    baseline: float
    size: float


@dataclass(frozen=True, slots=True)
class ReadText:
    """What a reader makes of the picture of a word, or of several.

    Attributes
    ----------
    text : str
        With spaces and hyphens.
    score : float
        0..1.
    places : tuple of float
        Where the middle of each character is, as a share of the picture's width.
    """

    text: str
    score: float
    places: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class _Part:
    """A connected part of the mask."""

    left: int
    right: int
    top: int
    bottom: int

    @property
    def size(self) -> float:
        return (self.bottom - self.top) / BODY


def find_words(sheet: Sheet, detection: Detection) -> tuple[SeenWord, ...]:
    """Find the words of a page.

    Parameters
    ----------
    sheet : Sheet
        The ink.
    detection : Detection
        Its mask of text.

    Returns
    -------
    words : tuple of SeenWord
        Line by line, from left to right.
    """
    mask = detection.masks[MASKS.index("text")] > TEXT
    labels, _ = ndimage.label(mask, structure=np.ones((3, 3)))
    boxes = [(rows, columns) for rows, columns in ndimage.find_objects(labels)]
    parts = []
    for rows, columns in _apart(mask, boxes):
        part = _Part(*(v * STRIDE for v in (columns.start, columns.stop, rows.start, rows.stop)))
        if SMALLEST <= part.size <= LARGEST:
            parts.append(part)
    signs = detection.believed(SIGNS)
    digits = [g for g in detection.glyphs if g.label == "fingering" and g.text]
    words: list[SeenWord] = []
    lines = _lines(parts)
    for number, line in enumerate(lines):
        own = _cut(sheet.grey, mask, line, number, _end(line, lines))
        words += [
            word
            for word in own
            if not any(_holds(word, glyph) for glyph in signs)
            and not any(_is_digit(word, glyph) for glyph in digits)
        ]
    return tuple(words)


def _holds(word: SeenWord, glyph: Glyph) -> bool:
    """Whether a sign made of letters was cut out as a word."""
    level = word.baseline - word.size <= glyph.row <= word.baseline + word.size / 2
    return word.left <= glyph.column <= word.right and level


def _is_digit(word: SeenWord, glyph: Glyph) -> bool:
    """Whether a fingering, and nothing else, was cut out as a word."""
    wider = word.right - word.left - glyph.width
    return wider <= FINGERING and _holds(word, glyph)


def cover_rows(word: SeenWord) -> slice:
    """Return the rows from a word's capitals down to its baseline."""
    return slice(max(0, round(word.baseline - BODY * word.size)), max(0, round(word.baseline)))


def crop_word(sheet: Sheet, word: SeenWord) -> Grey:
    """Return a word's surroundings, black on white."""
    size = word.size
    top, bottom = word.baseline - ABOVE * size, word.baseline + BELOW * size
    left, right = word.left - BESIDE * size, word.right + BESIDE * size
    rows = slice(max(0, round(top)), max(0, round(bottom)))
    columns = slice(max(0, round(left)), max(0, round(right)))
    return np.asarray(255 - sheet.grey[rows, columns])


def _apart(mask: np.ndarray, boxes: Sequence[tuple[slice, slice]]) -> list[tuple[slice, slice]]:
    """Cut parts of the mask that reach over several lines of text where they are thinnest."""
    heights = [rows.stop - rows.start for rows, _ in boxes]
    heights = [height for height in heights if height * STRIDE >= LEAST_PART]
    usual = float(np.quantile(heights, USUAL_SHARE)) if heights else 0.0
    result: list[tuple[slice, slice]] = []
    left = list(boxes)
    while left:
        rows, columns = left.pop()
        if not usual or rows.stop - rows.start < TWO_LINES * usual:
            result.append((rows, columns))
            continue
        filled = mask[rows, columns].sum(axis=1)
        first = len(filled) / max(2, round(len(filled) / usual))
        near = slice(int(first - usual / 3), int(first + usual / 3) + 1)
        cut = rows.start + near.start + int(filled[near].argmin())
        for piece in (slice(rows.start, cut), slice(cut + 1, rows.stop)):
            # What hangs over from the other line is no part of this one.
            height = min(piece.stop - piece.start, usual)
            tall = mask[piece, columns].sum(axis=0) >= HANGING * height
            runs = (mask_runs(tall) + columns.start).tolist()
            left += [(piece, slice(start, stop)) for start, stop in runs]
    return result


def _lines(parts: Sequence[_Part]) -> list[list[_Part]]:
    """Sort the parts of the mask into lines of text."""
    lines: list[list[_Part]] = []
    for part in sorted(parts, key=lambda p: p.left):
        for line in lines:
            last = line[-1]
            level = abs(part.bottom - _baseline(line)) <= BASELINE
            alike = abs(part.size - last.size) <= SIZE_SHARE * max(part.size, last.size)
            if level and alike and part.left - last.right <= LINE_GAP:
                line.append(part)
                break
        else:
            lines.append([part])
    return sorted(lines, key=lambda line: (_baseline(line), line[0].left))


def _baseline(line: Sequence[_Part]) -> float:
    return float(np.median([part.bottom for part in line]))


def _end(line: Sequence[_Part], lines: Sequence[Sequence[_Part]]) -> int:
    """Return the column up to which a line's last word may have its hyphen."""
    baseline, right = _baseline(line), line[-1].right
    behind = [
        other[0].left
        for other in lines
        if abs(_baseline(other) - baseline) <= BASELINE and other[0].left > right
    ]
    return min([*behind, right + round(LINE_GAP)])


def _cut(
    grey: Grey, mask: np.ndarray, line: Sequence[_Part], number: int, end: int
) -> list[SeenWord]:
    """Cut a line at its gaps; between its last word and `end` are dashes only."""
    baseline = _baseline(line)
    size = float(np.median([part.size for part in line]))
    top, bottom = max(0, round(baseline - BODY * size)), round(baseline + 0.1 * size)
    left = max(0, round(line[0].left - size / 2))
    near = round(line[-1].right + 1.5 * size)
    right = min(max(near, end), grey.shape[1])
    ink = _without_specks(grey[top:bottom, left:right] >= INK, SPECK * size)
    columns = np.flatnonzero(ink.any(axis=0))
    if not len(columns):
        return []
    flat = _find_flat(ink, size)[columns]
    apart = np.diff(columns) > WORD_GAP * size
    cuts = np.flatnonzero(apart | (flat[1:] != flat[:-1])) + 1
    seen = np.repeat(mask[top // STRIDE : -(-bottom // STRIDE)].any(axis=0), STRIDE)
    words: list[SeenWord] = []
    for piece in np.split(columns, cuts):
        first, last = int(piece[0]), int(piece[-1]) + 1
        rows = np.flatnonzero(ink[:, first:last].any(axis=1))
        height, width = rows[-1] - rows[0] + 1, last - first
        covered = seen[left + first : left + last].mean() if left + last <= len(seen) else 0.0
        if height <= DASH_HEIGHT * size and width >= DASH_WIDTH * size:
            cut_off = last >= ink.shape[1] - 1
            low = height <= LINE_HEIGHT * size and top + rows[0] >= baseline - LOW * size
            low = low and bool(words) and left + first - words[-1].right <= TOUCHING * size
            long = cut_off or low or width >= EXTENDER_WIDTH * size
            kind = "extender" if long else "dash"
        elif covered >= COVER and left + first < near:
            kind = "word"
        else:
            continue
        if left + first >= near and (kind == "extender" or not words or words[-1].kind == "dash"):
            break
        words.append(
            SeenWord(number, kind, float(left + first), float(left + last), baseline, size)
        )
    while words and words[0].kind != "word":
        words.pop(0)
    return words


def _find_flat(ink: Ink, size: float) -> np.ndarray:
    """Return which columns hold nothing but a long thin line."""
    rows = np.arange(len(ink))[:, None]
    top = np.where(ink, rows, len(ink)).min(axis=0)
    bottom = np.where(ink, rows, -1).max(axis=0)
    thin = (bottom >= top) & (bottom - top < LINE_HEIGHT * size + 1)
    flat = np.zeros(len(thin), bool)
    for first, last in mask_runs(thin):
        flat[first:last] = last - first >= FLAT_RUN * size
    return flat


def _without_specks(ink: Ink, limit: float) -> Ink:
    """Return ink without connected parts that are no larger than a limit."""
    labels, count = ndimage.label(ink, structure=np.ones((3, 3)))
    large = np.ones(count + 1, bool)
    for number, box in enumerate(ndimage.find_objects(labels), start=1):
        large[number] = max(part.stop - part.start for part in box) > limit
    return np.asarray(ink & large[labels])
