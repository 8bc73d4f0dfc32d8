"""Give the syllables of a line to the notes that they are sung on."""

from collections.abc import Sequence

import numpy as np

from rastrum.model.sheet import UNITS_PER_SPACE
from rastrum.text.syllables import Syllable

BESIDE = 1.8 * UNITS_PER_SPACE
"""A syllable's middle lies within this of its note's column, or the note above the syllable."""

HEAD_HALF = 0.6 * UNITS_PER_SPACE
"""From the middle of a head to its left edge, where a syllable of many notes begins."""

AT_LEFT = 0.15 * UNITS_PER_SPACE
"""How much nearer than its middle a syllable's beginning must be to its note to count."""


def give_notes(syllables: Sequence[Syllable], columns: Sequence[float]) -> list[int]:
    """Choose a note for each syllable, from left to right.

    Parameters
    ----------
    syllables : sequence of Syllable
        Of one line.
    columns : sequence of float
        Of the notes above, ascending, units.

    Returns
    -------
    notes : list of int
        Index into `columns`, ascending; -1 for extenders and for what has no note near.

    Notes
    -----
    The assignment with the smallest sum of distances, by dynamic programming; a syllable without a
    note costs the farthest distance. Engravers centre a syllable on its note, but begin it at the
    note where it is held over several. O(syllables x notes) time.
    """
    farthest = BESIDE
    costs = np.full((len(syllables) + 1, len(columns) + 1), 0.0)
    steps = np.array([[_distance(s, c) for c in columns] for s in syllables])
    steps = steps.reshape(len(syllables), len(columns))
    for i in range(1, len(syllables) + 1):
        costs[i, 0] = costs[i - 1, 0] + farthest
        for j in range(1, len(columns) + 1):
            costs[i, j] = min(
                costs[i - 1, j] + farthest,
                costs[i, j - 1],
                costs[i - 1, j - 1] + steps[i - 1, j - 1],
            )
    notes = [-1] * len(syllables)
    i, j = len(syllables), len(columns)
    while i and j:
        if costs[i, j] == costs[i, j - 1]:
            j -= 1
        elif costs[i, j] == costs[i - 1, j] + farthest:
            i -= 1
        else:
            i, j = i - 1, j - 1
            notes[i] = j
    return notes


def _distance(syllable: Syllable, column: float) -> float:
    """Return how far a syllable is from a note, less than the farthest if it may be its own."""
    farthest = BESIDE
    if syllable.extender:
        return float("inf")
    centred = abs(syllable.middle - column)
    begun = abs(syllable.begin - (column - HEAD_HALF)) + AT_LEFT
    if centred > farthest and not syllable.begin <= column <= syllable.right:
        return float("inf")
    return min(centred, begun, 0.99 * farthest)
