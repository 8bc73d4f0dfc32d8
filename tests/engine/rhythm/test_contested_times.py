"""Where staves show different time signatures, the bars decide."""

from dataclasses import replace

import numpy as np
import pytest

from rastrum.model.detection import Glyph
from rastrum.model.notation import Head, SeenChord, SeenNote, Signatures
from rastrum.model.strokes import Barline
from rastrum.rhythm.contested_times import settle_times
from rastrum.signatures.meters import read_times
from support.meters import STAFF, digits
from support.sheets import staff_sheet
from support.timed import timed


def crotchet(column):
    glyph = Glyph("noteheadBlack", STAFF.middle, column, 16.0, 20.0, 0.9)
    notes = (SeenNote(Head(glyph, 0, 0)),)
    return SeenChord(0, "Solid", column + 9, STAFF.middle - 56, notes, has_stem=True)


@pytest.mark.parametrize(("beats", "top"), [(3, 6), (2, 3)], ids=["six quavers", "neither"])
def test_of_what_staves_show_differently_the_bars_decide(beats, top):
    """Two of three staves have a three; bars of six quavers say that it is a six."""
    grey = np.zeros((200, 700), np.uint8)
    sheet = staff_sheet(grey, 64.0)
    shown = [
        (
            0,
            STAFF,
            [replace(g, label=label) for g, label in zip(digits(16, 30.0), pair, strict=True)],
        )
        for pair in (("digit3", "digit8"), ("digit3", "digit8"), ("digit6", "digit8"))
    ]
    times = read_times([(n, staff, own) for n, (_, staff, own) in enumerate(shown)])
    chords = [crotchet(160.0 + 150 * bar + 40 * n) for bar in range(3) for n in range(beats)]
    barlines = [Barline(0, "Single", c, c) for c in (290.0, 440.0, 590.0)]

    settled = settle_times(
        timed(sheet, chords, barlines), Signatures((), (), tuple(times[:1]), frozenset())
    )

    assert [(time.top, time.bottom) for time in settled.times] == [(top, 8)]
