"""Beams are counted at every stem, and stems are drawn to their beams."""

import pytest

from rastrum.model.detection import Detection
from rastrum.model.strokes import Stem
from rastrum.model.vocabulary import MASKS
from rastrum.notes.beam_groups import Beams
from support.drawn.strokes import INK, blank, drawn_sheet, masks


@pytest.mark.parametrize("end", [84, 96, 108])
def test_beams_are_counted_wherever_in_their_stack_the_stem_seems_to_end(end):
    grey = blank()
    for row in (84, 96, 108):
        grey[row : row + 8, 40:200] = INK
    detection = Detection((), masks(beam=[(84, 116, 40, 200)]))
    stems = [(Stem(120.0, float(end), 180.0), True)]

    (share,) = Beams(drawn_sheet(grey), detection, stems).shares()

    assert (share.left, share.right) == (3, 3)


@pytest.mark.parametrize("step", [11, 15])
def test_beams_that_ran_together_are_counted_by_the_pages_own_step(step):
    grey = blank()
    boxes = []
    for number, (left, right) in enumerate(((20, 70), (90, 140), (160, 210)), start=1):
        height = 11 + (number - 1) * step
        grey[40 : 40 + height, left:right] = INK
        boxes.append((40, 40 + height, left, right))
    columns = [left + off for left in (20, 90, 160) for off in (2, 24, 47)]
    stems = [(Stem(float(column), 40.0, 180.0), True) for column in columns]

    shares = Beams(drawn_sheet(grey), Detection((), masks(beam=boxes)), stems).shares()

    assert [max(share.left, share.right) for share in shares] == [1, 1, 1, 2, 2, 2, 3, 3, 3]


@pytest.mark.parametrize(
    ("rows", "width", "beams"),
    [((98, 106), 14, 2), ((98, 100), 14, 1), ((98, 106), 70, 1), ((98, 130), 14, 1)],
    ids=["stub", "staff line", "beam farther on", "head"],
)
def test_a_stub_that_the_network_missed_is_counted(rows, width, beams):
    grey = blank()
    grey[84:92, 40:121] = INK
    grey[rows[0] : rows[1], 121 - width : 121] = INK
    detection = Detection((), masks(beam=[(84, 92, 40, 121)]))
    stems = [(Stem(40.0, 84.0, 180.0), True), (Stem(120.0, 84.0, 180.0), True)]

    left, right = Beams(drawn_sheet(grey), detection, stems).shares()

    assert (left.left, left.right, right.left, right.right) == (0, 1, beams, 0)


def test_a_stack_on_the_other_side_of_the_music_is_not_counted():
    grey = blank()
    grey[84:92, 40:200] = INK
    grey[132:140, 40:200] = INK
    # One connected group: a beam above and one below, joined at the left.
    detection = Detection(
        (), masks(beam=[(84, 92, 40, 200), (132, 140, 40, 200), (84, 140, 40, 48)])
    )
    stems = [(Stem(120.0, 84.0, 130.0), True)]

    (share,) = Beams(drawn_sheet(grey), detection, stems).shares()

    assert (share.left, share.right) == (1, 1)


@pytest.mark.parametrize(("low", "high", "beams"), [(92, 95, 1), (103, 84, 2)])
def test_beams_of_two_hands_that_nearly_touch_are_counted_apart(low, high, beams):
    """Under a common pair of beams the stems of either hand go through both."""
    grey = blank()
    ends = ((30, 200), (40, 210)) if beams == 1 else ((30, 210), (30, 210))
    for row, (start, stop) in zip((84, 95), ends, strict=True):
        grey[row : row + 8, start:stop] = INK
    detection = Detection((), masks(beam=[(84, 104, 30, 210)]))
    right = [(Stem(column, 20.0, float(low)), False) for column in (30.0, 110.0, 198.0)]
    left = [(Stem(column, float(high), 180.0), True) for column in (41.0, 120.0, 208.0)]

    shares = Beams(drawn_sheet(grey), detection, right + left).shares()

    assert [max(share.left, share.right) for share in shares] == [beams] * 6
    assert len({share.group for share in shares}) == 3 - beams


@pytest.mark.parametrize(("gap", "beamed"), [(11, False), (9, True)])
def test_a_lone_stem_that_ends_before_another_staffs_beam_has_none(gap, beamed):
    box = (84, 92, 96, 204)
    grey = blank()
    grey[84:92, 96:204] = INK
    below = [(Stem(column, 84.0, 160.0), True) for column in (100.0, 200.0)]
    stranger = (Stem(150.0, 20.0, 84.0 - gap), False)

    shares = Beams(drawn_sheet(grey), Detection((), masks(beam=[box])), [*below, stranger]).shares()

    assert [share is not None for share in shares] == [True, True, beamed]


