"""Sort words into lyrics and other texts, and give each syllable its note."""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest

from rastrum.arrays import Grey
from rastrum.mro import records as mro
from rastrum.page import Detection, Sheet
from rastrum.words import BASELINE_SP, SeenWord, crop_word, find_words, split_word

LEAST_SCORE = 0.3
"""Words of which the reader is less sure are no words."""

SUNG = 0.3
"""Words below a staff for each of its notes: fewer, and they are directions, not lyrics."""

FARTHEST_SP = 14.0
"""Lyrics stand within this below their staff: six verses."""

BESIDE_SP = 1.8
"""A syllable's middle lies within this of its note's column."""

ON_NOTES = 0.5
"""Share of a line's words that stand at notes, if they are sung."""

FULL_VERSE = 0.4
"""A verse has as many syllables as the longest one, or this share of them."""

MOST_CAPITALS = 0.5
"""A line of more capitals than this is set in capitals."""

SERIF = 4
"""Style of the format for plain serif type; others are not told apart."""

STEM_TO_HEAD = 9
"""Units from a stem to the middle of its heads."""

SEPARATORS = re.compile(r"(\s*[-‐‑‒–—_]+\s*|\s+)")
"""What stands between the syllables of what was read as one word."""

ZERO = re.compile(r"(?<![0-9])0(?![0-9])")
"""A nought that stands alone is a letter."""

Reader = Callable[[Sequence[Grey]], list[tuple[str, float]]]


