"""A sheet of one staff for stems, beams and curves, and heads to draw on it."""

import numpy as np

from rastrum.model.detection import Glyph
from rastrum.model.notation import Head
from support.sheets import box_masks, staff_sheet

HEIGHT, WIDTH = 256, 384
INK = 255


def drawn_sheet(grey):
    """Return a sheet of one staff, its top line at row 96."""
    return staff_sheet(grey, 96.0)


def blank():
    return np.zeros((HEIGHT, WIDTH), np.uint8)


def masks(**boxes):
    return box_masks((HEIGHT, WIDTH), **boxes)


def head(row, column, label="noteheadBlack"):
    return Head(Glyph(label, row, column, 16.0, 20.0, 0.9), 0, round((row - 128) / 8))


def draw_head(grey, row, column):
    grey[row - 7 : row + 8, column - 10 : column + 10] = INK


def two_staves():
    return staff_sheet(blank(), 32.0, 160.0)
