"""Measure how much of a line is there, along a staff or upright on it."""

import numpy as np

from rastrum.model.arrays import Grey, Ink
from rastrum.model.sheet import INK, LINE_PX, SheetStaff


def line_cover(grey: Grey, staff: SheetStaff, row: float) -> float:
    """Return the share of a staff's width that a line in a row covers.

    Parameters
    ----------
    grey : (H, W) uint8 array
        The sheet.
    staff : SheetStaff
        Tells from where to where.
    row : float
        Of the line, which may run a little above or below it.

    Returns
    -------
    share : float
        0 where the row lies outside the sheet.
    """
    first, last = max(0, round(row) - LINE_PX), max(0, round(row) + LINE_PX + 1)
    part = grey[first:last, max(0, int(staff.left)) : max(0, int(staff.right))] > INK
    return float(part.mean(axis=1).max()) if part.size else 0.0


def column_cover(grey: Grey, first: int, last: int, low: int, high: int) -> np.ndarray:
    """Return the share of rows with ink in, or right beside, each column.

    Parameters
    ----------
    grey : (H, W) uint8 array
        The sheet.
    first, last : int
        Rows looked at.
    low, high : int
        Columns looked at; neither the first nor the last of the sheet.

    Returns
    -------
    shares : (high - low,) float64 array
    """
    ink = grey[first:last, low - 1 : high + 1] > INK
    near: np.ndarray = ink[:, :-2] | ink[:, 1:-1] | ink[:, 2:]
    share: np.ndarray = near.mean(axis=0)
    return share


def upright_ink(
    ink: Ink, columns: np.ndarray, tops: np.ndarray, rows: np.ndarray, slope: float = 0.0
) -> np.ndarray:
    """Tell where there is ink in, or right beside, lines upright on a staff.

    Parameters
    ----------
    ink : (H, W) bool array
        The page.
    columns : (N,) int64 array
        Of the lines.
    tops : (N,) float64 array
        Rows in which they stand in these columns.
    rows : (M,) int64 array
        Looked at, below the tops.
    slope : float
        Of the staff; what is upright on it leans as much.

    Returns
    -------
    near : (N, M) bool array
        False outside the page.
    """
    places = np.rint(tops[:, None] + rows).astype(np.int64)
    inside = (places >= 0) & (places < len(ink))
    places = places.clip(0, len(ink) - 1)
    across = columns[:, None] - np.rint(slope * rows).astype(np.int64)
    across = across.clip(1, ink.shape[1] - 2)
    near: np.ndarray = inside & (
        ink[places, across - 1] | ink[places, across] | ink[places, across + 1]
    )
    return near


def upright_cover(
    ink: Ink, columns: np.ndarray, tops: np.ndarray, height: float, slope: float = 0.0
) -> np.ndarray:
    """Return the share of so many pixels below each top that `upright_ink` finds inked."""
    rows = np.arange(max(1, round(height)))
    share: np.ndarray = upright_ink(ink, columns, tops, rows, slope).mean(axis=1)
    return share
