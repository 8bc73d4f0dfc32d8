"""Make up the part of a drum: a staff of one line, from random numbers of its own."""

from fractions import Fraction

import numpy as np

PLACES, PLACE_WEIGHTS = (0, 1, -1), (0.6, 0.2, 0.2)
"""Heads stand on the line, or right above or below it."""

CROSS, REST, BEAM, DOTTED = 0.15, 0.2, 0.4, 0.15
"""How often heads are crosses, and what else comes instead of a plain note."""

LENGTHS = tuple(Fraction(1, n) for n in (2, 4, 4, 4, 8, 16, 32))


class Drums:
    """Makes up the bars of a drum.

    Parameters
    ----------
    seed : int
        The same seed gives the same bars, whatever the other staves play.
    """

    def __init__(self, seed: int) -> None:
        self.rng = np.random.default_rng((seed, 1))

    def definition(self, number: int) -> str:
        """Return the MEI of its staff, counted from 1."""
        return f'<staffDef n="{number}" lines="1" keysig="0"><clef shape="perc"/></staffDef>'

    def layer(self, length: Fraction) -> str:
        """Return the MEI of a bar of some length, in whole notes."""
        if self._hits(REST / 2):
            return "<mRest/>"
        text = ""
        while length > 0:
            fitting = [value for value in LENGTHS if value <= length]
            value = fitting[self.rng.integers(len(fitting))] if fitting else length
            text += self._piece(value)
            length -= value
        return text

    def _hits(self, share: float) -> bool:
        return bool(self.rng.random() < share)

    def _piece(self, value: Fraction) -> str:
        duration = value.denominator
        if self._hits(REST):
            return f'<rest dur="{duration}"/>'
        if value == Fraction(1, 4) and self._hits(BEAM):
            return f"<beam>{self._note(8)}{self._note(8)}</beam>"
        if value == Fraction(1, 2) and self._hits(DOTTED):
            return self._note(4, ' dots="1"') + self._note(8)
        return self._note(duration)

    def _note(self, duration: int, extra: str = "") -> str:
        place = self.rng.choice(PLACES, p=PLACE_WEIGHTS)
        cross = ' head.shape="x"' if self._hits(CROSS) and duration >= 4 else ""
        return f'<note loc="{place}" dur="{duration}"{extra}{cross}/>'
