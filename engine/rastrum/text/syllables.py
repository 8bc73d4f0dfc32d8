"""Read lines of words, and cut what was read into syllables that know where they stand."""

import re
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np

from rastrum.model.arrays import Grey
from rastrum.model.sheet import INK, Sheet
from rastrum.model.words import SERIF
from rastrum.text.hyphenation import find_breaks
from rastrum.text.words import BESIDE, ReadText, SeenWord, cover_rows, crop_word
from rastrum_kernels.runs import mask_runs

LEAST_SCORE = 0.3
"""Words of which the reader is less sure are no words."""

READ_TOGETHER = 0.8
"""Words that stand closer than this, as a share of the type's size, go to the reader as one piece:
it tells hyphens and spaces from what is between letters better than their widths do."""

MOST_CAPITALS = 0.5
"""A line of more capitals than this is set in capitals."""

HYPHENS = "-‐‑‒–—_~"
"""What a hyphen between syllables is read as."""

SEPARATORS = re.compile(rf"\s*[{HYPHENS}]+\s*|\s+(?=\w)|(?<=[,;:!?])\s*(?=[^\W\d])|\s+")
"""What stands between the syllables of what was read at once."""

ZERO = re.compile(r"(?<![0-9])0(?![0-9])")
"""A nought that stands alone is a letter."""

WIDE_GAP, LEAST_GAP = 2.0, 0.1
"""White between the syllables of two notes, where neither a hyphen nor a space was read: times the
usual gap between the line's letters, and at least this share of the type's size."""

VERSE = re.compile(r"\d+[.:)] ?")
"""The number of a verse; it goes with the first syllable."""

Reader = Callable[[Sequence[Grey]], list[ReadText]]


@dataclass(frozen=True, slots=True)
class Syllable:
    """A word, or the part of one before or after a hyphen.

    Attributes
    ----------
    text : str
        With a hyphen at its end if the word goes on.
    left, right : float
        Columns of its ink.
    places : tuple of float
        Column of each character.
    extender : bool
        A line that holds the syllable before it.
    """

    text: str
    left: float
    right: float
    places: tuple[float, ...] = ()
    extender: bool = False

    @property
    def begin(self) -> float:
        """Column where its letters begin, behind the number of a verse."""
        number = VERSE.match(self.text)
        if number and number.end() < len(self.places):
            return self.places[number.end()]
        return self.left

    @property
    def middle(self) -> float:
        """Column of the middle of its letters."""
        return (self.begin + self.right) / 2


@dataclass(frozen=True, slots=True)
class TextLine:
    """A line of text: baseline and size of type in units."""

    baseline: float
    size: float
    syllables: tuple[Syllable, ...]
    style: int = SERIF
    """Of the type, as the format counts them."""


def read_lines(sheet: Sheet, words: Sequence[SeenWord], reader: Reader) -> list[TextLine]:
    """Read words.

    Parameters
    ----------
    sheet : Sheet
        The ink.
    words : sequence of SeenWord
        Line by line, from left to right.
    reader : callable
        Reads pictures of words, see `rastrum.text.reader.read_words`.

    Returns
    -------
    lines : list of TextLine
        Those in which something could be read.
    """
    lines: dict[int, list[list[SeenWord]]] = defaultdict(list)
    for word in words:
        _add(lines[word.line], word)
    pieces = [p for own in lines.values() for p in own if p[0].kind == "word"]
    whole = [replace(p[0], right=p[-1].right) for p in pieces]
    answers = iter(reader([crop_word(sheet, word) for word in whole]))
    result = []
    for own in lines.values():
        read = [next(answers) if p[0].kind == "word" else ReadText("", 1.0, ()) for p in own]
        small = _in_small([r.text for r in read])
        syllables: list[Syllable] = []
        for piece, answer, text in zip(own, read, small, strict=True):
            _cut(sheet, piece, replace(answer, text=text), syllables)
        if any(s.text for s in syllables):
            result.append(TextLine(own[0][0].baseline, own[0][0].size, tuple(syllables)))
    return result


def _add(pieces: list[list[SeenWord]], word: SeenWord) -> None:
    """Put a word to the last piece if it stands close behind, or begin a new one."""
    if pieces and word.kind != "extender" and pieces[-1][0].kind == "word":
        gap = word.left - pieces[-1][-1].right
        if gap <= READ_TOGETHER * word.size:
            pieces[-1].append(word)
            return
    pieces.append([word])


def _in_small(texts: Sequence[str]) -> list[str]:
    """Turn I within words of small letters into l, and 0 into O, which look alike."""
    texts = [ZERO.sub("O", text) for text in texts]
    letters = [c for text in texts for c in text if c.isalpha() and c != "I"]
    if sum(c.isupper() for c in letters) > MOST_CAPITALS * len(letters):
        return texts
    return [re.sub(r"(?<=[^\W\d_])I", "l", text) for text in texts]


def _cut(sheet: Sheet, piece: Sequence[SeenWord], read: ReadText, done: list[Syllable]) -> None:
    """Cut a piece at hyphens and spaces and add its syllables to what stands before them."""
    first = piece[0]
    if first.kind == "extender":
        done.append(Syllable("", first.left, first.right, extender=True))
    elif first.kind == "dash":
        _hyphenate(done, first)
    if first.kind != "word" or read.score < LEAST_SCORE or not _says(read.text):
        return
    left, whole = first.left, replace(first, right=piece[-1].right)
    right = max(w.right for w in piece if w.kind == "word")
    outer = BESIDE * first.size
    places = [left - outer + p * (whole.right - left + 2 * outer) for p in read.places]
    gaps = _find_gaps(sheet, whole)
    start, edge, own = 0, left, list[Syllable]()
    ends = [*((m.start(), m.end(), m.group()) for m in SEPARATORS.finditer(read.text)),
            (len(read.text), len(read.text), "")]  # fmt: skip
    for end, after, separator in ends:
        if end > start:
            stop, begin = _between(places, gaps, end, after, right)
            hyphen = "-" if any(c in HYPHENS for c in separator) else ""
            columns = (*places[start:end], stop)[: end - start + len(hyphen)]
            _append(own, Syllable(read.text[start:end] + hyphen, edge, stop, columns))
            edge = begin
        start = after
    done += own
    for dash in piece:
        if dash.kind == "dash":
            _hyphenate(done, dash)


