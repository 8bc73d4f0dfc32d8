"""Barlines are traced exactly where the network saw them, with their kind and their dots."""

import numpy as np
import pytest

from rastrum.model.detection import Glyph
from rastrum.model.strokes import Barline
from rastrum.model.vocabulary import MASKS
from rastrum.staff.barlines import find_repeat_dots, has_repeat_dots, trace_barlines
from support.sheets import box_masks, detected, staff_sheet

SHAPE = 320, 480
TOPS = 64.0, 192.0
THIN, THICK = 3, 9


def ruled(*lines, staves=TOPS, through=False):
    """Return a sheet with lines (left, width) over its staves, or from the first to the last."""
    grey = np.zeros(SHAPE, np.uint8)
    for left, width in lines:
        for top in staves:
            grey[int(top) : int(top) + 65, left : left + width] = 255
        if through:
            grey[int(TOPS[0]) : int(TOPS[-1]) + 65, left : left + width] = 255
    return staff_sheet(grey, *TOPS)


def traced(sheet, left, right, *glyphs, confidence=255):
    """Return what is traced on each staff where the network saw a barline between columns."""
    masks = box_masks(SHAPE, barline=[(int(top), int(top) + 65, left, right) for top in TOPS])
    plane = masks[MASKS.index("barline")]
    plane[plane > 0] = confidence
    return trace_barlines(sheet, detected(glyphs, masks))


def repeat_dots(column, label="repeatDot"):
    return [
        Glyph(label, top + 32 + 8 * step, column, 7.0, 7.0, 0.9) for top in TOPS for step in (-1, 1)
    ]


def test_a_barline_stands_in_the_middle_of_its_ink_on_every_staff():
    upper, lower = traced(ruled((203, THIN)), 200, 208)

    assert (upper.staff, lower.staff) == (0, 1)
    assert {(b.kind, b.left, b.right) for b in (upper, lower)} == {("Single", 204.5, 204.5)}
    assert upper.score == 1


@pytest.mark.parametrize(
    ("lines", "dots", "kind"),
    [
        ([(200, THIN)], (), "Single"),
        ([(200, THIN), (208, THIN)], (), "Double"),
        ([(200, THIN), (208, THICK)], (), "ThinThick"),
        ([(200, THIN), (208, THICK)], (190,), "Rightrepeat"),
        ([(200, THICK), (214, THIN)], (226,), "Leftrepeat"),
        ([(200, THIN), (208, THIN)], (190, 220), "Backtobackrepeat"),
    ],
)
def test_a_barline_is_of_its_kind(lines, dots, kind):
    seen = [dot for column in dots for dot in repeat_dots(column)]
    right = lines[-1][0] + lines[-1][1]

    barlines = traced(ruled(*lines), 200, right, *seen)

    assert [b.kind for b in barlines] == [kind] * 2
    first, last = lines[0], lines[-1]
    assert barlines[0].left == pytest.approx(first[0] + first[1] / 2, abs=1)
    assert barlines[0].right == pytest.approx(last[0] + last[1] / 2, abs=1)


@pytest.mark.parametrize("through", [True, False])
def test_a_barline_is_joined_where_it_runs_on_to_the_next_staff(through):
    upper, lower = traced(ruled((200, THIN), through=through), 200, 204)

    assert (upper.joined_below, lower.joined_below) == (through, False)


@pytest.mark.parametrize(("confidence", "through"), [(70, True), (70, False), (30, True)])
def test_a_line_that_was_hardly_seen_is_one_if_it_runs_from_staff_to_staff(confidence, through):
    barlines = traced(ruled((200, THIN), through=through), 200, 204, confidence=confidence)

    assert len(barlines) == (2 if (confidence, through) == (70, True) else 0)


def test_the_first_line_of_a_system_is_no_barline():
    """What begins with repeat dots, left of the music, is one."""
    sheet = ruled((8, THIN), through=True)
    clefs = [Glyph("clefG", top + 38, 50.0, 100.0, 40.0, 0.9) for top in TOPS]

    assert traced(sheet, 8, 12, *clefs) == []
    (kind,) = {b.kind for b in traced(sheet, 8, 12, *clefs, *repeat_dots(20.0))}
    assert kind == "Leftrepeat"


def test_where_nothing_was_seen_there_is_none():
    assert trace_barlines(ruled((200, THIN)), detected((), box_masks(SHAPE))) == []


def dotted(*places, radius=3):
    """Return a sheet with round dots at steps and columns of its first staff."""
    grey = np.zeros(SHAPE, np.uint8)
    rows, columns = np.mgrid[: SHAPE[0], : SHAPE[1]]
    for step, column in places:
        grey[np.hypot(rows - (TOPS[0] + 32 + 8 * step), columns - column) <= radius] = 255
    return staff_sheet(grey, *TOPS)


@pytest.mark.parametrize(
    ("places", "radius", "found"),
    [
        ([(-1, 200), (1, 200)], 3, True),
        ([(-1, 200)], 3, False),
        ([(-1, 200), (1, 214)], 3, False),
        ([(-1, 181), (1, 181)], 3, False),
        ([(-1, 200), (1, 200)], 1, False),
        ([(-1, 200), (1, 200)], 7, False),
    ],
    ids=["a pair", "one", "apart", "cut by the edge", "stems", "heads"],
)
def test_repeat_dots_are_two_whole_ones_above_each_other(places, radius, found):
    sheet = dotted(*places, radius=radius)

    assert has_repeat_dots(sheet, sheet.staves[0], 180, 220) == found


def test_repeat_dots_above_the_edge_of_the_sheet_are_none():
    sheet = staff_sheet(np.full((40, 100), 255, np.uint8), -40.0)

    assert not has_repeat_dots(sheet, sheet.staves[0], 10, 60)


def test_dots_beside_a_repeat_belong_to_it_and_others_do_not():
    near, far = repeat_dots(190.0, "dot")[:2], repeat_dots(150.0, "dot")[:2]
    below = Glyph("staccato", TOPS[0] + 90, 190.0, 7.0, 7.0, 0.9)
    seen = detected((*near, *far, below), box_masks(SHAPE))
    sheet = ruled()

    repeat = Barline(0, "Rightrepeat", 201.0, 212.0)

    assert find_repeat_dots(sheet, seen, [repeat]) == set(near)
    assert find_repeat_dots(sheet, seen, [Barline(0, "ThinThick", 201.0, 212.0)]) == frozenset()
