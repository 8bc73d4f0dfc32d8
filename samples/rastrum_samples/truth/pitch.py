"""Work out what a place on a staff means: pitches by clef, alterations by key.

Like all of the truth this shares nothing with the engine but the format, so that a mistake in one
of the two shows in the other.
"""

from rastrum import mro
from rastrum_samples.engraving.content import STEPS

FIFTHS = "FCGDAEB"
"""Steps in the order in which keys sharpen them; flats come the other way round."""

CLEF_PITCHES = {"Treble": "G4", "TrebleUp8": "G5", "TrebleDown8": "G3", "Bass": "F3", "Alto": "C4"}
"""Pitch of the line that a clef stands on."""

SIGNS = {-2: "DoubleFlat", -1: "Flat", 0: "Natural", 1: "Sharp", 2: "DoubleSharp"}
"""Accidental that alters by so many semitones."""


def number_of(pitch: str) -> int:
    """Return the diatonic number of a pitch without alteration, one per step.

    Examples
    --------
    >>> number_of("C4"), number_of("B3")
    (28, 27)
    """
    return int(pitch[1:]) * len(STEPS) + STEPS.index(pitch[0])


def number_at(clef: mro.Clef, p: int) -> int:
    """Return the diatonic number of a place under a clef.

    Parameters
    ----------
    clef : rastrum.mro.Clef
    p : int
        Steps below the middle line.

    Returns
    -------
    number : int
    """
    return number_of(CLEF_PITCHES[clef.shape]) + clef.pitchposn - p


def alter_in_key(number: int, key: int) -> int:
    """Return by how many semitones a key signature alters a step.

    Parameters
    ----------
    number : int
        Diatonic number of the step.
    key : int
        Sharps, or flats if negative.

    Returns
    -------
    alter : int
        Every seventh fifth upwards sharpens a step once more.
    """
    return (key + len(FIFTHS) - 1 - FIFTHS.index(STEPS[number % len(STEPS)])) // len(FIFTHS)
