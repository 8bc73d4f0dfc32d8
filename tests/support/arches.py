"""TODO."""

import numpy as np

from support.strokes import INK, blank, drawn_sheet


def arched_sheet():
    """Draw a staff, a curve over it that dips below its top line at both ends, and a stem."""
    grey = blank()
    for line in range(5):
        grey[95 + 16 * line : 97 + 16 * line, 8:-8] = INK
    columns = np.arange(60, 301)
    for column in columns:
        row = round(height(column))
        grey[row - 1 : row + 2, column] = INK
    grey[40:130, 240:242] = INK
    return drawn_sheet(grey)


def height(column):
    """Return the row of the curve's middle."""
    return 70 + 40 * ((column - 180) / 120.0) ** 2
