"""Bars that do not add up are read in another way where one is near at hand."""

from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest

from rastrum.model.detection import Detection, Glyph
from rastrum.model.notation import BeamShare, Head, SeenChord, SeenNote, SeenTime, Signatures
from rastrum.model.strokes import Barline
from support.sheets import inkless_sheet
from support.timed import solved, timed

TOPS = (48.0, 208.0)


def chord(column, *, staff=0, shape="Solid", beams=0, dots=0, score=0.95):
    row = TOPS[staff] + 32
    head = Head(Glyph("noteheadBlack", row, column, 16.0, 20.0, score), staff, 0)
    beam = BeamShare(staff + 1, beams, beams) if beams else None
    end = column + 9, row - 56
    notes = (SeenNote(head),)
    return SeenChord(staff, shape, *end, notes, has_stem=True, beam=beam, dots=dots, score=score)


def rest(column, score, staff=0):
    glyph = Glyph("restQuarter", TOPS[staff] + 32, column, 48.0, 16.0, score)
    return SeenChord(staff, "Crotchetrest", column, glyph.row, rest=glyph, score=score)


def dot(column, score, staff=0):
    return Glyph("dot", TOPS[staff] + 24, column, 6.0, 6.0, score)


def repaired(chords, glyphs=(), meter=(3, 4)):
    """Return the chords of two staves in a bar as they are read in the end."""
    return repaired_with_doubts(chords, glyphs, meter)[0]


def repaired_with_doubts(chords, glyphs=(), meter=(3, 4)):
    sheet = inkless_sheet(*TOPS, ends=(0.0, 300.0))
    detection = Detection(tuple(glyphs), np.zeros((0, 0, 0), np.uint8))
    times = tuple(SeenTime(n, *meter, False, 5.0, top + 32) for n, top in enumerate(TOPS))
    signatures = Signatures((), (), times, frozenset())
    barlines = [Barline(n, "Single", 290.0, 290.0) for n in range(2)]
    music = sorted(chords, key=lambda c: c.column)
    return solved(timed(sheet, music, barlines), detection, signatures, repair=True)


BELOW = [chord(column, staff=1) for column in (40.0, 120.0, 200.0)]


def on_top(chords):
    return [(c.centre, c.shape, c.levels, c.dots) for c in chords if c.staff == 0]


def test_a_doubtful_dot_is_dropped_where_the_bar_is_too_long():
    seen = [chord(40.0, dots=1), chord(120.0), chord(200.0)]

    found = repaired([*seen, *BELOW], [dot(58.0, 0.6)])

    assert on_top(found) == on_top([chord(40.0), chord(120.0), chord(200.0)])


def test_a_lost_dot_is_found_where_the_other_staff_leaves_room_for_it():
    seen = [chord(40.0), chord(160.0, beams=1), chord(200.0)]

    assert on_top(repaired([*seen, *BELOW])) == on_top([chord(40.0, dots=1), *seen[1:]])


@pytest.mark.parametrize(("away", "dots"), [(36, 1), (60, 0)])
def test_a_dot_far_from_the_only_note_of_a_bar_is_its_own(away, dots):
    seen, below = [chord(40.0)], [chord(c, staff=1, beams=1) for c in (40.0, 90.0, 140.0)]

    found = repaired([*seen, *below], [dot(50.0 + away, 0.45)], meter=(3, 8))

    assert on_top(found) == on_top([chord(40.0, dots=dots)])


def test_the_other_staff_says_which_chord_has_another_beam():
    seen = [chord(40.0), chord(120.0, beams=1), chord(160.0, beams=2), chord(200.0)]
    quavers = [chord(40.0), chord(120.0, beams=1), chord(160.0, beams=1), chord(200.0)]

    assert on_top(repaired([*seen, *BELOW])) == on_top(quavers)


def test_a_rest_that_was_hardly_seen_goes_where_it_is_too_much():
    seen = [chord(40.0), rest(80.0, 0.42), chord(120.0), chord(200.0)]

    assert on_top(repaired([*seen, *BELOW])) == on_top([seen[0], *seen[2:]])


def test_a_rest_below_the_threshold_comes_back_where_one_is_missing():
    seen = [chord(40.0), chord(200.0)]
    faint = rest(120.0, 0.35).rest

    found = repaired([*seen, *BELOW], [faint])

    assert on_top(found) == on_top([seen[0], rest(120.0, 0.35), seen[1]])


@pytest.mark.parametrize(
    "seen",
    [
        [chord(40.0), chord(120.0), chord(200.0)],  # fills its bar
        [chord(40.0), chord(200.0)],  # a crotchet short: nothing near at hand
        [chord(40.0), chord(120.0), chord(200.0), rest(250.0, 0.95)],  # too long, all of it sure
    ],
)
def test_the_rest_is_left_as_seen(seen):
    assert repaired([*seen, *BELOW]) == tuple(sorted([*seen, *BELOW], key=lambda c: c.column))


def test_a_hollow_head_without_a_stem_is_a_semibreve_where_the_bar_needs_one():
    narrow = replace(chord(40.0, shape="Minim"), has_stem=False)
    below = [chord(column, staff=1) for column in (40.0, 100.0, 160.0, 220.0)]

    assert on_top(repaired([narrow, *below], meter=(4, 4))) == [(40.0, "Sbreve", 0, 0)]


def test_a_bar_cut_short_in_all_staves_is_left_alone():
    seen = [chord(40.0), chord(40.0, staff=1)]

    assert on_top(repaired(seen)) == on_top(seen[:1])


@pytest.mark.parametrize("stem", [False, True])
def test_a_hollow_head_without_a_stem_is_a_semibreve_where_its_voice_asks_for_one(stem):
    crotchets = [chord(column) for column in (40.0, 100.0, 160.0, 220.0)]
    below = [replace(c, staff=1) for c in crotchets]
    lower = replace(
        chord(40.0, shape="Minim"), stem_up=False, has_stem=stem, column=40.0, row=110.0
    )

    found = repaired([*crotchets, *below, lower], meter=(4, 4))

    assert [c.shape for c in found if c.shape != "Solid"] == ["Minim" if stem else "Sbreve"]


def test_what_was_repaired_is_doubted():
    seen = [chord(40.0, dots=1), chord(120.0), chord(200.0)]

    _, doubts = repaired_with_doubts([*seen, *BELOW], [dot(58.0, 0.6)])

    assert [(d.staff, d.bar) for d in doubts] == [(0, 0)]
    assert (doubts[0].box[1] + doubts[0].box[3]) / 2 == seen[0].centre


def test_of_two_repairs_as_likely_none_is_made():
    semiquavers = [replace(chord(column), flags=2) for column in (80.0, 100.0)]
    seen = [chord(40.0), *semiquavers, chord(120.0)]
    below = [chord(40.0, staff=1, shape="Minim"), chord(200.0, staff=1, beams=1, dots=1)]

    found, doubts = repaired_with_doubts([*seen, *below], meter=(11, 16))

    assert on_top(found) == on_top(seen)
    assert [(d.staff, d.bar) for d in doubts] == [(0, 0)]


def test_a_triplet_is_likelier_than_a_repair_where_its_digit_shows():
    seen = [chord(c, beams=1) for c in (40.0, 66.0, 92.0)] + [chord(120.0), chord(200.0)]
    digit = Glyph("tuplet3", TOPS[0] - 30, 66.0, 12.0, 8.0, 0.8)

    found = repaired([*seen, *BELOW], [digit])

    assert on_top(found) == on_top(seen)
    assert [c.tuplet for c in found if c.staff == 0] == [Fraction(2, 3)] * 3 + [1, 1]
