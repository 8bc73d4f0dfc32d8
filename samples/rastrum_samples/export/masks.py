"""Which pixels a glyph or stroke covers on a picture."""

from dataclasses import dataclass

import numpy as np
import skia

from rastrum_samples.wear.render import Place

FLATTEN_UNITS = 15.0
"""Distance of the points that a curve is followed by: a twelfth of a staff space or less."""


@dataclass(frozen=True, slots=True)
class Region:
    """A piece of a picture.

    Attributes
    ----------
    top, left : int
        Its first row and column.
    mask : (H, W) bool array
        True where it is covered.
    """

    top: int
    left: int
    mask: np.ndarray

    @property
    def box(self) -> tuple[int, int, int, int]:
        """Left, top, width, height."""
        return self.left, self.top, self.mask.shape[1], self.mask.shape[0]


def flatten(outline: skia.Path) -> list[np.ndarray]:
    """Follow the contours of an outline.

    Parameters
    ----------
    outline : skia.Path
        Page units.

    Returns
    -------
    contours : list of (N, 2) float64 array
        Points x, y.
    """
    contours = []
    measure = skia.PathMeasure(outline, False)
    while True:
        length = measure.getLength()
        if length > 0:
            count = max(8, int(length / FLATTEN_UNITS))
            points = [measure.getPosTan(length * n / count)[0] for n in range(count + 1)]
            contours.append(np.array([(p.x(), p.y()) for p in points]))
        if not measure.nextContour():
            return contours


def cover(
    outline: skia.Path, place: Place, size: tuple[int, int], *, width: float = 0.0
) -> Region | None:
    """Find the pixels that an outline covers.

    Parameters
    ----------
    outline : skia.Path
        Page units.
    place : Place
        Where they lie.
    size : tuple of int
        Height and width of the picture.
    width : float
        Line width, page units; 0 where the outline is filled.

    Returns
    -------
    region : Region or None
        None where it lies off the picture.
    """
    path = skia.Path()
    for contour in flatten(outline):
        moved = place.apply(contour)
        path.addPoly([skia.Point(float(x), float(y)) for x, y in moved], not width)
    scale = float(np.hypot(*place.matrix[:, 0]))
    bounds = path.getBounds().makeOutset(width * scale / 2 + 1, width * scale / 2 + 1)
    top, left = max(0, int(bounds.top())), max(0, int(bounds.left()))
    bottom, right = min(size[0], int(bounds.bottom()) + 1), min(size[1], int(bounds.right()) + 1)
    if top >= bottom or left >= right:
        return None
    pixels = np.zeros((bottom - top, right - left), np.uint8)
    info = skia.ImageInfo.Make(
        right - left, bottom - top, skia.kAlpha_8_ColorType, skia.kPremul_AlphaType
    )
    canvas = skia.Surface.MakeRasterDirect(info, pixels, right - left).getCanvas()
    canvas.translate(-left, -top)
    # Antialiased, a thin line between two columns of pixels would cover neither.
    paint = skia.Paint(AntiAlias=not width)
    if width:
        paint.setStyle(skia.Paint.kStroke_Style)
        paint.setStrokeWidth(max(1.0, width * scale))
    canvas.drawPath(path, paint)
    mask = pixels > 127
    if not mask.any():
        return None
    rows, columns = np.flatnonzero(mask.any(axis=1)), np.flatnonzero(mask.any(axis=0))
    inner = mask[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    return Region(top + int(rows[0]), left + int(columns[0]), inner)
