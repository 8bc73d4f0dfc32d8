"""TODO."""

from dataclasses import replace

import numpy as np

from rastrum.model.detection import Glyph
from rastrum.model.notation import Head
from rastrum.model.sheet import SheetStaff, System
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
    return replace(
        drawn_sheet(blank()),
        staves=(
            SheetStaff(32.0, 8.0, WIDTH - 8.0, 16.0, 5, 0, 0),
            SheetStaff(160.0, 8.0, WIDTH - 8.0, 16.0, 5, 0, 1),
        ),
        systems=(System((0, 1)),),
    )
