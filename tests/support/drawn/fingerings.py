"""A staff and the digits of fingerings at it."""

import numpy as np

from rastrum.model.detection import Glyph
from support.sheets import staff_sheet

WIDTH = 480


def sheet_of(grey=None):
    """Return a sheet with one staff, rows 96 to 160."""
    return staff_sheet(np.zeros((256, WIDTH), np.uint8) if grey is None else grey, 96.0)


def digit(text, row, column, score=0.8):
    return Glyph("fingering", row, column, 18.0, 11.0, score, text)
