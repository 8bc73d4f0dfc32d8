"""What travels between the stages: frozen records, lengths in the unit their suffix names.

`_px` is a pixel of the scan, `_sp` a staff space (line + gap), `_rad` a radian; what has no
suffix is a *unit*: one pixel of the normalised sheet, 1/16 of the dominant staff space.
Origin top left, x (column) to the right, y (row) down, intervals half-open.
"""

from dataclasses import dataclass

from rastrum.model.arrays import Curve, Curves, Ink


@dataclass(frozen=True, slots=True)
class Bitmap:
    """A scan as it came in."""

    ink: Ink
    dpi: tuple[float, float] | None = None
    """Horizontal, vertical; None where the file does not say."""
    path: str = ""
    turned: int = 0
    """Degrees, clockwise, by which the scan was put right."""
    half: str = ""
    """left or right, of a scan of two pages; else empty."""


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
class StaffPage:
    """A scan of one page with its staves, as it should lie."""

    bitmap: Bitmap
    scale: Scale
    staves: tuple[Staff, ...]
