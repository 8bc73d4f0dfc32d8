"""Look for the small clef of a change that the network missed, with the page's own clefs."""

from collections.abc import Iterable

import numpy as np
from PIL import Image

from rastrum.model.arrays import Grey
from rastrum.model.detection import Glyph
from rastrum.model.sheet import (
    UNITS_PER_SPACE,
    Sheet,
)
from rastrum.staff.line_removal import clear_lines

SIZES = (0.67, 0.75, 0.85)
"""A clef within a line is so much smaller than that which begins it."""

MARGIN = 0.15 * UNITS_PER_SPACE
"""White around a clef that is compared with it."""

BAND = 1.5 * UNITS_PER_SPACE
"""How far beyond the staff a clef may reach."""

OFF = 0.3 * UNITS_PER_SPACE
"""How far off its line a clef may stand."""

ALIKE = 0.55
"""Correlation from which on a place within a line shows the clef it is compared with. On old scans
small bass clefs had 0.70 and more, one that ran into a barline 0.58, and nothing else more than
0.51."""


class ClefModel:
    """What a clef looks like on a page.

    Parameters
    ----------
    sheet : Sheet
    clefs : iterable of (int, Glyph)
        Staves and clefs that begin a line, all of one kind.
    """

    def __init__(self, sheet: Sheet, clefs: Iterable[tuple[int, Glyph]]) -> None:
        self.sheet = sheet
        known = list(clefs)
        self.label = known[0][1].label
        sides = np.median([(glyph.height, glyph.width) for _, glyph in known], axis=0)
        self.size: list[float] = (sides + 2 * MARGIN).tolist()
        self.row = float(np.median([g.row - sheet.staves[n].middle for n, g in known]))
        self.picture = np.mean([self._cut(n, g) for n, g in known], axis=0)

    def find(self, number: int, line: int, low: float, high: float) -> Glyph | None:
        """Find the place of a staff that looks most like the clef, but smaller.

        Parameters
        ----------
        number : int
            Of the staff.
        line : int
            Step, downwards from the middle line, of the line that the clef names.
        low, high : float
            Columns between which it stands.

        Returns
        -------
        glyph : Glyph or None
            Its score is the correlation; None where nothing is like it.
        """
        staff = self.sheet.staves[number]
        left = max(0, int(max(low, staff.left)))
        right = int(min(high, staff.right))
        band, top = self._band(number, left, right)
        best: Glyph | None = None
        for size in SIZES:
            height, width = (round(side * size) for side in self.size)
            named = staff.row(line)
            row = named + size * (self.row + staff.middle - named)
            first = max(0, round(row - top - height / 2 - OFF))
            rows = band[first : round(row - top + height / 2 + OFF)]
            if rows.shape[0] < height or rows.shape[1] < width:
                continue
            alike = _correlate(rows, _resized(self.picture, height, width))
            place = np.unravel_index(int(alike.argmax()), alike.shape)
            score = float(alike[place])
            if score >= ALIKE and (best is None or score > best.score):
                middle = top + first + place[0] + height / 2, left + place[1] + width / 2
                sides = height - 2 * MARGIN, width - 2 * MARGIN
                best = Glyph(self.label, float(middle[0]), float(middle[1]), *sides, score)
        return best

    def _band(self, number: int, left: int, right: int) -> tuple[Grey, int]:
        """Return a part of a staff without its lines, and its top row."""
        staff = self.sheet.staves[number]
        top = max(0, int(staff.top - BAND))
        band = self.sheet.grey[top : int(staff.bottom + BAND), left : max(left, right)].copy()
        rows = (row - top for row in staff.line_rows)
        clear_lines(band, rows, slice(None), self.sheet.line)
        return band, top

    def _cut(self, number: int, glyph: Glyph) -> np.ndarray:
        """Return the picture of a clef that begins a line, without the lines."""
        height, width = (round(side) for side in self.size)
        left = max(0, round(glyph.column - width / 2))
        band, top = self._band(number, left, left + width)
        first = max(0, round(glyph.row - height / 2) - top)
        return _resized(band[first : first + height], height, width)


def _resized(picture: np.ndarray, height: int, width: int) -> np.ndarray:
    image = Image.fromarray(picture.astype(np.float32))
    return np.asarray(image.resize((width, height), Image.Resampling.BILINEAR), np.float64)


def _correlate(rows: np.ndarray, picture: np.ndarray) -> np.ndarray:
    """Return how like a picture each place of a band is, -1..1, by their normalised correlation."""
    places = np.lib.stride_tricks.sliding_window_view(rows.astype(np.float64), picture.shape)
    shape = picture - picture.mean()
    shared = np.einsum("ijkl,kl->ij", places, shape)
    spread = np.einsum("ijkl,ijkl->ij", places, places) - places.sum(axis=(2, 3)) ** 2 / shape.size
    scale = np.sqrt(np.maximum(spread, 1.0) * np.square(shape).sum())
    return np.asarray(shared / np.maximum(scale, 1.0))
