"""Part the cells of the network's masks."""

import numpy as np
from scipy import ndimage

from rastrum.model.arrays import Grey


def label_cells(mask: Grey, possible: int) -> tuple[np.ndarray, np.ndarray]:
    """Label the connected parts of what a mask shows, across corners too.

    Parameters
    ----------
    mask : (R, C) uint8 array
        Confidence of each cell.
    possible : int
        Cells of more than this count.

    Returns
    -------
    labels : (R, C) int32 array
        1 to N, 0 where nothing is.
    surest : (N + 1,) uint8 array
        Confidence of each part's surest cell; 0 for what is in none. In place of
        `scipy.ndimage.maximum`, which takes eleven times as long.
    """
    labels, count = ndimage.label(mask > possible, structure=np.ones((3, 3)))
    surest = np.zeros(count + 1, np.uint8)
    seen = labels > 0
    np.maximum.at(surest, labels[seen], mask[seen])
    return labels, surest
