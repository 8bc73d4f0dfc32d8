"""A small picture with staff lines, as steps of wear take it."""

import numpy as np

from rastrum_samples.wear.render import Picture, Place

SPACE = 16.0
ROWS = (40, 56, 72, 88, 104)


def ruled(*, grey=None, dpi=300.0):
    """Return five lines of two rows over a picture of 160 by 320 pixels, or over another one."""
    if grey is None:
        grey = np.zeros((160, 320), np.uint8)
        for row in ROWS:
            grey[row - 1 : row + 1] = 255
    lines = tuple(np.array([[0.0, row], [grey.shape[1] - 1.0, row]]) for row in ROWS)
    return Picture(grey, dpi, SPACE, Place(np.eye(2, 3)), lines)


def inked(picture):
    return int((picture.grey > 127).sum())
