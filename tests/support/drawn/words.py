"""Words and lines of text, drawn below a staff."""

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from rastrum.model.detection import Detection
from rastrum.model.vocabulary import MASKS, STRIDE
from rastrum.text.syllables import Syllable, TextLine
from support.sheets import staff_sheet

HEIGHT, WIDTH = 256, 640
SIZE = 40
BASELINE = 200
BODY = 28


def sheet_with(*pieces):
    """Return a staff (rows 64 to 128) and ink (left, right, top, bottom) below it, and its mask.

    A fifth value of False leaves a piece out of the mask.
    """
    grey = np.zeros((HEIGHT, WIDTH), np.uint8)
    planes = np.zeros((len(MASKS), HEIGHT // STRIDE, WIDTH // STRIDE), np.uint8)
    for left, right, top, bottom, *seen in pieces:
        grey[top:bottom, left:right] = 255
        if not seen:
            rows = slice((BASELINE - BODY) // STRIDE, BASELINE // STRIDE)
            planes[MASKS.index("text"), rows, left // STRIDE : -(-right // STRIDE)] = 255
    return staff_sheet(grey, 64.0), Detection((), planes)


def letter(left, width=12):
    return left, left + width, BASELINE - 20, BASELINE


def word(left, letters=3):
    """Letters with a fifth of their width between them."""
    return [letter(left + 15 * n) for n in range(letters)]


DASH = (200, 214, BASELINE - 12, BASELINE - 9, False)
EXTENDER = (200, 280, BASELINE - 3, BASELINE, False)


def printed(words, size=36, row=BASELINE):
    """Print words with the typeface that Pillow brings along, Aileron, and return their line."""
    image = Image.new("L", (WIDTH, HEIGHT))
    face = ImageFont.load_default(size)
    ImageDraw.Draw(image).text((40, row), words, 255, face, anchor="ls")
    grey = np.asarray(image)
    columns = np.flatnonzero(grey.any(axis=0))
    place = float(columns[0]), float(columns[-1] + 1)
    return grey, TextLine(row, size, (Syllable(words, *place),))
