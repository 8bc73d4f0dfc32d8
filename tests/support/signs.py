"""TODO."""

from rastrum.model.detection import Glyph


def wave(row, column, score=0.8):
    return Glyph("arpeggio", row, column, 18.0, 8.0, score)
