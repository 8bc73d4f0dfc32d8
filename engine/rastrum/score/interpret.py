"""Interpret a score as the application that loads it would: pure functions from score to score."""

from rastrum.curves.records_anchors import attach_curves
from rastrum.mro import records as mro
from rastrum.score.carried_accidentals import spell_ties
from rastrum.score.courtesy_signatures import take_courtesies
from rastrum.score.meters import unify_times
from rastrum.score.octaves import apply_octaves
from rastrum.score.parts import fill_empty_staves, make_rectangular


def interpret(score: mro.Score) -> mro.Score:
    """Say what a score means, for readers that only know what stands in the file.

    Parameters
    ----------
    score : Score
        As the pages show it.

    Returns
    -------
    score : Score
        Rectangular, with rests on staves where nothing was read, no bars that only announce the
        next system's signatures, one time signature at a time,
        curves attached to chords and ties told from slurs, accidentals at the ends of ties, and
        clefs for octave lines.
    """
    full = fill_empty_staves(take_courtesies(make_rectangular(score)))
    return apply_octaves(spell_ties(attach_curves(unify_times(full))))
