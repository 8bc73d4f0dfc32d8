"""Draw curves, and what the network would see of them."""

import numpy as np

from rastrum.curves.selection import choose_arcs
from rastrum.model.detection import Detection, Glyph
from rastrum.model.notation import Head, SeenChord, SeenNote
from rastrum.model.strokes import Strokes
from rastrum.model.vocabulary import MASKS
from support.sheets import box_masks, staff_sheet

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


def half_ellipse():
    """Return the ink of half an ellipse from (180, 108) over (90, 150) to (180, 192)."""
    return {
        (round(180 - 90 * np.sin(turn) + off), round(150 - 42 * np.cos(turn) + beside))
        for turn in np.linspace(0, np.pi, 900)
        for off in (-1, 0, 1)
        for beside in (-1, 0, 1)
    }


def note_at(row, column):
    """Return a chord of one head without a stem."""
    head = Head(Glyph("noteheadWhole", row, column, 16.0, 20.0, 0.9), 0, round((row - 40) / 8))
    return SeenChord(0, "Sbreve", column, row, (SeenNote(head),))


def chosen(ink, detection, *chords, stems=(), hairpins=()):
    """Return the curves of ink far below a staff."""
    sheet = staff_sheet(bare_of(ink), 8.0)
    return choose_arcs(sheet, detection, Strokes(tuple(stems), ()), chords, hairpins)
