"""What the network names: glyph classes and stroke masks, in the order of its outputs."""

NOTEHEADS = (
    "noteheadBlack",
    "noteheadHalf",
    "noteheadWhole",
    "noteheadBreve",
    "noteheadGrace",
    "noteheadX",
)
RESTS = (
    "restBreve",
    "restWhole",
    "restHalf",
    "restQuarter",
    "rest8th",
    "rest16th",
    "rest32nd",
    "rest64th",
    "restMulti",
)
FLAGS = ("flag8th", "flag16th", "flag32nd", "flag64th")
ACCIDENTALS = ("sharp", "flat", "natural", "doubleSharp", "doubleFlat")
DOTS = ("dot", "staccato", "repeatDot")
CLEFS = ("clefG", "clefF", "clefC", "clefG8vb", "clefG8va")
TIME_DIGITS = tuple(f"digit{n}" for n in range(10))
TIME_LETTERS = ("timeCommon", "timeCut")
TUPLETS = tuple(f"tuplet{n}" for n in range(2, 10))
MARKS = ("fermata", "accent", "tenuto", "marcato", "staccatissimo")
DYNAMICS = (
    "dynamicPPP",
    "dynamicPP",
    "dynamicP",
    "dynamicMP",
    "dynamicMF",
    "dynamicF",
    "dynamicFF",
    "dynamicFFF",
    "dynamicFP",
    "dynamicSF",
)
ORNAMENTS = ("trill", "turn", "mordent")
OTHERS = ("fingering", "pedal", "tremolo", "octave", "segno", "coda", "arpeggio")

GLYPHS = (
    NOTEHEADS
    + RESTS
    + FLAGS
    + ACCIDENTALS
    + DOTS
    + CLEFS
    + TIME_DIGITS
    + TIME_LETTERS
    + TUPLETS
    + MARKS
    + DYNAMICS
    + ORNAMENTS
    + OTHERS
)
"""Each is found as a box: centre, height and width."""

DIGITS = ("0", "1", "2", "3", "4", "5")
"""What a fingering says."""

SFORZATI = (
    "sf",
    "sfz",
    "fz",
    "ffz",
    "sff",
    "sffz",
    "sfp",
    "sfpp",
    "sfzp",
    "fp",
    "ffp",
    "rf",
    "rfz",
)
"""What a `dynamicSF` or a `dynamicFP` says."""

MASKS = (
    "stem",
    "beam",
    "beam2",
    "beam3",
    "beam4",
    "barline",
    "slur",
    "ledger",
    "text",
    "hairpin",
    "bracket",
)
"""Each is a map of places; `beam2` is where at least two beams lie on top of each other."""

STRIDE = 4
"""Sheet pixels to a cell of the network's outputs."""
