"""Sort words into lyrics and other texts, and give each syllable its note."""

import unicodedata
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import replace

from rastrum.model.detection import Detection
from rastrum.model.marks import SeenVolta
from rastrum.model.notation import SeenChord
from rastrum.model.sheet import (
    UNITS_PER_SPACE,
    Sheet,
)
from rastrum.model.words import PageText, SeenSyllable, SeenVerse, SeenWords
from rastrum.text.roles import tell_kinds
from rastrum.text.syllables import Reader, Syllable, TextLine, read_lines, split_line
from rastrum.text.typeface import tell_styles
from rastrum.text.underlay import BESIDE, give_notes
from rastrum.text.volta_labels import drop_numbers, reread_numbers
from rastrum.text.words import BASELINE, find_words

SUNG = 0.3
"""Words below a staff for each of its notes: fewer, and they are directions, not lyrics."""

HYPHENATED, LEAST_HYPHENS = 0.1, 6
"""Share of the words under a keyboard's staff that go on behind a hyphen, and how many on a page at
least, if they are sung."""

FARTHEST = 20.0 * UNITS_PER_SPACE
"""Lyrics stand within this below their staff: seven verses."""

ON_NOTES = 0.5
"""Share of a line's words that stand at notes, if they are sung."""

FIRST, LEADING, OTHER_TYPE = 10.0 * UNITS_PER_SPACE, 2.0, 0.25
"""A first verse stands within this below its staff, the next one within so many sizes of type of
the one before; their sizes differ by no larger share."""

ELISION = 0.5
"""White between two vowels on one note, as a share of the type's size."""

FULL_VERSE = 0.4
"""A verse has as many syllables as the longest one, or this share of them."""

STEM_TO_HEAD = 9
"""Units from a stem to the middle of its heads."""


def read_text(
    sheet: Sheet,
    detection: Detection,
    chords: Sequence[SeenChord],
    voltas: Sequence[SeenVolta],
    reader: Reader,
) -> tuple[PageText, tuple[SeenVolta, ...]]:
    """Read the text of a page.

    Parameters
    ----------
    sheet : Sheet
        The ink.
    detection : Detection
        Where text stands.
    chords : sequence of SeenChord
        What may be sung.
    voltas : sequence of SeenVolta
        Their numbers are read anew.
    reader : callable
        Reads pictures of words, see `rastrum.text.reader.read_words`.

    Returns
    -------
    text : PageText
        Lyrics and other words.
    voltas : tuple of SeenVolta
    """
    voltas = reread_numbers(sheet.grey, voltas, reader)
    read = read_lines(sheet, find_words(sheet, detection), reader)
    lines = tell_styles(sheet, drop_numbers(read, voltas))
    notes = _sort_notes(sheet, chords)
    homes = [_home(line, sheet) for line in lines]
    sung = _sung(lines, homes, sheet, notes)
    lyrics: dict[int, list[TextLine]] = defaultdict(list)
    texts: dict[int, list[TextLine]] = defaultdict(list)
    for line, home in zip(lines, homes, strict=True):
        if home is not None and sheet.staves[home].index in sung and _at_notes(line, notes[home]):
            lyrics[home].append(split_line(sheet, line, [column for column, _ in notes[home]]))
        else:
            texts[_nearest(line, sheet)].append(line)
    for home, own in lyrics.items():
        spoken = _spoken(own, sheet.staves[home].bottom)
        lyrics[home] = [line for line in own if line not in spoken]
        texts[home] += spoken
    said = [(staff, line) for staff, own in texts.items() for line in own]
    places = [(sheet.staves[staff].system, sheet.staves[staff].index) for staff, _ in said]
    kinds = tell_kinds([line for _, line in said], places, sheet)
    verses = [
        _verse(staff, notes[staff], verse)
        for staff in sorted(lyrics)
        for verse in _verses(lyrics[staff])
    ]
    words = [_words(staff, line, kind) for (staff, line), kind in zip(said, kinds, strict=True)]
    return PageText(tuple(verses), tuple(words)), voltas


def _home(line: TextLine, sheet: Sheet) -> int | None:
    """Return the staff that a line stands below."""
    best, least = None, FARTHEST
    for n, staff in enumerate(sheet.staves):
        _, left, _, right = sheet.box(staff.system)
        away = line.baseline - staff.bottom
        inside = left - 48 <= line.syllables[0].middle <= right + 16
        if inside and 0 < away < least:
            best, least = n, away
    return best


def _nearest(line: TextLine, sheet: Sheet) -> int:
    """Return the staff nearest to a line."""
    middle = line.baseline - line.size / 3
    away = [max(s.top - middle, middle - s.bottom, 0.0) for s in sheet.staves]
    return away.index(min(away))


def _sort_notes(sheet: Sheet, chords: Sequence[SeenChord]) -> list[list[tuple[float, int]]]:
    """Return columns and numbers of the chords of each staff that may be sung."""
    notes: list[list[tuple[float, int]]] = [[] for _ in sheet.staves]
    for n, chord in enumerate(chords):
        if chord.rest is None and chord.shape != "Grace":
            side = 0 if not chord.has_stem else -STEM_TO_HEAD if chord.stem_up else STEM_TO_HEAD
            notes[chord.staff].append((chord.column + side, n))
    return [sorted(own) for own in notes]


