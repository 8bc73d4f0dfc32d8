"""Let notes sound as the octave lines over and under them say."""

from collections import defaultdict
from dataclasses import replace

from rastrum.model.annotations import Mark
from rastrum.model.score import Chord, Measure, Part, Score
from rastrum.score.changes import map_chords, map_measures

OCTAVE_SLACK = 20
"""Notes whose column is up to so many units outside an octave line are still under it: the sign
begins, and the hook ends, at the middle of a head."""


def apply_octaves(score: Score) -> Score:
    """Say of every chord how many octaves higher it sounds than it is written.

    Parameters
    ----------
    score : Score

    Returns
    -------
    score : Score
        With `Chord.shift` where an octave line is over or under the staff that a chord is printed
        on.
    """
    lines = _sort_lines(score)
    if not lines:
        return score

    def lifted(_part: Part, number: int, measure: Measure) -> Measure:
        system = score.grid[number].system

        def lift(chord: Chord) -> Chord:
            printed = min(
                (note.staff for note in chord.notes),
                key=lambda s: abs(s - chord.staff),
                default=chord.staff,
            )
            shift = sum(
                line.shift
                for line in lines.get((system, printed), ())
                if line.left - OCTAVE_SLACK <= chord.at[1] <= line.right + OCTAVE_SLACK
            )
            return replace(chord, shift=shift) if shift else chord

        return map_chords(measure, lift)

    return map_measures(score, lifted)


def _sort_lines(score: Score) -> dict[tuple[int, int], list[Mark]]:
    """Return the octave lines of each system and staff."""
    lines: dict[tuple[int, int], list[Mark]] = defaultdict(list)
    for mark in score.marks:
        if mark.kind == "octave":
            lines[mark.system, mark.staff].append(mark)
    return lines
