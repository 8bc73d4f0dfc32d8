"""Handwritten symbols by class: drawn by the project itself, or taken from MUSCIMA++."""

import xml.etree.ElementTree as ET
from collections import defaultdict
from collections.abc import Mapping
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

import numpy as np
import skia
from skimage import measure

SymbolBook = Mapping[str, tuple[skia.Path, ...]]
"""Outlines of each class in staff spaces, the origin in the middle of the bounds. Flags have a
class for either direction: `flag8thUp`, `flag8thDown`."""

MUSCIMA_CLASSES = {
    "noteheadFull": "noteheadBlack", "noteheadHalf": "noteheadHalf",
    "noteheadWhole": "noteheadWhole", "noteheadFullSmall": "noteheadGrace",
    "restWhole": "restWhole", "restHalf": "restHalf", "restQuarter": "restQuarter",
    "rest8th": "rest8th", "rest16th": "rest16th", "flag8thUp": "flag8thUp",
    "flag8thDown": "flag8thDown", "flag16thUp": "flag16thUp", "flag16thDown": "flag16thDown",
    "accidentalSharp": "sharp", "accidentalFlat": "flat", "accidentalNatural": "natural",
    "accidentalDoubleSharp": "doubleSharp", "augmentationDot": "dot",
    "articulationStaccato": "staccato", "articulationAccent": "accent",
    "articulationTenuto": "tenuto", "fermataAbove": "fermata", "repeatDot": "repeatDot",
    "gClef": "clefG", "fClef": "clefF", "cClef": "clefC", "timeSigCommon": "timeCommon",
    **{f"numeral{n}": f"digit{n}" for n in range(10)},
}  # fmt: skip
"""Our class of a MUSCIMA++ class."""

MOST_OF_A_CLASS = 60
"""Specimens kept of a class; a writer's page holds hundreds of heads."""

