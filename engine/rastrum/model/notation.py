"""What assembly builds out of glyphs and strokes, before it is cut into bars.

Positions are rows and columns of the sheet, in units; `staff` is an index into Sheet.staves.
"""

from dataclasses import dataclass
from fractions import Fraction
from functools import cache

from rastrum.model.detection import Glyph
from rastrum.model.sheet import UNITS_PER_SPACE
from rastrum.model.vocabulary import RESTS

FLAT_BELLY = 0.216
"""A flat's round part lies this share of its height below its box's centre (Bravura, Leland)."""

PLAIN = Fraction(1)
"""What is no tuplet is as long as it is written."""


def sign_row(glyph: Glyph) -> float:
    """Return the row of the step that an accidental stands for."""
    return glyph.row + (FLAT_BELLY * glyph.height if glyph.label in ("flat", "doubleFlat") else 0.0)


@dataclass(frozen=True, slots=True)
class Head:
    """A notehead on its staff."""

    glyph: Glyph
    staff: int
    pitch: int
    """Staff position, 0 on the middle line, positive downwards."""
    between: float = 0.0
    """How far off that position it lies, 0.5 halfway to the next."""

    @property
    def left(self) -> float:
        """Column of the left edge."""
        return self.glyph.column - self.glyph.width / 2

    @property
    def right(self) -> float:
        """Column of the right edge."""
        return self.glyph.column + self.glyph.width / 2


@dataclass(frozen=True, slots=True)
class BeamShare:
    """A chord's share in a group of beams."""

    group: int
    left: int
    right: int
    """Beams to the left and right of the stem."""


@dataclass(frozen=True, slots=True)
class SeenNote:
    """A head with what stands beside it."""

    head: Head
    accidental: str = "None"
    accidental_column: float = 0.0
    normal_side: bool = True
    position: int | None = None
    """Where it would stand on the lines of its chord's staff, if it is printed on another one."""


@dataclass(frozen=True, slots=True)
class SeenChord:
    """Heads on one stem, or a rest; what the page shows, not yet in a bar."""

    staff: int
    shape: str
    """The .mro shape of its notes."""
    column: float
    """Of the stem, or the centre of a stemless chord or rest."""
    row: float
    """Of the stem's end at flag or beam."""
    notes: tuple[SeenNote, ...] = ()
    """Top to bottom; empty for a rest."""
    rest: Glyph | None = None
    stem_up: bool = True
    has_stem: bool = False
    slash: bool = False
    flags: int = 0
    beam: BeamShare | None = None
    dots: int = 0
    marks: tuple[tuple[str, float], ...] = ()
    """Articulations: name in the .mro, row."""
    tuplet: Fraction = PLAIN
    tuplet_id: int = -1
    score: float = 1.0

    @property
    def stem(self) -> tuple[float, float]:
        """Column and end of the stem: the same for the heads of two staves on one stem."""
        return self.column, self.row

    @property
    def levels(self) -> int:
        """Beams or flags: halvings of a crotchet."""
        return max(self.flags, *(self.beam.left, self.beam.right) if self.beam else (0, 0))

    @property
    def centre(self) -> float:
        """Column of the middle of the heads, or of the rest."""
        if self.rest is not None:
            return self.rest.column
        if len(self.notes) == 1:
            return self.notes[0].head.glyph.column
        return sum(n.head.glyph.column for n in self.notes) / len(self.notes)

    @property
    def duration(self) -> Fraction:
        """Written length in whole notes, tuplets included; 0 for a grace note."""
        length = _length(self.shape, self.levels, self.dots)
        # Most are: multiplying fractions takes longer than all the rest of this.
        return length if self.tuplet is PLAIN else length * self.tuplet


@cache
def _length(shape: str, levels: int, dots: int) -> Fraction:
    length = BASE_LENGTH[shape]
    if shape == "Solid":
        length /= 2**levels
    return length * (2 - Fraction(1, 2**dots))


BASE_LENGTH = {
    "Breve": Fraction(2),
    "Sbreve": Fraction(1),
    "Minim": Fraction(1, 2),
    "Solid": Fraction(1, 4),
    "Grace": Fraction(0),
    "Breverest": Fraction(2),
    "Sbreverest": Fraction(1),
    "Minimrest": Fraction(1, 2),
    "Crotchetrest": Fraction(1, 4),
    "Quaverrest": Fraction(1, 8),
    "Squaverrest": Fraction(1, 16),
    "DSquaverrest": Fraction(1, 32),
    "HDSquaverrest": Fraction(1, 64),
    "MultiBarRest": Fraction(0),
}
"""Whole notes per .mro shape, without flags, beams and dots."""

MIDDLE_LETTER = {"clefG": 34, "clefG8vb": 27, "clefG8va": 41, "clefF": 22, "clefC": 28}
"""Diatonic number of the middle line under each clef at its usual place (C0 is 0)."""

USUAL_PLACE = {"clefG": 2, "clefG8vb": 2, "clefG8va": 2, "clefF": -2, "clefC": 0}

CLEF_SHAPES = {
    "clefG": "Treble",
    "clefF": "Bass",
    "clefC": "Alto",
    "clefG8va": "TrebleUp8",
    "clefG8vb": "TrebleDown8",
}


@dataclass(frozen=True, slots=True)
class SeenClef:
    """A clef on a staff; `pitch` is the line it names."""

    staff: int
    glyph: Glyph
    label: str
    pitch: int

    @property
    def shape(self) -> str:
        """Name in the .mro."""
        return CLEF_SHAPES[self.label]

    @property
    def middle(self) -> int:
        """Diatonic number of the middle line."""
        return MIDDLE_LETTER[self.label] + self.pitch - USUAL_PLACE[self.label]


@dataclass(frozen=True, slots=True)
class SeenKey:
    """A key signature on a staff; naturals that cancel count as its glyphs."""

    staff: int
    key: int
    column: float
    row: float


@dataclass(frozen=True, slots=True)
class SeenTime:
    """A time signature on a staff."""

    staff: int
    top: int
    bottom: int
    alpha: bool
    column: float
    row: float
    others: tuple[tuple[int, int], ...] = ()
    """What other staves of its system show instead, beats and their length."""


@dataclass(frozen=True, slots=True)
class Signatures:
    """Clefs, keys and times of a page, and the accidentals that are part of a key."""

    clefs: tuple[SeenClef, ...]
    keys: tuple[SeenKey, ...]
    times: tuple[SeenTime, ...]
    used: frozenset[Glyph]


SHAPES = {
    "noteheadBlack": "Solid",
    "noteheadX": "Solid",
    "noteheadHalf": "Minim",
    "noteheadWhole": "Sbreve",
    "noteheadBreve": "Breve",
    "noteheadGrace": "Grace",
}

REST_SHAPES = dict(
    zip(RESTS, [shape for shape in BASE_LENGTH if shape.lower().endswith("rest")], strict=True)
)
"""Shapes of rests per class of the network, both longest first."""

RATIOS = {
    2: Fraction(3, 2),
    3: Fraction(2, 3),
    4: Fraction(3, 4),
    5: Fraction(4, 5),
    6: Fraction(2, 3),
    7: Fraction(4, 7),
    8: Fraction(3, 4),
    9: Fraction(8, 9),
}
"""What a digit makes of the written lengths."""

DIGIT_REACH = 4.5 * UNITS_PER_SPACE
"""A tuplet's digit stands within this of its beam or heads."""
