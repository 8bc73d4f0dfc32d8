"""The way of a scan to what stands on it, and of pages to a score: a table of contents."""

import time
from collections.abc import Sequence
from dataclasses import replace

from rastrum.curves.find import find_curves
from rastrum.detection.detector import detect
from rastrum.detection.merge import verify_glyphs
from rastrum.detection.openings import count_clefs, may_be_upside_down
from rastrum.detection.second_look import look_again
from rastrum.detection.staccatissimo import find_staccatissimi
from rastrum.image.dither import undither
from rastrum.image.load import Scan, load
from rastrum.image.spreads import split_spread
from rastrum.image.turn import lay_level, turn
from rastrum.marks.find import find_marks
from rastrum.marks.fingerings import find_fingerings
from rastrum.model.measures import MeasureGrid
from rastrum.model.page import Bitmap, StaffPage
from rastrum.model.reading import Notation, Progress, Reading, Rhythm, SeenPage
from rastrum.model.score import Score
from rastrum.model.words import PageText
from rastrum.notes.chords import build_chords
from rastrum.notes.strokes import trace
from rastrum.rhythm.find import time_chords
from rastrum.score.build import build
from rastrum.score.judgement import judge_page
from rastrum.signatures.keys import doubt_clefs, read_signatures
from rastrum.staff.barlines import find_repeat_dots
from rastrum.staff.find import find_staves
from rastrum.staff.foreign import leave_out_foreign
from rastrum.staff.normalise import normalise
from rastrum.staff.scale import measure_scale
from rastrum.staff.systems import find_systems
from rastrum.staff.verify import verify
from rastrum.text.lyrics import read_text
from rastrum.text.syllables import Reader

STAGES = (
    "load",
    "measure",
    "find staves",
    "normalise",
    "find systems",
    "detect",
    "second look",
    "verify",
    "trace",
    "find signatures",
    "find notes",
    "find marks",
    "find curves",
    "time them",
    "judge",
    "read text",
)


def read_scan(
    scan: Scan,
    progress: Progress | None = None,
    reader: Reader | None = None,
    rhythm: Rhythm = "repair",
) -> tuple[Reading, ...]:
    """Read the page of a scan, or both if there are two side by side.

    Parameters
    ----------
    scan : path, bytes, array, PIL image or Bitmap
        See `rastrum.image.load.load`. A scan that lies on its side, or upside down, is put right.
    progress : callable, optional
        Told before each stage.
    reader : callable, optional
        Reads words, see `rastrum.text.reader.read_words`; without one, text is left out.
    rhythm : str
        "repair" or "keep" bars that do not add up, see `rastrum.rhythm.find`.

    Returns
    -------
    readings : tuple of Reading
        The left page first.

    Raises
    ------
    rastrum.InputError
        If the scan cannot be read.
    rastrum.RecognitionError
        If there is no music on it.
    """
    clock = _Clock(progress)
    with clock("load"):
        pages = split_spread(lay_level(undither(load(scan))))
    clocks = [clock, *(_Clock(progress) for _ in pages[1:])]
    return tuple(
        _read_upright(_find_staves(page, own), own, reader, rhythm)
        for page, own in zip(pages, clocks, strict=True)
    )


def read_page(
    scan: Scan,
    progress: Progress | None = None,
    reader: Reader | None = None,
    rhythm: Rhythm = "repair",
) -> Reading:
    """Read a scan of one page, as `read_scan` does; of two pages the left one."""
    return read_scan(scan, progress, reader, rhythm)[0]


def build_score(readings: Sequence[Reading], title: str = "") -> Score:
    """Build the score of pages that were read, as they show it."""
    return build([(reading.bitmap, reading.notation) for reading in readings], title)


def _find_staves(bitmap: Bitmap, clock: "_Clock") -> StaffPage:
    with clock("measure"):
        scale = measure_scale(bitmap)
    with clock("find staves"):
        return StaffPage(bitmap, *find_staves(bitmap, scale))


def _read_upright(
    page: StaffPage, clock: "_Clock", reader: Reader | None, rhythm: Rhythm
) -> Reading:
    """Read a page, or the same upside down if that shows more clefs at the beginning of staves."""
    seen = _look(page, clock, margins=reader is not None)
    if may_be_upside_down(seen.sheet, seen.detection):
        other = _look(
            _find_staves(turn(page.bitmap, 180), clock), clock, margins=reader is not None
        )
        if count_clefs(other.sheet, other.detection) > count_clefs(seen.sheet, seen.detection):
            seen = other
    return _read(seen, clock, reader, rhythm)


def _look(page: StaffPage, clock: "_Clock", *, margins: bool) -> SeenPage:
    """Level a page, and look for everything that the networks know."""
    with clock("normalise"):
        sheet = normalise(page.bitmap, page.scale, page.staves)
        sheet, doubts = leave_out_foreign(sheet)
    with clock("find systems"):
        sheet = find_systems(sheet)
    with clock("detect"):
        detection = detect(sheet, margins=margins)
    return SeenPage(page.bitmap, sheet, detection, tuple(doubts))


def _read(seen: SeenPage, clock: "_Clock", reader: Reader | None, rhythm: Rhythm) -> Reading:
    """Read what the networks saw on a page."""
    sheet, detection = seen.sheet, seen.detection
    with clock("second look"):
        detection = look_again(sheet, detection)
    with clock("verify"):
        sheet = verify(sheet, detection)
        detection = find_staccatissimi(sheet, verify_glyphs(sheet, detection))
    with clock("trace"):
        strokes = trace(sheet, detection)
        grid = MeasureGrid.of(strokes.barlines, len(sheet.staves))
    with clock("find signatures"):
        signatures = read_signatures(sheet, detection, strokes.barlines)
    with clock("find notes"):
        used = signatures.used | find_repeat_dots(sheet, detection, strokes.barlines)
        chords = build_chords(sheet, detection, strokes, used)
    with clock("find marks"):
        marks = find_marks(sheet, detection, strokes.barlines)
    with clock("find curves"):
        curves = find_curves(sheet, detection, strokes, chords, marks.hairpins)
    with clock("time them"):
        doubts = [*seen.doubts, *doubt_clefs(sheet, signatures)]
        timing, signatures, more = time_chords(sheet, grid, detection, chords, signatures, rhythm)
        fingerings = find_fingerings(detection, timing.chords, marks.voltas)
        marks = replace(marks, fingerings=fingerings)
    with clock("judge"):
        explained, whole = judge_page(sheet, detection, signatures, timing)
    text = PageText()
    if reader is not None:
        with clock("read text"):
            text, voltas = read_text(sheet, detection, timing.chords, marks.voltas, reader)
            marks = replace(marks, voltas=voltas)
    notation = Notation(sheet, grid, signatures, timing, curves, marks, text)
    doubts += [*more, *whole]
    return Reading(
        seen.bitmap, detection, strokes, notation, tuple(doubts), explained, clock.seconds
    )


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
        spent = time.perf_counter() - self.begun
        self.seconds[self.stage] = self.seconds.get(self.stage, 0.0) + spent
