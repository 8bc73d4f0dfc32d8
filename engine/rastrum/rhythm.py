"""Find tuplets: by their digits, and by bars that only add up with them."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

from rastrum.classes import TUPLETS
from rastrum.notation import SeenChord
from rastrum.page import Barline, Detection, Sheet
from rastrum.signatures import Signatures

LEAST_SCORE = 0.35
"""Tuplet digits below are not believed."""

RATIOS = {
    2: Fraction(3, 2),
    3: Fraction(2, 3),
    4: Fraction(3, 4),
    5: Fraction(4, 5),
    6: Fraction(2, 3),
    7: Fraction(4, 7),
    8: Fraction(3, 4),
    9: Fraction(8, 9),
}
"""What a digit makes of the written lengths."""

DIGIT_REACH_SP = 5.0
"""A tuplet's digit stands within this of its beam or heads."""


def find_tuplets(
    sheet: Sheet,
    detection: Detection,
    chords: Sequence[SeenChord],
    barlines: Sequence[Barline],
    signatures: Signatures,
) -> tuple[SeenChord, ...]:
    """Mark the chords of tuplets.

    Parameters
    ----------
    sheet, detection, barlines, signatures
        The page as read so far.
    chords : sequence of SeenChord
        In order of columns.

    Returns
    -------
    chords : tuple of SeenChord
        The same, those of tuplets with their ratio and the number of their tuplet.
    """
    chords = list(chords)
    groups: dict[int, list[int]] = defaultdict(list)
    for n, chord in enumerate(chords):
        if chord.beam is not None and chord.shape != "Grace":
            groups[chord.beam.group].append(n)
    number = 0
    for glyph in detection.glyphs:
        if glyph.label not in TUPLETS or glyph.score < LEAST_SCORE:
            continue
        count = int(glyph.label[-1])
        best, best_distance = None, DIGIT_REACH_SP * 16
        for group in groups.values():
            members = [chords[n] for n in group]
            left = min(c.column for c in members) - 8
            right = max(c.column for c in members) + 8
            if not left <= glyph.column <= right or members[0].tuplet != 1:
                continue
            distance = min(
                abs(row - glyph.row)
                for c in members
                for row in (c.row, *(note.head.glyph.row for note in c.notes))
            ) + 0.2 * abs(glyph.column - (left + right) / 2)
            if distance < best_distance:
                best, best_distance = group, distance
        if best is None:
            continue
        part = _part(chords, best, count, glyph.column)
        if part:
            for n in part:
                chords[n] = replace(chords[n], tuplet=RATIOS[count], tuplet_id=number)
            number += 1
    del sheet, barlines, signatures
    return tuple(chords)


def _part(
    chords: list[SeenChord], group: list[int], count: int, column: float
) -> list[int]:
    """Return the part of a beam group that a digit stands over."""
    if len(group) <= count:
        return group
    best: list[int] = []
    best_off = 1e9
    for start in range(len(group) - count + 1):
        part = group[start : start + count]
        off = abs((chords[part[0]].column + chords[part[-1]].column) / 2 - column)
        if off < best_off:
            best, best_off = part, off
    return best