_SKELETONS: dict[str, tuple[tuple[tuple[float, float], ...], ...]] = {
    "restQuarter": (((-0.2, -1.4), (0.3, -0.6), (-0.2, -0.1), (0.3, 0.6), (-0.2, 0.5),
        (0.1, 1.3)),),
    "rest8th": (((-0.4, -0.6), (-0.1, -0.4), (0.4, -0.8), (-0.1, 0.9)),),
    "rest16th": (((-0.4, -1.1), (-0.1, -0.9), (0.5, -1.3), (-0.2, 1.3)),
                 ((-0.5, -0.2), (-0.2, 0.0), (0.2, -0.2))),
    "rest32nd": (((-0.4, -1.6), (-0.1, -1.4), (0.6, -1.8), (-0.3, 1.6)),
                 ((-0.5, -0.7), (-0.2, -0.5), (0.3, -0.7)), ((-0.6, 0.2), (-0.3, 0.4),
        (0.1, 0.2))),
    "rest64th": (((-0.4, -2.0), (-0.1, -1.8), (0.6, -2.2), (-0.4, 2.0)),
                 ((-0.5, -1.1), (-0.2, -0.9), (0.4, -1.1)), ((-0.6, -0.2), (-0.3, 0.0),
        (0.2, -0.2)),
                 ((-0.7, 0.7), (-0.4, 0.9), (0.0, 0.7))),
    "restWhole": (((-0.5, -0.15), (0.5, -0.15)), ((-0.5, 0.0), (0.5, 0.0)), ((-0.5, 0.15),
        (0.5, 0.15))),
    "restHalf": (((-0.5, -0.15), (0.5, -0.15)), ((-0.5, 0.0), (0.5, 0.0)), ((-0.5, 0.15),
        (0.5, 0.15))),
    "restBreve": (((-0.2, -0.5), (-0.2, 0.5)), ((0.0, -0.5), (0.0, 0.5)), ((0.2, -0.5),
        (0.2, 0.5))),
    "flag8thUp": (((-0.5, -1.5), (-0.3, -0.8), (0.4, 0.1), (0.3, 1.3)),),
    "flag8thDown": (((-0.5, 1.5), (-0.3, 0.8), (0.4, -0.1), (0.3, -1.3)),),
    "flag16thUp": (((-0.5, -1.5), (-0.3, -0.9), (0.4, -0.2), (0.3, 0.6)),
                   ((-0.5, -0.7), (-0.3, -0.1), (0.4, 0.6), (0.3, 1.4))),
    "flag16thDown": (((-0.5, 1.5), (-0.3, 0.9), (0.4, 0.2), (0.3, -0.6)),
                     ((-0.5, 0.7), (-0.3, 0.1), (0.4, -0.6), (0.3, -1.4))),
    "sharp": (((-0.2, -1.2), (-0.25, 1.3)), ((0.25, -1.3), (0.2, 1.2)), ((-0.5, -0.3),
        (0.5, -0.5)),
              ((-0.5, 0.5), (0.5, 0.3))),
    "flat": (((-0.4, -1.6), (-0.35, 0.7), (0.4, 0.1), (0.3, -0.4), (-0.3, 0.0)),),
    "natural": (((-0.3, -1.4), (-0.3, 0.6), (0.3, 0.4)), ((-0.3, -0.4), (0.3, -0.6), (0.3, 1.4))),
    "doubleSharp": (((-0.5, -0.5), (0.5, 0.5)), ((-0.5, 0.5), (0.5, -0.5))),
    "doubleFlat": (((-0.8, -1.6), (-0.75, 0.7), (-0.1, 0.1), (-0.2, -0.4), (-0.7, 0.0)),
                   ((0.1, -1.6), (0.15, 0.7), (0.8, 0.1), (0.7, -0.4), (0.2, 0.0))),
    "clefG": (((-0.2, 2.8), (-0.6, 2.4), (-0.1, 2.1), (0.2, 2.6), (0.0, -1.2), (-0.1, -2.8),
        (0.4, -3.2),
               (0.5, -2.2), (-0.9, -0.2), (-0.9, 1.2), (0.3, 1.5), (1.0, 0.7), (0.4, -0.3),
               (-0.3, 0.2), (-0.1, 0.9)),),
    "clefF": (((-0.8, -0.6), (-0.9, -1.1), (0.1, -1.4), (0.8, -0.5), (0.3, 0.8), (-0.9, 1.6)),
              ((1.1, -0.9), (1.15, -0.85)), ((1.1, 0.0), (1.15, 0.05))),
    "clefC": (((-1.0, -2.0), (-1.0, 2.0)), ((-0.6, -2.0), (-0.6, 2.0)),
              ((-0.2, -1.5), (0.6, -1.9), (0.9, -0.9), (-0.1, 0.0), (0.9, 0.9), (0.6, 1.9),
        (-0.2, 1.5))),
    "timeCommon": (((0.6, -0.5), (0.0, -1.0), (-0.7, 0.0), (0.0, 1.0), (0.7, 0.5)),),
    "timeCut": (((0.6, -0.5), (0.0, -1.0), (-0.7, 0.0), (0.0, 1.0), (0.7, 0.5)), ((0.0, -1.5),
        (0.0, 1.5))),
    "accent": (((-0.7, -0.4), (0.7, 0.0), (-0.7, 0.4)),),
    "tenuto": (((-0.6, 0.0), (0.6, 0.0)),),
    "marcato": (((-0.4, 0.6), (0.0, -0.6), (0.4, 0.6)),),
    "fermata": (((-1.2, 0.5), (-0.8, -0.5), (0.0, -0.8), (0.8, -0.5), (1.2, 0.5)), ((0.0, 0.3),
        (0.05, 0.3))),
    "noteheadHalf": (((0.6, -0.15), (0.1, -0.45), (-0.5, -0.1), (-0.5, 0.3), (0.0, 0.4),
        (0.6, -0.15)),),
    "noteheadWhole": (((0.75, 0.0), (0.3, -0.4), (-0.5, -0.35), (-0.75, 0.1), (-0.2, 0.42),
        (0.5, 0.35),
                       (0.75, 0.0)),),
    "noteheadBreve": (((0.7, 0.0), (0.0, -0.4), (-0.7, 0.0), (0.0, 0.4), (0.7, 0.0)),
                      ((-0.9, -0.5), (-0.9, 0.5)), ((0.9, -0.5), (0.9, 0.5))),
    "noteheadX": (((-0.5, -0.45), (0.5, 0.45)), ((-0.5, 0.45), (0.5, -0.45))),
    "digit0": (((0.0, -0.9), (-0.5, 0.0), (0.0, 0.9), (0.5, 0.0), (0.0, -0.9)),),
    "digit1": (((-0.3, -0.5), (0.1, -0.9), (0.1, 0.9)),),
    "digit2": (((-0.5, -0.5), (0.0, -0.9), (0.5, -0.4), (-0.5, 0.85), (0.6, 0.85)),),
    "digit3": (((-0.5, -0.7), (0.3, -0.8), (0.2, -0.1), (-0.1, -0.05), (0.5, 0.4),
        (-0.1, 0.95), (-0.5, 0.6)),),
    "digit4": (((0.0, -0.9), (-0.6, 0.3), (0.6, 0.2)), ((0.3, -0.3), (0.2, 0.9))),
    "digit5": (((0.5, -0.85), (-0.3, -0.85), (-0.4, -0.1), (0.4, 0.0), (0.3, 0.8), (-0.5, 0.8)),),
    "digit6": (((0.4, -0.9), (-0.5, 0.2), (0.0, 0.9), (0.5, 0.4), (-0.3, 0.2)),),
    "digit7": (((-0.5, -0.85), (0.5, -0.85), (-0.1, 0.9)),),
    "digit8": (((0.4, -0.7), (-0.4, -0.6), (0.4, 0.5), (0.0, 0.9), (-0.4, 0.5), (0.4, -0.7)),),
    "digit9": (((0.4, -0.5), (-0.2, -0.9), (-0.4, -0.3), (0.4, -0.4), (0.2, 0.9)),),
}  # fmt: skip
"""Courses of a pen, staff spaces, for the project's own set."""

