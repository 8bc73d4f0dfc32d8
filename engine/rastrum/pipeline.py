"""The way of a page, from scan to score: a table of contents of the engine."""

import time
from collections.abc import Callable
from dataclasses import dataclass, replace

from rastrum.assemble import Assembly, Rhythm, assemble
from rastrum.detect import detect
from rastrum.load import Scan, load
from rastrum.lyrics import read_text
from rastrum.mro import records as mro
from rastrum.normalise import normalise
from rastrum.page import Bitmap, Detection, Sheet, Strokes
from rastrum.scale import measure_scale
from rastrum.settle import settle, settle_glyphs
from rastrum.staves import find_staves
from rastrum.syllables import Reader
from rastrum.systems import find_systems
from rastrum.tell import tell
from rastrum.trace import trace
from rastrum.write import write_page

Progress = Callable[[str, float], None]
"""Called with a stage's name and the share of the page that is done."""

STAGES = (
    "load",
    "measure",
    "staves",
    "normalise",
    "systems",
    "detect",
    "tell",
    "settle",
    "trace",
    "assemble",
    "text",
)


@dataclass(frozen=True, slots=True)
class Reading:
    """A page with everything that was read from it.

    Attributes
    ----------
    page : rastrum.mro.Page
        The page as it goes into the score.
    bitmap, sheet, detection, strokes, assembly
        What the stages found, for overlays and reports.
    seconds : dict of str to float
        Time per stage.
    """

    page: mro.Page
    bitmap: Bitmap
    sheet: Sheet
    detection: Detection
    strokes: Strokes
    assembly: Assembly
    seconds: dict[str, float]


def read_page(
    scan: Scan,
    progress: Progress | None = None,
    reader: Reader | None = None,
    rhythm: Rhythm = "repair",
) -> Reading:
    """Read one page.

    Parameters
    ----------
    scan : path, bytes, array, PIL image or Bitmap
        See `rastrum.load.load`.
    progress : callable, optional
        Told before each stage.
    reader : callable, optional
        Reads words, see `rastrum.ocr.read_words`; without one, text is left out.
    rhythm : str
        "repair" or "keep" bars that do not add up, see `rastrum.assemble.assemble`.

    Returns
    -------
    reading : Reading

    Raises
    ------
    rastrum.InputError
        If the scan cannot be read.
    rastrum.RecognitionError
        If there is no music on it.
    """
    clock = _Clock(progress)
    with clock("load"):
        bitmap = load(scan)
    with clock("measure"):
        scale = measure_scale(bitmap)
    with clock("staves"):
        scale, staves = find_staves(bitmap, scale)
    with clock("normalise"):
        sheet = normalise(bitmap, scale, staves)
    with clock("systems"):
        sheet = find_systems(sheet)
    with clock("detect"):
        detection = detect(sheet, margins=reader is not None)
    with clock("tell"):
        detection = tell(sheet, detection)
    with clock("settle"):
        sheet = settle(sheet, detection)
        detection = settle_glyphs(sheet, detection)
    with clock("trace"):
        strokes = trace(sheet, detection)
    with clock("assemble"):
        assembly = assemble(sheet, detection, strokes, rhythm)
    if reader is not None:
        with clock("text"):
            systems = read_text(sheet, detection, assembly.systems, reader)
            assembly = replace(assembly, systems=systems)
    page = write_page(bitmap, sheet, assembly)
    return Reading(page, bitmap, sheet, detection, strokes, assembly, clock.seconds)


class _Clock:
    """Times stages and tells the caller about them."""

    def __init__(self, progress: Progress | None) -> None:
        self.progress = progress
        self.seconds: dict[str, float] = {}
        self.stage = ""
        self.begun = 0.0

    def __call__(self, stage: str) -> "_Clock":
        self.stage = stage
        if self.progress is not None:
            self.progress(stage, STAGES.index(stage) / len(STAGES))
        return self

    def __enter__(self) -> None:
        self.begun = time.perf_counter()

    def __exit__(self, *error: object) -> None:
        self.seconds[self.stage] = time.perf_counter() - self.begun
