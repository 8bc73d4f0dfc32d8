"""What was read from a page, stage by stage."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from rastrum.errors import RecognitionError
from rastrum.model.detection import Detection
from rastrum.model.doubt import Doubt
from rastrum.model.marks import Marks
from rastrum.model.measures import MeasureGrid, Timing
from rastrum.model.notation import Signatures
from rastrum.model.page import Bitmap
from rastrum.model.score import Score
from rastrum.model.sheet import Sheet
from rastrum.model.strokes import SeenCurve, Strokes
from rastrum.model.words import PageText

Rhythm = Literal["keep", "repair"]
"""What becomes of bars that do not add up."""

Progress = Callable[[str, float], None]
"""Called with a stage's name and the share of the page that is done."""


@dataclass(frozen=True, slots=True)
class SeenPage:
    """A level page, and what the networks saw on it."""

    bitmap: Bitmap
    sheet: Sheet
    detection: Detection
    doubts: tuple[Doubt, ...]


@dataclass(frozen=True, slots=True)
class Notation:
    """What a page says, before it is a part of a score.

    Attributes
    ----------
    sheet : Sheet
        Staves and systems.
    grid : MeasureGrid
        Measures.
    signatures : Signatures
        Clefs, keys and time signatures.
    timing : Timing
        Chords and rests, with their voices.
    curves : tuple of SeenCurve
        Ties and slurs, at the heads they begin and end at.
    marks : Marks
        Everything else around the notes.
    text : PageText
        Lyrics and words.
    """

    sheet: Sheet
    grid: MeasureGrid
    signatures: Signatures
    timing: Timing
    curves: tuple[SeenCurve, ...]
    marks: Marks
    text: PageText


@dataclass(frozen=True, slots=True)
class Reading:
    """A page with everything that was read from it.

    Attributes
    ----------
    bitmap, detection, strokes
        What the stages found, for overlays and reports.
    notation : Notation
        What it says; its sheet is the last one.
    doubts : tuple of Doubt
        What the stages were unsure of.
    explained : float
        Share of the ink on the staves that is part of something that was seen.
    seconds : dict of str to float
        Time per stage.
    """

    bitmap: Bitmap
    detection: Detection
    strokes: Strokes
    notation: Notation
    doubts: tuple[Doubt, ...]
    explained: float
    seconds: dict[str, float]

    @property
    def sheet(self) -> Sheet:
        """The page with level staves."""
        return self.notation.sheet


@dataclass(frozen=True, slots=True)
class Result:
    """A score and how it came about.

    Attributes
    ----------
    score : Score
        What `rastrum.mro.write` takes.
    pages : tuple of Reading
        What each stage found on each page.
    seen : Score
        The score as the pages show it, before it was interpreted.
    skipped : tuple of (int, RecognitionError)
        Scans without music among others with some: their numbers, and why.
    """

    score: Score
    pages: tuple[Reading, ...]
    seen: Score
    skipped: tuple[tuple[int, RecognitionError], ...] = ()

    @property
    def doubts(self) -> tuple[tuple[int, Doubt], ...]:
        """Every doubt with the index of its page."""
        return tuple((n, doubt) for n, page in enumerate(self.pages) for doubt in page.doubts)
