"""Chords have their voices and their onsets, with tuplets and without."""

from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest

from rastrum.model.detection import Glyph
from rastrum.model.measures import MeasureGrid
from rastrum.model.notation import SeenTime, Signatures
from rastrum.model.strokes import Barline
from rastrum.rhythm.find import place_chords, time_chords
from support.sheets import detected, inkless_sheet
from support.timed import chord, rest

SHEET = inkless_sheet(48.0, ends=(0.0, 500.0))
BARLINES = [Barline(0, "Single", end, end) for end in (250.0, 490.0)]
GRID = MeasureGrid.of(BARLINES, 1)
TIMES = Signatures((), (), (SeenTime(0, 2, 4, False, 5.0, 80.0),), frozenset())


def onsets(*chords):
    order = sorted(chords, key=lambda c: c.centre)
    return list(place_chords(SHEET, GRID, order, TIMES).onsets)


def test_chords_of_a_voice_sound_one_after_the_other():
    first = [chord(40.0, 0, up=True), chord(110.0, 1, up=True), chord(160.0, 1, up=True)]
    second = [chord(290.0, 0, up=True), chord(360.0, 0, up=True)]

    assert onsets(*first, *second) == [0, Fraction(1, 4), Fraction(3, 8), 0, Fraction(1, 4)]


def test_voices_of_a_bar_keep_one_time():
    upper = [chord(column, 1, up=True) for column in (40.0, 80.0, 120.0, 160.0)]
    lower = chord(120.0, 0, up=False, row=112.0)

    found = onsets(*upper, lower)

    assert sorted(found) == [0, Fraction(1, 8), Fraction(1, 4), Fraction(1, 4), Fraction(3, 8)]


def test_a_grace_note_begins_with_what_follows():
    grace = replace(chord(95.0, 1, up=True), shape="Grace")

    assert onsets(chord(40.0, 0, up=True), grace, chord(120.0, 0, up=True))[1] == Fraction(1, 4)


def test_a_grace_note_before_a_barline_begins_with_nothing():
    grace = replace(chord(240.0, 1, up=True), shape="Grace")

    assert onsets(chord(40.0, 0, up=True), grace, chord(290.0, 0, up=True))[1] is None


def timed(*chords, glyphs=(), rhythm="repair"):
    seen = [*glyphs, *(c.rest for c in chords if c.rest is not None)]
    detection = detected(seen, np.zeros((0, 0, 0), np.uint8))
    return time_chords(SHEET, GRID, detection, chords, TIMES, rhythm)


def test_tuplets_are_found_and_timed():
    triplet = [chord(column, 1, up=True, group=1) for column in (40.0, 63.0, 86.0)]
    digit = Glyph("tuplet3", 25.0, 63.0, 12.0, 8.0, 0.9)

    timing, _, doubts = timed(*triplet, chord(130.0, 0, up=True), glyphs=[digit])

    assert [c.tuplet for c in timing.chords] == [Fraction(2, 3)] * 3 + [1]
    assert timing.onsets == (0, Fraction(1, 12), Fraction(1, 6), Fraction(1, 4))
    assert not doubts


@pytest.mark.parametrize(("rhythm", "dots"), [("repair", 0), ("keep", 1)])
def test_bars_that_do_not_add_up_are_repaired_if_that_is_asked_for(rhythm, dots):
    """The other staff says how long the bar is."""
    sheet = inkless_sheet(48.0, 208.0, ends=(0.0, 300.0))
    grid = MeasureGrid.of([Barline(n, "Single", 250.0, 250.0) for n in (0, 1)], 2)
    times = tuple(SeenTime(n, 2, 4, False, 5.0, 80.0 + 160 * n) for n in (0, 1))
    upper = [chord(40.0, 0, up=True), chord(130.0, 0, up=True)]
    lower = [replace(c, staff=1, row=c.row + 160) for c in upper]
    dot = Glyph("dot", 80.0, 58.0, 6.0, 6.0, 0.45)
    chords = [replace(upper[0], dots=1), lower[0], upper[1], lower[1]]

    timing, _, doubts = time_chords(
        sheet,
        grid,
        detected([dot], np.zeros((0, 0, 0), np.uint8)),
        chords,
        Signatures((), (), times, frozenset()),
        rhythm,
    )

    assert timing.chords[0].dots == dots
    assert doubts


def test_every_chord_but_grace_notes_is_in_a_voice():
    chords = [chord(40.0, 0, up=True), rest(110.0), chord(160.0, 1, up=True)]

    timing, signatures, _ = timed(*chords)

    assert sorted(n for voice in timing.voices for n in voice.members) == [0, 1, 2]
    assert signatures == TIMES
