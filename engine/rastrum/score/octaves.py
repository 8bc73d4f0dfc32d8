"""Say by clefs what octave lines say."""

from collections.abc import Sequence
from dataclasses import replace

from rastrum.mro import records as mro
from rastrum.mro.walk import Where, map_staves

OCTAVE_SLACK = 20
"""Notes whose column is up to so many units outside an octave line are still under it: the sign
begins, and the hook ends, at the middle of a head."""


def apply_octaves(score: mro.Score) -> mro.Score:
    """Say by clefs what octave lines say.

    The format has no octave lines, but a clef may name any pitch on any line: notes under a line
    get one that lies an octave away, and the notes behind it the old one again.

    Parameters
    ----------
    score : Score
        As the page shows it.

    Returns
    -------
    score : Score
        With clefs before the first and behind the last chord of every octave line.
    """
    state: dict[int, mro.Clef] = {}

    def lifted(stave: mro.Stave, where: Where) -> mro.Stave:
        staves = score.pages[where[0]].systems[where[1]].staves
        return _lift(stave, where[2], state, staves)

    return map_staves(score, lifted)


def _lift(
    stave: mro.Stave, number: int, state: dict[int, mro.Clef], staves: Sequence[mro.Stave]
) -> mro.Stave:
    """Return a staff with the clefs that octave lines stand for: those of the staff of print."""
    clef = state.get(number, mro.Clef("Treble", (0, 0), 2))
    shift = 0
    bars = []
    for bar in stave.bars:
        clefs: list[mro.Clef] = []
        items: list[mro.Clef | mro.Chord] = [*bar.clefs, *bar.chords]
        for item in sorted(items, key=_column):
            if isinstance(item, mro.Clef):
                clef = item
                clefs.append(_octave_clef(item, shift))
                continue
            printed = number + min((note.staveoffset for note in item.notes), key=abs, default=0)
            wanted = sum(
                line.shift
                for line in (staves[printed] if 0 <= printed < len(staves) else stave).octavelines
                if line.c0 - OCTAVE_SLACK <= item.flagposn[1] <= line.c1 + OCTAVE_SLACK
            )
            if wanted != shift:
                shift = wanted
                place = (clef.centre[0], item.flagposn[1] - 1)
                clefs.append(_octave_clef(replace(clef, centre=place), shift))
        bars.append(replace(bar, clefs=tuple(clefs)))
    state[number] = clef
    return replace(stave, bars=tuple(bars))


def _column(item: mro.Clef | mro.Chord) -> int:
    return item.centre[1] if isinstance(item, mro.Clef) else item.flagposn[1]


def _octave_clef(clef: mro.Clef, shift: int) -> mro.Clef:
    """Return a clef that makes notes sound octaves higher."""
    if not shift:
        return clef
    if clef.shape == "Treble" and abs(shift) == 1:
        return replace(clef, shape="TrebleUp8" if shift > 0 else "TrebleDown8")
    return replace(clef, pitchposn=clef.pitchposn + 7 * shift)
