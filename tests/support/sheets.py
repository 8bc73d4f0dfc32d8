"""Sheets of one system, and what the network would see on them."""

import numpy as np

from rastrum.detection.operating_points import operating_points
from rastrum.model.detection import Detection, Glyph
from rastrum.model.sheet import Sheet, SheetMap, SheetStaff, System
from rastrum.model.vocabulary import MASKS, STRIDE


def staff_sheet(grey, *tops, ends=None, per_system=None):
    """Return a sheet of staves, their top lines at rows.

    `ends` are the first and the last column of the staves; without them, those that leave 8 units
    of paper at both sides. All staves are one system unless it is told how many are.
    """
    left, right = ends or (8.0, grey.shape[1] - 8.0)
    size = per_system or len(tops)
    staves = range(len(tops))
    nowhere = np.zeros(2)
    return Sheet(
        grey,
        tuple(SheetStaff(tops[n], left, right, 16.0, 5, n // size, n % size) for n in staves),
        tuple(System(tuple(staves[n : n + size])) for n in staves[::size]),
        SheetMap(0.0, 16.0, 0.0, 0.0, nowhere, nowhere, np.zeros((2, 2))),
    )


def inkless_sheet(*tops, ends, per_system=None):
    """Return a sheet for what looks at no ink."""
    return staff_sheet(np.zeros((16, 16), np.uint8), *tops, ends=ends, per_system=per_system)


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


def wave(row, column, score=0.8):
    return Glyph("arpeggio", row, column, 18.0, 8.0, score)
