"""Marks around the notes, as they stand on the sheet."""

from collections.abc import Sequence
from dataclasses import dataclass

from rastrum.model.arrays import Curve
from rastrum.model.sheet import UNITS_PER_SPACE
from rastrum.model.vocabulary import SFORZATI

FARTHEST_MARK = 9.0 * UNITS_PER_SPACE
"""Dynamics, ornaments and octave signs stand within this of their staff's outer line: beyond ledger
notes, and nearer than the next staff's."""

LEG = 0.3 * UNITS_PER_SPACE
"""A leg's own thickness, and what it may lie off."""

BEYOND = 1.0 * UNITS_PER_SPACE
"""Its thin tip may reach so far beyond where the legs were last seen apart."""


@dataclass(frozen=True, slots=True)
class SeenHairpin:
    """A hairpin on the sheet.

    Attributes
    ----------
    left, right : float
        Columns of its ends.
    row : float
        Its middle.
    first, last : float
        White between the legs at the left and at the right end, units.
    """

    left: float
    right: float
    row: float
    first: float
    last: float

    @property
    def grows(self) -> bool:
        """Whether it says crescendo."""
        return self.last > self.first

    def legs(self, columns: Curve) -> tuple[Curve, Curve]:
        """Return the rows of the upper and of the lower leg in columns."""
        share = (columns - self.left) / (self.right - self.left)
        half = (self.first + share * (self.last - self.first)) / 2
        return self.row - half, self.row + half

    def holds(self, row: float, column: float) -> bool:
        """Whether a place lies between the legs, or on one of them."""
        half = max(self.first, self.last) / 2 + LEG
        reach = BEYOND
        return self.left - reach <= column <= self.right + reach and abs(row - self.row) <= half


@dataclass(frozen=True, slots=True)
class SeenDynamic:
    """A dynamic at a place on the sheet.

    Attributes
    ----------
    staff : int
        Index into Sheet.staves.
    kind : str
        A type of the format, or the word that is printed.
    left, right : float
        Columns.
    row : float
        Baseline of letters, middle of a hairpin.
    height : float
        Of letters, else 0.
    """

    staff: int
    kind: str
    left: float
    right: float
    row: float
    height: float = 0.0


def is_word(dynamic: SeenDynamic) -> bool:
    """Whether the format has no type for a dynamic, so that it goes out as text."""
    return dynamic.kind in SFORZATI


@dataclass(frozen=True, slots=True)
class SeenFingering:
    """A fingering on the sheet.

    Attributes
    ----------
    staff : int
        Index into Sheet.staves: that of the head it stands at.
    text : str
        The digit.
    row : float
        On which it stands.
    left, height : float
        Column of its left edge, and how high it is.
    """

    staff: int
    text: str
    row: float
    left: float
    height: float


@dataclass(frozen=True, slots=True)
class SeenOctave:
    """An octave line.

    Attributes
    ----------
    staff : int
        Index into Sheet.staves.
    shift : int
        Octaves that the notes sound higher.
    left, right : float
        Columns, sign included.
    row : float
        Centre of the sign.
    """

    staff: int
    shift: int
    left: float
    right: float
    row: float


@dataclass(frozen=True, slots=True)
class SeenVolta:
    """A volta on the sheet.

    Attributes
    ----------
    staff : int
        Index into Sheet.staves.
    times : tuple of int
        Which times it is for: as printed; where that cannot be read, by its place, the first one if
        no other volta ends where it begins.
    left, right : float
        Columns of its ends.
    row : float
        Of its line.
    """

    staff: int
    times: tuple[int, ...]
    left: float
    right: float
    row: float

    @property
    def numbers(self) -> str | None:
        """Its times as they are written where there are several."""
        return write_times(self.times)


@dataclass(frozen=True, slots=True)
class SeenSign:
    """A sign on the sheet.

    Attributes
    ----------
    staff : int
        Index into Sheet.staves.
    kind : str
        Its name in the file.
    row, column : float
        Its centre.
    count : int
        Strokes of a tremolo, waves of an arpeggio, bars of a rest; 0 for others.
    """

    staff: int
    kind: str
    row: float
    column: float
    count: int = 0


def write_times(times: Sequence[int]) -> str | None:
    """Write the times that a volta is for where there are several, else nothing."""
    return ",".join(map(str, times)) if len(times) > 1 else None


@dataclass(frozen=True, slots=True)
class Marks:
    """All marks of a page.

    Attributes
    ----------
    hairpins : tuple of SeenHairpin
    dynamics : tuple of SeenDynamic
        The hairpins among them.
    octave_lines : tuple of SeenOctave
    voltas : tuple of SeenVolta
    signs : tuple of SeenSign
    fingerings : tuple of SeenFingering
    """

    hairpins: tuple[SeenHairpin, ...] = ()
    dynamics: tuple[SeenDynamic, ...] = ()
    octave_lines: tuple[SeenOctave, ...] = ()
    voltas: tuple[SeenVolta, ...] = ()
    signs: tuple[SeenSign, ...] = ()
    fingerings: tuple[SeenFingering, ...] = ()
