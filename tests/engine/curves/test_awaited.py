"""Small curves are found where notation makes expect them."""

import numpy as np
import pytest

from rastrum.curves.awaited import add_awaited_arcs
from rastrum.model.detection import Detection, Glyph
from rastrum.model.notation import Head, SeenChord, SeenNote
from rastrum.model.strokes import Barline, SeenArc
from support.curves import SHAPE, printed_curve
from support.sheets import box_masks, staff_sheet

TOP = 96.0


def note(column, row, shape="Solid"):
    head = Glyph("noteheadBlack", row, column, 16.0, 20.0, 0.9)
    stem = (column + 9, row - 56) if shape == "Solid" else (column + 6, row - 40)
    return SeenChord(
        0, shape, *stem, notes=(SeenNote(Head(head, 0, round((row - 128) / 8))),), has_stem=True
    )


def found(ink, *chords, arcs=(), hints=(), barlines=()):
    masks = box_masks(SHAPE, slur=hints)
    masks[:] = np.minimum(masks, 30)
    sheet = staff_sheet(ink, TOP)
    return add_awaited_arcs(sheet, ink, Detection((), masks), chords, barlines, arcs)


@pytest.mark.parametrize("bulge", [5, 9])
def test_what_is_left_of_a_tie_is_found_before_the_first_note_of_a_system(bulge):
    ink = printed_curve((112, 180), (112, 194), bulge, thickness=2)

    (arc,) = found(ink, note(210, 120), note(300, 120))

    assert arc.left[1] == pytest.approx(180, abs=2)
    assert arc.right[1] == pytest.approx(194, abs=2)
    assert arc.bulge > 0
    assert found(ink, note(60, 120), note(210, 120)) == []


def test_half_a_tie_is_found_behind_the_last_note_of_a_system():
    ink = printed_curve((112, 226), (112, 240), 6, thickness=2)

    (arc,) = found(ink, note(60, 120), note(210, 120))

    assert arc.left[1] == pytest.approx(226, abs=2)
    assert found(ink, note(210, 120), note(300, 120)) == []


def test_a_tie_may_come_from_before_a_repeat():
    ink = printed_curve((112, 180), (112, 194), 6, thickness=2)
    chords = note(60, 120), note(210, 120)

    assert found(ink, *chords, barlines=[Barline(0, "Single", 150.0, 150.0)]) == []
    assert len(found(ink, *chords, barlines=[Barline(0, "Rightrepeat", 150.0, 150.0)])) == 1


def test_an_accidental_is_no_tie():
    ink = np.zeros(SHAPE, np.uint8)
    ink[100:140, 184:188] = ink[104:144, 192:196] = 255
    ink[112:117, 180:200] = ink[126:131, 180:200] = 255

    assert found(ink, note(210, 120)) == []


def test_the_slur_of_a_grace_note_takes_the_place_of_its_pieces():
    ink = printed_curve((130, 100), (166, 126), -8)
    piece = SeenArc((154.0, 112.0), (166.0, 126.0), -2.0)
    far = SeenArc((40.0, 112.0), (40.0, 226.0), 9.0)

    arcs = found(ink, note(100, 118, "Grace"), note(138, 158), arcs=(piece, far))

    assert arcs[0] == far
    assert arcs[1].left == pytest.approx((130, 100), abs=3)
    assert arcs[1].right == pytest.approx((166, 126), abs=3)
    assert found(ink, note(100, 118), note(138, 158), arcs=(piece, far)) == [piece, far]


def test_the_slur_of_a_grace_note_takes_the_place_of_one_that_ran_on():
    ink = printed_curve((130, 100), (166, 126), -8)
    longer = SeenArc((120.0, 88.0), (166.0, 126.0), -12.0)
    other_side = SeenArc((122.0, 90.0), (170.0, 130.0), 8.0)

    arcs = found(ink, note(100, 118, "Grace"), note(138, 158), arcs=(longer, other_side))

    assert [arc.bulge > 0 for arc in arcs] == [True, False]
    assert arcs[1].left == pytest.approx((130, 100), abs=3)


def test_a_faint_curve_counts_where_it_leads_from_chord_to_chord():
    ink = printed_curve((136, 100), (136, 160), -8)
    hints = [(138, 148, 120, 140)]

    assert len(found(ink, note(20, 128), note(100, 120), note(160, 120), hints=hints)) == 1
    assert found(ink, note(20, 128), note(130, 120), hints=hints) == []
    assert found(ink, note(20, 128), note(100, 120), note(160, 120)) == []
