"""Pieces of a stem are put together again, and two stems are left apart."""

import pytest

from rastrum.model.strokes import Stem
from rastrum.notes.stem_pieces import bridge_pieces, heads_around, merge_pieces
from support.drawn.strokes import head


@pytest.mark.parametrize(
    ("other", "count"),
    [
        (Stem(90.5, 128.0, 180.0), 1),
        (Stem(90.5, 134.0, 180.0), 1),
        (Stem(90.5, 150.0, 180.0), 2),
        (Stem(96.0, 128.0, 180.0), 2),
    ],
    ids=["touching", "nearly", "apart", "beside"],
)
def test_pieces_that_meet_in_one_column_are_one(other, count):
    merged = merge_pieces([Stem(90.0, 80.0, 130.0), other])

    assert len(merged) == count


def test_the_longer_piece_tells_the_column():
    (stem,) = merge_pieces([Stem(90.0, 80.0, 100.0), Stem(92.0, 98.0, 180.0)])

    assert stem == Stem(92.0, 80.0, 180.0)


def test_many_pieces_are_one_whatever_their_order():
    pieces = [Stem(90.0, 60.0, 90.0), Stem(90.2, 84.0, 120.0), Stem(90.4, 118.0, 160.0)]

    for order in (pieces, pieces[::-1], [pieces[0], pieces[2], pieces[1]]):
        assert merge_pieces(order)[0].top == 60
        assert merge_pieces(order)[-1].bottom == 160


UPPER, LOWER = Stem(90.0, 60.0, 104.0), Stem(90.0, 116.0, 170.0)


@pytest.mark.parametrize(
    ("heads", "count"),
    [
        ([head(110, 100)], 1),
        ([head(110, 100), head(160, 100)], 1),
        ([head(110, 100), head(160, 80)], 2),
        ([head(64, 100), head(160, 100)], 2),
        ([], 2),
    ],
    ids=["a head between", "heads alike", "on both sides", "none between", "no heads"],
)
def test_a_head_bridges_two_pieces_if_all_their_heads_are_alike(heads, count):
    assert len(bridge_pieces([UPPER, LOWER], heads)) == count


def test_a_wide_gap_is_not_bridged():
    low = Stem(90.0, 140.0, 190.0)

    assert bridge_pieces([UPPER, low], [head(122, 100)]) == [UPPER, low]


def test_stems_come_in_order_of_columns():
    stems = [Stem(c, 60.0, 120.0) for c in (300.0, 100.0, 200.0)]

    assert [s.column for s in merge_pieces(stems)] == [100, 200, 300]
    assert [s.column for s in bridge_pieces(stems, [])] == [100, 200, 300]


def test_heads_around_a_column_are_those_that_a_stem_there_may_touch():
    heads = [head(110, column) for column in (50, 80, 100, 130)]

    assert [h.glyph.column for h in heads_around(heads, 90.0)] == [80, 100]
    assert list(heads_around(heads, 300.0)) == []
    assert list(heads_around([], 90.0)) == []
