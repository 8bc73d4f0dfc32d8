"""Time signatures stand in the middle of the staff, or reach beyond it in script."""

from dataclasses import replace

import numpy as np
import pytest

from rastrum.model.detection import Glyph
from rastrum.model.notation import Head, SeenChord, SeenNote, Signatures
from rastrum.model.strokes import Barline
from rastrum.rhythm.contested_times import settle_times
from rastrum.signatures.meters import read_times
from support.sheets import staff_sheet

STAFF = staff_sheet(np.zeros((200, 200), np.uint8), 64.0).staves[0]


def digits(off, height):
    return [
        Glyph(f"digit{value}", STAFF.middle + way * off, 100.0, height, 36.0, 0.6)
        for value, way in ((3, -1), (4, 1))
    ]


@pytest.mark.parametrize(("off", "height"), [(16, 30.0), (32, 44.0)], ids=["usual", "large"])
def test_a_time_signature_is_read(off, height):
    (time,) = read_times([(0, STAFF, digits(off, height))])

    assert (time.top, time.bottom, time.alpha) == (3, 4, False)
    assert time.row == pytest.approx(STAFF.middle)


def test_usual_digits_on_the_outer_lines_are_no_time_signature():
    assert read_times([(0, STAFF, digits(32, 30.0))]) == []


def test_the_numbers_of_a_time_signature_may_stand_apart():
    (time,) = read_times([(0, STAFF, digits(26, 30.0))])

    assert (time.top, time.bottom) == (3, 4)


def test_a_speck_beside_a_number_is_no_digit_of_it():
    speck = Glyph("digit1", STAFF.middle - 16, 80.0, 26.0, 14.0, 0.5)

    (time,) = read_times([(0, STAFF, [speck, *digits(16, 30.0)])])

    assert (time.top, time.bottom) == (3, 4)
    (twelve,) = read_times([(0, STAFF, [*_twelve(), *digits(16, 30.0)[1:]])])
    assert (twelve.top, twelve.bottom) == (12, 4)


def _twelve():
    places = ((1, 86.0), (2, 114.0))
    return [Glyph(f"digit{n}", STAFF.middle - 16, c, 30.0, 24.0, 0.6) for n, c in places]


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
        sheet, chords, barlines, Signatures((), (), tuple(times[:1]), frozenset())
    )

    assert [(time.top, time.bottom) for time in settled.times] == [(top, 8)]
