"""A page as it was inked: pictures to draw at any size, and the truth that belongs to them."""

from dataclasses import dataclass, field

import numpy as np
import skia


@dataclass(frozen=True, slots=True)
class Box:
    """Truth of one glyph, in page units.

    Attributes
    ----------
    label : str
        Glyph class.
    x, y : float
        Centre.
    width, height : float
        Of the ink.
    outline : skia.Path
        As it was drawn.
    source : int
        Index of the drawing's shape, -1 for what the hand added.
    text : str
        What a fingering or a sforzato says.
    """

    label: str
    x: float
    y: float
    width: float
    height: float
    outline: skia.Path = field(repr=False, compare=False)
    source: int = -1
    text: str = ""


@dataclass(frozen=True, slots=True)
class BeamStroke:
    """A beam as four corners, with the number of its group.

    Attributes
    ----------
    x0, x1 : float
        Left and right end.
    top0, top1, bottom0, bottom1 : float
        Edges at the two ends.
    """

    group: int
    x0: float
    x1: float
    top0: float
    top1: float
    bottom0: float
    bottom1: float


@dataclass(frozen=True, slots=True)
class InkedPage:
    """A page ready to be drawn at any size, with its truth.

    Attributes
    ----------
    ink : skia.Picture
        Black on nothing.
    masks : dict of str to skia.Picture
        Stroke masks other than the beams', strokes at least a quarter space wide.
    boxes : tuple of Box
    beams : tuple of BeamStroke
    words : tuple of (float, float)
        Left and right end of each of the drawing's words.
    lines : (N, 3) float64 array
        Row, left and right end of each measure's staff lines.
    widths : dict of str to float
        Factor to the engraver's line width of each kind of stroke.
    space, width, height : float
        As in `Drawing`.
    sans : bool
        Whether its words are set without serifs.
    """

    ink: skia.Picture
    masks: dict[str, skia.Picture]
    boxes: tuple[Box, ...]
    beams: tuple[BeamStroke, ...]
    words: tuple[tuple[float, float], ...]
    lines: np.ndarray
    widths: dict[str, float]
    space: float
    width: float
    height: float
    sans: bool = False
