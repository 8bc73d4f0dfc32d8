"""Words on the sheet: lyrics, and what is not sung."""

from dataclasses import dataclass

SANS, SERIF, BOLD, ITALIC = 0, 4, 1, 2
"""Styles of type: without and with serifs, and what is added where it is bold or italic."""


@dataclass(frozen=True, slots=True)
class SeenSyllable:
    """A syllable, or the line that holds one, under the notes.

    Attributes
    ----------
    text : str
        With a hyphen at its end if the word goes on.
    left, right, middle : float
        Columns of its letters.
    extender : bool
        A line that holds the syllable before it.
    chord : int
        Number of its chord among those of the page; -1 where it has none.
    """

    text: str
    left: float
    right: float
    middle: float
    extender: bool
    chord: int


@dataclass(frozen=True, slots=True)
class SeenVerse:
    """A line of syllables under a staff."""

    staff: int
    """Index into Sheet.staves."""
    baseline: float
    size: float
    style: int
    syllables: tuple[SeenSyllable, ...]


@dataclass(frozen=True, slots=True)
class SeenWords:
    """Words that are not sung, at a staff."""

    staff: int
    """Index into Sheet.staves."""
    text: str
    kind: str | None
    """What they are for; None where it is not plain."""
    baseline: float
    left: float
    size: float
    style: int


@dataclass(frozen=True, slots=True)
class PageText:
    """What was read on a page, but for the music."""

    verses: tuple[SeenVerse, ...] = ()
    words: tuple[SeenWords, ...] = ()
