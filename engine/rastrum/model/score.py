"""The score: what a page means, as music, with its place on the page.

    Score -> Part -> Measure -> Voice -> Chord -> Note

Every format is written from here, and what formats know is read into here. Times are whole notes
as fractions; places are rows and columns of the normalised page in units (16 to a staff space),
not rounded. Events are named by `Chord.id`, so that curves, lyrics and marks can say where they
begin and end. *Staff* is always a staff of the score, counted from its top: staff n of each system
is the same part's.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from rastrum.model.annotations import Curve, Lyrics, Mark, Words
from rastrum.model.layout import GridMeasure, Page, Place, System
from rastrum.model.notation import PLAIN, BeamShare

STEPS = "CDEFGAB"

Kind = Literal["note", "grace", "rest", "long rest"]
"""A long rest is one of several measures."""


@dataclass(frozen=True, slots=True)
class Pitch:
    """A pitch.

    Attributes
    ----------
    number : int
        Diatonic: octave * 7 + step, C0 being 0 and C4 28.
    alter : int
        Semitones that sharps and flats move it up.
    """

    number: int
    alter: int = 0

    @property
    def step(self) -> str:
        """Its letter."""
        return STEPS[self.number % 7]

    @property
    def octave(self) -> int:
        """Its octave; the one of middle C is 4."""
        return self.number // 7


@dataclass(frozen=True, slots=True)
class Clef:
    """A clef.

    Attributes
    ----------
    sign : str
        G, F or C.
    position : int
        The line it names: 0 the middle one, positive downwards, in steps.
    octave : int
        Octaves that notes sound higher, by an 8 at the clef.
    at : (float, float)
        Its place.
    """

    sign: str
    position: int
    octave: int
    at: Place

    @property
    def middle(self) -> int:
        """Diatonic number of the middle line."""
        return {"G": 32, "F": 24, "C": 28}[self.sign] + self.position + 7 * self.octave


@dataclass(frozen=True, slots=True)
class Key:
    """A key signature: sharps, or flats as a negative number."""

    fifths: int
    at: Place


@dataclass(frozen=True, slots=True)
class Time:
    """A time signature.

    Attributes
    ----------
    beats, unit : int
        As in 6/8.
    letter : bool
        Printed as C, or as C with a stroke.
    at : (float, float)
    others : tuple of (int, int)
        What else it was read as on some staves.
    """

    beats: int
    unit: int
    letter: bool
    at: Place
    others: tuple[tuple[int, int], ...] = ()

    @property
    def length(self) -> Fraction:
        """Of a measure, in whole notes; 0 where the unit is not known."""
        return Fraction(self.beats, self.unit) if self.unit else Fraction(0)


@dataclass(frozen=True, slots=True)
class Note:
    """A head.

    Attributes
    ----------
    position : int
        Steps below the middle line of its chord's staff.
    at : (float, float)
        Middle of the head.
    staff : int
        Where it is printed; its chord may belong to another staff of its player.
    drawn : int
        Its position on the lines of that staff.
    width : float
    accidental : str or None
        Printed before it: sharp, flat, natural, doubleSharp, doubleFlat, naturalSharp, naturalFlat.
    accidental_column : float
    normal_side : bool
        Whether the head is on the usual side of its stem.
    pitch : Pitch or None
        As written, with what its key and the accidentals before it say; None until
        `rastrum.score.pitches` has named it.
    confidence : float
        0..1.
    """

    position: int
    at: Place
    staff: int
    drawn: int
    width: float = 18.0
    accidental: str | None = None
    accidental_column: float = 0.0
    normal_side: bool = True
    pitch: Pitch | None = None
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Chord:
    """A chord, a single note, or a rest: what a voice consists of.

    Attributes
    ----------
    id : int
        Its name, unique in the score.
    kind : str
        note, grace, rest or long rest.
    staff : int
        The staff of its voice.
    value : Fraction
        Of the plain head or rest with its flags and beams, whole notes; of grace notes as written.
    dots : int
    notes : tuple of Note
        From top to bottom; none in a rest.
    onset : Fraction or None
        From the beginning of the measure; None where that is not known.
    at : (float, float)
        End of the stem at flag or beam; of a rest, and of what has no stem, its centre.
    edge : float
        Of a rest: the row that tells its place, the top of a semibreve's, the bottom of a minim's,
        the middle of others.
    stem_up, has_stem, slash : bool
    levels : int
        Flags or beams.
    beam : BeamShare or None
    tuplet : Fraction
        What tuplets make of its length.
    tuplet_id : int
        Names the tuplet; -1 for none.
    marks : tuple of (str, float)
        Articulations and fermatas, each with its row.
    shift : int
        Octaves that it sounds higher than written, by octave lines.
    bars : int
        Of a long rest, 0 where that is not known.
    printed : bool
        False for rests of parts that the page leaves out.
    confidence : float
        0..1.
    """

    id: int
    kind: Kind
    staff: int
    value: Fraction
    dots: int = 0
    notes: tuple[Note, ...] = ()
    onset: Fraction | None = None
    at: Place = (0.0, 0.0)
    edge: float = 0.0
    stem_up: bool = True
    has_stem: bool = False
    slash: bool = False
    levels: int = 0
    beam: BeamShare | None = None
    tuplet: Fraction = PLAIN
    tuplet_id: int = -1
    marks: tuple[tuple[str, float], ...] = ()
    shift: int = 0
    bars: int = 0
    printed: bool = True
    confidence: float = 1.0

    @property
    def is_rest(self) -> bool:
        """Whether it is silent."""
        return self.kind in ("rest", "long rest")

    @property
    def duration(self) -> Fraction:
        """How long it lasts, in whole notes; 0 for grace notes and long rests."""
        if self.kind in ("grace", "long rest"):
            return Fraction(0)
        return self.value * (2 - Fraction(1, 2**self.dots)) * self.tuplet


@dataclass(frozen=True, slots=True)
class Voice:
    """What sounds one after the other in a measure, on one staff."""

    staff: int
    chords: tuple[Chord, ...]


@dataclass(frozen=True, slots=True)
class Signs:
    """The clefs and signatures of a staff in a measure, each in order of columns."""

    clefs: tuple[Clef, ...] = ()
    keys: tuple[Key, ...] = ()
    times: tuple[Time, ...] = ()

    def __bool__(self) -> bool:
        """Whether there is any."""
        return bool(self.clefs or self.keys or self.times)


@dataclass(frozen=True, slots=True)
class Measure:
    """What a part plays between two barlines.

    Attributes
    ----------
    signs : tuple of Signs or None
        Of each staff of the part; None where a staff ends before this measure, or is not printed.
    voices : tuple of Voice
        From the top staff and its upper voice on.
    """

    signs: tuple[Signs | None, ...]
    voices: tuple[Voice, ...] = ()

    def chords(self, staff: int) -> list[Chord]:
        """Return what stands on a staff, in order of its columns on the page."""
        own = [c for voice in self.voices for c in voice.chords if c.staff == staff]
        return sorted(own, key=lambda c: c.id)


@dataclass(frozen=True, slots=True)
class Part:
    """A part: one staff, or the two or three that one player reads.

    Attributes
    ----------
    name : str
        As printed before its first system, if it was.
    staves : tuple of int
    measures : tuple of Measure
        One for each of `Score.grid`.
    """

    name: str
    staves: tuple[int, ...]
    measures: tuple[Measure, ...]


@dataclass(frozen=True, slots=True)
class Score:
    """A piece of music on its pages."""

    title: str
    pages: tuple[Page, ...]
    systems: tuple[System, ...]
    grid: tuple[GridMeasure, ...]
    parts: tuple[Part, ...]
    curves: tuple[Curve, ...] = ()
    marks: tuple[Mark, ...] = ()
    lyrics: tuple[Lyrics, ...] = ()
    words: tuple[Words, ...] = ()

    def part_of(self, staff: int) -> Part:
        """Return the part that reads a staff."""
        return next(part for part in self.parts if staff in part.staves)

    def measures_of(self, system: int) -> range:
        """Return the numbers of the measures of a system."""
        own = [n for n, measure in enumerate(self.grid) if measure.system == system]
        return range(own[0], own[-1] + 1) if own else range(0)

    def chords(self) -> Iterator[Chord]:
        """Yield every chord and rest, part by part."""
        for part in self.parts:
            for measure in part.measures:
                for voice in measure.voices:
                    yield from voice.chords