def _sung(
    lines: Sequence[TextLine],
    homes: Sequence[int | None],
    sheet: Sheet,
    notes: Sequence[Sequence[tuple[float, int]]],
) -> set[int]:
    """Return the numbers of the staves in their systems that have lyrics.

    Staves of a keyboard have them only where words are hyphenated.
    """
    words: Counter[int] = Counter()
    hyphens: Counter[int] = Counter()
    heads: Counter[int] = Counter()
    braced = _braced(sheet)
    for line, home in zip(lines, homes, strict=True):
        if home is not None:
            number = sheet.staves[home].index
            words[number] += len(line.syllables)
            hyphens[number] += sum(s.text.endswith("-") for s in line.syllables)
    for staff, own in zip(sheet.staves, notes, strict=True):
        heads[staff.index] += len(own)
    return {
        n
        for n, count in words.items()
        if count >= SUNG * max(1, heads[n])
        and (n not in braced or hyphens[n] >= max(LEAST_HYPHENS, HYPHENATED * count))
    }


def _braced(sheet: Sheet) -> set[int]:
    """Return the numbers of the staves that a brace holds in any system."""
    return {
        n
        for system in sheet.systems
        for brace in system.braces
        if brace.kind == "brace"
        for n in range(brace.first, brace.last + 1)
    }


def _at_notes(line: TextLine, notes: Sequence[tuple[float, int]]) -> bool:
    near = [
        any(abs(s.middle - column) <= BESIDE for column, _ in notes)
        for s in line.syllables
        if not s.extender
    ]
    return sum(near) >= ON_NOTES * len(near)


def _spoken(lines: Sequence[TextLine], bottom: float) -> list[TextLine]:
    """Return the lines under a staff that are directions.

    They say little beside its verses, are of another type, or stand apart from them.
    """
    rows = _rows(lines)
    most = max((sum(len(line.syllables) for line in row) for row in rows), default=0)
    spoken: list[TextLine] = []
    above, size = bottom, 0.0
    for row in rows:
        longest = max(row, key=lambda line: len(line.syllables))
        few = sum(len(line.syllables) for line in row) < FULL_VERSE * most
        apart = longest.baseline - above > (LEADING * size if size else FIRST)
        other = size and abs(longest.size - size) > OTHER_TYPE * size
        if few or apart or other:
            spoken += row
        else:
            above, size = longest.baseline, longest.size
    return spoken


def _rows(lines: Sequence[TextLine]) -> list[list[TextLine]]:
    """Put lines on one row together: a long note or a speck has torn them apart."""
    rows: list[list[TextLine]] = []
    for line in sorted(lines, key=lambda line: line.baseline):
        if rows and line.baseline - rows[-1][0].baseline <= BASELINE:
            rows[-1].append(line)
        else:
            rows.append([line])
    return rows


def _verses(lines: Sequence[TextLine]) -> list[TextLine]:
    """Join the lines of each row."""
    joined = []
    for verse in _rows(lines):
        longest = max(verse, key=lambda line: len(line.syllables))
        syllables = sorted((s for line in verse for s in line.syllables), key=lambda s: s.left)
        joined.append(replace(longest, syllables=tuple(syllables)))
    return joined


def _verse(staff: int, notes: Sequence[tuple[float, int]], line: TextLine) -> SeenVerse:
    """Give each syllable of a line its chord; what is elided goes with the one before."""
    chosen = give_notes(line.syllables, [column for column, _ in notes])
    syllables: list[SeenSyllable] = []
    for syllable, note in zip(line.syllables, chosen, strict=True):
        chord = notes[note][1] if note >= 0 else -1
        before = syllables[-1] if syllables else None
        if before and chord < 0 <= before.chord and _is_elided(before, syllable, line):
            text = f"{before.text} {syllable.text}"
            syllables[-1] = replace(before, text=text, right=syllable.right)
            continue
        place = syllable.left, syllable.right, syllable.middle
        syllables.append(SeenSyllable(syllable.text, *place, syllable.extender, chord))
    return SeenVerse(staff, line.baseline, line.size, line.style, tuple(syllables))


def _is_elided(before: SeenSyllable, syllable: Syllable, line: TextLine) -> bool:
    """Whether a syllable without a note is sung on that of the one before."""
    near = syllable.left - before.right <= ELISION * line.size
    vowels = _is_vowel(before.text[-1:]) and _is_vowel(syllable.text[:1])
    return near and vowels and not syllable.extender


def _is_vowel(letter: str) -> bool:
    return letter != "" and unicodedata.normalize("NFD", letter)[0].lower() in "aeiouyh"


def _words(staff: int, line: TextLine, kind: str | None) -> SeenWords:
    says = " ".join(s.text for s in line.syllables if not s.extender)
    text = says.replace("- ", "-").removesuffix("-")
    left = line.syllables[0].left
    return SeenWords(staff, text, kind, line.baseline, left, line.size, line.style)
