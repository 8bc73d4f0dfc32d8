"""Cut training crops out of inked pages: normalised grey, glyph boxes, stroke masks."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import skia
from PIL import Image

from rastrum.model.arrays import Grey, Planes
from rastrum.model.sheet import UNITS_PER_SPACE
from rastrum.model.vocabulary import GLYPHS, MASKS, STRIDE
from rastrum_samples.inking.page import InkedPage
from rastrum_samples.wear.chain import Step, degrade
from rastrum_samples.wear.render import Picture, Place

HEIGHT, WIDTH = 256, 384
"""Crop size in sheet pixels: 16 by 24 staff spaces, room for a staff with its surroundings."""

JITTER_SP = (9.0, 5.5)
"""How far a crop's middle is drawn from its glyph at most, across and down: it stays inside."""

SELDOM = 200
"""Glyphs of a class from which on it counts as seen: before, all are about equally preferred."""

UNSURE = -1
"""In place of a glyph's class: something may be here, and training is not to know what."""

UNSURE_STROKE = 2
"""Cell of a mask where a stroke may be, and training is not to know whether."""

_GLYPH_INDEX = {label: index for index, label in enumerate(GLYPHS)}
_BEAM_PLANES = [MASKS.index(name) for name in ("beam", "beam2", "beam3", "beam4")]

USUAL_DPI, USUAL_SPACE_PX = 300.0, 21.0
"""A staff of 7 mm scanned at 300 dpi: what tells a crop's resolution from its scale."""

LINE_POINTS = 24
"""Points that a measure's staff line is followed by; they only say how dark the lines are."""

SLANTED_SHARE, STEEPEST = 0.12, 0.4
"""Share of crops that are slanted, and by how much at most: engraving programs draw flat beams, old
editions beams of 25 degrees, which a net that saw none takes for heads."""


@dataclass(frozen=True, slots=True)
class Crop:
    """One training example.

    Attributes
    ----------
    grey : (HEIGHT, WIDTH) uint8 array
        As `rastrum.staff.normalise` would hand it to the network.
    boxes : (N, 5) float32 array
        Class index or `UNSURE`, row, column, height, width, in sheet pixels.
    masks : (len(MASKS), HEIGHT / 4, WIDTH / 4) uint8 array
        1 where the stroke is, `UNSURE_STROKE` where it may be.
    preset : str
        How it is worn.
    sources : tuple of int
        Which of an inked page's boxes these are, where the crop was cut out of one.
    """

    grey: Grey
    boxes: np.ndarray
    masks: Planes
    preset: str
    sources: tuple[int, ...] = ()


def cut(
    page: InkedPage,
    x: float,
    y: float,
    worn: tuple[str, Sequence[Step]],
    rng: np.random.Generator,
) -> Crop:
    """Draw the surroundings of a place, degrade them, and bring them to the sheet's scale.

    Parameters
    ----------
    page : InkedPage
        What to draw.
    x, y : float
        Centre of the crop, page units.
    worn : (str, sequence of callable)
        A preset's name and its steps; none that moves ink.
    rng : numpy.random.Generator
        Source of resolution, slant and noise.

    Returns
    -------
    crop : Crop
        Scale, slant and shear differ from the ideal by what normalisation leaves over.
    """
    space_px = draw_space(rng)
    zoom = float(rng.normal(1, 0.015))
    width_px = round(WIDTH * space_px / UNITS_PER_SPACE)
    height_px = round(HEIGHT * space_px / UNITS_PER_SPACE)
    scale = zoom * space_px / page.space
    slanted = rng.random() < SLANTED_SHARE
    slant = float(rng.uniform(-STEEPEST, STEEPEST)) if slanted else 0.0
    place = (
        skia.Matrix.Translate(-x, -y)
        .postRotate(float(rng.normal(0, 0.25)))
        .postSkew(float(rng.normal(0, 0.006)), slant)
        .postScale(scale * float(rng.normal(1, 0.012)), scale)
        .postTranslate(width_px / 2, height_px / 2)
    )
    grey = _paint(page.ink, place, height_px, width_px)
    picture = Picture(
        grey,
        USUAL_DPI * space_px / USUAL_SPACE_PX,
        space_px,
        Place(_flat(place)),
        _lines(page, place),
    )
    scan = degrade(picture, worn[1], rng).grey
    shrinks = width_px > WIDTH
    resampling = Image.Resampling.BOX if shrinks else Image.Resampling.BILINEAR
    sheet = np.asarray(Image.fromarray(scan).resize((WIDTH, HEIGHT), resampling))
    to_sheet = skia.Matrix.Concat(skia.Matrix.Scale(WIDTH / width_px, HEIGHT / height_px), place)
    sources, boxes = _boxes(page, to_sheet)
    return Crop(sheet, boxes, _masks(page, to_sheet), worn[0], sources)


def draw_space(rng: np.random.Generator) -> float:
    """Draw the staff space of a scan, pixels: 10 to 33 in nineteen of twenty cases."""
    return float(np.clip(np.exp(rng.normal(np.log(18), 0.33)), 8.5, 44))


