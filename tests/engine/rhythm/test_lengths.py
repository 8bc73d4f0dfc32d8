"""Bars are as long as their time signature says, or as most of them are."""

from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest

from rastrum.model.detection import Glyph
from rastrum.model.measures import TICKS_PER_WHOLE
from rastrum.model.notation import Head, SeenChord, SeenNote, SeenTime, Signatures
from rastrum.model.strokes import Barline
from rastrum.rhythm.lengths import (
    MOST_CANDIDATES,
    BarLength,
    fill_bar,
    list_subsets,
    measure_lengths,
    settle_times,
)
from rastrum.rhythm.tuplets import TupletGroup
from rastrum.signatures.meters import read_times
from support.meters import STAFF, digits
from support.sheets import inkless_sheet, staff_sheet
from support.timed import chord, timed

BAR = 250.0
THIRD = Fraction(2, 3)
QUARTER, QUAVER = TICKS_PER_WHOLE // 4, TICKS_PER_WHOLE // 8


def page(*bars):
    """Return bars with so many crotchets each, on one staff."""
    chords = [
        chord(bar * BAR + 30.0 + 40 * n, 0, up=True) for bar, count in enumerate(bars)
        for n in range(count)
    ]  # fmt: skip
    ends = [(bar + 1) * BAR for bar in range(len(bars))]
    sheet = inkless_sheet(48.0, ends=(0.0, BAR * len(bars)))
    return timed(sheet, chords, [Barline(0, "Single", end, end) for end in ends])


def lengths(*bars, times=()):
    """Return the lengths of bars in crotchets; times are (beats, unit, column)."""
    seen = [SeenTime(0, top, bottom, False, column, 80.0) for top, bottom, column in times]
    found = measure_lengths(page(*bars), seen)
    return [None if ticks is None else ticks / QUARTER for ticks in found]


def test_a_time_signature_says_how_long_bars_are_whatever_they_hold():
    assert lengths(3, 2, 5, times=[(3, 4, 5.0)]) == [3, 3, 3]


def test_a_new_one_counts_from_its_place_on():
    assert lengths(3, 3, 2, 2, times=[(3, 4, 5.0), (2, 4, 2 * BAR + 5)]) == [3, 3, 2, 2]


@pytest.mark.parametrize("count", [2, 3, 4])
def test_without_one_most_bars_tell(count):
    assert lengths(count, count, count, 1) == [count] * 4


def test_where_no_length_fits_there_is_none():
    assert lengths(1, 1, 1, 1) == [None] * 4


@pytest.mark.parametrize(("count", "own"), [(4, 4), (3, 3), (2, 4)])
def test_of_two_signatures_side_by_side_each_bar_has_its_own(count, own):
    assert lengths(count, times=[(4, 4, 5.0), (3, 4, 15.0)])[0] == (own if own == count else 3)


def group(first, *, digit=0.0, ratio=THIRD, count=3, shown=False):
    members = tuple(range(first, first + count))
    return TupletGroup(members, ratio, digit, (0, count, QUARTER), shown)


def filled(count, *groups, length):
    """Return the first chords of the tuplets that make so many crotchets as long as a bar."""
    music = page(count)
    found = fill_bar(music, music.voices[0], groups, length and BarLength(length * QUARTER))
    return None if found is None else [g.members[0] for g in found]


def test_a_bar_that_adds_up_has_no_tuplets():
    assert filled(4, length=4) == []
    assert filled(4, group(0), length=4) == []


def test_a_bar_that_is_too_long_has_those_that_make_it_fit():
    assert filled(5, group(0), length=4) == [0]
    assert filled(6, group(0), group(3), length=4) == [0, 3]


def test_a_bar_that_no_tuplets_make_fit_has_no_answer():
    assert filled(5, length=4) is None
    assert filled(6, group(0), length=4) is None
    assert filled(3, length=4) is None


def test_a_bar_of_unknown_length_has_none_either():
    assert filled(4, length=None) is None


def test_of_two_that_fit_the_one_with_a_digit_is_taken():
    assert filled(6, group(0), group(3, digit=0.5), length=5) == [3]


def test_tuplets_do_not_share_chords():
    assert filled(5, group(0), group(1), length=3) is None


def test_where_digits_are_asked_for_others_are_none():
    music = page(5)
    strict = BarLength(4 * QUARTER, longest=0)

    assert fill_bar(music, music.voices[0], [group(0)], strict) is None
    assert fill_bar(music, music.voices[0], [group(0, shown=True)], strict) is not None


def test_sets_are_listed_from_small_to_large_and_only_ends_of_many():
    assert list(list_subsets(2)) == [(), (0,), (1,), (0, 1)]
    many = MOST_CANDIDATES + 1
    assert list(list_subsets(many)) == [(), tuple(range(many))]


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
