"""What stands around the notes of a score, and which of them it belongs to.

Chords are named by their `id`, staves are those of the score, places are in units.
"""

from dataclasses import dataclass

from rastrum.model.layout import Place

NoteRef = tuple[int, int]
"""A head: the id of its chord, and its number there."""


@dataclass(frozen=True, slots=True)
class Curve:
    """A tie or a slur, or one half of what the end of a system cuts.

    Attributes
    ----------
    kind : str
        Tie or Slur.
    system : int
    left, right : (float, float)
        Its ends.
    radius : float
        Of the arc; negative where it lies above its centre.
    start, end : NoteRef or None
        The heads it begins and ends at.
    partner : int
        Number of its other half in `Score.curves`, -1 if it has none.
    """

    kind: str
    system: int
    left: Place
    right: Place
    radius: float
    start: NoteRef | None = None
    end: NoteRef | None = None
    partner: int = -1


@dataclass(frozen=True, slots=True)
class Mark:
    """A dynamic, hairpin, octave line, volta, ornament, fingering or other mark at a staff.

    Attributes
    ----------
    kind : str
        `dynamic`, `hairpin`, `octave`, `volta`, `sign` or `fingering`.
    what : str
        Which: `Dyn_mf`, `Hairpincres`, `sfz`, `Trill`, a digit ...
    system, staff : int
    row, left, right : float
        Its place; where one of the format's types has a centre, that lies in between.
    height : float
        Of letters and digits.
    shift : int
        Of an octave line: octaves that the notes sound higher.
    times : tuple of int
        Of a volta: which times it is for.
    count : int
        Strokes of a tremolo, waves of an arpeggio, measures of a rest.
    start, end : int
        Ids of the first and last chord that it is over or under; -1 where there is none.
    """

    kind: str
    what: str
    system: int
    staff: int
    row: float
    left: float
    right: float
    height: float = 0.0
    shift: int = 0
    times: tuple[int, ...] = ()
    count: int = 0
    start: int = -1
    end: int = -1


@dataclass(frozen=True, slots=True)
class Syllable:
    """A syllable, or the line that holds one on (`extender`), at its chord (-1: none)."""

    text: str
    left: float
    right: float
    middle: float
    extender: bool = False
    chord: int = -1


@dataclass(frozen=True, slots=True)
class Lyrics:
    """A line of syllables under a staff: one verse in one system."""

    system: int
    staff: int
    verse: int
    baseline: float
    size: float
    style: int
    syllables: tuple[Syllable, ...]


@dataclass(frozen=True, slots=True)
class Words:
    """Words that are not sung.

    Attributes
    ----------
    text : str
    kind : str or None
        Title, Composer, Credit, Tempo, Direction, PartName, Footer or PageNumber; None where it is
        not plain.
    system, staff : int
        That they stand at.
    baseline, left, size : float
    style : int
        As in `rastrum.model.words`.
    """

    text: str
    kind: str | None
    system: int
    staff: int
    baseline: float
    left: float
    size: float
    style: int
