"""Draw sheets of one staff, and what the network would see on them."""

import numpy as np

from rastrum.detection.operating_points import operating_points
from rastrum.model.detection import Detection
from rastrum.model.sheet import Sheet, SheetMap, SheetStaff, System
from rastrum.model.vocabulary import MASKS, STRIDE


def staff_sheet(grey, top):
    """Return a sheet of one staff, its top line at a row."""
    nowhere = np.zeros(2)
    return Sheet(
        grey,
        (SheetStaff(top, 8.0, grey.shape[1] - 8.0, 16.0, 5, 0, 0),),
        (System((0,)),),
        SheetMap(0.0, 16.0, 0.0, 0.0, nowhere, nowhere, np.zeros((2, 2))),
    )


def box_masks(shape, **boxes):
    """Return the network's masks with boxes (top, bottom, left, right) of ink in them."""
    planes = np.zeros((len(MASKS), shape[0] // STRIDE, shape[1] // STRIDE), np.uint8)
    for name, places in boxes.items():
        for top, bottom, left, right in places:
            planes[
                MASKS.index(name),
                top // STRIDE : -(-bottom // STRIDE),
                left // STRIDE : -(-right // STRIDE),
            ] = 255
    return planes


def detected(glyphs, masks):
    """Return what the shipped networks might have seen."""
    return Detection(tuple(glyphs), masks, operating_points())
