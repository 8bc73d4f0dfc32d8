"""Draw the digits that numbers of voltas are compared with."""

from pathlib import Path

import numpy as np
import skia

from rastrum.marks.volta_numbers import lay_out
from rastrum.model.arrays import Grey
from rastrum_samples.engraving.fonts import Face

DIGITS = "1234"
"""Digits that are drawn: further ones are rare, and a worn seven looks like a one."""

SIZE_PX = 48


def draw_digit(typeface: skia.Typeface, digit: str) -> Grey:
    """Draw a digit, cut to its bounds; 255 is ink."""
    side = 2 * SIZE_PX
    grey = np.zeros((side, side), np.uint8)
    info = skia.ImageInfo.Make(side, side, skia.kAlpha_8_ColorType, skia.kPremul_AlphaType)
    canvas = skia.Surface.MakeRasterDirect(info, grey, side).getCanvas()
    font, paint = skia.Font(typeface, SIZE_PX), skia.Paint(AntiAlias=True)
    canvas.drawString(digit, SIZE_PX / 2, 1.5 * SIZE_PX, font, paint)
    rows, columns = np.flatnonzero(grey.any(axis=1)), np.flatnonzero(grey.any(axis=0))
    return grey[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]


def write_digits(faces: list[tuple[str, Face]], file: Path) -> int:
    """Write the shapes of the digits of some families in every style; return how many."""
    shapes, digits = [], []
    for _, face in faces:
        styles = {id(style): style for style in (face.plain, face.bold, face.italic)}
        for typeface in styles.values():
            for digit in DIGITS:
                shapes.append(lay_out(draw_digit(typeface, digit)))
                digits.append(int(digit))
    cells = np.array(shapes)
    steps = np.rint(127 * cells / np.abs(cells).max(axis=1, keepdims=True)).astype(np.int8)
    np.savez_compressed(file, shapes=steps, digits=np.array(digits, np.uint8))
    return len(shapes)
