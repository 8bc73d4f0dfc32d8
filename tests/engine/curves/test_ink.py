"""What curves run into is taken out of the sheet."""

from dataclasses import replace

import numpy as np

from rastrum.curves.ink import TRACE, bare_ink
from rastrum.curves.tracer import trace_pieces
from rastrum.model.detection import Detection, Glyph
from rastrum.model.strokes import Stem, Strokes
from support.drawn.curves import SHAPE, hint_at
from support.sheets import box_masks, staff_sheet

NO_STROKES = Strokes((), ())


def test_ledger_lines_and_the_rims_of_heads_are_taken_out():
    grey = np.zeros(SHAPE, np.uint8)
    grey[79:82, 100:132] = 255  # a space above the staff
    grey[56:74, 105:128] = 255
    head = Glyph("noteheadBlack", 64.5, 116.0, 15.0, 21.0, 0.9)

    bare = bare_ink(staff_sheet(grey, 96.0), Detection((head,), box_masks(SHAPE)), NO_STROKES)

    assert not bare[76:].any()
    assert not bare[57:73, 106:127].any()


def test_a_line_stays_only_where_ink_lies_on_it():
    """The bow of a tie comes near a staff line before it touches it."""
    grey = np.zeros(SHAPE, np.uint8)
    grey[111:114, 20:300] = 255
    grey[104:110, 100:200] = grey[104:111, 140:160] = 255

    bare = bare_ink(staff_sheet(grey, 96.0), Detection((), box_masks(SHAPE)), NO_STROKES)

    columns = np.flatnonzero(bare[112] == 255)
    assert (columns.min(), columns.max()) == (140, 159)
    assert set(bare[112, 20:300]) == {255, TRACE}
    assert (bare[104:110, 100:200] == 255).all()


def test_glyphs_are_taken_out_but_for_a_curve_that_crosses_them():
    grey = np.full(SHAPE, 255, np.uint8)
    flag = Glyph("flag8thUp", 64.0, 116.0, 48.0, 16.0, 0.9)
    crossed = hint_at((60, 68, 100, 140), confidence=200)

    bare = bare_ink(staff_sheet(grey, 196.0), Detection((flag,), crossed.masks), NO_STROKES)

    assert not bare[40:60, 108:124].any()
    assert bare[60:68, 108:124].all()
    assert bare[40:88, [106, 132]].all()
    doubted = replace(flag, score=0.2)
    doubtful = Detection((doubted,), crossed.masks)
    assert bare_ink(staff_sheet(grey, 196.0), doubtful, NO_STROKES)[:90].all()


def test_a_curve_is_followed_across_the_staff_line_that_it_meets_at_a_small_angle():
    """Where the line is taken out, so is the curve on it."""
    grey = np.zeros(SHAPE, np.uint8)
    for column in (*range(40, 150), *range(163, 300)):
        middle = round(112 + (column - 160) * 0.3)
        thin = 140 <= column < 180
        grey[middle - 2 : middle + (1 if thin else 2), column] = 255
    lined = grey.copy()
    lined[111:114, 20:320] = 255

    def end_of(ink):
        bare = bare_ink(staff_sheet(ink, 96.0), Detection((), box_masks(SHAPE)), NO_STROKES)
        (path,) = trace_pieces(bare, [np.array([(94.2, 99.5), (94.5, 100.5)])])
        return path.places[-1, 1]

    assert end_of(grey) < 151
    assert end_of(lined) > 290


def test_stems_are_veiled_from_end_to_end():
    grey = np.full(SHAPE, 255, np.uint8)
    strokes = Strokes((Stem(150.0, 200.0, 240.0),), ())

    bare = bare_ink(staff_sheet(grey, 96.0), Detection((), box_masks(SHAPE)), strokes)

    assert (bare[200:241, 147:154] == TRACE).all()
    assert (bare[199, 140:160] == 255).all()
    assert (bare[200:241, [146, 154]] == 255).all()
