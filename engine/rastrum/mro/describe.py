"""Say what is in a .mro, staff by staff."""

from collections import Counter

from rastrum.mro.records import Score, Stave


def count_stave(stave: Stave) -> Counter[str]:
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


def describe(score: Score) -> list[str]:
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


def _signs(stave: Stave) -> list[str]:
    signs = [] if stave.lines > 1 else ["one line"]
    for bar in stave.bars:
        signs += [clef.shape for clef in bar.clefs]
        signs += [f"key {key.key:+d}" for key in bar.keysigs]
        if bar.timesig is not None:
            signs.append(f"{bar.timesig.top}/{bar.timesig.bottom}")
    return signs
