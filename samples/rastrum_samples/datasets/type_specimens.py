"""Lines of words in known faces, worn like scans, to tell kinds of type by."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import skia

from rastrum.model.arrays import Grey, Ink
from rastrum.model.sheet import UNITS_PER_SPACE
from rastrum.text.syllables import Syllable, TextLine
from rastrum_kernels.resample import resample
from rastrum_samples.engraving.fonts import Face
from rastrum_samples.inking.press import ALPHABET, SET_WIDTH
from rastrum_samples.wear.chain import degrade
from rastrum_samples.wear.page import Border, Curl
from rastrum_samples.wear.presets import PRESETS
from rastrum_samples.wear.render import MM_PER_INCH, Picture, Place

WORDS = (
    "1856.", "1907", "Allegro", "Amen", "amor", "and", "Andante", "(arr.)", "bella", "cantabile",
    "(CC0)", "che", "cœur", "Copyright", "cresc.", "crescendo", "das", "der", "die", "dolce",
    "dort", "ein", "Edition", "Erde", "espressivo", "et", "Frühling", "für", "Glück", "God",
    "hallelujah", "Herz", "heart", "Himmel", "ich", "il", "in", "jour", "la", "Leid", "Liebe",
    "light", "love", "Lust", "mein", "mit", "Mädchen", "Nacht", "night", "nicht", "No.", "non",
    "nun", "o", "of", "Op.", "12", "pace", "più", "poco", "qui", "rose", "sang", "Schmerz", "sea",
    "sempre", "sie", "sing", "sky", "so", "soul", "stil", "sub", "sweet", "the", "tranquillo",
    "tu", "und", "unto", "Viola", "vita", "vous", "wenn", "wie", "wild", "wohl", "world", "youth",
    "zu", "Zeit", "zwischen",
)  # fmt: skip
"""What the lines say: small words of songs in the usual tongues, directions, and imprints."""

SPACES_PX = (12.0, 36.0)
"""Staff spaces that scans have."""

SIZES_SP = (1.2, 3.2)
"""Sizes of type that lyrics, directions and small titles are set in."""

CAPITALS_SHARE = 0.1
"""Share of lines set in capitals, as titles are."""

STYLES = ("plain", "plain", "plain", "bold", "italic", "italic", "bold italic")
STEEPER_SHARE, STEEPEST = 0.3, 0.18
"""Share of italics that lean more than their face does, as in old engraved titles, and by how much
at most: columns to a row."""

SIZE_OFF, BASELINE_OFF = 0.1, 0.04
"""How far off the engine's measures of a line are: standard deviations, shares of its size."""

WIDTH_SP, LEADING_SP, MARGIN_SP = 70.0, 4.5, 4.0
"""A specimen: its width, its lines' distance, and the white around them."""

STAFF_LINE_SP = 0.13
"""Thickness of the lines of the staff above the words: by them a scan is exposed."""


@dataclass(frozen=True, slots=True)
class Setting:
    """A line of words and how it is set.

    Attributes
    ----------
    family : str
        Name of the face's package.
    style : str
        Of `STYLES`.
    sans : bool
    words : tuple of (str, float, float)
        What each says; its left and right end, staff spaces.
    baseline, size : float
        Of the type, staff spaces.
    """

    family: str
    style: str
    sans: bool
    words: tuple[tuple[str, float, float], ...]
    baseline: float
    size: float


@dataclass(frozen=True, slots=True)
class Specimen:
    """Lines of words as scanned.

    Attributes
    ----------
    ink : (H, W) bool array
    space_px : float
    lines : tuple of Setting
    """

    ink: Ink
    space_px: float
    lines: tuple[Setting, ...]


def read_specimen(specimen: Specimen) -> Grey:
    """Return the sheet of a specimen: 16 pixels to a staff space, 255 for ink."""
    zoom = specimen.space_px / UNITS_PER_SPACE
    height, width = (round(side / zoom) for side in specimen.ink.shape)
    flat = np.zeros(1)
    return resample(specimen.ink, height, width, 0.0, 0.0, zoom, 0.0, flat, flat, np.zeros((1, 1)))


def find_line(setting: Setting, rng: np.random.Generator) -> TextLine:
    """Return a line as the engine finds it on the sheet, a little off."""
    size = setting.size * UNITS_PER_SPACE * float(np.exp(rng.normal(0, SIZE_OFF)))
    baseline = setting.baseline * UNITS_PER_SPACE + float(rng.normal(0, BASELINE_OFF)) * size
    words = [
        Syllable(text, left * UNITS_PER_SPACE, right * UNITS_PER_SPACE)
        for text, left, right in setting.words
    ]
    return TextLine(baseline, size, tuple(words))


def make_specimen(
    faces: Sequence[tuple[str, Face]], preset: str, rng: np.random.Generator
) -> Specimen:
    """Set a line in each of some faces and scan them.

    Parameters
    ----------
    faces : sequence of (str, Face)
        Name and face of each line.
    preset : str
        How worn it is.
    rng : numpy.random.Generator
        Source of every choice.

    Returns
    -------
    specimen : Specimen
        Level and flat: where a line lies is known without a map.
    """
    space = float(np.exp(rng.uniform(*np.log(SPACES_PX))))
    height = round((2 * MARGIN_SP + 4 + LEADING_SP * len(faces)) * space)
    width = round((2 * MARGIN_SP + WIDTH_SP) * space)
    grey = np.zeros((height, width), np.uint8)
    info = skia.ImageInfo.Make(width, height, skia.kAlpha_8_ColorType, skia.kPremul_AlphaType)
    canvas = skia.Surface.MakeRasterDirect(info, grey, width).getCanvas()
    paint = skia.Paint(AntiAlias=True)
    rows = [(MARGIN_SP + n) * space for n in range(5)]
    for row in rows:
        half = STAFF_LINE_SP * space / 2
        canvas.drawRect(skia.Rect.MakeLTRB(0, row - half, width, row + half), paint)
    lines = []
    for number, (family, face) in enumerate(faces):
        baseline = (MARGIN_SP + 4 + LEADING_SP * (number + 1)) * space
        size = rng.uniform(*SIZES_SP) * space
        style = STYLES[rng.integers(len(STYLES))]
        font = skia.Font(getattr(face, style.split()[-1]), size)
        font.setEmbolden(style == "bold italic")
        if "italic" in style and rng.random() < STEEPER_SHARE:
            font.setSkewX(-float(rng.uniform(0, STEEPEST)))
        font.setScaleX(min(1.0, SET_WIDTH * size / font.measureText(ALPHABET)))
        left, words = (MARGIN_SP + rng.uniform(0, 20)) * space, []
        capitals = rng.random() < CAPITALS_SHARE
        for _ in range(int(rng.integers(1, 12))):
            word = WORDS[rng.integers(len(WORDS))]
            word = word.upper() if capitals else word
            right = left + font.measureText(word)
            if right > width - space:
                break
            canvas.drawString(word, left, baseline, font, paint)
            words.append((word, left / space, right / space))
            left = right + rng.uniform(0.3, 2.0) * size
        setting = family, style, face.sans, tuple(words), baseline / space, size / space
        lines.append(Setting(*setting))
    ruled = tuple(np.array([[0.0, row], [width - 1.0, row]]) for row in rows)
    dpi = space / 1.75 * MM_PER_INCH
    picture = Picture(grey, dpi, space, Place(np.eye(2, 3)), ruled)
    steps = [s for s in PRESETS[preset](rng) if not isinstance(s, (Curl, Border))]
    worn = degrade(picture, steps, rng)
    return Specimen(worn.grey > 127, space, tuple(lines))
