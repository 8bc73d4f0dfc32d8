"""Say what octave lines mean: the format has none, but its clefs may name any pitch on any line."""

from collections.abc import Sequence
from dataclasses import replace

from rastrum import mro

BESIDE = 20
"""Units that a chord's column may lie outside an octave line under which it stands: the sign begins
over the middle of its first head, and the hook ends over that of its last."""

STEPS_PER_OCTAVE = 7

RAISED_TREBLE = {-1: "TrebleDown8", 1: "TrebleUp8"}
"""Treble clefs that have a shape of their own for what sounds octaves away."""


def replace_octave_lines(
    bars: Sequence[mro.Bar], lines: Sequence[mro.OctaveLine], clef: mro.Clef
) -> list[mro.Bar]:
    """Give the chords under octave lines a clef that says where they sound.

    Parameters
    ----------
    bars : sequence of rastrum.mro.Bar
        Of one staff of a system.
    lines : sequence of rastrum.mro.OctaveLine
        Of that staff.
    clef : rastrum.mro.Clef
        In force before its first bar.

    Returns
    -------
    bars : list of rastrum.mro.Bar
        With a clef before the first chord under a line, and the printed one before the first chord
        behind it.
    """
    said, raised = 0, []
    for bar in bars:
        clefs = []
        printed = sorted(bar.clefs, key=lambda sign: sign.centre[1])
        for chord in sorted(bar.chords, key=lambda chord: chord.flagposn[1]):
            column = chord.flagposn[1]
            while printed and printed[0].centre[1] <= column:
                clef = printed.pop(0)
                clefs.append(raise_clef(clef, said))
            meant = sum(_covers(line, column) * line.shift for line in lines)
            if meant != said:
                said = meant
                before = replace(clef, centre=(clef.centre[0], column - 1))
                clefs.append(raise_clef(before, said))
        clefs += [raise_clef(sign, said) for sign in printed]
        clef = printed[-1] if printed else clef
        raised.append(replace(bar, clefs=tuple(clefs)))
    return raised


def raise_clef(clef: mro.Clef, octaves: int) -> mro.Clef:
    """Return the clef under which the same places sound octaves higher."""
    if clef.shape == "Treble" and octaves in RAISED_TREBLE:
        return replace(clef, shape=RAISED_TREBLE[octaves])
    return replace(clef, pitchposn=clef.pitchposn + STEPS_PER_OCTAVE * octaves)


def _covers(line: mro.OctaveLine, column: int) -> bool:
    return line.c0 - BESIDE <= column <= line.c1 + BESIDE
