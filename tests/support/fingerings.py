"""TODO."""

import numpy as np

from rastrum.model.detection import Glyph
from rastrum.model.sheet import Sheet, SheetMap, SheetStaff, System

WIDTH = 480


def sheet_of(grey=None):
    """Return a sheet with one staff, rows 96 to 160."""
    nowhere = np.zeros(2)
    mapping = SheetMap(0.0, 16.0, 0.0, 0.0, nowhere, nowhere, np.zeros((2, 2)))
    staff = SheetStaff(96.0, 8.0, WIDTH - 8.0, 16.0, 5, 0, 0)
    grey = np.zeros((256, WIDTH), np.uint8) if grey is None else grey
    return Sheet(grey, (staff,), (System((0,)),), mapping)


def digit(text, row, column, score=0.8):
    return Glyph("fingering", row, column, 18.0, 11.0, score, text)
