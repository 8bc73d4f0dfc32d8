"""Array types by rank and dtype; every array is C-contiguous, origin top left, rows grow down."""

import numpy as np

Ink = np.ndarray[tuple[int, int], np.dtype[np.bool_]]
"""(H, W) bool: True where the page is black."""

Grey = np.ndarray[tuple[int, int], np.dtype[np.uint8]]
"""(H, W) uint8: 0 paper, 255 ink."""

Planes = np.ndarray[tuple[int, int, int], np.dtype[np.uint8]]
"""(C, H, W) uint8: C maps of confidence, 0 surely not, 255 surely."""

Curve = np.ndarray[tuple[int], np.dtype[np.float64]]
"""(K,) float64."""

Curves = np.ndarray[tuple[int, int], np.dtype[np.float64]]
"""(N, K) float64."""
