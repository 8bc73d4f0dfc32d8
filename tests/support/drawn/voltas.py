"""A drawn volta with its number."""

import numpy as np
from PIL import Image, ImageDraw, ImageFont

LEFT, RIGHT, ROW = 20, 300, 20


def volta(label, *, size=32, gap=8, thick=3):
    """Draw a volta's line, its hook and a label in Pillow's own typeface, Aileron."""
    image = Image.new("L", (320, 120))
    draw = ImageDraw.Draw(image)
    draw.rectangle((LEFT, ROW - thick // 2, RIGHT, ROW + thick // 2), 255)
    draw.rectangle((LEFT, ROW, LEFT + 2, ROW + 28), 255)
    face = ImageFont.load_default(size)
    draw.text((LEFT + gap, ROW + 30), label, 255, face, anchor="ls")
    return np.asarray(image)