def test_a_stem_that_ends_just_before_a_beam_of_the_other_staff_belongs_to_its_own():
    own, other = (84, 92, 40, 120), (100, 108, 100, 204)
    grey = blank()
    for top, bottom, left, right in (own, other):
        grey[top:bottom, left:right] = INK
    above = [(Stem(column, 20.0, 92.0), False) for column in (42.0, 118.0)]
    below = [(Stem(column, 100.0, 180.0), True) for column in (102.0, 202.0)]

    shares = Beams(
        drawn_sheet(grey), Detection((), masks(beam=[own, other])), [*above, *below]
    ).shares()

    groups = [share.group for share in shares]
    assert groups[0] == groups[1] != groups[2] == groups[3]


@pytest.mark.parametrize(
    ("boxes", "beamed"),
    [
        ([(84, 92, 100, 106)], [False, False]),
        ([(84, 86, 100, 130)], [False, False]),
        ([(84, 92, 100, 130)], [True, False]),
        ([(84, 92, 100, 112), (84, 92, 188, 201)], [True, True]),
        ([(84, 92, 88, 101), (84, 92, 200, 212)], [False, False]),
    ],
    ids=["a thick end", "a curve", "a long beam", "a broken beam", "two thick ends"],
)
def test_what_one_stem_alone_meets_is_a_beam_if_it_is_long_or_leads_to_another(boxes, beamed):
    grey = blank()
    for top, bottom, left, right in boxes:
        grey[top:bottom, left:right] = INK
    stems = [(Stem(100.0, 84.0, 160.0), True), (Stem(200.0, 84.0, 160.0), True)]

    shares = Beams(drawn_sheet(grey), Detection((), masks(beam=boxes)), stems).shares()

    assert [share is not None for share in shares] == beamed
    assert len({share.group for share in shares if share is not None}) <= 1


@pytest.mark.parametrize(("end", "joined"), [(108.0, True), (140.0, False)])
def test_a_broken_stem_closes_the_beam_that_ends_before_it(end, joined):
    grey = blank()
    grey[84:92, 40:160] = INK
    detection = Detection((), masks(beam=[(84, 92, 40, 160)]))
    stems = [(Stem(40.0, 84.0, 180.0), True), (Stem(158.0, end, 200.0), True)]

    shares = Beams(drawn_sheet(grey), detection, stems).shares()

    assert shares[0] is not None
    assert (shares[1] is not None) == joined


@pytest.mark.parametrize(("sure", "levels"), [(100, 1), (255, 2)])
def test_a_slur_that_touches_a_beam_is_no_beam(sure, levels):
    grey = blank()
    grey[84:92, 40:121] = grey[95:102, 36:125] = INK
    planes = masks(beam=[(84, 104, 40, 121)], slur=[(96, 104, 36, 125)])
    planes[MASKS.index("beam"), 24:26][planes[MASKS.index("slur"), 24:26] > 0] = sure
    planes[MASKS.index("slur")] //= 2
    stems = [(Stem(40.0, 84.0, 180.0), True), (Stem(120.0, 84.0, 180.0), True)]

    first, last = Beams(drawn_sheet(grey), Detection((), planes), stems).shares()

    assert (first.right, last.left) == (levels, levels)


@pytest.mark.parametrize("beyond", [0, 6, 18])
def test_a_bracket_at_a_stems_end_is_no_part_of_it(beyond):
    grey = blank()
    grey[84:92, 40:121] = INK
    detection = Detection((), masks(beam=[(84, 92, 40, 121)]))
    stems = [(Stem(40.0, 84.0, 180.0), True), (Stem(120.0, 84.0 - beyond, 180.0), True)]
    beams = Beams(drawn_sheet(grey), detection, stems)

    left, right = beams.shares()

    assert (left.right, right.left) == (1, 1)
    _, stem = beams.fit([left, right])
    assert stem.top == pytest.approx(84, abs=6)
    assert stem.bottom == 180


@pytest.mark.parametrize(("gap", "beams"), [(5, 1), (0, 2)], ids=["stub", "beam"])
def test_a_stub_that_nearly_reaches_the_next_stem_is_none_of_its_beams(gap, beams):
    grey = blank()
    grey[84:92, 40:67] = INK
    grey[96:104, 40 : 67 - gap] = INK
    detection = Detection((), masks(beam=[(84, 104, 40, 67)]))
    stems = [(Stem(40.0, 84.0, 180.0), True), (Stem(66.0, 84.0, 180.0), True)]

    left, right = Beams(drawn_sheet(grey), detection, stems).shares()

    assert (left.left, left.right, right.left, right.right) == (0, 2, beams, 0)
