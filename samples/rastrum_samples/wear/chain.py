"""The chain of print, copy and scan that a page goes through.

Each step is a small frozen dataclass that is called with a picture and a source of chance. Steps
that move ink carry the picture's `Place` along, so that the truth stays exact. Those of
`rastrum_samples.wear.ink` change how dark the ink is, those of `rastrum_samples.wear.page` what
lies on the page.
"""

from collections.abc import Callable, Sequence

import numpy as np
from PIL import Image

from rastrum.model.arrays import Grey
from rastrum_samples.wear.render import Picture

Step = Callable[[Picture, np.random.Generator], Picture]


def smooth_noise(height: int, width: int, cell: float, rng: np.random.Generator) -> np.ndarray:
    """Return smooth noise about as wide as a cell.

    Parameters
    ----------
    height, width : int
    cell : float
        Pixels.
    rng : numpy.random.Generator

    Returns
    -------
    noise : (height, width) float32 array
        Mean 0, mostly within -1..1.
    """
    rows, columns = int(height / cell) + 2, int(width / cell) + 2
    coarse = rng.normal(0, 0.5, (rows, columns)).astype(np.float32)
    image = Image.fromarray(coarse).resize((width, height), Image.Resampling.BILINEAR)
    return np.asarray(image)


def shift_grey(grey: Grey, change: np.ndarray) -> Grey:
    """Add to grey values, within bounds."""
    moved: Grey = np.clip(grey.astype(np.int16) + change, 0, 255).astype(np.uint8)
    return moved


def degrade(picture: Picture, steps: Sequence[Step], rng: np.random.Generator) -> Picture:
    """Send a page through print, copier and scanner.

    Parameters
    ----------
    picture : Picture
        As rendered.
    steps : sequence of callable
        In order; the last should be `Threshold` where a scan of 1 bit is wanted.
    rng : numpy.random.Generator
        Source of chance: the same seed gives the same scan.

    Returns
    -------
    picture : Picture
    """
    for step in steps:
        picture = step(picture, rng)
    return picture
