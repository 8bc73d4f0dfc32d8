"""Two staves, and hairpins and letters between them."""

import numpy as np
from PIL import Image, ImageDraw

from rastrum.model.detection import Detection, Glyph
from rastrum.model.vocabulary import MASKS, STRIDE
from support.sheets import staff_sheet

HEIGHT, WIDTH = 320, 480
ROW = 200
"""Between the two staves."""


def sheet_of(*lines, width=2):
    """Return a sheet of two staves (rows 32 to 96, 240 to 304) with lines (x0, y0, x1, y1)."""
    image = Image.new("L", (WIDTH, HEIGHT))
    draw = ImageDraw.Draw(image)
    for top in (32, 240):
        for number in range(5):
            draw.line([(8, top + 16 * number), (WIDTH - 8, top + 16 * number)], fill=255, width=2)
    for line in lines:
        draw.line(line, fill=255, width=width)
    return staff_sheet(np.array(image), 32.0, 240.0)


def seen(*glyphs, slur=None, hairpins=255):
    """Return a network that takes everything for a hairpin, unless it is told otherwise."""
    masks = np.zeros((len(MASKS), HEIGHT // STRIDE, WIDTH // STRIDE), np.uint8)
    masks[MASKS.index("hairpin")] = hairpins
    if slur is not None:
        top, bottom, left, right = (v // STRIDE for v in slur)
        masks[MASKS.index("slur"), top:bottom, left:right] = 255
    return Detection(glyphs, masks)


def letters(label, row, height=28.0):
    return Glyph(label, row, 200.0, height, 24.0, 0.9)
