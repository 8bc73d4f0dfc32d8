"""Tell what fingerings and sforzati say: a second, tiny network looks at each of them again."""

from dataclasses import replace
from typing import NamedTuple

import numpy as np

from rastrum.detection.detector import territory
from rastrum.detection.networks import open_network
from rastrum.model.arrays import Grey
from rastrum.model.detection import Detection, Glyph
from rastrum.model.sheet import Sheet
from rastrum.model.vocabulary import DIGITS, SFORZATI

WEIGHTS = "second_look.onnx"

DIGIT_CROP, WORD_CROP = (32, 32), (48, 112)
"""Height and width of what is looked at: two staff spaces around a digit, and seven for the widest
word, three of them high."""


class Kind(NamedTuple):
    """A kind of glyph that is looked at again.

    Attributes
    ----------
    labels : tuple of str
        What the detector calls it.
    crop : (int, int)
        Height and width of its surroundings, units.
    says : tuple of str
        What it may say; "" first, for what is none of them.
    believed : float
        Where the network is less sure, nothing is told.
    """

    labels: tuple[str, ...]
    crop: tuple[int, int]
    says: tuple[str, ...]
    believed: float


KINDS = {
    "digits": Kind(("fingering",), DIGIT_CROP, ("", *DIGITS), 0.75),
    "words": Kind(("dynamicSF", "dynamicFP"), WORD_CROP, ("", *SFORZATI), 0.7),
}
"""By the name of the network's input. Of the fingerings told in old editions 1 in 100 is wrong, of
those told from 0.6 on 2; below 0.7 an mf is an sf. See MODEL.md."""


def look_again(sheet: Sheet, detection: Detection) -> Detection:
    """Tell what the fingerings and sforzati of a page say.

    Parameters
    ----------
    sheet : Sheet
        The ink; on staves of another size, that of their strips.
    detection : Detection

    Returns
    -------
    detection : Detection
        The same glyphs; those that were told have a `text`.

    Notes
    -----
    All crops of a page go through the network at once: 0.03 ms for a digit.
    """
    result = list(detection.glyphs)
    numbers = {
        name: [n for n, g in enumerate(result) if g.label in kind.labels]
        for name, kind in KINDS.items()
    }
    if not any(numbers.values()):
        return detection
    crops = {
        name: [cut_glyph(sheet, result[n], kind.crop) for n in numbers[name]]
        for name, kind in KINDS.items()
    }
    for name, scores in run(crops).items():
        kind = KINDS[name]
        for n, best, score in zip(numbers[name], scores.argmax(1), scores.max(1), strict=True):
            if score >= kind.believed:
                result[n] = replace(result[n], text=kind.says[best])
    return replace(detection, glyphs=tuple(result))


def run(crops: dict[str, list[Grey]]) -> dict[str, np.ndarray]:
    """Return, for crops of each kind, (N, says) float32 probabilities."""
    inputs = {}
    for name, kind in KINDS.items():
        # One at least: the network's convolutions take no empty batch.
        stack = crops[name] or [np.zeros(kind.crop, np.uint8)]
        inputs[name] = np.stack(stack)[:, None].astype(np.float32)
    told = open_network(WEIGHTS).run([f"{name}_scores" for name in KINDS], inputs)
    return {name: scores[: len(crops[name])] for name, scores in zip(KINDS, told, strict=True)}


def cut_glyph(sheet: Sheet, glyph: Glyph, size: tuple[int, int]) -> Grey:
    """Return a glyph's surroundings, where a staff space is 16 pixels."""
    for strip in sheet.strips:
        top, bottom = territory(sheet, strip)
        if top <= glyph.row < bottom:
            row, column = (glyph.row - strip.row), (glyph.column - strip.column)
            return cut_out(strip.grey, row * strip.zoom, column * strip.zoom, *size)
    return cut_out(sheet.grey, glyph.row, glyph.column, *size)


def cut_out(grey: Grey, row: float, column: float, height: int, width: int) -> Grey:
    """Return what lies around a place; beyond the edges there is paper."""
    crop: Grey = np.zeros((height, width), np.uint8)
    top, left = round(row - height / 2), round(column - width / 2)
    part = grey[max(0, top) : max(0, top + height), max(0, left) : max(0, left + width)]
    crop[max(0, -top) :, max(0, -left) :][: part.shape[0], : part.shape[1]] = part
    return crop
