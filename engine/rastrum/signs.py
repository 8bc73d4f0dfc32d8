"""Find signs that the format has no slot for: ornaments, segno and coda, pedal marks."""

from dataclasses import dataclass

from rastrum.page import Detection, Sheet

LEAST_SCORE = 0.5
"""Signs of which the network is less sure are left alone."""

FARTHEST_SP = 9.0
"""From the nearest line of their staff."""

SIGNS = {
    "trill": "Trill", "turn": "Turn", "mordent": "Mordent", "segno": "Segno", "coda": "Coda",
    "pedal": "Pedal",
}  # fmt: skip
"""Names in the file."""


@dataclass(frozen=True, slots=True)
class SeenSign:
    """A sign on the sheet.

    Attributes
    ----------
    staff : int
        Index into Sheet.staves.
    kind : str
        Its name in the file.
    row, column : float
        Its centre.
    """

    staff: int
    kind: str
    row: float
    column: float


def find_signs(sheet: Sheet, detection: Detection) -> tuple[SeenSign, ...]:
    """Find the signs of a page.

    Parameters
    ----------
    sheet : Sheet
        For its staves.
    detection : Detection
        What the network saw.

    Returns
    -------
    signs : tuple of SeenSign
        In order of columns, each at the nearest staff.
    """
    found = []
    for glyph in detection.glyphs:
        if glyph.label not in SIGNS or glyph.score < LEAST_SCORE or not sheet.staves:
            continue
        away = [max(s.top - glyph.row, glyph.row - s.bottom, 0.0) for s in sheet.staves]
        if min(away) < FARTHEST_SP * 16:
            staff = away.index(min(away))
            found.append(SeenSign(staff, SIGNS[glyph.label], glyph.row, glyph.column))
    return tuple(sorted(found, key=lambda sign: sign.column))
