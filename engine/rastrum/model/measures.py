"""When chords sound, and the bars that they stand in."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Self

from rastrum.model.notation import SeenChord
from rastrum.model.strokes import Barline

TICKS = 512 * 315
"""Of a whole note: 64ths with three dots, and the ratios below, are whole numbers of them."""

TOGETHER_SP = 0.55
"""Chords whose centres are closer sound together."""


def count_ticks(chord: SeenChord) -> int:
    """Return how long a chord is, tuplets included."""
    length = chord.duration
    return TICKS * length.numerator // length.denominator


@dataclass(frozen=True)
class Music:
    """The chords of a page and how long they are, in ticks."""

    chords: Sequence[SeenChord]
    ticks: tuple[int, ...]

    @classmethod
    def of(cls, chords: Sequence[SeenChord]) -> Self:
        """Measure how long chords are, tuplets included."""
        return cls(chords, tuple(count_ticks(chord) for chord in chords))

    @cached_property
    def centres(self) -> tuple[float, ...]:
        """Columns of the middles of the chords."""
        return tuple(chord.centre for chord in self.chords)


@dataclass(frozen=True, slots=True)
class Voice:
    """What sounds one after the other on a staff in a bar."""

    system: int
    bar: int
    column: float
    members: tuple[int, ...]
    whole: bool
    """The bar's only voice on its staff."""


def rests_whole(music: Music, voice: Voice) -> bool:
    """Whether a voice is a whole bar's rest, which stands in the middle of its bar.

    Parameters
    ----------
    music : Music
    voice : Voice

    Returns
    -------
    whole : bool
    """
    return [music.chords[n].shape for n in voice.members] == ["Sbreverest"]


def bar_edges(barlines: Sequence[Barline]) -> dict[int, list[float]]:
    """Return the columns of each staff's barlines."""
    edges: dict[int, list[float]] = defaultdict(list)
    for barline in barlines:
        edges[barline.staff].append((barline.left + barline.right) / 2)
    return edges


def bar_of(edges: Mapping[int, Sequence[float]], staff: int, column: float) -> int:
    """Return in which bar of a staff a column lies, counted from 0."""
    return sum(edge < column for edge in edges.get(staff, ()))
