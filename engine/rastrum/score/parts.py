"""Which staves of a system are which of the score, and which of those one player reads."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise

from rastrum.model.notation import SeenClef
from rastrum.model.reading import Notation

CLEF_MATCH, CLEF_CLASH = 2.0, -1.0
"""Points for a staff whose first clef is, or is not, that of the part it would be."""

JOINED_MATCH = 1.5
"""Points for barlines that run on to the staff below, or do not, as they do in the whole system."""

LINES_CLASH = -8.0
"""Points for a staff of one line that would be a part of five, or the other way round: no clef and
no barline can outweigh that."""

MOST_STAVES = 12
"""Where systems of more staves than this differ, each counts its own: there are too many ways to
match them."""

BRACED = 0.5
"""Staves are one part if a brace joins them in more than this share of the systems with both."""


@dataclass(frozen=True, slots=True)
class _Traits:
    """What a staff is known by."""

    clef: SeenClef | None
    joined: bool
    lines: int


def number_staves(pages: Sequence[Notation]) -> list[list[tuple[int, ...]]]:
    """Say which staff of the score each staff of each system is.

    Engravers leave out the staves of parts that rest for a whole system.

    Parameters
    ----------
    pages : sequence of Notation

    Returns
    -------
    numbers : list of list of tuple of int
        For each page and system, one for each of its staves, ascending.

    Notes
    -----
    A system's staves are those of the first whole system, in order, whose lines, first clefs and
    joined barlines they resemble most; among equals the lower ones, since keyboards rest least.
    """
    traits = [
        [[_traits(page, n) for n in system.staves] for system in page.sheet.systems]
        for page in pages
    ]
    most = max((len(own) for page in traits for own in page), default=0)
    if most > MOST_STAVES:
        return [[tuple(range(len(own))) for own in page] for page in traits]
    parts = next((own for page in traits for own in page if len(own) == most), [])
    return [[_match(own, parts) for own in page] for page in traits]


def _traits(page: Notation, number: int) -> _Traits:
    first = [
        clef
        for clef in page.signatures.clefs
        if clef.staff == number and page.grid.measure_at(number, clef.glyph.column) == 0
    ]
    joined = any(barline.joined_below for barline in page.grid.barlines[number])
    clef = min(first, key=lambda clef: clef.glyph.column, default=None)
    return _Traits(clef, joined, page.sheet.staves[number].lines)


def _match(own: Sequence[_Traits], parts: Sequence[_Traits]) -> tuple[int, ...]:
    if len(own) == len(parts):
        return tuple(range(len(parts)))
    best: tuple[int, ...] = ()
    best_points = float("-inf")
    for places in combinations(range(len(parts)), len(own)):
        points = sum(_resemblance(a, parts[n]) for a, n in zip(own, places, strict=True))
        if points >= best_points:
            best, best_points = places, points
    return best


def _resemblance(a: _Traits, b: _Traits) -> float:
    points = JOINED_MATCH if a.joined == b.joined else 0.0
    points += 0.0 if a.lines == b.lines else LINES_CLASH
    if a.clef is not None and b.clef is not None:
        alike = (a.clef.shape, a.clef.pitch) == (b.clef.shape, b.clef.pitch)
        points += CLEF_MATCH if alike else CLEF_CLASH
    return points


def group_staves(
    pages: Sequence[Notation], numbers: Sequence[Sequence[tuple[int, ...]]]
) -> list[tuple[int, ...]]:
    """Say which staves of the score are one part.

    Parameters
    ----------
    pages : sequence of Notation
    numbers : sequence of sequence of tuple of int
        From `number_staves`.

    Returns
    -------
    parts : list of tuple of int
        Staves that a brace joins, or that a voice goes between; each other staff by itself.
    """
    both: Counter[int] = Counter()
    braced: Counter[int] = Counter()
    joined: set[int] = set()
    for page, own in zip(pages, numbers, strict=True):
        for system, places in zip(page.sheet.systems, own, strict=True):
            braces = [b for b in system.braces if b.kind == "brace"]
            for k, (upper, lower) in enumerate(pairwise(places)):
                if lower == upper + 1:
                    both[upper] += 1
                    braced[upper] += any(b.first <= k and k + 1 <= b.last for b in braces)
        joined |= _crossed(page, own)
    count = 1 + max((n for page in numbers for own in page for n in own), default=-1)
    parts: list[tuple[int, ...]] = []
    for n in range(count):
        if n and (n - 1 in joined or braced[n - 1] > BRACED * both[n - 1]):
            parts[-1] += (n,)
        else:
            parts.append((n,))
    return parts


def _crossed(page: Notation, numbers: Sequence[tuple[int, ...]]) -> set[int]:
    """Return the staves of the score from which a voice goes to the next one down, or further."""
    staves = page.sheet.staves
    crossed: set[int] = set()
    for voice in page.timing.voices:
        chords = [page.timing.chords[n] for n in voice.members]
        used = {voice.staff, *(c.staff for c in chords)}
        used |= {note.head.staff for c in chords for note in c.notes}
        own = [numbers[staves[n].system][staves[n].index] for n in used]
        crossed |= set(range(min(own), max(own)))
    return crossed
