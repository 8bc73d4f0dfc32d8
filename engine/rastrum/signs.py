"""Find signs that the format has no slot for: ornaments, tremolos, arpeggios, segno and others."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from rastrum.classes import DOTS, TIME_DIGITS
from rastrum.page import Detection, Glyph, Sheet

LEAST_SCORE = 0.5
"""Signs of which the network is less sure are left alone."""

FARTHEST_SP = 9.0
"""From the nearest line of their staff."""

SIGNS = {
    "trill": "Trill", "turn": "Turn", "mordent": "Mordent", "segno": "Segno", "coda": "Coda",
    "pedal": "Pedal", "tremolo": "Tremolo",
}  # fmt: skip
"""Names in the file."""

STROKE_SIDE_SP, STROKE_REACH_SP, STROKE_THICK_SP, INK = (-0.4, 0.4), 1.8, (0.2, 0.75), 96
"""The strokes of a tremolo are counted so far beside its middle, where no stem is, and so far above
and below it; they are thicker than staff lines, and grey above this is ink."""


WAVE_SCORE, WAVE_SIDE_SP, WAVE_STEP_SP, LEAST_WAVES = 0.25, 0.5, 1.9, 2
"""The waves of an arpeggio stand above each other: how sure each is, how far beside and below the
one before it may lie, and how many there are at least."""

SAME_WAVE_SP = 0.5
"""Two waves are farther apart than this: the same one may be seen twice."""

WAVE_DOT_SIDE_SP, WAVE_DOT_STEP_SP = 0.3, 0.95
"""What looks like a dot so near to a wave's column, and so close above or below it, is the next
wave: the dots of a chord are a space apart at least."""

REST_SCORE, NUMBER_SIDE_SP, NUMBER_ABOVE_SP = 0.4, 2.5, (0.2, 4.0)
"""A rest of several bars has its number above the staff, over its middle."""


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
    count : int
        Strokes of a tremolo, waves of an arpeggio, bars of a rest; 0 for others.
    """

    staff: int
    kind: str
    row: float
    column: float
    count: int = 0


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
    for glyph in detection.glyphs:
        if glyph.label not in SIGNS or glyph.score < LEAST_SCORE:
            continue
        staff, away = _nearest(sheet, glyph.row)
        if away < FARTHEST_SP * 16:
            count = _strokes(sheet, glyph) if glyph.label == "tremolo" else 0
            yield SeenSign(staff, SIGNS[glyph.label], glyph.row, glyph.column, count)


def _strokes(sheet: Sheet, glyph: Glyph) -> int:
    """Count the strokes of a tremolo in the ink."""
    first = max(0, int(glyph.row - STROKE_REACH_SP * 16))
    last = min(len(sheet.grey), int(glyph.row + STROKE_REACH_SP * 16) + 1)
    counts = []
    for side in STROKE_SIDE_SP:
        column = min(max(0, round(glyph.column + side * 16)), sheet.grey.shape[1] - 1)
        ink = np.concatenate(([0], sheet.grey[first:last, column] >= INK, [0])).astype(np.int8)
        edges = np.flatnonzero(np.diff(ink))
        thick = edges[1::2] - edges[::2]
        low, high = (t * 16 for t in STROKE_THICK_SP)
        counts.append(int(((thick > low) & (thick < high)).sum()))
    return max(1, min(counts))


def settle_waves(glyphs: Sequence[Glyph]) -> list[Glyph]:
    """Call the dots within arpeggios waves, and leave out single waves.

    Parameters
    ----------
    glyphs : sequence of Glyph
        All that the network saw in a part of the page.

    Returns
    -------
    glyphs : list of Glyph
        An arpeggio has several waves, and crotchet rests look like one. Worn waves look like dots.
    """
    chains = _chains(g for g in glyphs if g.label == "arpeggio")
    lone = {g for c in chains if c[-1].row - c[0].row < SAME_WAVE_SP * 16 for g in c}
    waves = [g for c in chains for g in c if g not in lone]
    dots = [g for g in glyphs if g.label in DOTS] if waves else []
    worn: dict[Glyph, Glyph] = {}
    while near := [d for d in dots if d not in worn and any(_leads_on(d, w) for w in waves)]:
        worn |= {dot: replace(dot, label="arpeggio") for dot in near}
        waves += near
    return [worn.get(g, g) for g in glyphs if g not in lone]


def _leads_on(dot: Glyph, wave: Glyph) -> bool:
    """Whether a dot stands where the next wave of an arpeggio would."""
    beside, above = abs(dot.column - wave.column), abs(dot.row - wave.row)
    return beside < WAVE_DOT_SIDE_SP * 16 and above < WAVE_DOT_STEP_SP * 16


def _chains(waves: Iterable[Glyph]) -> list[list[Glyph]]:
    """Return waves that stand above each other, each chain from its top."""
    chains: list[list[Glyph]] = []
    for wave in sorted(waves, key=lambda g: g.row):
        for chain in chains:
            last = chain[-1]
            beside = abs(last.column - wave.column) < WAVE_SIDE_SP * 16
            if beside and wave.row - last.row < WAVE_STEP_SP * 16:
                chain.append(wave)
                break
        else:
            chains.append([wave])
    return chains


def _arpeggios(sheet: Sheet, detection: Detection) -> Iterator[SeenSign]:
    waves = (g for g in detection.glyphs if g.label == "arpeggio" and g.score >= WAVE_SCORE)
    for chain in _chains(waves):
        if len(chain) >= LEAST_WAVES:
            row = (chain[0].row + chain[-1].row) / 2
            column = sum(g.column for g in chain) / len(chain)
            yield SeenSign(_nearest(sheet, row)[0], "Arpeggio", row, column, len(chain))


def _long_rests(sheet: Sheet, detection: Detection) -> Iterator[SeenSign]:
    digits = [g for g in detection.glyphs if g.label in TIME_DIGITS and g.score >= REST_SCORE]
    for rest in detection.glyphs:
        if rest.label != "restMulti" or rest.score < REST_SCORE:
            continue
        number, away = _nearest(sheet, rest.row)
        if away == 0.0:
            top = sheet.staves[number].top
            low, high = (top - reach * 16 for reach in NUMBER_ABOVE_SP)
            own = [
                g
                for g in digits
                if high < g.row < low and abs(g.column - rest.column) < NUMBER_SIDE_SP * 16
            ]
            if own:
                yield SeenSign(number, "MultiBarRest", rest.row, rest.column, _number(own))


def _number(digits: Sequence[Glyph]) -> int:
    """Return what digits beside each other say."""
    order = sorted(digits, key=lambda g: g.column)
    return int("".join(str(TIME_DIGITS.index(g.label)) for g in order))