@dataclass(frozen=True, slots=True)
class _Syllable:
    """A word, or the part of one before or after a hyphen."""

    text: str
    left: float
    right: float
    extender: bool = False

    @property
    def middle(self) -> float:
        return (self.left + self.right) / 2


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of text."""

    baseline: float
    size: float
    syllables: tuple[_Syllable, ...]


def read_text(
    sheet: Sheet, detection: Detection, systems: Sequence[mro.System], reader: Reader
) -> tuple[mro.System, ...]:
    """Read the text of a page into its systems.

    Parameters
    ----------
    sheet : Sheet
        The ink.
    detection : Detection
        Where text stands.
    systems : sequence of rastrum.mro.System
        The music.
    reader : callable
        Reads pictures of words, see `rastrum.ocr.read_words`.

    Returns
    -------
    systems : tuple of rastrum.mro.System
        With lyrics and texts.
    """
    words = _at_each_note(sheet, find_words(sheet, detection), systems)
    lines = _read_lines(sheet, words, reader)
    homes = [_home(line, systems) for line in lines]
    sung = _sung(lines, homes, systems)
    lyrics: dict[tuple[int, int], list[_Line]] = defaultdict(list)
    texts: dict[tuple[int, int], list[_Line]] = defaultdict(list)
    for line, home in zip(lines, homes, strict=True):
        if home is not None and home[1] in sung and _at_notes(line, systems, home):
            lyrics[home].append(line)
        else:
            texts[_nearest(line, systems)].append(line)
    for home, own in lyrics.items():
        spoken = _spoken(own)
        lyrics[home] = [line for line in own if line not in spoken]
        texts[home] += spoken
    result = []
    for s, system in enumerate(systems):
        staves = [
            replace(
                stave,
                lyriclines=tuple(_lyric_line(stave, verse) for verse in _verses(lyrics[s, n])),
                texts=(*stave.texts, *(_text(stave, line) for line in texts[s, n])),
            )
            for n, stave in enumerate(system.staves)
        ]
        result.append(replace(system, staves=tuple(staves)))
    return tuple(result)


def _at_each_note(
    sheet: Sheet, words: Sequence[SeenWord], systems: Sequence[mro.System]
) -> list[SeenWord]:
    """Split what stands close together under several notes of a staff that is sung."""
    lines: dict[int, list[SeenWord]] = defaultdict(list)
    for word in words:
        lines[word.line].append(word)
    places = [
        _Line(own[0].baseline, own[0].size, tuple(_Syllable("", w.left, w.right) for w in own))
        for own in lines.values()
    ]
    homes = [_home(line, systems) for line in places]
    sung = _sung(places, homes, systems)
    result: list[SeenWord] = []
    for own, line, home in zip(lines.values(), places, homes, strict=True):
        if home is None or home[1] not in sung or not _at_notes(line, systems, home):
            result += own
            continue
        columns = sorted(c for _, _, c in _columns(systems[home[0]].staves[home[1]]))
        for word in own:
            result += split_word(sheet, word, columns) if word.kind == "word" else [word]
    return result


def _read_lines(sheet: Sheet, words: Sequence[SeenWord], reader: Reader) -> list[_Line]:
    crops = [crop_word(sheet, word) for word in words if word.kind == "word"]
    answers = iter(reader(crops))
    lines: dict[int, list[tuple[SeenWord, str]]] = defaultdict(list)
    for word in words:
        text, score = next(answers) if word.kind == "word" else ("", 1.0)
        if word.kind != "word" or (score >= LEAST_SCORE and any(c.isalnum() for c in text)):
            lines[word.line].append((word, text.strip()))
    return [
        _Line(items[0][0].baseline, items[0][0].size, tuple(_syllables(_in_small(items))))
        for items in lines.values()
        if any(word.kind == "word" for word, _ in items)
    ]


def _in_small(items: Sequence[tuple[SeenWord, str]]) -> list[tuple[SeenWord, str]]:
    """Turn I within words of small letters into l, and 0 into O, which look alike."""
    items = [(word, ZERO.sub("O", text)) for word, text in items]
    letters = [c for _, text in items for c in text if c.isalpha() and c != "I"]
    if sum(c.isupper() for c in letters) > MOST_CAPITALS * len(letters):
        return list(items)
    return [(word, text[:1] + text[1:].replace("I", "l")) for word, text in items]


def _syllables(items: Sequence[tuple[SeenWord, str]]) -> list[_Syllable]:
    """Cut words at their hyphens, and give dashes to the syllables before them."""
    syllables: list[_Syllable] = []
    for word, text in items:
        if word.kind == "dash":
            if syllables and not syllables[-1].text.endswith("-"):
                syllables[-1] = replace(syllables[-1], text=syllables[-1].text + "-")
        elif word.kind == "extender":
            syllables.append(_Syllable("", word.left, word.right, extender=True))
        else:
            syllables += _cut(word, text)
    return syllables


def _cut(word: SeenWord, text: str) -> list[_Syllable]:
    """Cut what was read as one word at hyphens and spaces; its width is shared out by letters."""
    pieces = [piece.strip() for piece in SEPARATORS.split(text)]
    letters, place, syllables = max(1, sum(map(len, pieces[::2]))), word.left, []
    for piece, separator in zip_longest(pieces[::2], pieces[1::2], fillvalue=" "):
        if piece:
            end = place + (word.right - word.left) * len(piece) / letters
            hyphen = "" if separator.isspace() or not separator else "-"
            syllables.append(_Syllable(piece + hyphen, place, end))
            place = end
    return syllables


def _home(line: _Line, systems: Sequence[mro.System]) -> tuple[int, int] | None:
    """Return the staff that a line stands below, in its system."""
    best, least = None, FARTHEST_SP * 16
    for s, system in enumerate(systems):
        for n, stave in enumerate(system.staves):
            away = line.baseline - (stave.top + stave.size)
            inside = system.left - 48 <= line.syllables[0].middle <= system.left + system.width + 16
            if inside and 0 < away < least:
                best, least = (s, n), away
    return best


def _nearest(line: _Line, systems: Sequence[mro.System]) -> tuple[int, int]:
    def away(place: tuple[int, int]) -> float:
        stave = systems[place[0]].staves[place[1]]
        middle = line.baseline - line.size / 3
        return max(stave.top - middle, middle - stave.top - stave.size, 0.0)

    places = [(s, n) for s, system in enumerate(systems) for n in range(len(system.staves))]
    return min(places, key=away)


def _columns(stave: mro.Stave) -> list[tuple[int, int, float]]:
    """Return bar, chord and column of the notes of a staff."""
    columns: list[tuple[int, int, float]] = []
    for b, bar in enumerate(stave.bars):
        for c, chord in enumerate(bar.chords):
            if not chord.notes[0].shape.endswith("rest") and chord.notes[0].shape != "Grace":
                side = 0 if chord.virtualstem else -STEM_TO_HEAD if chord.stemup else STEM_TO_HEAD
                columns.append((b, c, stave.left + chord.flagposn[1] + side))
    return columns


def _sung(
    lines: Sequence[_Line],
    homes: Sequence[tuple[int, int] | None],
    systems: Sequence[mro.System],
) -> set[int]:
    """Return the numbers of the staves in their systems that have lyrics."""
    words: Counter[int] = Counter()
    notes: Counter[int] = Counter()
    for line, home in zip(lines, homes, strict=True):
        if home is not None:
            words[home[1]] += len(line.syllables)
    for system in systems:
        for n, stave in enumerate(system.staves):
            notes[n] += len(_columns(stave))
    return {n for n, count in words.items() if count >= SUNG * max(1, notes[n])}


def _at_notes(line: _Line, systems: Sequence[mro.System], home: tuple[int, int]) -> bool:
    columns = [column for _, _, column in _columns(systems[home[0]].staves[home[1]])]
    near = [
        any(abs(s.middle - column) <= BESIDE_SP * 16 for column in columns)
        for s in line.syllables
        if not s.extender
    ]
    return sum(near) >= ON_NOTES * len(near)


def _spoken(lines: Sequence[_Line]) -> list[_Line]:
    """Return the lines under a staff that are directions: they say little beside its verses."""
    counts = {
        line.baseline: sum(
            len(other.syllables)
            for other in lines
            if abs(other.baseline - line.baseline) <= BASELINE_SP * 16
        )
        for line in lines
    }
    most = max(counts.values(), default=0)
    return [line for line in lines if counts[line.baseline] < FULL_VERSE * most]


def _verses(lines: Sequence[_Line]) -> list[_Line]:
    """Join lines on one row: a long note or a speck has torn them apart."""
    verses: list[list[_Line]] = []
    for line in sorted(lines, key=lambda line: line.baseline):
        if verses and line.baseline - verses[-1][0].baseline <= BASELINE_SP * 16:
            verses[-1].append(line)
        else:
            verses.append([line])
    joined = []
    for verse in verses:
        longest = max(verse, key=lambda line: len(line.syllables))
        syllables = sorted((s for line in verse for s in line.syllables), key=lambda s: s.left)
        joined.append(replace(longest, syllables=tuple(syllables)))
    return joined


def _lyric_line(stave: mro.Stave, line: _Line) -> mro.LyricLine:
    free = _columns(stave)
    elements = []
    for syllable in line.syllables:
        bar = symbol = -1
        if not syllable.extender and free:
            nearest = min(free, key=lambda place: abs(place[2] - syllable.middle))
            if abs(nearest[2] - syllable.middle) <= BESIDE_SP * 16:
                bar, symbol = nearest[:2]
                free = [place for place in free if place[2] > nearest[2]]
        elements.append(
            mro.LyricElement(
                extender=syllable.extender,
                c0=round(syllable.left) - stave.left,
                c1=round(syllable.right) - stave.left,
                text=syllable.text,
                midc=round(syllable.middle) - stave.left,
                bar=bar,
                symbol=symbol,
            )
        )
    return mro.LyricLine(
        abot=round(line.baseline) - stave.top,
        height=round(line.size),
        style=SERIF,
        elements=tuple(elements),
    )


def _text(stave: mro.Stave, line: _Line) -> mro.Text:
    words = [s.text for s in line.syllables if not s.extender]
    return mro.Text(
        abot=round(line.baseline) - stave.top,
        c0=round(line.syllables[0].left) - stave.left,
        height=round(line.size),
        style=SERIF,
        text=" ".join(words).replace("- ", "-").removesuffix("-"),
    )
