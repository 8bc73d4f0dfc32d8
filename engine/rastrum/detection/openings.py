"""Count the clefs at the beginning of staves: they tell whether a page lies upside down."""

from rastrum.model.detection import Detection
from rastrum.model.sheet import Sheet
from rastrum.model.vocabulary import CLEFS

FEW, FEWEST_STAVES = 0.34, 2
"""A page may lie upside down if fewer of its staves begin with a clef, of at least so many."""


def count_clefs(sheet: Sheet, detection: Detection) -> int:
    """Return how many staves of five lines begin with a clef.

    Parameters
    ----------
    sheet : Sheet
    detection : Detection

    Returns
    -------
    count : int
    """
    clefs = detection.believed(CLEFS)
    return sum(
        any(staff.opens_with(clef.row, clef.column) for clef in clefs)
        for staff in sheet.staves
        if staff.lines > 1
    )


def may_be_upside_down(sheet: Sheet, detection: Detection) -> bool:
    """Whether hardly any staff of a page begins with a clef."""
    staves = sum(staff.lines > 1 for staff in sheet.staves)
    return staves >= FEWEST_STAVES and count_clefs(sheet, detection) < FEW * staves
