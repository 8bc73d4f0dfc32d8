"""What print, copier and scanner do to a page: grey drawing in, 1-bit scan out.

A local model after Baird, "Document image defect models", 1992, and Kanungo et al., "Global and
local document degradation models", ICDAR 1993: point spread, sensitivity that varies over the
page and from pixel to pixel, and a threshold; then specks and lost ink.
"""

from dataclasses import dataclass

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

from rastrum.arrays import Grey, Ink


@dataclass(frozen=True, slots=True)
class Wear:
    """How worn a page is; lengths in staff spaces.

    Attributes
    ----------
    blur_sp : float
        Standard deviation of the point spread.
    threshold : float
        0..1; low makes lines thick, high makes them break.
    field : float
        Amplitude of the sensitivity that varies over a few staff spaces.
    grain : float
        Amplitude of the sensitivity that varies from pixel to pixel.
    specks : float
        Specks of ink per square of ten staff spaces.
    holes : float
        Likewise, specks of lost ink.
    scribbles : int
        Pencil strokes over the music.
    """

    blur_sp: float
    threshold: float
    field: float
    grain: float
    specks: float
    holes: float
    scribbles: int


CLEAN = Wear(0.0, 0.5, 0.0, 0.0, 0.0, 0.0, 0)


def random_wear(rng: np.random.Generator) -> Wear:
    """Draw how worn a page is, from clean to barely legible."""
    if rng.random() < 0.15:
        return CLEAN
    hard = rng.random() ** 1.3
    return Wear(
        blur_sp=float(rng.uniform(0.01, 0.04 + 0.07 * hard)),
        threshold=float(np.clip(rng.normal(0.48, 0.05 + 0.10 * hard), 0.2, 0.8)),
        field=float(rng.uniform(0, 0.28 * hard)),
        grain=float(rng.uniform(0, 0.35 * hard)),
        specks=float(rng.exponential(1.2 * hard)),
        holes=float(rng.exponential(0.8 * hard)),
        scribbles=int(rng.poisson(0.8)) if rng.random() < 0.08 else 0,
    )


def wear_down(grey: Grey, space_px: float, wear: Wear, rng: np.random.Generator) -> Ink:
    """Print, copy and scan a drawing.

    Parameters
    ----------
    grey : (H, W) uint8 array
        0 paper, 255 ink.
    space_px : float
        Staff space in pixels.
    wear : Wear
        What happens to it.
    rng : numpy.random.Generator
        Source of the noise.

    Returns
    -------
    ink : (H, W) bool array
        The 1-bit scan.
    """
    height, width = grey.shape
    image = Image.fromarray(grey)
    if wear.scribbles or wear.specks or wear.holes:
        _spoil(image, space_px, wear, rng)
    if wear.blur_sp:
        image = image.filter(ImageFilter.GaussianBlur(wear.blur_sp * space_px))
    value = np.asarray(image, dtype=np.float32) / 255
    if wear.field:
        cell = space_px * rng.uniform(1.0, 4.0)
        value = value + wear.field * _noise(height, width, cell, rng)
    if wear.grain:
        value = value + wear.grain * _noise(height, width, rng.uniform(1.0, 2.5), rng)
    return value > wear.threshold


def _noise(height: int, width: int, cell: float, rng: np.random.Generator) -> np.ndarray:
    """Return smooth noise about as wide as a cell, mean 0, within about -1..1."""
    rows, columns = int(height / cell) + 2, int(width / cell) + 2
    coarse = rng.normal(0, 0.5, (rows, columns)).astype(np.float32)
    image = Image.fromarray(coarse).resize((width, height), Image.Resampling.BILINEAR)
    return np.asarray(image)


def _spoil(image: Image.Image, space_px: float, wear: Wear, rng: np.random.Generator) -> None:
    draw = ImageDraw.Draw(image)
    width, height = image.size
    area = width * height / (10 * space_px) ** 2
    for rate, tone in ((wear.specks, 255), (wear.holes, 0)):
        for _ in range(rng.poisson(rate * area * 4)):
            x, y = rng.uniform(0, width), rng.uniform(0, height)
            rx, ry = space_px * np.minimum(rng.exponential(0.05, 2) + 0.02, 0.35)
            draw.ellipse((x - rx, y - ry, x + rx, y + ry), fill=tone)
    for _ in range(wear.scribbles):
        at = rng.uniform((0, 0), (width, height))
        points = [tuple(at)]
        heading = rng.uniform(0, 2 * np.pi)
        for _ in range(rng.integers(4, 20)):
            heading += rng.normal(0, 0.6)
            at = at + space_px * 0.5 * np.array([np.cos(heading), np.sin(heading)])
            points.append(tuple(at))
        draw.line(points, fill=255, width=max(1, round(space_px * rng.uniform(0.08, 0.2))))
