"""Interpret a score as the application that loads it would: pure functions from score to score."""

from rastrum.model.score import Score
from rastrum.score.courtesy_signatures import take_courtesies
from rastrum.score.meters import unify_times
from rastrum.score.octaves import apply_octaves
from rastrum.score.pitches import name_pitches
from rastrum.score.resting_staves import fill_resting_staves


def interpret(score: Score) -> Score:
    """Say what a score means.

    Parameters
    ----------
    score : Score
        As the pages show it.

    Returns
    -------
    score : Score
        Without measures that only announce the next system's signatures; with rests for the staves
        that a system leaves out, or on which nothing was read; one time signature at a time;
        octave lines and ties in the pitches of the notes.
    """
    full = fill_resting_staves(take_courtesies(score))
    return name_pitches(apply_octaves(unify_times(full)))
