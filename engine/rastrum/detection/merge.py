"""Merge what the network saw: one glyph per symbol, and none where it has no place."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from rastrum.model.detection import Detection, Glyph
from rastrum.model.sheet import (
    UNITS_PER_SPACE,
    Sheet,
    nearest_staff,
)
from rastrum.model.vocabulary import ACCIDENTALS, CLEFS, DOTS, NOTEHEADS

SINGLE_STEPS = 4.0
"""Clefs and accidentals so near to a staff of one line stand on it."""

SAME = 0.5 * UNITS_PER_SPACE
"""Two glyphs whose middles are closer are one."""


def verify_glyphs(sheet: Sheet, detection: Detection) -> Detection:
    """Leave out what has no place on a single line, where notes have no pitch.

    Parameters
    ----------
    sheet : Sheet
        With its staves settled.
    detection : Detection

    Returns
    -------
    detection : Detection
        The same one where there is no such staff. Else without what look like clefs and accidentals
        on it: percussion clefs, and heads that are crosses. Double sharps are such heads, too.
    """
    if all(staff.lines > 1 for staff in sheet.staves):
        return detection
    heads = detection.believed(NOTEHEADS)
    glyphs = []
    for glyph in detection.glyphs:
        if glyph.label not in (*CLEFS, *ACCIDENTALS) or not _is_on_single(sheet, glyph):
            glyphs.append(glyph)
        elif glyph.label == "doubleSharp" and not _is_on_head(glyph, heads):
            glyphs.append(replace(glyph, label="noteheadX"))
    return replace(detection, glyphs=tuple(glyphs))


def _is_on_single(sheet: Sheet, glyph: Glyph) -> bool:
    """Whether a glyph stands on a staff of one line, or close above or below it."""
    number = nearest_staff(sheet, glyph.row, glyph.column)
    if number is None or sheet.staves[number].lines > 1:
        return False
    return abs(sheet.staves[number].pitch(glyph.row)) <= SINGLE_STEPS


def _is_on_head(glyph: Glyph, heads: Iterable[Glyph]) -> bool:
    """Whether a head was seen in the place of another glyph."""
    return any(
        max(abs(head.row - glyph.row), abs(head.column - glyph.column)) < SAME for head in heads
    )


WAVE_SIDE, WAVE_STEP, LEAST_WAVES = 0.5 * UNITS_PER_SPACE, 1.9 * UNITS_PER_SPACE, 2
"""The waves of an arpeggio stand above each other: how far beside and below the one before it each
may lie, and how many there are at least."""

SAME_WAVE = 0.5 * UNITS_PER_SPACE
"""Two waves are farther apart than this: the same one may be seen twice."""

WAVE_DOT_SIDE, WAVE_DOT_STEP = 0.3 * UNITS_PER_SPACE, 0.95 * UNITS_PER_SPACE
"""What looks like a dot so near to a wave's column, and so close above or below it, is the next
wave: the dots of a chord are a space apart at least."""


def join_waves(glyphs: Sequence[Glyph]) -> list[Glyph]:
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
    chains = chain_waves(g for g in glyphs if g.label == "arpeggio")
    lone = {g for c in chains if c[-1].row - c[0].row < SAME_WAVE for g in c}
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
    return beside < WAVE_DOT_SIDE and above < WAVE_DOT_STEP


def chain_waves(waves: Iterable[Glyph]) -> list[list[Glyph]]:
    """Return waves that stand above each other, each chain from its top."""
    chains: list[list[Glyph]] = []
    for wave in sorted(waves, key=lambda g: g.row):
        for chain in chains:
            last = chain[-1]
            beside = abs(last.column - wave.column) < WAVE_SIDE
            if beside and wave.row - last.row < WAVE_STEP:
                chain.append(wave)
                break
        else:
            chains.append([wave])
    return chains


SAME_PLACE = 0.55
"""Two glyphs whose boxes overlap by this share of their union are one; the surer stays."""


def unique(glyphs: list[Glyph]) -> list[Glyph]:
    """Keep the surest of glyphs that lie on top of each other."""
    kept: list[Glyph] = []
    cells: dict[tuple[int, int], list[Glyph]] = {}
    for glyph in sorted(glyphs, key=lambda g: -g.score):
        key = (int(glyph.row // 32), int(glyph.column // 32))
        near = (
            other
            for r in (-1, 0, 1)
            for c in (-1, 0, 1)
            for other in cells.get((key[0] + r, key[1] + c), ())
        )
        if any(_overlap(glyph, other) > SAME_PLACE for other in near):
            continue
        kept.append(glyph)
        cells.setdefault(key, []).append(glyph)
    return kept


def _overlap(a: Glyph, b: Glyph) -> float:
    height = min(a.row + a.height / 2, b.row + b.height / 2) - max(
        a.row - a.height / 2, b.row - b.height / 2
    )
    width = min(a.column + a.width / 2, b.column + b.width / 2) - max(
        a.column - a.width / 2, b.column - b.width / 2
    )
    if height <= 0 or width <= 0:
        return 0.0
    shared = height * width
    return shared / (a.height * a.width + b.height * b.width - shared)
