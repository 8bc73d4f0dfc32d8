"""A staff of one line."""

from dataclasses import replace

import numpy as np

from rastrum.model.detection import Detection
from support.sheets import box_masks, staff_sheet


def single_sheet():
    """Return a sheet of one staff whose one line is at row 132."""
    grey = np.zeros((240, 480), np.uint8)
    grey[131:134, 8:472] = 255
    sheet = staff_sheet(grey, 100.0)
    return replace(sheet, staves=(replace(sheet.staves[0], lines=1),))


def seen(*glyphs):
    return Detection(tuple(glyphs), box_masks((240, 480)))
