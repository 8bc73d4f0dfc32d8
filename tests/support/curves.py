"""Curves that are drawn, and what the network sees of them."""

import numpy as np

from rastrum.curves.from_mask import find_arcs
from rastrum.model.detection import Detection
from rastrum.model.vocabulary import MASKS
from support.sheets import box_masks
from support.strokes import INK, blank, drawn_sheet

SHAPE = (256, 384)


def curve(left, right, bulge, thickness=4.0):
    """Return ink (row, column) of a curve between two ends, thinnest there."""
    points = set()
    for share in np.linspace(0, 1, 800):
        row = left[0] + share * (right[0] - left[0]) - 4 * bulge * share * (1 - share)
        column = left[1] + share * (right[1] - left[1])
        half = max(0.5, thickness * 2 * share * (1 - share))
        points |= {(round(row + off), round(column)) for off in np.arange(-half, half + 0.5)}
    return points


def bare_of(*curves):
    grey = np.zeros(SHAPE, np.uint8)
    for points in curves:
        rows, columns = np.array(sorted(points)).T
        grey[rows, columns] = 255
    return grey


def hint_at(*boxes, confidence=90):
    masks = box_masks(SHAPE, slur=boxes)
    masks[MASKS.index("slur")] = np.minimum(masks[MASKS.index("slur")], confidence)
    return Detection((), masks)


def hint_along(ink):
    """Return what the network sees of a curve: all but its thin ends."""
    points = sorted(ink, key=lambda point: point[1])
    middle = points[len(points) // 40 : -len(points) // 40]
    return hint_at(*((r, r + 1, c, c + 1) for r, c in middle), confidence=200)


STEM = {(row, column) for row in range(120, 220) for column in (129, 130, 131)}
LONG_STEM = {(row, column) for row in range(60, 220) for column in (159, 160, 161)}


def half_ellipse():
    """Return the ink of half an ellipse from (180, 108) over (90, 150) to (180, 192)."""
    return {
        (round(180 - 90 * np.sin(turn) + off), round(150 - 42 * np.cos(turn) + beside))
        for turn in np.linspace(0, np.pi, 900)
        for off in (-1, 0, 1)
        for beside in (-1, 0, 1)
    }


def seen_arcs(ink):
    """Return the curves of ink that the network saw in the middle."""
    rows, columns = np.array(sorted(ink)).T
    low, high = (int(np.percentile(columns, q)) // 4 * 4 for q in (25, 75))
    boxes = [
        (int(rows[inside].min()), int(rows[inside].max()), x, x + 4)
        for x in range(low, high, 4)
        for inside in [(columns >= x) & (columns < x + 4)]
    ]
    return find_arcs(bare_of(ink), hint_at(*boxes, confidence=200))


def arched_sheet():
    """Draw a staff, a curve over it that dips below its top line at both ends, and a stem."""
    grey = blank()
    for line in range(5):
        grey[95 + 16 * line : 97 + 16 * line, 8:-8] = INK
    columns = np.arange(60, 301)
    for column in columns:
        row = round(height(column))
        grey[row - 1 : row + 2, column] = INK
    grey[40:130, 240:242] = INK
    return drawn_sheet(grey)


def height(column):
    """Return the row of the curve's middle."""
    return 70 + 40 * ((column - 180) / 120.0) ** 2


def printed_curve(left, right, bulge, thickness=3.0):
    """Return a sheet with the ink of a curve between two ends, thinnest there."""
    grey = np.zeros(SHAPE, np.uint8)
    for share in np.linspace(0, 1, 800):
        row = left[0] + share * (right[0] - left[0]) - 4 * bulge * share * (1 - share)
        column = round(left[1] + share * (right[1] - left[1]))
        half = max(0.5, thickness * 2 * share * (1 - share))
        grey[round(row - half) : round(row + half) + 1, column] = 255
    return grey
