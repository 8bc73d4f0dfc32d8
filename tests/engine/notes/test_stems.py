"""Stems that the network lost, wholly or in part, are found, and put together of their pieces."""

import pytest

from rastrum.model.detection import Detection, Glyph
from rastrum.model.strokes import Stem
from rastrum.model.vocabulary import STRIDE
from rastrum.notes.stem_links import hang_on_stems
from rastrum.notes.stems import bridge_pieces, find_more_stems, heads_around, merge_pieces
from support.drawn.strokes import INK, blank, draw_head, drawn_sheet, head, masks


def stem_of(sheet, detection, wanted, stems=()):
    """Return the stem that a head hangs on."""
    found = find_more_stems(sheet, detection, [wanted], stems)
    hung = hang_on_stems(sheet.grey, [wanted], found, [])
    assert len(hung) == 1
    return hung[0][0]


def test_a_stem_as_long_as_it_looks_is_left_alone():
    grey = blank()
    draw_head(grey, 150, 100)
    grey[100:150, 109:111] = INK
    grey[20:98, 109:111] = INK  # a lyric above, a pixel or two away
    stem = Stem(110.0, 100.0, 150.0)

    found = stem_of(drawn_sheet(grey), Detection((), masks()), head(150, 100), (stem,))

    assert found == stem


def test_a_head_whose_stem_is_lost_hangs_under_the_end_of_a_beam():
    grey = blank()
    draw_head(grey, 150, 100)
    grey[90:98, 20:104] = INK
    detection = Detection((), masks(beam=[(88, 98, 20, 104)]))

    found = stem_of(drawn_sheet(grey), detection, head(150, 100))

    assert found.column == pytest.approx(110)
    assert found.top == pytest.approx(88, abs=STRIDE)
    assert found.bottom == pytest.approx(150)


@pytest.mark.parametrize(("left", "hung"), [(106, True), (60, False)])
def test_a_ledger_note_hangs_on_a_far_beam_that_begins_right_above_its_edge(left, hung):
    grey = blank()
    draw_head(grey, 232, 100)
    grey[100:108, left:204] = INK
    detection = Detection((), masks(beam=[(100, 108, left, 204)]))

    found = find_more_stems(drawn_sheet(grey), detection, [head(232, 100)], ())

    assert [(stem.top, stem.bottom) for stem in found] == ([(100, 232)] if hung else [])


def test_the_curve_of_a_flag_is_not_the_stem_that_the_print_has_lost():
    grey = blank()
    draw_head(grey, 100, 100)
    grey[107:130, 109:111] = INK  # comes down right of the head, as a stem up would not
    grey[130:160, 90:92] = INK
    flag = Glyph("flag8th", 135.0, 100.0, 50.0, 20.0, 0.9)

    found = stem_of(drawn_sheet(grey), Detection((flag,), masks()), head(100, 100))

    assert (found.column, found.top, found.bottom) == (pytest.approx(90), 100, 160)


def test_a_head_far_from_every_beam_gets_no_stem():
    grey = blank()
    draw_head(grey, 150, 100)
    detection = Detection((), masks(beam=[(88, 98, 140, 204)]))

    assert find_more_stems(drawn_sheet(grey), detection, [head(150, 100)], ()) == ()


def test_a_stem_is_drawn_out_to_all_the_heads_of_a_stack_whatever_touches_them():
    grey = blank()
    grey[110:172, 107] = 255
    heads = [head(134, 100), head(153, 100), head(180, 100)]
    stem = Stem(90.0, 172.0, 230.0)

    found = find_more_stems(drawn_sheet(grey), Detection((), masks()), heads, (stem,))

    assert found == (Stem(90.0, 134.0, 230.0),)


def test_a_minim_does_not_join_the_stem_of_a_crotchet():
    heads = [head(110, 100, "noteheadHalf"), head(136, 100)]
    stem = Stem(90.0, 128.0, 190.0)

    found = find_more_stems(drawn_sheet(blank()), Detection((), masks()), heads, (stem,))

    assert found == (stem,)


@pytest.mark.parametrize(("side", "pieces"), [(1, 1), (-1, 2)])
def test_pieces_of_a_stem_are_bridged_by_a_head_on_the_side_of_the_others(side, pieces):
    heads = [head(110, 90 + 10 * side), head(134, 100)]
    stems = (Stem(90.0, 108.0, 124.0), Stem(90.5, 140.0, 190.0))

    found = find_more_stems(drawn_sheet(blank()), Detection((), masks()), heads, stems)

    assert len(found) == pieces


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


def test_a_stem_seen_only_beside_its_head_is_followed_to_its_beam():
    grey = blank()
    draw_head(grey, 150, 100)
    grey[90:150, 109:111] = INK
    sheet = drawn_sheet(grey)

    found = stem_of(sheet, Detection((), masks()), head(150, 100), (Stem(110.0, 140.0, 150.0),))

    assert found.top == pytest.approx(90, abs=1)
    assert found.bottom == pytest.approx(150, abs=8)


def test_heads_of_one_chord_share_the_stem_that_is_left():
    grey = blank()
    heads = [head(110, 100), head(180, 100)]
    stem = Stem(90.0, 172.0, 230.0)

    found = find_more_stems(drawn_sheet(grey), Detection((), masks()), heads, (stem,))

    hung = hang_on_stems(grey, heads, found, [])
    assert [(s.top, s.bottom, len(group)) for s, group in hung] == [(110, 230, 2)]


@pytest.mark.parametrize(("row", "bottom"), [(200, 200.0), (None, 130.0)])
def test_a_broken_stem_goes_on_to_its_beam_but_not_to_any_stroke(row, bottom):
    beam = [] if row is None else [(row - 4, row + 4, 80, 160)]
    stems = (Stem(90.0, 108.0, 130.0), Stem(92.0, 160.0, 200.0))

    found = find_more_stems(
        drawn_sheet(blank()), Detection((), masks(beam=beam)), [head(110, 100)], stems
    )

    assert found[0] == Stem(90.0, 108.0, bottom)


@pytest.mark.parametrize(
    ("column", "seen", "flagged", "bottom"),
    [
        (130.0, True, False, 205.0),
        (130.0, False, False, 150.0),
        (108.0, True, False, 150.0),
        (130.0, True, True, 150.0),
    ],
    ids=["under a beam", "between beams", "another voice's", "flagged"],
)
def test_a_stem_that_ends_before_the_beam_of_its_neighbours_is_drawn_on_to_it(
    column, seen, flagged, bottom
):
    flags = (Glyph("flag8th", 140.0, column + 6, 30.0, 12.0, 0.9),) if flagged else ()
    beam = [(190, 212, 84, 176)] if seen else [(190, 212, 84, 100), (190, 212, 160, 176)]
    heads = [head(110, 100), head(110, column + 10), head(110, 180)]
    stems = (Stem(90.0, 108, 200.0), Stem(column, 108.0, 150.0), Stem(170.0, 108.0, 210.0))

    detection = Detection(flags, masks(beam=beam))
    found = find_more_stems(drawn_sheet(blank()), detection, heads, stems)

    assert found[1].bottom == pytest.approx(bottom, abs=0.1)
