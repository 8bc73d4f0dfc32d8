"""Find dynamics: letters from ppp to fff, and hairpins, each with its staff."""

from collections.abc import Sequence

from rastrum.model.detection import Detection
from rastrum.model.marks import FARTHEST_MARK, SeenDynamic, SeenHairpin
from rastrum.model.sheet import (
    Sheet,
)

MARKS = {
    "dynamicPPP": "Dyn_ppp", "dynamicPP": "Dyn_pp", "dynamicP": "Dyn_p", "dynamicMP": "Dyn_mp",
    "dynamicMF": "Dyn_mf", "dynamicF": "Dyn_f", "dynamicFF": "Dyn_ff", "dynamicFFF": "Dyn_fff",
}  # fmt: skip

WORDS = ("dynamicFP", "dynamicSF")
"""What the format has no type for goes out as text, if `rastrum.detection.second_look` knows what
it says."""

DESCENDER = {"Dyn_ppp": 0.34, "Dyn_pp": 0.34, "Dyn_p": 0.34, "Dyn_mp": 0.34}
USUAL_DESCENDER = 0.24
"""Share of a dynamic's box below the baseline where it has no p: of an f 0.57 of 2.34 spaces
(SMuFL's Bravura); of a p it is 0.57 of 1.66."""

ABOVE_COST = 1.6
"""Dynamics stand under their staff; over another only where that is so many times nearer, as in
songs."""


def find_dynamics(
    sheet: Sheet, detection: Detection, hairpins: Sequence[SeenHairpin]
) -> tuple[SeenDynamic, ...]:
    """Find the dynamics of a page.

    Parameters
    ----------
    sheet : Sheet
        Its staves.
    detection : Detection
        Letters.
    hairpins : sequence of SeenHairpin
        Of the page.

    Returns
    -------
    dynamics : tuple of SeenDynamic
        In order of columns.
    """
    found = []
    for glyph in detection.believed((*MARKS, *WORDS)):
        kind = MARKS.get(glyph.label, glyph.text)
        if not kind:
            continue
        staff = _staff_beside(sheet, glyph.row, glyph.column)
        if staff is None:
            continue
        share = DESCENDER.get(kind, USUAL_DESCENDER)
        row, half = glyph.row + (0.5 - share) * glyph.height, glyph.width / 2
        found.append(
            SeenDynamic(staff, kind, glyph.column - half, glyph.column + half, row, glyph.height)
        )
    for hairpin in hairpins:
        staff = _staff_beside(sheet, hairpin.row, (hairpin.left + hairpin.right) / 2)
        if staff is not None:
            kind = "Hairpincres" if hairpin.grows else "Hairpindim"
            found.append(SeenDynamic(staff, kind, hairpin.left, hairpin.right, hairpin.row))
    return tuple(sorted(found, key=lambda d: d.left))


def _staff_beside(sheet: Sheet, row: float, column: float) -> int | None:
    """Return the staff that a dynamic belongs to."""
    best, least = None, float("inf")
    for number, staff in enumerate(sheet.staves):
        if not staff.left - 32 <= column <= staff.right + 32:
            continue
        under, over = row - staff.bottom, staff.top - row
        cost = under if under > 0 else over * ABOVE_COST if over > 0 else 0.0
        if max(under, over) < FARTHEST_MARK and cost < least:
            best, least = number, cost
    return best
