"""Heads are believed, and have their steps, as the print of any age means them."""

from dataclasses import replace

import numpy as np
import pytest

from rastrum.notes.heads import place_heads
from support.drawn.chord_sheets import TOP, WIDTH, blank, glyph, masks, sheet_of
from support.sheets import box_masks, detected, staff_sheet


@pytest.mark.parametrize("step", [16.0, 19.0])
def test_heads_are_measured_by_the_ledger_lines_of_their_page(step):
    """Old plates set ledger lines up to a fifth wider than staff lines."""
    grey, glyphs, ledgers = blank(), [], []
    for number in range(6):
        column = 60 + 90 * number
        for line in range(1, 5):
            row = round(TOP - line * step)
            grey[row - 1 : row + 1, column - 18 : column + 18] = 255
            ledgers.append((row - 4, row + 4, column - 16, column + 16))
        glyphs.append(glyph("noteheadBlack", TOP - 4 * step, column))

    heads = place_heads(sheet_of(grey), detected(tuple(glyphs), masks(ledger=ledgers)))

    assert [h.pitch for h in heads] == [-12] * 6


def test_a_head_without_ledger_lines_is_a_note_unless_it_stands_in_text_or_far_away():
    """Worn plates lose ledger lines; tempo marks and page numbers look like such notes."""
    high = glyph("noteheadBlack", TOP - 40, 200)
    in_tempo_mark = glyph("noteheadBlack", TOP - 40, 400)
    in_page_number = glyph("noteheadHalf", TOP - 96, 300)
    text = (112, 128, 420, 460)
    heads = (high, in_tempo_mark, in_page_number)

    placed = place_heads(sheet_of(blank()), detected(heads, masks(text=[text])))

    assert [(h.glyph, h.pitch) for h in placed] == [(high, -9)]


LEDGERS = (((246, 262, 278, 294), 1), ((), 0), ((246, 278), 0))


@pytest.mark.parametrize("side", [-1, 1])
def test_of_a_ledger_line_that_a_head_covers_one_end_tells_the_staff(side):
    one = staff_sheet(np.zeros((480, WIDTH), np.uint8), 112.0)
    two = replace(one.staves[0], top=262.0, index=1)
    sheet = replace(one, staves=(one.staves[0], two))
    nearer = glyph("noteheadBlack", 221, 200)
    end = (192, 196, 200 + side * 12, 200 + side * 12 + 4)

    placed = [
        place_heads(sheet, detected((nearer,), box_masks((480, WIDTH), ledger=ledger)))[0].staff
        for ledger in ([], [end])
    ]

    assert placed == [1, 0]


@pytest.mark.parametrize(("ledger", "pitch"), [(13, -7), (0, -8), (None, -8)])
def test_a_head_clear_of_the_next_ledger_line_stands_in_a_space(ledger, pitch):
    """Old plates set a head over its ledger line so far from it that it seems to be on the next."""
    grey, row = blank(), int(TOP) - 30
    if ledger is not None:
        grey[row + ledger - 1 : row + ledger + 1, 180:220] = 255
    head = glyph("noteheadBlack", row, 200)

    (placed,) = place_heads(sheet_of(grey), detected((head,), masks()))

    assert placed.pitch == pitch


@pytest.mark.parametrize(("off", "pitch"), [(-17, -6), (-15, -5)])
def test_a_wide_head_on_the_first_ledger_line_is_not_beyond_it(off, pitch):
    """It hides its line, and the staff's own stands clear of it; nearer, it has none."""
    grey = blank()
    grey[int(TOP) - 2 : int(TOP) + 2] = 255
    head = glyph("noteheadWhole", TOP + off, 200, 16, 30)

    (placed,) = place_heads(sheet_of(grey), detected((head,), masks()))

    assert placed.pitch == pitch


@pytest.mark.parametrize(("score", "kept"), [(0.6, False), (0.95, True)])
def test_a_head_at_a_clef_is_believed_if_it_is_the_surer(score, kept):
    head = glyph("noteheadBlack", TOP + 8, 282, score=score)
    clef = glyph("clefG", TOP + 40, 300, 112, 40, score=0.75)

    placed = place_heads(sheet_of(blank()), detected((head, clef), masks()))

    assert bool(placed) == kept


@pytest.mark.parametrize(("label", "least"), [("noteheadBlack", 0.42), ("noteheadX", 0.6)])
def test_heads_are_believed_from_a_score_on(label, least):
    scores = (least - 0.02, least + 0.02)
    heads = tuple(glyph(label, 192, 100 + 60 * n, score=s) for n, s in enumerate(scores))

    placed = place_heads(sheet_of(blank()), detected(heads, masks()))

    assert [h.glyph.score for h in placed] == [scores[1]]


@pytest.mark.parametrize(("apart", "count"), [(16, 2), (24, 1)])
def test_a_head_a_third_from_a_sure_one_is_believed_sooner(apart, count):
    heads = glyph("noteheadHalf", 176, 100), glyph("noteheadHalf", 176 + apart, 101, score=0.35)

    placed = place_heads(sheet_of(blank()), detected(heads, masks()))

    assert len(placed) == count


@pytest.mark.parametrize("label", ["noteheadBlack", "noteheadGrace"])
@pytest.mark.parametrize(("beam", "kept"), [((136, 148, 180, 220), 1), ((152, 168, 180, 220), 0)])
def test_what_the_network_sees_as_a_beam_is_no_head(label, beam, kept):
    """The stub of a beam looks like a head on the stem that it ends at."""
    seen = detected((glyph(label, 160, 200),), masks(beam=[beam]))

    heads = place_heads(sheet_of(blank()), seen)

    assert len(heads) == kept


@pytest.mark.parametrize("ledger", [False, True])
def test_a_tempo_mark_may_stand_where_its_note_would_have_one_ledger_line(ledger):
    grey, note = blank(), glyph("noteheadBlack", TOP - 22, 400)
    if ledger:
        grey[int(TOP) - 17 : int(TOP) - 15, 384:416] = 255
    text = (int(TOP) - 32, int(TOP) - 16, 420, 460)

    placed = place_heads(sheet_of(grey), detected((note,), masks(text=[text])))

    assert len(placed) == ledger


def test_the_other_note_of_a_tempo_mark_is_no_note_either():
    marked, equal = (glyph("noteheadGrace", TOP - 40, column) for column in (300, 360))
    text = (112, 128, 220, 280)

    assert not place_heads(sheet_of(blank()), detected((marked, equal), masks(text=[text])))
    assert len(place_heads(sheet_of(blank()), detected((marked, equal), masks()))) == 2
