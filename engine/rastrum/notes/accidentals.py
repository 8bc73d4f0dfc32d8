"""Give accidentals to the heads that they are for."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from rastrum.model.detection import Glyph
from rastrum.model.notation import Head, SeenChord, sign_row
from rastrum.model.sheet import UNITS_PER_SPACE
from rastrum.model.vocabulary import ORNAMENTS

OFF_ROW = 14
"""An accidental so many units before its head is as far from it as one a unit off its row: of two
heads a second apart, the row says whose it is, not the side."""

ACCIDENTAL_REACH = 5.0 * UNITS_PER_SPACE
"""Columns of accidentals before a thick chord reach this far."""

ACCIDENTAL_ROW = 0.42 * UNITS_PER_SPACE
"""Less than half a step from the head's row; more and it belongs to the next step."""

OF_ORNAMENT_SP = 0.3, 2.2
"""An ornament's accidental stands so little beside it and so near above or below it: on 265 old
pages all 15 of turns and trills did."""

ACCIDENTAL_NAMES = {
    "sharp": "Sharp",
    "flat": "Flat",
    "natural": "Natural",
    "doubleSharp": "DoubleSharp",
    "doubleFlat": "DoubleFlat",
}


def add_accidentals(chords: Sequence[SeenChord], glyphs: Sequence[Glyph]) -> list[SeenChord]:
    """Give each accidental to the head on its row that follows it most closely.

    Parameters
    ----------
    chords : sequence of SeenChord
    glyphs : sequence of Glyph
        Accidentals that belong to no key signature, and ornaments.

    Returns
    -------
    chords : list of SeenChord
        A head on two stems has its accidental on both.
    """
    chords = list(chords)
    places = [
        (c, n, note.head) for c, chord in enumerate(chords) for n, note in enumerate(chord.notes)
    ]
    if not places:
        return chords
    rows = np.array([h.glyph.row for _, _, h in places])
    lefts = np.array([h.left for _, _, h in places])
    given: dict[tuple[int, int], Glyph] = {}
    ornaments = [g for g in glyphs if g.label in ORNAMENTS]
    for glyph in (g for g in glyphs if g.label in ACCIDENTAL_NAMES):
        if any(_is_of(glyph, ornament) for ornament in ornaments):
            continue
        row = sign_row(glyph)
        gap = lefts - (glyph.column + glyph.width / 2)
        off = abs(rows - row)
        fits = (gap > -5) & (gap < ACCIDENTAL_REACH) & (off < ACCIDENTAL_ROW)
        found = np.flatnonzero(fits)
        if not len(found):
            continue
        best = found[np.argmin(gap[found] + OFF_ROW * off[found])]
        # A head that hangs on two stems takes the accidental on both.
        for other in found:
            if places[other][2] is places[best][2]:
                key = places[other][:2]
                if key not in given or given[key].score < glyph.score:
                    given[key] = glyph
    for (c, n), glyph in given.items():
        notes = list(chords[c].notes)
        notes[n] = replace(
            notes[n],
            accidental=ACCIDENTAL_NAMES[glyph.label],
            accidental_column=glyph.column,
        )
        chords[c] = replace(chords[c], notes=tuple(notes))
    return chords


def keep_once(chords: Sequence[SeenChord]) -> list[SeenChord]:
    """Keep a printed accidental on the first chord alone of those that share its head.

    Who reads on hears it in the others, too.

    Parameters
    ----------
    chords : sequence of SeenChord
        On the staves to which they were given in the end.

    Returns
    -------
    chords : list of SeenChord
        From left to right.
    """
    result = []
    printed: set[tuple[int, Head]] = set()
    for chord in sorted(chords, key=lambda c: c.column):
        signs = {(chord.staff, n.head) for n in chord.notes if n.accidental != "None"}
        again = {head for _, head in signs & printed}
        printed |= signs
        notes = (replace(n, accidental="None") if n.head in again else n for n in chord.notes)
        result.append(replace(chord, notes=tuple(notes)) if again else chord)
    return result


def _is_of(accidental: Glyph, ornament: Glyph) -> bool:
    """Whether an accidental stands straight over or under an ornament: it is for its notes."""
    away = abs(accidental.row - ornament.row)
    aside = abs(accidental.column - ornament.column)
    return (
        aside < OF_ORNAMENT_SP[0] * UNITS_PER_SPACE and away < OF_ORNAMENT_SP[1] * UNITS_PER_SPACE
    )
