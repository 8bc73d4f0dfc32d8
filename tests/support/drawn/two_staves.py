"""Chords and rests on the two staves of a piano."""

import numpy as np

from rastrum.model.detection import Glyph
from rastrum.model.notation import BeamShare, Head, SeenChord, SeenClef, SeenNote
from support.sheets import staff_sheet

HEIGHT, WIDTH, BAR = 320, 1440, 470.0


def sheet():
    return staff_sheet(np.zeros((HEIGHT, WIDTH), np.uint8), 48.0, 208.0)


UPPER, LOWER = sheet().staves
TREBLE = SeenClef(0, Glyph("clefG", 80.0, 20.0, 100.0, 40.0, 0.9), "clefG", 2)
BASS = SeenClef(1, Glyph("clefF", 235.0, 20.0, 56.0, 40.0, 0.9), "clefF", -2)
ABOVE, BELOW = 0, 1
LENGTHS = {"noteheadHalf": "Minim", "noteheadBlack": "Solid"}


def chord(staff, column, up, pitch=0, *, half=False, group=0, flags=0):
    place = (UPPER, LOWER)[staff]
    label = "noteheadHalf" if half else "noteheadBlack"
    head = Head(Glyph(label, place.row(pitch), column, 16.0, 20.0, 0.9), staff, pitch)
    return SeenChord(
        staff,
        LENGTHS[label],
        column + (9 if up else -9),
        head.glyph.row + (-50 if up else 50),
        (SeenNote(head),),
        stem_up=up,
        has_stem=True,
        flags=flags,
        beam=BeamShare(group, 1, 1) if group else None,
    )


def rest(staff, column):
    glyph = Glyph("restQuarter", (UPPER, LOWER)[staff].middle, column, 40.0, 16.0, 0.9)
    return SeenChord(staff, "Crotchetrest", column, glyph.row, rest=glyph)


def quavers(staff, up, columns):
    return [chord(staff, column, up, flags=1) for column in columns]


MELODY = quavers(ABOVE, True, (100, 180, 260, 340))
