"""What may be a tuplet is listed for each voice, whether it is one or not."""

from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest

from rastrum.model.detection import Glyph
from rastrum.model.measures import TICKS_PER_WHOLE
from rastrum.model.notation import RATIOS, BeamShare
from rastrum.rhythm.tuplets import find_groups
from support.sheets import detected, inkless_sheet
from support.timed import chord, rest, timed

THIRD = Fraction(2, 3)
QUAVER = TICKS_PER_WHOLE // 8


def groups(chords, *digits):
    """Return what may be a tuplet in the only voice of a bar; digits are (label, column, score)."""
    music = timed(inkless_sheet(48.0, ends=(0.0, 400.0)), chords)
    glyphs = [Glyph(label, 25.0, column, 12.0, 8.0, score) for label, column, score in digits]
    (own,) = find_groups(music, detected(glyphs, np.zeros((0, 0, 0), np.uint8)), music.voices)
    return own


def beam(*columns, beams=1, group=1):
    return [chord(column, 1, up=True, group=group, beams=beams) for column in columns]


def test_three_under_a_beam_may_be_a_triplet_though_no_digit_says_so():
    (group,) = groups(beam(40.0, 70.0, 100.0))

    assert (group.members, group.ratio, group.digit) == ((0, 1, 2), THIRD, 0)
    assert group.kind == (0, 3, QUAVER)
    assert not group.shown


@pytest.mark.parametrize("count", [2, 4, 5])
def test_other_numbers_under_a_beam_are_none(count):
    assert groups(beam(*(40.0 + 30 * n for n in range(count)))) == []


def test_two_under_a_beam_are_one_with_a_rest_or_a_flag_as_long_beside_them():
    pair = beam(70.0, 100.0)

    assert [g.members for g in groups([rest(40.0), *pair])] == [(0, 1, 2)]
    assert [g.members for g in groups([*pair, chord(130.0, 1, up=True)])] == [(0, 1, 2)]
    assert groups([chord(40.0, 2, up=True), *pair]) == []


@pytest.mark.parametrize("count", sorted(RATIOS))
def test_a_digit_counts_the_chords_around_it(count):
    columns = [40.0 + 20 * n for n in range(count)]
    middle = sum(columns) / count

    found = groups(beam(*columns), (f"tuplet{count}", middle, 0.9))

    (group,) = (g for g in found if g.digit)
    assert group.members == tuple(range(count))
    assert (group.ratio, group.digit, group.shown) == (RATIOS[count], 0.9, True)


@pytest.mark.parametrize("column", [20.0, 100.0, 180.0])
def test_a_digit_away_from_their_middle_counts_nothing(column):
    found = groups(beam(40.0, 70.0, 100.0), ("tuplet3", column, 0.9))

    assert all(not g.digit for g in found)


def test_a_longer_and_a_shorter_chord_are_as_long_as_three():
    long, short = chord(40.0, 0, up=True), chord(90.0, 1, up=True)

    (group,) = groups([long, short], ("tuplet3", 65.0, 0.9))

    assert (group.members, group.ratio) == ((0, 1), THIRD)


def test_a_sure_digit_shows_what_others_of_its_length_are():
    first, second = beam(40.0, 70.0, 100.0), beam(150.0, 180.0, 210.0, group=2)
    short = beam(260.0, 270.0, 280.0, group=3, beams=2)

    found = groups([*first, *second, *short], ("tuplet3", 70.0, 0.9))

    assert [(g.members[0], g.shown) for g in found] == [(0, True), (3, True), (6, False)]


def test_what_looks_like_a_three_shows_the_triplet_under_it():
    found = groups(beam(40.0, 70.0, 100.0), ("fingering", 70.0, 0.5))

    assert [g.shown for g in found] == [True]
    assert [g.shown for g in groups(beam(40.0, 70.0, 100.0), ("fingering", 40.0, 0.5))] == [False]


def test_a_dotted_triplet_needs_something_that_shows_it():
    dotted = beam(40.0, 70.0, 100.0)
    dotted[0] = replace(dotted[0], dots=1)
    dotted[1] = replace(dotted[1], beam=BeamShare(1, 2, 1))

    assert groups(dotted) == []
    (group,) = groups(dotted, ("tuplet3", 70.0, 0.9))
    assert group.members == (0, 1, 2)


def test_chords_that_sound_with_a_sure_tuplet_of_another_voice_may_be_one():
    upper = beam(40.0, 70.0, 100.0)
    lower = [chord(c, 1, up=False, row=112.0) for c in (40.0, 70.0, 100.0)]
    music = timed(
        inkless_sheet(48.0, ends=(0.0, 400.0)), sorted([*upper, *lower], key=lambda c: c.centre)
    )
    digit = Glyph("tuplet3", 25.0, 70.0, 12.0, 8.0, 0.9)

    found = find_groups(music, detected([digit], np.zeros((0, 0, 0), np.uint8)), music.voices)

    assert [len(own) for own in found] == [1, 1]
    (alike,) = found[1]
    assert (alike.digit, alike.shown) == (0, True)
