"""The measures of a page, and when its chords sound in them."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import Self

from rastrum.model.notation import SeenChord
from rastrum.model.strokes import Barline

TICKS_PER_WHOLE = 2048 * 315
"""64ths with three dots, and what tuplets make of them, are whole numbers of ticks."""


@dataclass(frozen=True, slots=True)
class MeasureGrid:
    """Where the measures of each staff end: built once, from the barlines.

    Attributes
    ----------
    barlines : tuple of tuple of Barline
        Of each staff of the sheet, left to right.
    edges : tuple of tuple of float
        The columns of their middles.
    """

    barlines: tuple[tuple[Barline, ...], ...]
    edges: tuple[tuple[float, ...], ...]

    @classmethod
    def of(cls, barlines: Iterable[Barline], staves: int) -> Self:
        """Sort the barlines of a page by its staves."""
        own: dict[int, list[Barline]] = defaultdict(list)
        for barline in barlines:
            own[barline.staff].append(barline)
        rows = [tuple(sorted(own[n], key=lambda b: b.left)) for n in range(staves)]
        return cls(tuple(rows), tuple(tuple((b.left + b.right) / 2 for b in row) for row in rows))

    def measure_at(self, staff: int, column: float) -> int:
        """Return in which measure of its system a column of a staff lies, counted from 0."""
        return bisect_left(self.edges[staff], column)


@dataclass(frozen=True, slots=True)
class Voice:
    """What sounds one after the other on a staff in a measure."""

    system: int
    staff: int
    """Index into Sheet.staves; beams may lead from there to another one."""
    bar: int
    column: float
    members: tuple[int, ...]
    """Numbers of its chords, in order of columns."""
    whole: bool
    """The measure's only voice on its staff."""


@dataclass(frozen=True, slots=True)
class Timing:
    """The chords of a page, when they sound, and in which voices.

    Attributes
    ----------
    chords : tuple of SeenChord
        In order of columns.
    voices : tuple of Voice
        Of each staff and measure, the upper one first; grace notes and rests of several measures
        are in none.
    onsets : tuple of Fraction or None
        Of each chord, in whole notes from the beginning of its measure; None where no voice says.
    """

    chords: tuple[SeenChord, ...]
    voices: tuple[Voice, ...]
    onsets: tuple[Fraction | None, ...]
