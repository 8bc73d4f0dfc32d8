"""Find signs that the format has no slot for: ornaments, tremolos, arpeggios, segno and others."""

from collections.abc import Iterator, Sequence

from rastrum.detection.merge import LEAST_WAVES, chain_waves
from rastrum.model.detection import Detection, Glyph
from rastrum.model.marks import FARTHEST_MARK, SeenSign
from rastrum.model.sheet import (
    INK,
    UNITS_PER_SPACE,
    Sheet,
)
from rastrum.model.vocabulary import TIME_DIGITS
from rastrum_kernels.runs import mask_runs

SIGNS = {
    "trill": "Trill", "turn": "Turn", "mordent": "Mordent", "segno": "Segno", "coda": "Coda",
    "pedal": "Pedal", "tremolo": "Tremolo",
}  # fmt: skip
"""Names in the file."""

STROKE_SIDE, STROKE_REACH = 0.4 * UNITS_PER_SPACE, 1.8 * UNITS_PER_SPACE
STROKE_THICK = (0.2 * UNITS_PER_SPACE, 0.75 * UNITS_PER_SPACE)
"""The strokes of a tremolo are counted so far beside its middle, where no stem is, and so far above
and below it; they are thicker than staff lines."""

NUMBER_SIDE, NUMBER_ABOVE = 2.5 * UNITS_PER_SPACE, (0.2 * UNITS_PER_SPACE, 4.0 * UNITS_PER_SPACE)
"""The number of a rest of several bars stands so near its middle, and between these distances above
the staff."""


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
    if not sheet.staves:
        return ()
    found = [*_ornaments(sheet, detection), *_arpeggios(sheet, detection)]
    found += _long_rests(sheet, detection)
    return tuple(sorted(found, key=lambda sign: sign.column))


def _nearest(sheet: Sheet, row: float) -> tuple[int, float]:
    """Return the staff nearest to a row, and how far it is."""
    away = [max(s.top - row, row - s.bottom, 0.0) for s in sheet.staves]
    return away.index(min(away)), min(away)


def _ornaments(sheet: Sheet, detection: Detection) -> Iterator[SeenSign]:
    for glyph in detection.believed(SIGNS):
        staff, away = _nearest(sheet, glyph.row)
        if away < FARTHEST_MARK:
            count = _strokes(sheet, glyph) if glyph.label == "tremolo" else 0
            yield SeenSign(staff, SIGNS[glyph.label], glyph.row, glyph.column, count)


def _strokes(sheet: Sheet, glyph: Glyph) -> int:
    """Count the strokes of a tremolo in the ink."""
    first = max(0, int(glyph.row - STROKE_REACH))
    last = min(len(sheet.grey), int(glyph.row + STROKE_REACH) + 1)
    counts = []
    for side in (-STROKE_SIDE, STROKE_SIDE):
        column = min(max(0, round(glyph.column + side)), sheet.grey.shape[1] - 1)
        starts, stops = mask_runs(sheet.grey[first:last, column] >= INK).T
        thick = stops - starts
        low, high = STROKE_THICK
        counts.append(int(((thick > low) & (thick < high)).sum()))
    return max(1, min(counts))


def _arpeggios(sheet: Sheet, detection: Detection) -> Iterator[SeenSign]:
    for chain in chain_waves(detection.believed(("arpeggio",))):
        if len(chain) >= LEAST_WAVES:
            row = (chain[0].row + chain[-1].row) / 2
            column = sum(g.column for g in chain) / len(chain)
            yield SeenSign(_nearest(sheet, row)[0], "Arpeggio", row, column, len(chain))


def _long_rests(sheet: Sheet, detection: Detection) -> Iterator[SeenSign]:
    digits = detection.believed(TIME_DIGITS)
    for rest in detection.believed(("restMulti",)):
        number, away = _nearest(sheet, rest.row)
        if away == 0.0:
            top = sheet.staves[number].top
            low, high = (top - reach for reach in NUMBER_ABOVE)
            own = [
                g
                for g in digits
                if high < g.row < low and abs(g.column - rest.column) < NUMBER_SIDE
            ]
            if own:
                yield SeenSign(number, "MultiBarRest", rest.row, rest.column, _number(own))


def _number(digits: Sequence[Glyph]) -> int:
    """Return what digits beside each other say."""
    order = sorted(digits, key=lambda g: g.column)
    return int("".join(str(TIME_DIGITS.index(g.label)) for g in order))
