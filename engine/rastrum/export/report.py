"""Sum up what was read: for people, and as JSON for scanning software."""

from collections import Counter
from typing import Any

from rastrum.model.page import Bitmap
from rastrum.model.reading import Result
from rastrum.model.score import Score
from rastrum.version import __version__


def make_report(result: Result) -> dict[str, Any]:
    """Build the JSON report.

    Parameters
    ----------
    result : Result
        From `rastrum.recognise`.

    Returns
    -------
    report : dict
        `version`; `skipped`: number of each scan without music, and why; `pages`: `path`,
        `turned` (degrees, clockwise, by which the scan was put right), `half` (left or right, of
        a scan of two pages), `explained` (share of the ink on the staves), `staves` (per system,
        as seen), `bars`, `notes`, `rests`, `doubts` (stage, sentence, confidence, box in units,
        system, staff, bar) and `seconds`
        per stage.
    """
    pages = []
    for number, reading in enumerate(result.pages):
        counts = count_symbols(result.seen, number)
        pages.append(
            {
                "path": reading.bitmap.path,
                "turned": reading.bitmap.turned,
                "half": reading.bitmap.half,
                "explained": round(reading.explained, 3),
                "staves": [len(system.staves) for system in reading.sheet.systems],
                "bars": counts["bars"],
                "notes": counts["notes"],
                "rests": counts["rests"],
                "doubts": [
                    {
                        "stage": doubt.stage,
                        "sentence": doubt.sentence,
                        "confidence": round(doubt.confidence, 3),
                        "box": [round(edge, 1) for edge in doubt.box],
                        "system": doubt.system,
                        "staff": doubt.staff,
                        "bar": doubt.bar,
                    }
                    for doubt in reading.doubts
                ],
                "seconds": {stage: round(s, 4) for stage, s in reading.seconds.items()},
            }
        )
    skipped = [{"scan": number, "reason": error.reason} for number, error in result.skipped]
    return {"version": __version__, "pages": pages, "skipped": skipped}


def summarise(result: Result) -> list[str]:
    """Return one line per page for the terminal."""
    lines = []
    for number, reading in enumerate(result.pages):
        counts = count_symbols(result.seen, number)
        systems = reading.sheet.systems
        staves = ", ".join(str(len(system.staves)) for system in systems)
        lines.append(
            f"{_name(reading.bitmap)}: {len(systems)} systems of {staves} "
            f"staves, {counts['bars']} bars, {counts['notes']} notes, {counts['rests']} rests, "
            f"{len(reading.doubts)} doubtful; {sum(reading.seconds.values()):.1f} s"
        )
    return lines


def _name(bitmap: Bitmap) -> str:
    """Name a page, and say if it was turned or is one of two."""
    parts = [bitmap.path or "page"]
    if bitmap.half:
        parts.append(f"{bitmap.half} page")
    if bitmap.turned:
        parts.append(f"turned by {bitmap.turned} degrees")
    return ", ".join(parts)


def count_symbols(score: Score, page: int) -> Counter[str]:
    """Count the bars of all staves, the notes and the rests of a page."""
    counts: Counter[str] = Counter()
    for part in score.parts:
        for measure, grid in zip(part.measures, score.grid, strict=True):
            if score.systems[grid.system].page != page:
                continue
            counts["bars"] += sum(signs is not None for signs in measure.signs)
            for voice in measure.voices:
                for chord in voice.chords:
                    counts["notes"] += len(chord.notes)
                    counts["rests"] += chord.is_rest
    return counts
