"""Change every measure of a score."""

from collections.abc import Callable
from dataclasses import replace

from rastrum.model.score import Chord, Measure, Part, Score


def map_measures(score: Score, change: Callable[[Part, int, Measure], Measure]) -> Score:
    """Return a score with every measure of every part changed.

    Parameters
    ----------
    score : Score
    change : callable
        Called with a part, the measure's number in the grid, and the measure.

    Returns
    -------
    score : Score
    """
    parts = (
        replace(part, measures=tuple(change(part, n, m) for n, m in enumerate(part.measures)))
        for part in score.parts
    )
    return replace(score, parts=tuple(parts))


def map_chords(measure: Measure, change: Callable[[Chord], Chord]) -> Measure:
    """Return a measure with every chord and rest changed."""
    voices = (replace(v, chords=tuple(map(change, v.chords))) for v in measure.voices)
    return replace(measure, voices=tuple(voices))
