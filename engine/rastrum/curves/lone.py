"""Find curves that touch nothing else: of these the network need not be sure."""

from collections.abc import Sequence

import numpy as np
from scipy import ndimage

from rastrum.curves.from_mask import INK, is_known
from rastrum.detection.components import label_cells
from rastrum.model.arrays import Grey
from rastrum.model.detection import Detection
from rastrum.model.strokes import SeenArc
from rastrum.model.vocabulary import MASKS, STRIDE
from rastrum_kernels.parts import part_under

HINT, LIKELY = 40, 60
"""Confidence (of 255) of cells that may be a curve's, and of the surest of them: 8 in 100 slurs of
sample pages show no more, short ones and those under beams."""

AROUND_SP = 3.5
"""Ink is looked at so far around what the network hints at."""

SHORTEST_SP, LONGEST_SP = 1.1, 12.0
"""Length of such a curve; longer ones touch something nearly always."""

THICKEST_SP, THIN_END = 0.5, 0.9
"""Thickness of a curve in its middle, and of its ends as a share of that, plus a pixel."""

LEAST_BULGE, LARGEST_BULGE = 0.08, 0.6
"""How far a curve's middle is off the line between its ends, as a share of its length."""

OFF_SP = 0.09
"""How far, root mean square, the middle of a curve's ink lies off the arc."""

BINS = 12
"""Places along a curve at which it is measured."""


def find_lone_arcs(
    bare: Grey,
    detection: Detection,
    arcs: Sequence[SeenArc],
    hints: tuple[int, int, int] = (HINT, LIKELY, 255),
) -> tuple[SeenArc, ...]:
    """Find curves of which all the ink is at hand.

    Parameters
    ----------
    bare : (H, W) uint8 array
        The sheet without lines and heads, see `rastrum.curves.ink`.
    detection : Detection
        Its mask of curves hints at where to look.
    arcs : sequence of SeenArc
        Curves found already.
    hints : (int, int, int)
        Confidence (of 255) of cells that may be a curve's, and of the surest of them, at least
        and at most.

    Returns
    -------
    arcs : tuple of SeenArc
        New ones only.

    Notes
    -----
    A connected part of the ink is a curve where it is thin, thinner at its ends, and follows a
    parabola. O(cells + hinted ink) time.
    """
    mask = detection.masks[MASKS.index("slur")]
    possible, least, most = hints
    labels, surest = label_cells(mask, possible)
    found: list[SeenArc] = []
    for number, box in enumerate(ndimage.find_objects(labels), start=1):
        if not least <= surest[number] <= most:
            continue
        top, left = (part.start * STRIDE for part in box)
        hint = labels[box] == number
        points = part_under(bare, hint, top, left, STRIDE, round(AROUND_SP * 16), INK)
        arc = fit_arc(points + 0.5) if len(points) else None
        if arc is None:
            continue
        middle = np.array([(arc.left[0] + arc.right[0]) / 2 - arc.bulge, _middle(arc)])
        if not is_known(middle, arc.left, arc.right, [*arcs, *found]):
            found.append(arc)
    return tuple(found)


def _middle(arc: SeenArc) -> float:
    return (arc.left[1] + arc.right[1]) / 2


def fit_arc(points: np.ndarray) -> SeenArc | None:
    """Fit an arc to the ink of a curve.

    Parameters
    ----------
    points : (N, 2) float64 array
        Row and column of each pixel's middle.

    Returns
    -------
    arc : SeenArc or None
        None where the ink is no curve's.
    """
    one = _farthest(points, points.mean(axis=0))
    other = _farthest(points, one)
    left, right = sorted((one, other), key=lambda end: float(end[1]))
    length = float(np.hypot(*(right - left)))
    if not SHORTEST_SP * 16 <= length <= LONGEST_SP * 16 or right[1] - left[1] < length / 4:
        return None
    along = (right - left) / length
    away = np.array([-along[1], along[0]])
    share, off = (points - left) @ along / length, (points - left) @ away
    places = np.clip((share * BINS).astype(np.int64), 0, BINS - 1)
    counts = np.bincount(places, minlength=BINS)
    if counts.min() == 0:
        return None
    thickness = counts * BINS / length
    middle = float(thickness[BINS // 3 : -(BINS // 3)].mean())
    if middle > THICKEST_SP * 16 or max(thickness[0], thickness[-1]) > THIN_END * middle + 1:
        return None
    rows = np.bincount(places, weights=off, minlength=BINS) / counts
    centre = (np.arange(BINS) + 0.5) / BINS
    shape = 4 * centre * (1 - centre)
    bulge = float(rows @ shape / (shape @ shape))
    rest = float(np.sqrt(np.square(rows - bulge * shape).mean()))
    if rest > OFF_SP * 16 or not LEAST_BULGE * length <= abs(bulge) <= LARGEST_BULGE * length:
        return None
    ends = [(float(row), float(column)) for row, column in (left, right)]
    return SeenArc(ends[0], ends[1], bulge)


def _farthest(points: np.ndarray, place: np.ndarray) -> np.ndarray:
    """Return the first of the points farthest from a place."""
    down, right = points[:, 0] - place[0], points[:, 1] - place[1]
    point: np.ndarray = points[(down * down + right * right).argmax()]
    return point
