"""Hang articulations on their chords."""

from dataclasses import replace

import numpy as np

from rastrum.model.detection import Detection, Glyph
from rastrum.model.notation import SeenChord
from rastrum.model.sheet import UNITS_PER_SPACE

MARK_REACH = 3.5 * UNITS_PER_SPACE
"""Articulations stand within this of the outermost head or the stem's end."""

INTO_STEM = 0.5 * UNITS_PER_SPACE
"""A dot right at a stem's end seems to be a part of it."""

MARK_NAMES = {
    "staccato": "staccato",
    "dot": "staccato",
    "staccatissimo": "staccato",
    "tenuto": "tenuto",
    "accent": "accent",
    "marcato": "accent",
    "fermata": "pause",
}


def add_articulations(
    chords: list[SeenChord], detection: Detection, used: frozenset[Glyph]
) -> list[SeenChord]:
    """Hang articulations on the chord they stand over or under."""
    if not chords:
        return chords
    # At the stem's end a mark stands over the stem, or over the heads.
    places = np.array([(c.centre, c.column) for c in chords])
    rows = [[n.head.glyph.row for n in c.notes] or [c.row] for c in chords]
    tops = np.array([min([c.row, *r]) for c, r in zip(chords, rows, strict=True)])
    bottoms = np.array([max([c.row, *r]) for c, r in zip(chords, rows, strict=True)])
    heads = np.array([(min(r), max(r)) for r in rows])
    rests = np.array([c.rest is not None for c in chords])
    for glyph in detection.believed(MARK_NAMES):
        if glyph in used:
            continue
        wide = glyph.label == "fermata"
        distance = np.maximum(tops - glyph.row, glyph.row - bottoms)
        clear = np.maximum(heads[:, 0] - glyph.row, glyph.row - heads[:, 1]) > 3
        beside = abs(places - glyph.column).min(axis=1)
        fits = (beside < (14 if wide else 10)) & clear & (distance > -INTO_STEM)
        fits &= distance < (2 if wide else 1) * MARK_REACH
        fits &= ~rests | wide
        found = np.flatnonzero(fits)
        if len(found):
            best = int(found[np.argmin(distance[found])])
            marks = (*chords[best].marks, (MARK_NAMES[glyph.label], glyph.row))
            chords[best] = replace(chords[best], marks=marks)
    return chords
