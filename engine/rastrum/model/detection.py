"""What the networks saw on a sheet."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np

from rastrum.model.arrays import Planes
from rastrum.model.vocabulary import MASKS


@dataclass(frozen=True, slots=True)
class Glyph:
    """A symbol that the network saw."""

    label: str
    row: float
    column: float
    """Centre of its box."""
    height: float
    width: float
    score: float
    """0..1."""
    text: str = ""
    """What it says, where that was told: see `rastrum.detection.second_look`."""

    @property
    def left(self) -> float:
        """Column of the left edge."""
        return self.column - self.width / 2


class Levels(NamedTuple):
    """The scores from which glyphs of a class count: each level asks for more than the one before.

    Those of a class that no table names are the defaults.
    """

    listed: float = 0.25
    """The network's peaks below are noise, and no glyphs at all."""
    faint: float = 0.3
    """Glyphs that something beside them speaks for are believed from here on."""
    believed: float = 0.4
    """Glyphs are believed from here on."""
    sure: float = 0.5
    """Glyphs from here on speak against other evidence."""


@dataclass(frozen=True, slots=True)
class Detection:
    """What the network saw on one sheet."""

    glyphs: tuple[Glyph, ...]
    """Those that are listed."""
    masks: Planes
    """(C, ceil(H / 4), ceil(W / 4)): one map per name in `rastrum.model.vocabulary.MASKS`."""
    points: Mapping[str, Levels] = field(default_factory=dict)
    """The levels of each class; they come with the weights."""

    def levels(self, label: str) -> Levels:
        """Return the levels of a class."""
        return self.points.get(label, Levels())

    def faint(self, labels: Iterable[str]) -> list[Glyph]:
        """Return the glyphs of some classes that are faint at least, in their order."""
        return self._above(labels, "faint")

    def believed(self, labels: Iterable[str]) -> list[Glyph]:
        """Return the glyphs of some classes that are believed, in their order."""
        return self._above(labels, "believed")

    def sure(self, labels: Iterable[str]) -> list[Glyph]:
        """Return the glyphs of some classes that are sure, in their order."""
        return self._above(labels, "sure")

    def is_believed(self, glyph: Glyph) -> bool:
        """Whether a glyph's score is believed in its class."""
        return glyph.score >= self.levels(glyph.label).believed

    def is_sure(self, glyph: Glyph) -> bool:
        """Whether a glyph's score is sure in its class."""
        return glyph.score >= self.levels(glyph.label).sure

    def _above(self, labels: Iterable[str], level: str) -> list[Glyph]:
        least = {label: getattr(self.levels(label), level) for label in labels}
        return [g for g in self.glyphs if g.label in least and g.score >= least[g.label]]


SURE = 127
"""Confidence (of 255) from which a mask's cell counts."""


def plane(detection: Detection, name: str) -> np.ndarray:
    """Return the mask of a kind of stroke."""
    plane: np.ndarray = detection.masks[MASKS.index(name)]
    return plane
