"""Sort words into lyrics and other texts, and give each syllable its note."""

import unicodedata
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import replace

from rastrum.model.detection import Detection
from rastrum.model.sheet import Sheet
from rastrum.mro import records as mro
from rastrum.text.roles import tell_kinds
from rastrum.text.syllables import Reader, Syllable, TextLine, read_lines, split_line
from rastrum.text.typeface import tell_styles
from rastrum.text.underlay import BESIDE_SP, give_notes
from rastrum.text.volta_labels import drop_numbers, reread_numbers
from rastrum.text.words import BASELINE_SP, find_words

SUNG = 0.3
"""Words below a staff for each of its notes: fewer, and they are directions, not lyrics."""

HYPHENATED, LEAST_HYPHENS = 0.1, 6
"""Share of the words under a keyboard's staff that go on behind a hyphen, and how many on a page at
least, if they are sung."""

FARTHEST_SP = 20.0
"""Lyrics stand within this below their staff: seven verses."""

ON_NOTES = 0.5
"""Share of a line's words that stand at notes, if they are sung."""

FIRST_SP, LEADING, OTHER_TYPE = 10.0, 2.0, 0.25
"""A first verse stands within this below its staff, the next one within so many sizes of type of
the one before; their sizes differ by no larger share."""

ELISION = 0.5
"""White between two vowels on one note, as a share of the type's size."""

FULL_VERSE = 0.4
"""A verse has as many syllables as the longest one, or this share of them."""

STEM_TO_HEAD = 9
"""Units from a stem to the middle of its heads."""


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
        Reads pictures of words, see `rastrum.text.reader.read_words`.

    Returns
    -------
    systems : tuple of rastrum.mro.System
        With lyrics and texts.
    """
    systems = reread_numbers(sheet.grey, systems, reader)
    read = read_lines(sheet, find_words(sheet, detection), reader)
    lines = tell_styles(sheet, drop_numbers(read, systems))
    homes = [_home(line, systems) for line in lines]
    sung = _sung(lines, homes, systems, _braced(sheet))
    lyrics: dict[tuple[int, int], list[TextLine]] = defaultdict(list)
    texts: dict[tuple[int, int], list[TextLine]] = defaultdict(list)
    for line, home in zip(lines, homes, strict=True):
        if home is not None and home[1] in sung and _at_notes(line, systems, home):
            columns = [c for _, _, c in _columns(systems[home[0]].staves[home[1]])]
            lyrics[home].append(split_line(sheet, line, sorted(columns)))
        else:
            texts[_nearest(line, systems)].append(line)
    for (s, n), own in lyrics.items():
        home, bottom = (s, n), systems[s].staves[n].top + systems[s].staves[n].size
        spoken = _spoken(own, bottom)
        lyrics[home] = [line for line in own if line not in spoken]
        texts[home] += spoken
    said = [(place, line) for place, own in texts.items() for line in own]
    kinds = tell_kinds([line for _, line in said], [place for place, _ in said], systems)
    written: dict[tuple[int, int], list[mro.Text]] = defaultdict(list)
    for ((s, n), line), kind in zip(said, kinds, strict=True):
        written[s, n].append(_text(systems[s].staves[n], line, kind))
    result = []
    for s, system in enumerate(systems):
        staves = [
            replace(
                stave,
                lyriclines=tuple(_lyric_line(stave, verse) for verse in _verses(lyrics[s, n])),
                texts=(*stave.texts, *written[s, n]),
            )
            for n, stave in enumerate(system.staves)
        ]
        result.append(replace(system, staves=tuple(staves)))
    return tuple(result)


def _home(line: TextLine, systems: Sequence[mro.System]) -> tuple[int, int] | None:
    """Return the staff that a line stands below, in its system."""
    best, least = None, FARTHEST_SP * 16
    for s, system in enumerate(systems):
        for n, stave in enumerate(system.staves):
            away = line.baseline - (stave.top + stave.size)
            inside = system.left - 48 <= line.syllables[0].middle <= system.left + system.width + 16
            if inside and 0 < away < least:
                best, least = (s, n), away
    return best


def _nearest(line: TextLine, systems: Sequence[mro.System]) -> tuple[int, int]:
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
    lines: Sequence[TextLine],
    homes: Sequence[tuple[int, int] | None],
    systems: Sequence[mro.System],
    braced: set[int],
) -> set[int]:
    """Return the numbers of the staves in their systems that have lyrics.

    Staves of a keyboard have them only where words are hyphenated.
    """
    words: Counter[int] = Counter()
    hyphens: Counter[int] = Counter()
    notes: Counter[int] = Counter()
    for line, home in zip(lines, homes, strict=True):
        if home is not None:
            words[home[1]] += len(line.syllables)
            hyphens[home[1]] += sum(s.text.endswith("-") for s in line.syllables)
    for system in systems:
        for n, stave in enumerate(system.staves):
            notes[n] += len(_columns(stave))
    return {
        n
        for n, count in words.items()
        if count >= SUNG * max(1, notes[n])
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


def _at_notes(line: TextLine, systems: Sequence[mro.System], home: tuple[int, int]) -> bool:
    columns = [column for _, _, column in _columns(systems[home[0]].staves[home[1]])]
    near = [
        any(abs(s.middle - column) <= BESIDE_SP * 16 for column in columns)
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
        apart = longest.baseline - above > (LEADING * size if size else FIRST_SP * 16)
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
        if rows and line.baseline - rows[-1][0].baseline <= BASELINE_SP * 16:
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


def _lyric_line(stave: mro.Stave, line: TextLine) -> mro.LyricLine:
    places = sorted(_columns(stave), key=lambda place: place[2])
    notes = give_notes(line.syllables, [column for _, _, column in places])
    elements: list[mro.LyricElement] = []
    for syllable, note in zip(line.syllables, notes, strict=True):
        bar, symbol = places[note][:2] if note >= 0 else (-1, -1)
        before = elements[-1] if elements else None
        if before and bar < 0 <= before.bar and _is_elided(before, syllable, stave, line):
            elements[-1] = replace(
                before,
                text=f"{before.text} {syllable.text}",
                c1=round(syllable.right) - stave.left,
            )
            continue
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
        style=line.style,
        elements=tuple(elements),
    )


def _is_elided(
    before: mro.LyricElement, syllable: Syllable, stave: mro.Stave, line: TextLine
) -> bool:
    """Whether a syllable without a note is sung on that of the one before."""
    near = syllable.left - stave.left - before.c1 <= ELISION * line.size
    vowels = _is_vowel(before.text[-1:]) and _is_vowel(syllable.text[:1])
    return near and vowels and not syllable.extender


def _is_vowel(letter: str) -> bool:
    return letter != "" and unicodedata.normalize("NFD", letter)[0].lower() in "aeiouyh"


def _text(stave: mro.Stave, line: TextLine, kind: str | None) -> mro.Text:
    words = [s.text for s in line.syllables if not s.extender]
    return mro.Text(
        abot=round(line.baseline) - stave.top,
        c0=round(line.syllables[0].left) - stave.left,
        height=round(line.size),
        style=line.style,
        text=" ".join(words).replace("- ", "-").removesuffix("-"),
        type=kind,
    )
