"""What the networks saw on a sheet."""

from collections.abc import Iterable
from dataclasses import dataclass

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


@dataclass(frozen=True, slots=True)
class Detection:
    """What the network saw on one sheet."""

    glyphs: tuple[Glyph, ...]
    masks: Planes
    """(C, ceil(H / 4), ceil(W / 4)): one map per name in `rastrum.model.vocabulary.MASKS`."""


SURE = 127
"""Confidence (of 255) from which a mask's cell counts."""

INK = 96
"""Grey above which a pixel counts as ink: a third covered."""


def plane(detection: Detection, name: str) -> np.ndarray:
    """Return the mask of a kind of stroke."""
    plane: np.ndarray = detection.masks[MASKS.index(name)]
    return plane


LEAST_SCORE = {"rest": 0.4, "flag": 0.35, "dot": 0.5, "mark": 0.5}
"""Glyphs below are not believed."""


def believed(glyphs: Iterable[Glyph], labels: Iterable[str], least: float) -> list[Glyph]:
    """Return the glyphs of some classes of which the network is sure enough."""
    wanted = frozenset(labels)
    return [g for g in glyphs if g.label in wanted and g.score >= least]
