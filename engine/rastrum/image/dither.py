"""Take the dither out of 1-bit scans: what most programs write when they are asked for 1 bit."""

from dataclasses import replace

import numpy as np
from scipy import ndimage

from rastrum.model.arrays import Ink
from rastrum.model.page import Bitmap

SPECKLED = 0.15
"""A page is dithered if so large a share of its ink has no neighbour above, below or beside it:
of 89 clean, worn and noisy pages the largest share was 0.03; paper of 245 of 255 has half."""

RUN_PX, LEAST_PX, LEAST_DARK_PX = 5, 3, 4
"""A pixel is ink if so many of five in a row or a column around it are: of the dots of light paper
two at most, of darker paper three."""

DARK = 0.12
"""Share of its pixels that darker paper inks."""

SAMPLE_PX = 1024
"""The middle of the page is looked at, so many pixels high and wide."""


def undither(bitmap: Bitmap) -> Bitmap:
    """Return a scan without dither.

    Parameters
    ----------
    bitmap : Bitmap

    Returns
    -------
    bitmap : Bitmap
        The same one where nothing is dithered. Else without the dots of the paper and the holes in
        the ink: what is printed is at least two pixels thick, or long. O(pixels) time.
    """
    if not is_dithered(bitmap.ink):
        return bitmap
    dots = bitmap.ink.astype(np.uint8)
    blocks = dots[: len(dots) // 32 * 32, : dots.shape[1] // 32 * 32]
    paper = np.median(blocks.reshape(len(blocks) // 32, 32, -1, 32).mean(axis=(1, 3)))
    least = LEAST_DARK_PX if paper > DARK else LEAST_PX
    ink = np.zeros(dots.shape, bool)
    for axis in (0, 1):
        runs = ndimage.convolve1d(dots, np.ones(RUN_PX, np.uint8), axis, mode="constant")
        ink |= runs >= least
    return replace(bitmap, ink=ink)


def is_dithered(ink: Ink) -> bool:
    """Whether much of the ink in the middle of a page stands alone."""
    rows, columns = (max(0, (n - SAMPLE_PX) // 2) for n in ink.shape)
    part = ink[rows : rows + SAMPLE_PX, columns : columns + SAMPLE_PX]
    if not part.any():
        return False
    own = part[1:-1, 1:-1]
    beside = part[1:-1, :-2] | part[1:-1, 2:] | part[:-2, 1:-1] | part[2:, 1:-1]
    return bool((own & ~beside).sum() > SPECKLED * own.sum())
