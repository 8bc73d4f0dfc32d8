"""From what was seen to the records of the format, by the verbs of the pipeline."""

import numpy as np

from rastrum.curves.find import find_curves
from rastrum.export.mro import to_records
from rastrum.marks.find import find_marks
from rastrum.model.measures import MeasureGrid
from rastrum.model.page import Bitmap
from rastrum.model.reading import Notation
from rastrum.model.words import PageText
from rastrum.notes.chords import build_chords
from rastrum.rhythm.find import time_chords
from rastrum.score.build import build
from rastrum.signatures.keys import read_signatures


def assembled(sheet, detection, strokes):
    """Return the systems of a page that the network saw so."""
    grid = MeasureGrid.of(strokes.barlines, len(sheet.staves))
    signatures = read_signatures(sheet, detection, strokes.barlines)
    chords = build_chords(sheet, detection, strokes, signatures.used)
    marks = find_marks(sheet, detection, strokes.barlines)
    curves = find_curves(sheet, detection, strokes, chords, marks.hairpins)
    timing, signatures, _ = time_chords(sheet, grid, detection, chords, signatures, "repair")
    notation = Notation(sheet, grid, signatures, timing, curves, marks, PageText())
    return to_records(build([(Bitmap(np.zeros((8, 8), bool)), notation)])).pages[0].systems
