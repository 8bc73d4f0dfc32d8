"""The way of a page, from scan to score: a table of contents of the engine."""

import time
from collections.abc import Callable
from dataclasses import dataclass, replace

from rastrum.detection.detector import detect
from rastrum.detection.merge import settle_glyphs
from rastrum.detection.second_look import look_again
from rastrum.detection.staccatissimo import find_wedges
from rastrum.export.mro import write_page
from rastrum.image.load import Scan, load
from rastrum.model.detection import Detection
from rastrum.model.page import Bitmap
from rastrum.model.sheet import Sheet
from rastrum.model.strokes import Strokes
from rastrum.mro import records as mro
from rastrum.notes.strokes import trace
from rastrum.score.build import Assembly, Rhythm, assemble
from rastrum.staff.find import find_staves
from rastrum.staff.normalise import normalise
from rastrum.staff.scale import measure_scale
from rastrum.staff.systems import find_systems
from rastrum.staff.verify import verify
from rastrum.text.lyrics import read_text
from rastrum.text.syllables import Reader

Progress = Callable[[str, float], None]
"""Called with a stage's name and the share of the page that is done."""

STAGES = (
    "load",
    "measure",
    "staves",
    "normalise",
    "systems",
    "detect",
    "look_again",
    "verify",
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
        See `rastrum.image.load.load`.
    progress : callable, optional
        Told before each stage.
    reader : callable, optional
        Reads words, see `rastrum.text.reader.read_words`; without one, text is left out.
    rhythm : str
        "repair" or "keep" bars that do not add up, see `rastrum.score.build.assemble`.

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
    with clock("look_again"):
        detection = look_again(sheet, detection)
    with clock("verify"):
        sheet = verify(sheet, detection)
        detection = find_wedges(sheet, settle_glyphs(sheet, detection))
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
