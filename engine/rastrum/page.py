"""What travels between the stages: frozen records, lengths in the unit their suffix names.

`_px` is a pixel of the scan, `_sp` a staff space (line + gap), `_rad` a radian; what has no
suffix is a *unit*: one pixel of the normalised sheet, 1/16 of the dominant staff space.
Origin top left, x (column) to the right, y (row) down, intervals half-open.
"""

from dataclasses import dataclass, field

from rastrum.arrays import Curve, Curves, Grey, Ink, Planes

UNITS_PER_SPACE = 16
"""Output units, and sheet pixels, to a staff space (fixed by the .mro format)."""


SHORT_BAR_SP = 0.75
"""Barlines of a staff of one line reach so far above and below it at least; one space is usual."""


@dataclass(frozen=True, slots=True)
class Bitmap:
    """A scan as it came in."""

    ink: Ink
    dpi: tuple[float, float] | None = None
    """Horizontal, vertical; None where the file does not say."""
    path: str = ""


@dataclass(frozen=True, slots=True)
class Doubt:
    """Something a stage was unsure of."""

    stage: str
    sentence: str
    """For a user: what, and what was done about it."""
    confidence: float
    """0..1 that the reading given is right."""
    box: tuple[float, float, float, float]
    """top, left, bottom, right on the sheet, units."""
    system: int = -1
    staff: int = -1
    """Index in the system."""
    bar: int = -1


@dataclass(frozen=True, slots=True)
class Scale:
    """Sizes of a page's staff lines."""

    line_px: float
    """Usual thickness of a staff line."""
    space_px: float
    """Dominant staff space: line + gap."""
    sizes_px: tuple[float, ...]
    """Every staff space present, the dominant one first."""
    skew_rad: float
    """Positive where the staves run down to the right."""


@dataclass(frozen=True, slots=True)
class Staff:
    """One staff of the scan; its lines are piecewise linear curves through shared knots."""

    xs: Curve
    """(K,) ascending page columns of the knots; the staff reaches from xs[0] to xs[-1]."""
    ys: Curves
    """(L, K) page row of the centre of line l (top to bottom) at knot k; 1 <= L <= 5."""
    space_px: float
    line_px: float


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

    def pitch(self, row: float) -> float:
        """Pitch position of a row, not rounded."""
        return (row - self.middle) * 2 / self.space


@dataclass(frozen=True, slots=True)
class SheetMap:
    """Exact map between scan and sheet; apply it with `rastrum.normalise.to_sheet` / `to_page`."""

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


@dataclass(frozen=True, slots=True)
class Glyph:
    """A symbol that the network saw."""

    label: str
    row: float
    column: float
    """Centre of its box."""
    height: float
    width: float
    score: float
    """0..1."""
    text: str = ""
    """What it says, where that was told: see `rastrum.tell`."""

    @property
    def left(self) -> float:
        """Column of the left edge."""
        return self.column - self.width / 2


@dataclass(frozen=True, slots=True)
class Detection:
    """What the network saw on one sheet."""

    glyphs: tuple[Glyph, ...]
    masks: Planes
    """(C, ceil(H / 4), ceil(W / 4)): one map per name in `rastrum.classes.MASKS`."""


@dataclass(frozen=True, slots=True)
class Stem:
    """A vertical stroke that carries heads."""

    column: float
    top: float
    bottom: float

    def end(self, *, up: bool) -> float:
        """Row of the end away from the heads, if it points up, or down."""
        return self.top if up else self.bottom


@dataclass(frozen=True, slots=True)
class Barline:
    """A barline of one staff."""

    staff: int
    """Index into Sheet.staves."""
    kind: str
    """Single, Double, Leftrepeat, Rightrepeat, Backtobackrepeat or ThinThick."""
    left: float
    right: float
    """Columns of the centres of the outermost lines."""
    joined_below: bool = False
    """The line runs on to the next staff."""
    score: float = 1.0


@dataclass(frozen=True, slots=True)
class Strokes:
    """Lines that were traced in the ink."""

    stems: tuple[Stem, ...]
    barlines: tuple[Barline, ...]
    doubts: tuple[Doubt, ...] = field(default=())