_BLOBS = {
    "noteheadBlack": (0.62, 0.42), "noteheadGrace": (0.42, 0.3), "dot": (0.18, 0.16),
    "staccato": (0.17, 0.15), "repeatDot": (0.19, 0.17), "staccatissimo": (0.12, 0.4),
}  # fmt: skip
"""Half width and half height of what a pen fills."""


def draw_symbols(rng: np.random.Generator, *, specimens: int = 12) -> SymbolBook:
    """Draw a set of symbols in one hand.

    Parameters
    ----------
    rng : numpy.random.Generator
        Source of the hand's habits and of its unsteadiness.
    specimens : int
        Of each class.

    Returns
    -------
    book : SymbolBook
    """
    slant = rng.normal(0, 0.12)
    habit = {label: rng.normal(1, 0.08, 2) for label in (*_SKELETONS, *_BLOBS)}
    pen = rng.uniform(0.12, 0.22)
    book: dict[str, tuple[skia.Path, ...]] = {}
    for label, strokes in _SKELETONS.items():
        lean = slant * rng.normal(1, 0.2)
        book[label] = tuple(
            _pen_symbol(strokes, habit[label], lean, pen, rng) for _ in range(specimens)
        )
    for label, (width, height) in _BLOBS.items():
        turn = rng.normal(-0.35, 0.15) if label.startswith("notehead") else 0.0
        book[label] = tuple(
            _blob(width * habit[label][0], height * habit[label][1], turn, rng)
            for _ in range(specimens)
        )
    return book


def _pen_symbol(
    strokes: tuple[tuple[tuple[float, float], ...], ...],
    habit: np.ndarray,
    slant: float,
    pen: float,
    rng: np.random.Generator,
) -> skia.Path:
    outline = skia.Path()
    for stroke in strokes:
        points = np.array(stroke) * habit + rng.normal(0, 0.05, (len(stroke), 2))
        points[:, 0] -= slant * points[:, 1]
        course = smooth_course(points)
        paint = skia.Paint(StrokeWidth=pen * float(rng.normal(1, 0.1)))
        paint.setStyle(skia.Paint.kStroke_Style)
        paint.setStrokeCap(skia.Paint.kRound_Cap)
        paint.setStrokeJoin(skia.Paint.kRound_Join)
        inked = skia.Path()
        paint.getFillPath(course, inked)
        outline.addPath(inked)
    return _centred(outline)


