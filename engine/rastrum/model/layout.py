"""Where the music of a score stands: pages, systems, staves and measures.

Places are rows and columns of the normalised page, in units, not rounded.
"""

from dataclasses import dataclass

Place = tuple[float, float]
"""Row and column on the page, units."""


@dataclass(frozen=True, slots=True)
class Barline:
    """A barline: its kind as in `rastrum.mro.records.BARLINE_TYPES`, and its outermost lines."""

    kind: str
    left: float
    right: float
    invented: bool = False
    """No line was found there."""


@dataclass(frozen=True, slots=True)
class GridMeasure:
    """A measure of the whole score: which system it is in, and how it ends."""

    system: int
    barline: Barline


@dataclass(frozen=True, slots=True)
class StaffLayout:
    """Where a staff stands in a system.

    Attributes
    ----------
    top : float
        Row of the top line, of five.
    size : float
        Units from there to the bottom line, of five.
    lines : int
        How many are printed.
    joined_below : bool
        Its barlines run on to the next staff.
    printed : bool
        False for the staff of a part that the system leaves out.
    """

    top: float
    size: float
    lines: int = 5
    joined_below: bool = False
    printed: bool = True


@dataclass(frozen=True, slots=True)
class System:
    """A system on its page.

    Attributes
    ----------
    page : int
    left, right : float
        Columns of its ends.
    staves : tuple of StaffLayout or None
        Of every staff of the score; None where the system has none.
    """

    page: int
    left: float
    right: float
    staves: tuple[StaffLayout | None, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """A page, and the scan it was read from.

    Attributes
    ----------
    width, height : int
        Units.
    path : str
        Of the scan.
    scan_size : (int, int)
        Its width and height, pixels.
    skew_rad, row_offset_px, column_offset_px, space_px : float
        How the page lies on the scan, see `rastrum.staff.normalise`.
    """

    width: int
    height: int
    path: str
    scan_size: tuple[int, int]
    skew_rad: float
    row_offset_px: float
    column_offset_px: float
    space_px: float
