"""Place the heads of a system where curves meet them."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from rastrum.mro import records as mro

HALF_HEAD = 9
"""Half the width of a head, units."""

BESIDE, AWAY = 40, 90
"""A curve begins and ends within so many units beside its chord, and above or below it."""

SIDEWAYS = 1.5
"""How much more a unit beside a chord counts than one above or below it."""

Symbol = tuple[int, int, int]
"""Staff of the system, bar and chord."""

NOWHERE: Symbol = (-1, -1, -1)


@dataclass(frozen=True, slots=True)
class PlacedHead:
    """A head in its system.

    Attributes
    ----------
    symbol : (int, int, int)
    note : int
        Its number in the chord.
    row, column : float
        Its middle.
    p : int
        Pitch position.
    up : bool
        Which way its stem points.
    end : float
        Row of the stem's end, or of the head without one.
    accid : str
        The accidental before it.
    """

    symbol: Symbol
    note: int
    row: float
    column: float
    p: int
    up: bool
    end: float
    accid: str


def list_heads(system: mro.System, *, grace: bool = False) -> list[PlacedHead]:
    """List the heads of a system.

    Parameters
    ----------
    system : System
    grace : bool
        Those of grace notes, or else all others.

    Returns
    -------
    heads : list of PlacedHead
        Places relative to the system's top left.
    """
    heads = []
    for c, stave in enumerate(system.staves):
        top = stave.top - system.top
        tops = {n - c: other.top - system.top for n, other in enumerate(system.staves)}
        for d, bar in enumerate(stave.bars):
            for e, chord in enumerate(bar.chords):
                for f, note in enumerate(chord.notes):
                    if note.shape.lower().endswith("rest") or (note.shape == "Grace") != grace:
                        continue
                    side = 0 if chord.virtualstem else (-HALF_HEAD if chord.stemup else HALF_HEAD)
                    column = chord.flagposn[1] + (side if note.normalside else -side)
                    middle = tops.get(note.staveoffset, top) + stave.size / 2
                    row = middle + stave.size / 8 * (note.p if note.drawnp is None else note.drawnp)
                    end = row if chord.virtualstem else top + chord.flagposn[0]
                    heads.append(
                        PlacedHead((c, d, e), f, row, column, note.p, chord.stemup, end, note.accid)
                    )
    return heads


def nearest_chord(point: tuple[int, int], heads: Sequence[PlacedHead]) -> Symbol:
    """Return the chord nearest to a curve's end.

    Parameters
    ----------
    point : (int, int)
        Row and column of the end.
    heads : sequence of PlacedHead
        Of its system.

    Returns
    -------
    symbol : (int, int, int)
        `NOWHERE` if all are too far away.
    """
    best, least = NOWHERE, math.inf
    for head in heads:
        beside = abs(point[1] - head.column)
        low, high = min(head.row, head.end), max(head.row, head.end)
        away = max(low - point[0], point[0] - high, 0.0)
        cost = SIDEWAYS * beside + away
        if beside <= BESIDE and away <= AWAY and cost < least:
            best, least = head.symbol, cost
    return best
