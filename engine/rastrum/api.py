"""The library's calls."""

from collections.abc import Sequence
from typing import Literal, cast

import rastrum.export.mro  # noqa: F401  from here on `rastrum.mro.write` takes scores
from rastrum import mro
from rastrum.errors import RecognitionError
from rastrum.export.mro_import import from_records
from rastrum.image.load import Scan
from rastrum.model.reading import Progress, Reading, Result, Rhythm
from rastrum.model.score import Score
from rastrum.pipeline import build_score, read_scan
from rastrum.score.interpret import interpret
from rastrum.text.reader import can_read, read_words

Level = Literal["engine", "score"]
"""What stands on the page, or what it means."""

Scans = Scan | Sequence[Scan]
"""One page, or a list or tuple of pages in their order."""


def read(
    scans: Scans,
    *,
    title: str = "",
    level: Level = "score",
    text: bool = True,
    rhythm: Rhythm | None = None,
    progress: Progress | None = None,
) -> Score:
    """Read one or several pages of printed music.

    Parameters
    ----------
    scans : path, bytes, array, PIL image, Bitmap, or list or tuple of such
        1-bit pages; see `rastrum.image.load.load`. Several pages make one score, in their order.
    title : str
        Of the score.
    level : str
        "engine": what stands on the page. "score": what it means, see `rastrum.score.interpret`.
    text : bool
        Read lyrics and other text, where the extra `rastrum[text]` is installed.
    rhythm : str, optional
        "repair": bars that do not add up are read in another way if one is near at hand, which is
        usual at level "score". "keep": they are left as seen, which is usual at level "engine".
    progress : callable, optional
        Called with a stage's name and the share of the work that is done, 0..1.

    Returns
    -------
    score : rastrum.model.score.Score
        `rastrum.mro.write` makes a file of it.

    Raises
    ------
    InputError
        If a scan is missing, broken or of another kind.
    RecognitionError
        If no page shows any music; others are skipped, see `Result.skipped`.

    Notes
    -----
    Safe in threads; nothing is kept between calls but the loaded network.
    """
    return recognise(
        scans, title=title, level=level, text=text, rhythm=rhythm, progress=progress
    ).score


def recognise(
    scans: Scans,
    *,
    title: str = "",
    level: Level = "score",
    text: bool = True,
    rhythm: Rhythm | None = None,
    progress: Progress | None = None,
) -> Result:
    """Read pages as `read` does, and keep what every stage found.

    Parameters
    ----------
    scans, title, level, text, rhythm, progress
        As in `read`.

    Returns
    -------
    result : Result

    Raises
    ------
    InputError, RecognitionError
        As in `read`.
    """
    pages = cast("list[Scan]", list(scans) if isinstance(scans, list | tuple) else [scans])
    if not pages:
        raise ValueError("no pages given")
    reader = read_words if text and can_read() else None
    readings: list[Reading] = []
    skipped: list[tuple[int, RecognitionError]] = []
    for number, scan in enumerate(pages):
        share = _share(progress, number, len(pages))
        try:
            readings += read_scan(scan, share, reader, rhythm or usual_rhythm(level))
        except RecognitionError as error:
            skipped.append((number, error))
    if not readings:
        raise skipped[0][1]
    if progress is not None:
        progress("done", 1.0)
    return make_result(readings, skipped, title=title, level=level)


def from_mro(data: bytes, *, level: Level = "score") -> Score:
    """Make a score of a .mro, of this program or of another one.

    Parameters
    ----------
    data : bytes
        The file.
    level : str
        As in `read`.

    Returns
    -------
    score : rastrum.model.score.Score
        As far as the format tells.

    Raises
    ------
    MroError
        If it is not valid; the message names line and column.
    """
    seen = from_records(mro.read(data))
    return seen if level == "engine" else interpret(seen)


def usual_rhythm(level: Level) -> Rhythm:
    """Return what becomes of bars that do not add up where nobody says."""
    return "keep" if level == "engine" else "repair"


def make_result(
    readings: Sequence[Reading],
    skipped: Sequence[tuple[int, RecognitionError]],
    *,
    title: str,
    level: Level,
) -> Result:
    """Join the readings of pages to one score."""
    seen = build_score(readings, title)
    return Result(
        seen if level == "engine" else interpret(seen), tuple(readings), seen, tuple(skipped)
    )


def _share(progress: Progress | None, number: int, count: int) -> Progress | None:
    """Turn a page's progress into that of all pages."""
    if progress is None:
        return None
    return lambda stage, done: progress(stage, (number + done) / count)
