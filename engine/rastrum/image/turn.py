"""Turn scans by right angles, and see which lie on their side."""

from dataclasses import replace

import numpy as np

from rastrum.model.arrays import Ink
from rastrum.model.page import Bitmap

CELL_PX = 4
"""The page is looked at in cells of so many pixels, inked where one of them is: a line that leans
by a degree is broken seldom."""

LONG = 1 / 24
"""Lines are runs of ink of this share of the page's shorter side: longer than stems."""

CLEARLY = 2.0
"""A page lies on its side if it has so many times as much ink in upright lines as in level ones."""


def turn(bitmap: Bitmap, degrees: int) -> Bitmap:
    """Turn a scan.

    Parameters
    ----------
    bitmap : Bitmap
    degrees : {0, 90, 180, 270}
        Clockwise.

    Returns
    -------
    bitmap : Bitmap
        With the resolution of what are its rows and columns now.
    """
    if not degrees:
        return bitmap
    ink = np.ascontiguousarray(np.rot90(bitmap.ink, -degrees // 90))
    dpi = bitmap.dpi[::-1] if bitmap.dpi is not None and degrees % 180 else bitmap.dpi
    return replace(bitmap, ink=ink, dpi=dpi, turned=(bitmap.turned + degrees) % 360)


def lay_level(bitmap: Bitmap) -> Bitmap:
    """Turn a scan whose staff lines are upright, so that they are level; it may lie upside down.

    Parameters
    ----------
    bitmap : Bitmap

    Returns
    -------
    bitmap : Bitmap
        The same one where they are level, or where there are none.
    """
    cells = _pool(bitmap.ink)
    least = max(2, round(LONG * min(cells.shape)))
    level, upright = (_line_ink(ink, least) for ink in (cells, cells.T))
    return turn(bitmap, 90) if upright > CLEARLY * level else bitmap


def _pool(ink: Ink) -> Ink:
    """Return the cells that hold ink."""
    rows, columns = (n // CELL_PX for n in ink.shape)
    part = np.ascontiguousarray(ink[: rows * CELL_PX, : columns * CELL_PX])
    words = part.view(np.uint32)  # four pixels each
    return np.asarray((words[0::4] | words[1::4] | words[2::4] | words[3::4]) != 0)


def _line_ink(cells: Ink, least: int) -> int:
    """Count the cells from which ink runs on so far to the right."""
    if cells.shape[1] <= least:
        return 0
    sums = np.cumsum(cells, axis=1, dtype=np.int32)
    return int((sums[:, least:] - sums[:, :-least] == least).sum())