def prefer_seldom(labels: Sequence[str], seen: Counter[str]) -> np.ndarray:
    """Return (N,) chances to cut at glyphs of these classes, seldom ones first."""
    weights = np.array([1.0 / (seen[label] + SELDOM) for label in labels])
    chances: np.ndarray = weights / weights.sum()
    return chances


def _flat(matrix: skia.Matrix) -> np.ndarray:
    return np.array(
        [
            [matrix.getScaleX(), matrix.getSkewX(), matrix.getTranslateX()],
            [matrix.getSkewY(), matrix.getScaleY(), matrix.getTranslateY()],
        ]
    )


def _lines(page: InkedPage, matrix: skia.Matrix) -> tuple[np.ndarray, ...]:
    """Return the staff lines as they run over the picture."""
    row, left, right = page.lines.T
    ends = np.stack([np.stack([left, row], 1), np.stack([right, row], 1)], axis=1)
    flat = _flat(matrix)
    moved = ends @ flat[:, :2].T + flat[:, 2]
    share = np.linspace(0, 1, LINE_POINTS)[:, None]
    return tuple((1 - share) * a + share * b for a, b in moved)


def _paint(picture: skia.Picture, matrix: skia.Matrix, height: int, width: int) -> Grey:
    pixels = np.zeros((height, width), np.uint8)
    info = skia.ImageInfo.Make(width, height, skia.kAlpha_8_ColorType, skia.kPremul_AlphaType)
    canvas = skia.Surface.MakeRasterDirect(info, pixels, width).getCanvas()
    canvas.setMatrix(matrix)
    canvas.drawPicture(picture)
    return pixels


def _boxes(page: InkedPage, matrix: skia.Matrix) -> tuple[tuple[int, ...], np.ndarray]:
    """Return which boxes have their centre in the crop, and where they are in it."""
    if not page.boxes:
        return (), np.zeros((0, 5), np.float32)
    scale_x, scale_y = matrix.getScaleX(), matrix.getScaleY()
    points = matrix.mapPoints([skia.Point(b.x, b.y) for b in page.boxes])
    inside = {
        n: (_GLYPH_INDEX[b.label], p.y(), p.x(), b.height * scale_y, b.width * scale_x)
        for n, (b, p) in enumerate(zip(page.boxes, points, strict=True))
        if 0 <= p.x() < WIDTH and 0 <= p.y() < HEIGHT
    }
    return tuple(inside), np.array(list(inside.values()), np.float32).reshape(-1, 5)


def _masks(page: InkedPage, matrix: skia.Matrix) -> Planes:
    rows, columns = HEIGHT // STRIDE, WIDTH // STRIDE
    masks = np.zeros((len(MASKS), rows, columns), np.uint8)
    to_cells = skia.Matrix.Concat(skia.Matrix.Scale(1 / STRIDE, 1 / STRIDE), matrix)
    for name, picture in page.masks.items():
        masks[MASKS.index(name)] = _paint(picture, to_cells, rows, columns) > 96
    _fill_beams(page, to_cells, masks)
    return masks


def _fill_beams(page: InkedPage, matrix: skia.Matrix, masks: Planes) -> None:
    """Mark where 1, 2, 3 and 4 beams of a group lie on top of each other, gaps included."""
    rows, columns = masks.shape[1:]
    stacks: dict[int, list[np.ndarray]] = {}
    for beam in page.beams:
        corners = [
            skia.Point(beam.x0, beam.top0),
            skia.Point(beam.x1, beam.top1),
            skia.Point(beam.x0, beam.bottom0),
            skia.Point(beam.x1, beam.bottom1),
        ]
        mapped = np.array([(p.x(), p.y()) for p in matrix.mapPoints(corners)])
        if mapped[1, 0] < 0 or mapped[0, 0] > columns:
            continue
        if mapped[:, 1].max() < 0 or mapped[:, 1].min() > rows:
            continue
        stacks.setdefault(beam.group, []).append(mapped)
    middles = np.arange(columns) + 0.5
    centres = np.arange(rows)[:, None] + 0.5
    for beams in stacks.values():
        count = np.zeros(columns, np.int64)
        top, bottom = np.full(columns, np.inf), np.full(columns, -np.inf)
        for corner in beams:
            (x0, x1), span = corner[:2, 0], corner[1, 0] - corner[0, 0]
            inside = (middles >= x0) & (middles < x1)
            share = (middles - x0) / max(span, 1e-6)
            upper = corner[0, 1] + share * (corner[1, 1] - corner[0, 1])
            lower = corner[2, 1] + share * (corner[3, 1] - corner[2, 1])
            count += inside
            top = np.where(inside, np.minimum(top, upper), top)
            bottom = np.where(inside, np.maximum(bottom, lower), bottom)
        covered = (centres > top - 0.25) & (centres < bottom + 0.25)
        for level, plane in enumerate(_BEAM_PLANES, start=1):
            masks[plane] |= (covered & (count >= level)).astype(np.uint8)