def smooth_course(points: np.ndarray) -> skia.Path:
    """Lead a smooth course through points: quadratic pieces between their middles."""
    path = skia.Path()
    path.moveTo(*map(float, points[0]))
    for here, there in pairwise(points[1:]):
        middle = (here + there) / 2
        path.quadTo(float(here[0]), float(here[1]), float(middle[0]), float(middle[1]))
    path.lineTo(*map(float, points[-1]))
    return path


def _blob(width: float, height: float, turn: float, rng: np.random.Generator) -> skia.Path:
    angles = np.linspace(0, 2 * np.pi, 14, endpoint=False)
    reach = 1 + rng.normal(0, 0.06, len(angles))
    x, y = width * reach * np.cos(angles), height * reach * np.sin(angles)
    turn = turn + rng.normal(0, 0.08)
    points = np.stack([x * np.cos(turn) - y * np.sin(turn), x * np.sin(turn) + y * np.cos(turn)], 1)
    closed = np.concatenate([points, points[:2]])
    path = smooth_course(closed)
    path.close()
    return _centred(path)


def _centred(outline: skia.Path) -> skia.Path:
    bounds = outline.computeTightBounds()
    outline.offset(-bounds.centerX(), -bounds.centerY())
    return outline


@lru_cache(maxsize=4)
def read_muscima(folder: Path, writer: int) -> SymbolBook:
    """Collect the symbols of one writer of MUSCIMA++.

    Parameters
    ----------
    folder : Path
        Of the unpacked bundle.
    writer : int
        1 to 50.

    Returns
    -------
    book : SymbolBook
        Classes that the writer's pages do not hold are missing.

    Raises
    ------
    ValueError
        If the bundle holds no page of the writer.
    """
    files = sorted(folder.glob(f"v2.0/data/annotations/CVC-MUSCIMA_W-{writer:02d}_*.xml"))
    if not files:
        raise ValueError(f"{folder} holds no page of writer {writer}; writers are 1 to 50")
    found: dict[str, list[skia.Path]] = defaultdict(list)
    for file in files:
        root = ET.parse(file).getroot()
        space = _staff_space(root)
        for node in root.iter("Node"):
            label = MUSCIMA_CLASSES.get(node.findtext("ClassName", ""))
            if label is not None and len(found[label]) < MOST_OF_A_CLASS:
                found[label].append(_trace_mask(_read_mask(node), space))
    return {label: tuple(paths) for label, paths in found.items()}


def _staff_space(root: ET.Element) -> float:
    """Return a page's staff space in pixels: a space and the line below it."""
    heights: dict[str, list[float]] = defaultdict(list)
    for node in root.iter("Node"):
        name = node.findtext("ClassName", "")
        if name in ("staffSpace", "staffLine"):
            mask = _read_mask(node)
            heights[name].append(float(np.median(mask.sum(axis=0)[mask.any(axis=0)])))
    if not heights["staffSpace"]:
        return 22.0
    return float(np.median(heights["staffSpace"]) + np.median(heights["staffLine"] or [2.0]))


def _read_mask(node: ET.Element) -> np.ndarray:
    height, width = int(node.findtext("Height", "0")), int(node.findtext("Width", "0"))
    runs = [run.split(":") for run in node.findtext("Mask", "").split()]
    values = np.array([int(v) for v, _ in runs], bool)
    mask: np.ndarray = np.repeat(values, [int(n) for _, n in runs]).reshape(height, width)
    return mask


def _trace_mask(mask: np.ndarray, space: float) -> skia.Path:
    """Trace a mask's outline, holes included."""
    outline = skia.Path()
    outline.setFillType(skia.PathFillType.kEvenOdd)
    for contour in measure.find_contours(np.pad(mask, 2).astype(float), 0.5):
        points = measure.approximate_polygon(contour, 0.35)[:, ::-1] / space
        outline.addPoly([skia.Point(float(x), float(y)) for x, y in points], True)
    return _centred(outline)
