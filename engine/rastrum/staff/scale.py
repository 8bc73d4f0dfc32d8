"""Measure staff-line thickness and staff space from vertical runs."""

import numpy as np
from scipy.ndimage import gaussian_filter1d

from rastrum.errors import NoStavesFoundError
from rastrum.model.page import Bitmap, Scale
from rastrum_kernels.runs import run_histograms

LARGEST_SPACE_PX = 90
"""60 px is the largest staff space promised; pairs up to half as much again are counted."""

SMALLEST_SPACE_PX = 5

MOST_COLUMNS = 3000
"""Columns looked at: enough for a stable histogram on any page."""

OTHER_SIZE_SHARE = 0.06
"""A second peak of black-white pairs this strong, against the first, is a second staff size."""


def measure_scale(bitmap: Bitmap) -> Scale:
    """Measure line thickness and staff space.

    Parameters
    ----------
    bitmap : Bitmap
        The scan.

    Returns
    -------
    scale : Scale
        `skew_rad` is 0 here; `find_staves` measures it on the staves themselves.

    Raises
    ------
    NoStavesFoundError
        If no distance repeats as that of staff lines would.

    Notes
    -----
    Pairs of a black run and the white run below it: beams, text and heads vary, the sum of line
    and gap does not (Fujinaga, "Staff detection and removal", 2004, section 2).
    """
    ink = np.ascontiguousarray(bitmap.ink)
    step = max(1, ink.shape[1] // MOST_COLUMNS)
    _, pairs = run_histograms(ink, LARGEST_SPACE_PX, step)
    lengths = np.arange(LARGEST_SPACE_PX + 1)
    # A line is thinner than 45 % of the staff space, or what is seen is no staff.
    thin = lengths[:, None] < 0.45 * lengths[None, :]
    sums = (pairs * thin).sum(axis=0).astype(np.float64)
    sums[:SMALLEST_SPACE_PX] = 0
    smooth = gaussian_filter1d(sums, 0.8)
    peak = int(np.argmax(smooth))
    # One staff line across a tenth of the columns is the least that could be called a staff.
    if smooth[peak] < 0.02 * ink.shape[1] / step:
        raise NoStavesFoundError("scale")
    space = _centre(smooth, peak)
    line_counts = (pairs * thin)[:, max(0, peak - 1) : peak + 2].sum(axis=1).astype(np.float64)
    line = _centre(gaussian_filter1d(line_counts, 0.6), int(np.argmax(line_counts)))
    return Scale(line, space, (space, *_other_sizes(smooth, peak, space)), 0.0)


def _centre(counts: np.ndarray, peak: int) -> float:
    low, high = max(0, peak - 1), min(len(counts), peak + 2)
    weights = counts[low:high]
    return float((weights * np.arange(low, high)).sum() / max(weights.sum(), 1e-9))


def _other_sizes(smooth: np.ndarray, peak: int, space: float) -> tuple[float, ...]:
    """Return staff spaces of further peaks between 0.55 and 1.8 of the dominant one."""
    sizes = []
    for n in range(SMALLEST_SPACE_PX, len(smooth) - 1):
        ratio = n / space
        if not 0.55 < ratio < 1.8 or 0.93 < ratio < 1.07:
            continue
        if (
            smooth[n] >= smooth[n - 1]
            and smooth[n] > smooth[n + 1]
            and smooth[n] > OTHER_SIZE_SHARE * smooth[peak]
        ):
            sizes.append(_centre(smooth, n))
    return tuple(sizes)
