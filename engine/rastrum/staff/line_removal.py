"""Take staff and ledger lines out of the ink."""

from collections.abc import Iterable

import numpy as np

from rastrum.model.arrays import Grey
from rastrum.model.sheet import FAINT_INK
from rastrum_kernels.lines import clear_line


def clear_lines(
    grey: Grey, rows: Iterable[float], columns: slice, thickness: float, trace: int = 0
) -> None:
    """Take out lines where they touch no ink above or below them.

    Parameters
    ----------
    grey : (H, W) uint8 array
        Is changed.
    rows : iterable of float
        Of the lines' middles.
    columns : slice
        Where they run.
    thickness : float
        Of a line, pixels.
    trace : int
        Grey that is left in its place, less than that of ink.
    """
    half = int(np.ceil(thickness / 2)) + 1
    left, right, _ = columns.indices(grey.shape[1])
    for row in map(round, rows):
        if half < row < len(grey) - half - 1:
            clear_line(grey, row, half, left, right, FAINT_INK, trace)