def _append(own: list[Syllable], syllable: Syllable) -> None:
    """Add a syllable; a sign goes with the one before, the number of a verse with the first one.

    Old plates have white before commas.
    """
    number = bool(own) and VERSE.fullmatch(own[-1].text) is not None
    if not own or (_says(syllable.text) and not number):
        own.append(syllable)
        return
    last, space = own[-1], " " if number else ""
    places = (*last.places, *([last.right] if space else []), *syllable.places)
    text = last.text + space + syllable.text
    own[-1] = Syllable(text, last.left, syllable.right, places)


def _says(text: str) -> bool:
    return any(c.isalnum() for c in text)


def _find_gaps(sheet: Sheet, word: SeenWord) -> list[tuple[float, float]]:
    """Return where a piece has no ink: first and last column of each gap."""
    left, right = round(word.left), round(word.right)
    white = np.all(sheet.grey[cover_rows(word), left:right] < INK, axis=0)
    return [(left + a, left + b) for a, b in mask_runs(white)]


def _between(
    places: Sequence[float],
    gaps: Sequence[tuple[float, float]],
    end: int,
    after: int,
    right: float,
) -> tuple[float, float]:
    """Return where the syllable before a separator ends and that behind it begins."""
    if after >= len(places):
        return right, right
    one, other = places[end - 1], places[after]
    inside = [(a, b) for a, b in gaps if one < (a + b) / 2 < other]
    if not inside:
        return (one + other) / 2, (one + other) / 2
    return inside[0][0], inside[-1][1]


def _hyphenate(done: list[Syllable], dash: SeenWord) -> None:
    """Give a dash to the syllable before it."""
    before = [n for n, s in enumerate(done) if s.text and s.middle < dash.left]
    if before and not done[before[-1]].text.endswith("-"):
        last = done[before[-1]]
        places = (*last.places, last.right)
        done[before[-1]] = replace(last, text=last.text + "-", places=places)


def split_line(sheet: Sheet, line: TextLine, columns: Sequence[float]) -> TextLine:
    """Split what stands under several notes: at a gap, or where the word falls into syllables.

    Parameters
    ----------
    sheet : Sheet
        The ink.
    line : TextLine
    columns : sequence of float
        Of the notes, ascending.

    Returns
    -------
    line : TextLine
        The same where no syllable stands under several notes.

    Notes
    -----
    Old plates have no hyphen where syllables stand close.
    """
    white = [_white(sheet, line, s) for s in line.syllables]
    widths = [width for own in white for width, _ in own]
    least = max(WIDE_GAP * float(np.median(widths or [0.0])), LEAST_GAP * line.size)
    result: list[Syllable] = []
    for syllable, gaps in zip(line.syllables, white, strict=True):
        inside = [c for c in columns if syllable.left <= c <= syllable.right]
        chosen = [_choose_cut(syllable, gaps, least, pair) for pair in pairwise(inside)]
        hyphens = {cut: hyphen for cut, hyphen in chosen if cut}
        ends = [0, *sorted(hyphens), len(syllable.text)]
        for start, end in pairwise(ends):
            hyphen = hyphens.get(end, "")
            left = gaps[start - 1][1] if start else syllable.left
            right = gaps[end - 1][1] if end < len(syllable.text) else syllable.right
            places = (*syllable.places[start:end], right)[: end - start + len(hyphen)]
            text = syllable.text[start:end] + hyphen
            result.append(Syllable(text, left, right, places, syllable.extender))
    return replace(line, syllables=tuple(result))


def _white(sheet: Sheet, line: TextLine, syllable: Syllable) -> list[tuple[float, float]]:
    """Return width and place of the white behind each character but the last."""
    word = SeenWord(0, "word", syllable.left, syllable.right, line.baseline, line.size)
    gaps = _find_gaps(sheet, word)
    result = []
    for one, other in pairwise(syllable.places):
        own = [(b - a, (a + b) / 2) for a, b in gaps if one < (a + b) / 2 < other]
        result.append(max(own, default=(0.0, (one + other) / 2)))
    return result


def _choose_cut(
    syllable: Syllable,
    gaps: Sequence[tuple[float, float]],
    least: float,
    notes: tuple[float, float],
) -> tuple[int, str]:
    """Return how many characters stand before the cut between two notes, 0 for none; its hyphen."""
    text = syllable.text
    between = [n for n, (_, place) in enumerate(gaps, start=1) if notes[0] < place < notes[1]]
    capitals = [n for n in between if text[n - 1].islower() and text[n].isupper()]
    wide = capitals or [n for n in between if gaps[n - 1][0] > least]
    if wide:
        return max(wide, key=lambda n: gaps[n - 1][0]), ""
    breaks = [n for n in find_breaks(text) if n in between]
    if not breaks:
        return 0, ""
    middle = sum(notes) / 2
    return min(breaks, key=lambda n: abs(gaps[n - 1][1] - middle)), "-"
