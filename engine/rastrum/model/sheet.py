"""The page with every staff line straight and level, and its staves and systems."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from rastrum.model.arrays import Curve, Curves, Grey

UNITS_PER_SPACE = 16
"""Output units, and sheet pixels, to a staff space (fixed by the .mro format)."""

FAINT_INK, INK = 64, 96
"""Greys from which a sheet's pixel counts as ink: a quarter covered, enough for hairs and worn
strokes, and half of it. Sheets are sampled twice each way as a rule: their greys come in quarters,
and no value in between tells more."""

HEADER, CLEF_STEPS = 6 * UNITS_PER_SPACE, 6
"""A staff's first clef is centred within the first of its left end, and, even a tenor or a baritone
one, within so many steps of its middle."""

LINE_PX = 2
"""Rows to each side of a staff line's own in which it may run: the sheet is level to half of it."""

SHORT_BAR_SP = 0.75
"""Barlines of a staff of one line reach so far above and below it at least; one space is usual."""


@dataclass(frozen=True, slots=True)
class Brace:
    """A brace or bracket left of a system."""

    kind: str
    """'brace' or 'bracket'."""
    first: int
    last: int
    """Staves of the system it spans, both included."""


@dataclass(frozen=True, slots=True)
class System:
    """Staves that sound together."""

    staves: tuple[int, ...]
    """Indices into Sheet.staves, top to bottom."""
    braces: tuple[Brace, ...] = ()


@dataclass(frozen=True, slots=True)
class SheetStaff:
    """A staff on the normalised sheet: straight and level."""

    top: float
    """Row of the centre of the top line; of a staff of one line, of where it would be if there
    were five around it: what stands on it, and beside it, is looked for as on any other."""
    left: float
    right: float
    space: float
    """Units between lines: 16 for the dominant size."""
    lines: int
    """How many are printed: 5, or 1."""
    system: int
    index: int
    """Position in its system, 0 the top staff."""

    @property
    def bottom(self) -> float:
        """Row of the centre of the bottom line, two spaces below the middle one."""
        return self.top + 4 * self.space

    @property
    def middle(self) -> float:
        """Row of pitch position 0, the middle line."""
        return self.top + 2 * self.space

    @property
    def highest(self) -> float:
        """Row of the highest line that is printed."""
        return self.middle - (self.lines - 1) * self.space / 2

    @property
    def lowest(self) -> float:
        """Row of the lowest line that is printed."""
        return self.middle + (self.lines - 1) * self.space / 2

    @property
    def bar_rows(self) -> tuple[float, float]:
        """First and last row that every barline covers; at a single line they are short."""
        reach = 2.0 if self.lines > 1 else SHORT_BAR_SP
        return self.middle - reach * self.space, self.middle + reach * self.space

    @property
    def first_ledger(self) -> int:
        """Steps from the middle to the first ledger line: 6, or 2 where there is one line."""
        return self.lines + 1

    @property
    def line_rows(self) -> tuple[float, ...]:
        """Rows of the centres of the lines that are printed."""
        return tuple(self.highest + number * self.space for number in range(self.lines))

    def row(self, pitch: float) -> float:
        """Row of a pitch position (0 on the middle line, positive downwards)."""
        return self.middle + pitch * self.space / 2

    def opens_with(self, row: float, column: float) -> bool:
        """Whether a clef that is centred at a place is the staff's first one."""
        near = self.left - UNITS_PER_SPACE <= column <= self.left + HEADER
        return near and abs(self.pitch(row)) < CLEF_STEPS

    def pitch(self, row: float) -> float:
        """Pitch position of a row, not rounded."""
        return (row - self.middle) * 2 / self.space


@dataclass(frozen=True, slots=True)
class SheetMap:
    """Exact map between scan and sheet: see `rastrum.staff.normalise.to_sheet` and `to_page`."""

    skew_rad: float
    space_px: float
    """Scan pixels that make one dominant staff space."""
    row_offset_px: float
    column_offset_px: float
    """Where the sheet's origin lies on the scan."""
    knots: Curve
    """(K,) sheet columns at which the vertical warp is given."""
    rows: Curve
    """(R,) sheet rows at which the vertical warp is given."""
    warp: Curves
    """(R, K) sheet rows to add before scaling and rotating back to the scan."""


@dataclass(frozen=True, slots=True)
class Strip:
    """A staff of another size, resampled so that its own staff space is 16 pixels."""

    staff: int
    """Index into Sheet.staves."""
    grey: Grey
    zoom: float
    """Strip pixels per sheet unit."""
    row: float
    column: float
    """Sheet position of the strip's top left corner; sheet = corner + strip / zoom."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """The page with every staff line straight and level, 16 pixels to the dominant space."""

    grey: Grey
    staves: tuple[SheetStaff, ...]
    """Top to bottom."""
    systems: tuple[System, ...]
    map: SheetMap
    strips: tuple[Strip, ...] = ()
    line: float = 2.0
    """Usual thickness of a staff line, units."""

    def box(self, system: int) -> tuple[float, float, float, float]:
        """Return top, left, bottom and right of a system's staves."""
        own = [self.staves[n] for n in self.systems[system].staves]
        left, right = min(s.left for s in own), max(s.right for s in own)
        return own[0].top, left, own[-1].bottom, right


SIDE = 1.5 * UNITS_PER_SPACE
"""Heads stand between the ends of their staff; the staff may be broken at its end."""

EDGE, SINGLE_EDGE = 0.25 * UNITS_PER_SPACE, -0.5 * UNITS_PER_SPACE
"""What stands so far beyond a staff's outer lines is its own; beside a single line, which counts as
high as five, up to a space and a half from the line: a head above or below it, and its ledger."""

SINGLE_NEAR_STEPS, SINGLE_FAR_COST, SINGLE_AWAY_STEPS = 2.6, 1.0, 2
"""Heads so near to a single line need no ledger line: most editions print none. Nothing else of its
own stands far off: between it and another staff, heads and rests lean so much to the other one."""


def near_staves(staves: Sequence[SheetStaff], row: float, column: float) -> list[int]:
    """Return the nearest of a sheet's staves above and below a place, or the one it lies on."""
    above, lowest = None, -math.inf
    for number, staff in enumerate(staves):
        if not staff.left - SIDE <= column <= staff.right + SIDE:
            continue
        edge = EDGE if staff.lines > 1 else SINGLE_EDGE
        if staff.top - edge > row:
            return [number] if above is None else [above, number]
        bottom = staff.bottom
        if row <= bottom + edge:
            return [number]
        if bottom > lowest:
            above, lowest = number, bottom
    return [] if above is None else [above]


def nearest_staff(sheet: Sheet, row: float, column: float) -> int | None:
    """Return the staff whose middle line is nearest to a place, or None without staves."""
    candidates = near_staves(sheet.staves, row, column)
    if len(candidates) < 2:
        return candidates[0] if candidates else None

    def away(number: int) -> float:
        staff = sheet.staves[number]
        return abs(staff.pitch(row)) + (SINGLE_AWAY_STEPS if staff.lines == 1 else 0)

    return min(candidates, key=away)
