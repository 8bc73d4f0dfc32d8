"""Lines that were traced in the ink: stems, barlines and curves."""

import math
from dataclasses import dataclass
from typing import TypeVar

import numpy as np

from rastrum.model.notation import Head


@dataclass(frozen=True, slots=True)
class Stem:
    """A vertical stroke that carries heads."""

    column: float
    top: float
    bottom: float

    def end(self, *, up: bool) -> float:
        """Row of the end away from the heads, if it points up, or down."""
        return self.top if up else self.bottom


@dataclass(frozen=True, slots=True)
class Barline:
    """A barline of one staff."""

    staff: int
    """Index into Sheet.staves."""
    kind: str
    """Single, Double, Leftrepeat, Rightrepeat, Backtobackrepeat or ThinThick."""
    left: float
    right: float
    """Columns of the centres of the outermost lines."""
    joined_below: bool = False
    """The line runs on to the next staff."""
    score: float = 1.0


@dataclass(frozen=True, slots=True)
class Strokes:
    """Lines that were traced in the ink."""

    stems: tuple[Stem, ...]
    barlines: tuple[Barline, ...]


FLATTEST = 0.04
"""Least sagitta, as a share of the length: flatter curves are taken to bulge so much."""

_CurvePlace = TypeVar("_CurvePlace", float, np.ndarray)


@dataclass(frozen=True, slots=True)
class SeenArc:
    """A curve between two points of the sheet.

    Attributes
    ----------
    left, right : (float, float)
        Row and column of its ends.
    bulge : float
        How far its middle lies above the line between the ends, units; negative below.
    """

    left: tuple[float, float]
    right: tuple[float, float]
    bulge: float

    @property
    def radius(self) -> float:
        """Radius of the circle in units; negative where the curve lies above its centre."""
        sagitta = self.drawn.bulge
        return -(self.length**2 / 4 + sagitta**2) / (2 * sagitta)

    @property
    def length(self) -> float:
        """Length of the line between its ends."""
        return math.hypot(self.right[0] - self.left[0], self.right[1] - self.left[1])

    @property
    def drawn(self) -> "SeenArc":
        """The same curve, bulging as much as it is drawn."""
        bulge = max(abs(self.bulge), FLATTEST * self.length, 0.5)
        return SeenArc(self.left, self.right, bulge if self.bulge > 0 else -bulge)

    def row(self, column: _CurvePlace) -> _CurvePlace:
        """Return the curve's row in a column, or its rows in columns, between its ends."""
        share = (column - self.left[1]) / (self.right[1] - self.left[1])
        chord = self.left[0] + share * (self.right[0] - self.left[0])
        return chord - 4 * self.bulge * share * (1 - share)

    def off(self, place: tuple[float, float]) -> tuple[float, float]:
        """Return how far along the curve a place lies, 0 to 1 between its ends, and how far off."""
        down, right = self.right[0] - self.left[0], self.right[1] - self.left[1]
        below, beside = place[0] - self.left[0], place[1] - self.left[1]
        length = math.hypot(down, right)
        share = (below * down + beside * right) / length**2
        above = (beside * down - below * right) / length
        inside = min(max(share, 0.0), 1.0)
        return share, abs(above - 4 * self.bulge * inside * (1 - inside))

    @property
    def middle(self) -> tuple[float, float]:
        """Row and column of its middle."""
        down, right = self.right[0] - self.left[0], self.right[1] - self.left[1]
        part = self.bulge / math.hypot(down, right)
        return (
            (self.left[0] + self.right[0]) / 2 - part * right,
            (self.left[1] + self.right[1]) / 2 + part * down,
        )


@dataclass(frozen=True, slots=True)
class Anchor:
    """The head at which a curve begins or ends.

    With the stem's direction it names the chord: one head may be in two.
    """

    head: Head
    stem_up: bool


@dataclass(frozen=True, slots=True)
class SeenCurve:
    """A tie or a slur with the heads that it joins."""

    arc: SeenArc
    system: int
    """Index into Sheet.systems."""
    kind: str
    """Tie or Slur."""
    left: Anchor | None
    right: Anchor | None
    """None where a system's end cuts the curve, and where no chord is near."""
    partner: int = -1
    """Its other half in the next or the previous system: index among the curves of the page."""
