"""Read time signatures: two numbers above each other, or a letter."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from rastrum.model.detection import Glyph
from rastrum.model.notation import SeenTime
from rastrum.model.sheet import (
    UNITS_PER_SPACE,
    SheetStaff,
)

DIGIT_GAP = 0.45 * UNITS_PER_SPACE
"""Digits of one number stand closer to each other than this."""

ASKEW = 0.65 * UNITS_PER_SPACE
"""The numbers of a signature are centred above each other, but for less than this."""

BEATS, LENGTHS = frozenset((*range(1, 13), 15, 16, 18, 24)), frozenset((1, 2, 4, 8, 16, 32))
"""Numbers of beats, and parts of a semibreve, that scores have."""

SAME_PLACE = 2.5 * UNITS_PER_SPACE
"""Signatures of the staves of a system stand above each other within this."""


@dataclass(frozen=True, slots=True)
class _Number:
    """A number of a time signature."""

    value: int
    row: float
    column: float
    height: float
    left_out: float
    """Scores of digits beside it that are taken for specks."""


def read_times(staves: Sequence[tuple[int, SheetStaff, Sequence[Glyph]]]) -> list[SeenTime]:
    """Read the time signatures of a system.

    Parameters
    ----------
    staves : sequence of (int, SheetStaff, sequence of Glyph)
        Number of each staff, the staff, and its digits and time letters in order of columns.

    Returns
    -------
    times : list of SeenTime
        Those that most staves agree on, for every staff.
    """
    seen = [time for staff in staves for time in _staff_times(*staff)]
    result: list[SeenTime] = []
    taken: set[int] = set()
    for n, first in enumerate(seen):
        if n in taken:
            continue
        group = [
            m
            for m, other in enumerate(seen)
            if m not in taken and abs(other.column - first.column) < SAME_PLACE
        ]
        taken.update(group)
        members = [seen[m] for m in group]
        if len({m.staff for m in members}) * 2 < len(staves):
            continue
        readings = Counter((m.top, m.bottom, m.alpha) for m in members).most_common()
        top, bottom, alpha = readings[0][0]
        others = tuple(reading[:2] for reading, _ in readings[1:])
        column = sum(m.column for m in members) / len(members)
        result += [
            SeenTime(number, top, bottom, alpha, column, staff.middle, others)
            for number, staff, _ in staves
        ]
    return result


def _staff_times(number: int, staff: SheetStaff, digits: Sequence[Glyph]) -> list[SeenTime]:
    times: list[SeenTime] = []
    uppers: list[Glyph] = []
    lowers: list[Glyph] = []
    for glyph in digits:
        pitch = staff.pitch(glyph.row)
        if glyph.label in ("timeCommon", "timeCut"):
            if abs(pitch) < 1.5:
                beats = 4 if glyph.label == "timeCommon" else 2
                times.append(SeenTime(number, beats, beats, True, glyph.column, glyph.row))
        else:
            (uppers if pitch < 0 else lowers).append(glyph)
    below = [lower for readings in _numbers(lowers) for lower in readings]
    for readings in _numbers(uppers):
        pairs = [
            (
                abs(upper.column - lower.column) / UNITS_PER_SPACE
                + upper.left_out
                + lower.left_out,
                upper,
                lower,
            )
            for upper in readings
            for lower in below
            if _is_time(upper, lower)
        ]
        if pairs:
            _, upper, lower = min(pairs, key=lambda pair: pair[0])
            column = (upper.column + lower.column) / 2
            times.append(SeenTime(number, upper.value, lower.value, False, column, staff.middle))
    return times


def _is_time(upper: _Number, lower: _Number) -> bool:
    """Whether two numbers are beats and their length, above each other."""
    centred = abs(upper.column - lower.column) < ASKEW
    return upper.value in BEATS and lower.value in LENGTHS and centred


def _numbers(digits: list[Glyph]) -> list[list[_Number]]:
    """List the ways to read digits that stand side by side: as one number, or each by itself."""
    groups: list[list[Glyph]] = []
    for digit in sorted(digits, key=lambda d: d.column):
        last = groups[-1][-1] if groups else digit
        gap = digit.column - last.column - (digit.width + last.width) / 2
        if groups and gap < DIGIT_GAP:
            groups[-1].append(digit)
        else:
            groups.append([digit])
    result = []
    for group in groups:
        parts = [group[:2], *([digit] for digit in group if len(group) > 1)]
        score = sum(digit.score for digit in group)
        result.append([_number(part, score - sum(d.score for d in part)) for part in parts])
    return result


def _number(digits: Sequence[Glyph], left_out: float) -> _Number:
    count = len(digits)
    return _Number(
        int("".join(digit.label[-1] for digit in digits)),
        sum(digit.row for digit in digits) / count,
        sum(digit.column for digit in digits) / count,
        sum(digit.height for digit in digits) / count,
        left_out,
    )
