"""Read time signatures: two numbers above each other, or a letter."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from rastrum.page import Glyph, SheetStaff

DIGIT_OFF_STEPS = 1.3
"""The digits of a time signature are centred two steps above and below the middle."""

LARGE_SP, LARGE_STEPS = 2.1, 4.0
"""Digits higher than this may be centred so far above and below the middle: in scripts that look
like handwriting they reach beyond the staff."""

DIGIT_GAP_SP = 0.45
"""Digits of one number stand closer to each other than this."""

TIME_WIDTH_SP = 1.3
"""Twice as far as the numbers of a signature may stand from being centred above each other."""

SAME_PLACE_SP = 2.5
"""Signatures of the staves of a system stand above each other within this."""


@dataclass(frozen=True, slots=True)
class SeenTime:
    """A time signature on a staff."""

    staff: int
    top: int
    bottom: int
    alpha: bool
    column: float
    row: float


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
            if m not in taken and abs(other.column - first.column) < SAME_PLACE_SP * 16
        ]
        taken.update(group)
        members = [seen[m] for m in group]
        if len({m.staff for m in members}) * 2 < len(staves):
            continue
        (top, bottom, alpha), _ = Counter((m.top, m.bottom, m.alpha) for m in members).most_common(
            1
        )[0]
        column = sum(m.column for m in members) / len(members)
        result += [
            SeenTime(number, top, bottom, alpha, column, staff.middle)
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
        elif abs(abs(pitch) - 2) < DIGIT_OFF_STEPS or (
            glyph.height > LARGE_SP * 16 and abs(abs(pitch) - LARGE_STEPS) < DIGIT_OFF_STEPS
        ):
            (uppers if pitch < 0 else lowers).append(glyph)
    for upper in _numbers(uppers):
        for lower in _numbers(lowers):
            if abs(upper[1] - lower[1]) < TIME_WIDTH_SP * 8 and upper[0] and _power(lower[0]):
                column = (upper[1] + lower[1]) / 2
                times.append(SeenTime(number, upper[0], lower[0], False, column, staff.middle))
                break
    return times


def _power(number: int) -> bool:
    return number in (1, 2, 4, 8, 16, 32)


def _numbers(digits: list[Glyph]) -> list[tuple[int, float]]:
    """Join digits that stand side by side to numbers: value and centre column."""
    groups: list[list[Glyph]] = []
    for digit in sorted(digits, key=lambda d: d.column):
        last = groups[-1][-1] if groups else digit
        gap = digit.column - last.column - (digit.width + last.width) / 2
        if groups and gap < DIGIT_GAP_SP * 16:
            groups[-1].append(digit)
        else:
            groups.append([digit])
    return [
        (
            int("".join(d.label[-1] for d in group[:2])),
            sum(d.column for d in group[:2]) / len(group[:2]),
        )
        for group in groups
    ]
