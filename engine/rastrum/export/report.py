"""Sum up what was read: for people, and as JSON for scanning software."""

from collections import Counter
from typing import Any

from rastrum import __version__
from rastrum.api import Result
from rastrum.mro import records as mro


def make_report(result: Result) -> dict[str, Any]:
    """Build the JSON report.

    Parameters
    ----------
    result : Result
        From `rastrum.recognise`.

    Returns
    -------
    report : dict
        `version`; `pages`: `path`, `staves` (per system, as seen), `bars`, `notes`, `rests`,
        `doubts` (stage, sentence, confidence, box in units, system, staff, bar) and `seconds`
        per stage.
    """
    pages = []
    for reading in result.pages:
        counts = count_symbols(reading.page)
        pages.append(
            {
                "path": reading.bitmap.path,
                "staves": [len(system.staves) for system in reading.page.systems],
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
                    for doubt in reading.assembly.doubts
                ],
                "seconds": {stage: round(s, 4) for stage, s in reading.seconds.items()},
            }
        )
    return {"version": __version__, "pages": pages}


def summarise(result: Result) -> list[str]:
    """Return one line per page for the terminal."""
    lines = []
    for reading in result.pages:
        counts = count_symbols(reading.page)
        staves = ", ".join(str(len(system.staves)) for system in reading.page.systems)
        doubts = len(reading.assembly.doubts)
        lines.append(
            f"{reading.bitmap.path or 'page'}: {len(reading.page.systems)} systems of {staves} "
            f"staves, {counts['bars']} bars, {counts['notes']} notes, {counts['rests']} rests, "
            f"{doubts} doubtful; {sum(reading.seconds.values()):.1f} s"
        )
    return lines


def count_symbols(page: mro.Page) -> Counter[str]:
    """Count bars, notes, rests, clefs, keys and times of a page."""
    counts: Counter[str] = Counter()
    for system in page.systems:
        for stave in system.staves:
            counts += count_stave(stave)
    return counts


def count_stave(stave: mro.Stave) -> Counter[str]:
    """Count bars, notes, rests, clefs, keys and times of a staff."""
    counts: Counter[str] = Counter(bars=len(stave.bars))
    for bar in stave.bars:
        counts["clefs"] += len(bar.clefs)
        counts["keys"] += len(bar.keysigs)
        counts["times"] += bar.timesig is not None
        for chord in bar.chords:
            for note in chord.notes:
                counts["rests" if note.shape.lower().endswith("rest") else "notes"] += 1
    return counts


def describe(score: mro.Score) -> list[str]:
    """Describe what is in a score, staff by staff.

    Parameters
    ----------
    score : Score
        Any score.

    Returns
    -------
    lines : list of str
        For `rastrum check`.
    """
    lines = [f"title: {score.title!r}" if score.title else "no title"]
    for p, page in enumerate(score.pages, start=1):
        lines.append(f"page {p}: {page.width} x {page.height} units, {len(page.systems)} systems")
        for s, system in enumerate(page.systems, start=1):
            for n, stave in enumerate(system.staves, start=1):
                counts = count_stave(stave)
                named = ", ".join(_signs(stave)) or "no clef"
                lines.append(
                    f"  system {s} staff {n}: {counts['bars']} bars, {counts['notes']} notes, "
                    f"{counts['rests']} rests; {named}"
                )
    return lines


def _signs(stave: mro.Stave) -> list[str]:
    signs = [] if stave.lines > 1 else ["one line"]
    for bar in stave.bars:
        signs += [clef.shape for clef in bar.clefs]
        signs += [f"key {key.key:+d}" for key in bar.keysigs]
        if bar.timesig is not None:
            signs.append(f"{bar.timesig.top}/{bar.timesig.bottom}")
    return signs
