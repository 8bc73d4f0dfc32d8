"""A staff and the digits of a time signature on it."""

import numpy as np

from rastrum.model.detection import Glyph
from support.sheets import staff_sheet

STAFF = staff_sheet(np.zeros((200, 200), np.uint8), 64.0).staves[0]


def digits(off, height):
    return [
        Glyph(f"digit{value}", STAFF.middle + way * off, 100.0, height, 36.0, 0.6)
        for value, way in ((3, -1), (4, 1))
    ]
