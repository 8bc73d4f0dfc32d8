"""A sheet of one staff with room for ledger lines, and glyphs on it."""

import numpy as np

from rastrum.model.detection import Glyph
from support.sheets import box_masks, staff_sheet

HEIGHT, WIDTH = 320, 640
TOP = 160.0


def sheet_of(grey):
    return staff_sheet(grey, TOP)


def blank():
    return np.zeros((HEIGHT, WIDTH), np.uint8)


def masks(**boxes):
    return box_masks((HEIGHT, WIDTH), **boxes)


def glyph(label, row, column, height=16.0, width=20.0, score=0.9):
    return Glyph(label, float(row), float(column), height, width, score)
