"""The structures of a .mro file as frozen records, field names and order as in the file.

Beside each field stands its codec: how its value is written and read. `since` is the first
version of the format that knows a field.
"""

from dataclasses import dataclass, field, fields
from fractions import Fraction
from functools import cache
from typing import Any

from rastrum.mro.codecs import (
    BOOL,
    INT,
    OPTIONAL_INT,
    OPTIONAL_TEXT,
    OPTIONAL_TYPE,
    PAIR,
    RATIONAL,
    STAFF_LINES,
    TEXT,
    TYPE,
    Codec,
    Pair,
    one_of,
)

VERSIONS = (1000, 2000, 2011)


def _slot(codec: Codec, default: Any, *, since: int = 1000, until: int = 9999) -> Any:  # noqa: ANN401
    """Declare a field: a dataclass field can only be typed by its owner."""
    return field(default=default, metadata={"codec": codec, "since": since, "until": until})


@cache
def slots_of(record: type) -> tuple[tuple[str, Codec, int, int], ...]:
    """List a record's fields: name in the file, codec, first and last version that know it."""
    result = []
    for item in fields(record):
        codec: Codec = item.metadata["codec"]
        name = item.name + ("$" if codec.kind == "text" else "")
        result.append((name, codec, item.metadata["since"], item.metadata["until"]))
    return tuple(result)


SHAPES = [
    "Breve",
    "Sbreve",
    "Minim",
    "Solid",
    "Grace",
    "Breverest",
    "Sbreverest",
    "Minimrest",
    "Crotchetrest",
    "Quaverrest",
    "Squaverrest",
    "DSquaverrest",
    "HDSquaverrest",
    "MultiBarRest",
]
ACCIDENTALS = [
    "None",
    "Sharp",
    "Flat",
    "Natural",
    "DoubleSharp",
    "DoubleFlat",
    "NaturalSharp",
    "NaturalFlat",
]
CLEF_SHAPES = ("Treble", "Bass", "Alto", "TrebleUp8", "TrebleDown8")
BARLINE_TYPES = ("Single", "Double", "Leftrepeat", "Rightrepeat", "Backtobackrepeat", "ThinThick")
DYNAMIC_TYPES = [
    "Hairpindim",
    "Hairpincres",
    "Dyn_ppp",
    "Dyn_pp",
    "Dyn_p",
    "Dyn_mp",
    "Dyn_mf",
    "Dyn_f",
    "Dyn_ff",
    "Dyn_fff",
]

CURVE_TYPES = ("Curve", "Tie", "Slur")
"""Of our own: a curve that was not decided, and what it is."""

FINGERING = "Fingering"
"""Of our own: type of a text that says which finger plays a note."""

TEXT_TYPES = (
    FINGERING, "Title", "Composer", "Credit", "Tempo", "Direction", "PartName", "Footer",
    "PageNumber",
)  # fmt: skip
"""Of our own: what words are for."""

