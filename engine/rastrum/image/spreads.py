"""Cut a scan of two pages that lie side by side."""

from dataclasses import replace

import numpy as np

from rastrum.model.page import Bitmap
from rastrum_kernels.runs import mask_runs

LANDSCAPE = 1.1
"""Two pages are wider than high, by this factor at least."""

MIDDLE = (0.35, 0.65)
"""The gutter lies between these shares of the width."""

GUTTER = 0.008
"""It is at least so wide, as a share of the width: a third of a margin."""

WHITE, BLACK = 0.002, 0.6
"""Share of the rows that a column of the gutter inks at most, or at least in the fold's shadow.
Staff lines alone ink 0.02 of the columns that they run through."""

LEAST_INK = 0.1
"""Share of the page's ink that the half with less of it has."""


def split_spread(bitmap: Bitmap) -> tuple[Bitmap, ...]:
    """Cut a scan between its two pages, if there are two.

    Parameters
    ----------
    bitmap : Bitmap

    Returns
    -------
    halves : tuple of Bitmap
        The left page, then the right one; the scan itself where nothing parts it near its middle
        from top to bottom. O(pixels) time where it is wider than high.
    """
    height, width = bitmap.ink.shape
    if width < LANDSCAPE * height:
        return (bitmap,)
    counts = bitmap.ink.sum(axis=0)
    first, last = (round(share * width) for share in MIDDLE)
    share = counts[first:last] / height
    runs = mask_runs((share <= WHITE) | (share >= BLACK))
    start, stop = max(runs, key=lambda run: run[1] - run[0], default=(0, 0))
    cut = first + int(start + stop) // 2
    ink = counts[:cut].sum(), counts[cut:].sum()
    if stop - start < GUTTER * width or min(ink) < LEAST_INK * sum(ink):
        return (bitmap,)
    left, right = bitmap.ink[:, :cut], bitmap.ink[:, cut:]
    return (
        replace(bitmap, ink=np.ascontiguousarray(left), half="left"),
        replace(bitmap, ink=np.ascontiguousarray(right), half="right"),
    )
