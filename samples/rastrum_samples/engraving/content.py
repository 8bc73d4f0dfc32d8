"""The music that a score stands for: parts, measures, voices, notes, durations."""

from dataclasses import dataclass, field
from fractions import Fraction

STEPS = "CDEFGAB"


@dataclass(slots=True, eq=False)
class Note:
    """A note of a chord, or the only one.

    Attributes
    ----------
    id : str
        As in the engraver's files.
    step, octave, alter : str, int, int
        Sounding pitch: letter, scientific octave, semitones.
    accidental : str
        What is printed before it: MEI's `s f n x ff ...`, "" for nothing.
    staff : int
        Staff whose lines it stands on; differs from its event's in cross-staff writing.
    tied : bool
        Whether a tie from an earlier note of the same pitch ends here.
    event : Event
        Chord that it belongs to.
    """

    id: str
    step: str
    octave: int
    alter: int
    accidental: str
    staff: int
    event: "Event"
    tied: bool = False

    @property
    def number(self) -> int:
        """Diatonic number: C4 is 28, one per step."""
        return self.octave * 7 + STEPS.index(self.step)


@dataclass(slots=True, eq=False)
class Event:
    """A chord, a single note or a rest.

    Attributes
    ----------
    id : str
    kind : str
        "chord", "rest", "mRest" (a whole bar) or "multiRest" (several).
    measure : Measure
    staff, voice : int
        Counted from 1.
    onset : Fraction
        From the start of the measure, in whole notes.
    written : Fraction
        Note value without dots; of a whole bar's rest, 1.
    dots : int
    tuplet : Fraction
        Factor to the duration: 2/3 in a triplet.
    tuplet_id : str
        Of the innermost tuplet, "" for none.
    grace, slashed : bool
        Grace note; with a stroke through its stem.
    beam_id : str
        Of its beam, "" for none.
    tremolo : int
        Beams between it and the note that it alternates with; 0 where it does not.
    beams_kept : int
        Beams that go on to the next one where the others are broken; 0 where none is.
    visible : bool
        False for what only fills the bar.
    notes : list of Note
    syllables : list of str
        A line of lyrics each.
    marks : tuple of str
        Articulations, MEI's names.
    """

    id: str
    kind: str
    measure: "Measure"
    staff: int
    voice: int
    onset: Fraction
    written: Fraction
    dots: int = 0
    tuplet: Fraction = Fraction(1)
    tuplet_id: str = ""
    grace: bool = False
    slashed: bool = False
    beam_id: str = ""
    tremolo: int = 0
    beams_kept: int = 0
    visible: bool = True
    notes: list[Note] = field(default_factory=list)
    syllables: list[str] = field(default_factory=list)
    marks: tuple[str, ...] = ()

    @property
    def duration(self) -> Fraction:
        """Duration in whole notes; 0 for grace notes."""
        if self.grace:
            return Fraction(0)
        return self.written * (2 - Fraction(1, 2**self.dots)) * self.tuplet


@dataclass(slots=True, eq=False)
class Measure:
    """A measure of all parts.

    Attributes
    ----------
    id, number : str
    index : int
        Place in the score.
    meter : tuple of int, or None
        In force.
    events : list of Event
        Staff by staff, voice by voice, in time.
    """

    id: str
    number: str
    index: int
    meter: tuple[int, int] | None
    events: list[Event] = field(default_factory=list)


@dataclass(slots=True, eq=False)
class Part:
    """Staves that one player reads.

    Attributes
    ----------
    name : str
    staves : list of int
        Counted from 1.
    """

    name: str
    staves: list[int]


@dataclass(slots=True, eq=False)
class Content:
    """A whole score.

    Attributes
    ----------
    parts : list of Part
    measures : list of Measure
    events : dict of str to Event
        By id.
    notes : dict of str to Note
        By id.
    staves : dict of str to int
        Number of each staff element; every measure has its own.
    octaves : dict of str to (int, int)
        Staff of each octave line, and how many octaves higher its notes sound.
    dynamics : dict of str to (int, str)
        Staff of each dynamic and hairpin; of a hairpin also its form, "cres" or "dim".
    endings : dict of str to tuple of int
        Which times each volta is for.
    fermatas : dict of str to str
        Id of the fermata over or under an event, by the event's.
    """

    parts: list[Part]
    measures: list[Measure]
    events: dict[str, Event]
    notes: dict[str, Note]
    staves: dict[str, int]
    octaves: dict[str, tuple[int, int]] = field(default_factory=dict)
    dynamics: dict[str, tuple[int, str]] = field(default_factory=dict)
    endings: dict[str, tuple[int, ...]] = field(default_factory=dict)
    fermatas: dict[str, str] = field(default_factory=dict)