SIGN_TYPES = (
    "Trill", "Turn", "Mordent", "Segno", "Coda", "Pedal", "Tremolo", "Arpeggio", "MultiBarRest",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Clef:
    """A clef; `pitchposn` rules over the shape."""

    shape: str = _slot(one_of(*CLEF_SHAPES), "Treble")
    centre: Pair = _slot(PAIR, (0, 0))
    pitchposn: int = _slot(INT, 2)


@dataclass(frozen=True, slots=True)
class KeySig:
    """A key signature, -7..7, flats negative."""

    key: int = _slot(INT, 0)
    centre: Pair = _slot(PAIR, (0, 0))


@dataclass(frozen=True, slots=True)
class TimeSig:
    """A time signature; C and alla breve have `showasalpha` and 4/4, 2/2."""

    showasalpha: bool = _slot(BOOL, False)
    top: int = _slot(INT, 4)
    bottom: int = _slot(INT, 4)
    centre: Pair = _slot(PAIR, (0, 0))
    timeslice: int = _slot(INT, -1)


@dataclass(frozen=True, slots=True)
class BeamNode:
    """A chord's share in a beam."""

    id: int = _slot(INT, 0)
    nofnodes: int = _slot(INT, 0)
    nofleft: int = _slot(INT, 0)
    nofright: int = _slot(INT, 0)


@dataclass(frozen=True, slots=True)
class Note:
    """A head, or a rest; `p` is on the lines of its chord's staff.

    Where the head is printed `staveoffset` staves below its chord's staff, or above it if negative,
    `drawnp` is its place on the lines there.
    """

    shape: str = _slot(one_of(*SHAPES), "Solid")
    staveoffset: int = _slot(INT, 0)
    p: int = _slot(INT, 0)
    accid: str = _slot(one_of(*ACCIDENTALS), "None")
    accid_dc: int = _slot(INT, 0)
    normalside: bool = _slot(BOOL, True)
    drawnp: int | None = _slot(OPTIONAL_INT, None, since=2011)


@dataclass(frozen=True, slots=True)
class Chord:
    """A chord, a single note or a rest."""

    virtualstem: bool = _slot(BOOL, False)
    stemup: bool = _slot(BOOL, True)
    stemslash: bool = _slot(BOOL, False, since=2000)
    tuplettransform: Fraction | None = _slot(RATIONAL, Fraction(1))
    tupletcount: int = _slot(INT, 0, until=1999)
    tupletID: int = _slot(INT, -1, since=2000)  # noqa: N815  the format's own name
    staccato: bool = _slot(BOOL, False)
    tenuto: bool = _slot(BOOL, False)
    pause: bool = _slot(BOOL, False)
    accent: bool = _slot(BOOL, False)
    staccato_dr: int = _slot(INT, 0)
    tenuto_dr: int = _slot(INT, 0)
    pause_dr: int = _slot(INT, 0)
    accent_dr: int = _slot(INT, 0)
    naugdots: int = _slot(INT, 0)
    nflags: int = _slot(INT, 0)
    flagposn: Pair = _slot(PAIR, (0, 0))
    headend: int = _slot(INT, 0)
    beam: BeamNode | None = _slot(Codec("record", record=BeamNode), None)
    notes: tuple[Note, ...] = _slot(Codec("array", record=Note), ())


@dataclass(frozen=True, slots=True)
class Barline:
    """A barline; x of its outermost lines from the staff's left."""

    type: str = _slot(one_of(*BARLINE_TYPES), "Single")
    leftlinex: int = _slot(INT, -1)
    rightlinex: int = _slot(INT, -1)
    trueend: bool = _slot(BOOL, True)
    invented: bool = _slot(BOOL, False)


@dataclass(frozen=True, slots=True)
class Bar:
    """What stands between two barlines of any kind, grouped by type."""

    clefs: tuple[Clef, ...] = _slot(Codec("array", record=Clef), ())
    keysigs: tuple[KeySig, ...] = _slot(Codec("array", record=KeySig), ())
    timesig: TimeSig | None = _slot(Codec("record", record=TimeSig), None)
    chords: tuple[Chord, ...] = _slot(Codec("array", record=Chord), ())
    barline: Barline | None = _slot(Codec("record", record=Barline), None)


@dataclass(frozen=True, slots=True)
class LyricElement:
    """A syllable, or an extender line."""

    extender: bool = _slot(BOOL, False)
    c0: int = _slot(INT, 0)
    c1: int = _slot(INT, 0)
    text: str = _slot(TEXT, "")
    midc: int = _slot(INT, 0)
    bar: int = _slot(INT, -1)
    symbol: int = _slot(INT, -1)


@dataclass(frozen=True, slots=True)
class LyricLine:
    """A line of syllables under a staff."""

    abot: int = _slot(INT, 0)
    height: int = _slot(INT, 36)
    style: int = _slot(INT, 4, since=2011)
    elements: tuple[LyricElement, ...] = _slot(Codec("array", record=LyricElement), ())


SANS, SERIF, BOLD, ITALIC = 0, 4, 1, 2
"""Styles of type: without and with serifs, and what is added where it is bold or italic."""


@dataclass(frozen=True, slots=True)
class Text:
    """Words that are no lyrics; `type`, our own, says what they are for, where that is plain."""

    abot: int = _slot(INT, 0)
    c0: int = _slot(INT, 0)
    height: int = _slot(INT, 36)
    style: int = _slot(INT, 4)
    text: str = _slot(TEXT, "")
    type: str | None = _slot(OPTIONAL_TYPE, None, since=2011)


@dataclass(frozen=True, slots=True)
class Dynamic:
    """A hairpin or a dynamic mark."""

    type: str = _slot(one_of(*DYNAMIC_TYPES), "Dyn_p")
    c: int = _slot(INT, -1)
    c0: int = _slot(INT, -1)
    c1: int = _slot(INT, -1)
    r: int = _slot(INT, 0)


@dataclass(frozen=True, slots=True)
class OctaveLine:
    """An octave line, our own addition: other readers skip it.

    `shift` is 1 where the notes sound an octave higher, -1 lower; c0 and c1 are its ends, sign
    included, r the sign's centre, relative to the staff's top-left.
    """

    shift: int = _slot(INT, 1)
    c0: int = _slot(INT, 0)
    c1: int = _slot(INT, 0)
    r: int = _slot(INT, 0)


@dataclass(frozen=True, slots=True)
class Volta:
    """The line over what is played the first or second time, our own addition.

    `numbers` says every time, with commas between, where it is for several.
    """

    number: int = _slot(INT, 1)
    c0: int = _slot(INT, 0)
    c1: int = _slot(INT, 0)
    r: int = _slot(INT, 0)
    numbers: str | None = _slot(OPTIONAL_TEXT, None, since=2011)


@dataclass(frozen=True, slots=True)
class Sign:
    """An ornament or another mark, our own addition; centre from the staff's corner.

    `n` counts: strokes of a tremolo, bars of a rest of several bars, waves of an arpeggio.
    """

    type: str = _slot(one_of(*SIGN_TYPES), "Trill")
    c: int = _slot(INT, 0)
    r: int = _slot(INT, 0)
    n: int = _slot(INT, 0)


@dataclass(frozen=True, slots=True)
class Stave:
    """A staff of one system.

    `lines` is our own: how many it has. `top` and `size` are always those of five, around the same
    middle line.
    """

    top: int = _slot(INT, 0)
    left: int = _slot(INT, 0)
    width: int = _slot(INT, 0)
    size: int = _slot(INT, 64)
    voicessplit: bool = _slot(BOOL, False)
    joinedtobelow: bool = _slot(BOOL, False)
    bars: tuple[Bar, ...] = _slot(Codec("array", record=Bar), ())
    lyriclines: tuple[LyricLine, ...] = _slot(Codec("array", record=LyricLine), ())
    texts: tuple[Text, ...] = _slot(Codec("array", record=Text), (), since=2011)
    dynamics: tuple[Dynamic, ...] = _slot(Codec("array", record=Dynamic), (), since=2000)
    octavelines: tuple[OctaveLine, ...] = _slot(Codec("array", record=OctaveLine), (), since=2011)
    voltas: tuple[Volta, ...] = _slot(Codec("array", record=Volta), (), since=2011)
    signs: tuple[Sign, ...] = _slot(Codec("array", record=Sign), (), since=2011)
    lines: int = _slot(STAFF_LINES, 5, since=2011)


@dataclass(frozen=True, slots=True)
class Slur:
    """A curve as an arc; radius below 0 where it lies above its centre.

    From `type` on the fields are our own: `Curve` (not decided), `Tie` or `Slur`, and staff of the
    system, bar and chord where it begins and ends, -1 where that is not known.
    """

    leftpt: Pair = _slot(PAIR, (0, 0))
    rightpt: Pair = _slot(PAIR, (0, 0))
    radius: int = _slot(INT, 0)
    partner: int = _slot(INT, -1)
    type: str = _slot(TYPE, "Curve", since=2011)
    leftstave: int = _slot(INT, -1, since=2011)
    leftbar: int = _slot(INT, -1, since=2011)
    leftsymbol: int = _slot(INT, -1, since=2011)
    rightstave: int = _slot(INT, -1, since=2011)
    rightbar: int = _slot(INT, -1, since=2011)
    rightsymbol: int = _slot(INT, -1, since=2011)


@dataclass(frozen=True, slots=True)
class System:
    """Staves that sound together."""

    top: int = _slot(INT, 0)
    left: int = _slot(INT, 0)
    width: int = _slot(INT, 0)
    height: int = _slot(INT, 0)
    staves: tuple[Stave, ...] = _slot(Codec("array", record=Stave), ())
    slurs: tuple[Slur, ...] = _slot(Codec("array", record=Slur), ())


@dataclass(frozen=True, slots=True)
class Page:
    """A page; `origwidth`, `origheight` and the mapping fields are in image pixels."""

    width: int = _slot(INT, 0)
    height: int = _slot(INT, 0)
    origwidth: int = _slot(INT, 0)
    origheight: int = _slot(INT, 0)
    skewangle: int = _slot(INT, 0)
    rowoffset: int = _slot(INT, 0)
    coloffset: int = _slot(INT, 0)
    spacing: int = _slot(INT, 0)
    imagefpath: str = _slot(TEXT, "")
    systems: tuple[System, ...] = _slot(Codec("array", record=System), ())


@dataclass(frozen=True, slots=True)
class Score:
    """All pages of a piece."""

    title: str = _slot(TEXT, "")
    unitsperstavespacing: int = _slot(INT, 16)
    preedit: bool = _slot(BOOL, False)
    pages: tuple[Page, ...] = _slot(Codec("array", record=Page), ())


ELEMENT_NAMES = {
    Clef: "clef",
    KeySig: "keysig",
    Note: "note",
    Chord: "chord",
    Bar: "bar",
    LyricElement: "lyricelement",
    LyricLine: "lyricline",
    Text: "text",
    Dynamic: "dynamic",
    OctaveLine: "octaveline",
    Volta: "volta",
    Sign: "sign",
    Stave: "stave",
    Slur: "slur",
    System: "system",
    Page: "page",
}
"""What an element of an array of these records is called in the file."""
