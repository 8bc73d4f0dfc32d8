"""What made-up scores choose from: clefs, meters, ensembles, dynamics."""

CLEFS = {
    "G2": ('shape="G" line="2"', 34),
    "F4": ('shape="F" line="4"', 22),
    "C3": ('shape="C" line="3"', 28),
    "C4": ('shape="C" line="4"', 26),
    "C1": ('shape="C" line="1"', 32),
    "C2": ('shape="C" line="2"', 30),
    "G8vb": ('shape="G" line="2" dis="8" dis.place="below"', 27),
    "G8va": ('shape="G" line="2" dis="8" dis.place="above"', 41),
    "F3": ('shape="F" line="3"', 24),
}
"""MEI attributes, and the diatonic number (octave * 7 + step) of the middle line."""

CLEF_WEIGHTS = (0.32, 0.23, 0.11, 0.1, 0.05, 0.02, 0.08, 0.07, 0.02)

METERS = (
    (4, 4), (3, 4), (2, 4), (6, 8), (9, 8), (12, 8), (5, 4), (7, 8), (3, 2), (2, 2), (3, 8),
    (4, 2), (6, 4), (5, 8), (12, 16), (9, 16), (10, 8), (11, 8), (13, 8), (8, 8), (1, 4), (7, 4),
    (6, 16), (3, 16), (15, 8), (16, 16), (8, 4), (24, 16), (10, 16), (20, 8), (9, 4), (17, 16),
    (5, 4), (15, 16), (5, 16),
)  # fmt: skip

ANY_METER_SHARE = 0.3
"""Share of meters drawn evenly; the others prefer the first, which have one digit to a number."""

LONG_METERS = ((4, 2), (8, 4), (5, 2), (9, 4), (7, 2), (6, 2), (10, 4))
"""Bars that a breve fits into."""

GROUPS = (
    (("G2",),),
    (("G2", "F4"),),
    (("G2",), ("G2", "F4")),
    (("G2", "F4"), ("F4",)),
    (("G2", "G2", "C3", "F4"),),
    (("C1",), ("C3",), ("C4",), ("F4",)),
    (("G2",), ("G8vb",), ("F4",)),
)
"""Staves of a system in braced groups, with the clefs they begin with."""

DYNAMICS = ("ppp", "pp", "p", "mp", "mf", "f", "ff", "fff", "sf", "sfz", "fz", "fp")
