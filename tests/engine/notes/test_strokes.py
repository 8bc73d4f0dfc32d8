"""Stems and barlines are traced in the ink, also where the print has lost parts."""

import pytest

from rastrum.model.detection import Detection
from rastrum.notes.strokes import trace
from support.drawn.strokes import INK, blank, drawn_sheet, masks


def test_two_pieces_of_a_stem_that_ink_joins_are_one():
    grey = blank()
    for row in range(60, 200):  # leans as old plates' stems do
        column = 120 + (row - 60) // 40
        grey[row, column : column + 2] = INK
    pieces = masks(stem=[(60, 100, 118, 122), (152, 200, 120, 124)])

    (stem,) = trace(drawn_sheet(grey), Detection((), pieces)).stems

    assert (stem.top, stem.bottom) == pytest.approx((60, 200), abs=3)


def test_two_stems_in_one_column_with_paper_between_are_two():
    grey = blank()
    grey[60:100, 120:122] = grey[152:200, 120:122] = INK
    pieces = masks(stem=[(60, 100, 118, 122), (152, 200, 118, 122)])

    assert len(trace(drawn_sheet(grey), Detection((), pieces)).stems) == 2


@pytest.mark.parametrize("beside", [False, True])
def test_a_stem_is_followed_to_a_beam_far_away_unless_it_runs_into_something(beside):
    grey = blank()
    grey[20:28, 60:123] = INK
    grey[20:160, 120:122] = INK
    if beside:
        grey[40:110, 100:140] = INK
    seen = masks(stem=[(112, 160, 118, 122)], beam=[(20, 28, 60, 124)])

    (stem,) = trace(drawn_sheet(grey), Detection((), seen)).stems

    assert stem.top == pytest.approx(112 - 10 if beside else 20, abs=4)
