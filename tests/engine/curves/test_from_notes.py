"""Ties that the network missed are found between their heads."""

import numpy as np
import pytest

from rastrum.curves.from_notes import add_tie_arcs
from rastrum.curves.ink import bare_ink
from rastrum.model.detection import Detection, Glyph
from rastrum.model.notation import SeenChord, SeenNote
from rastrum.model.strokes import SeenArc
from support.curves import arched_sheet
from support.strokes import INK, draw_head, drawn_sheet, head, masks


def tie_between(first, second, *, rise, across=False, more=(), known=(), seen=()):
    """Draw two heads on a staff and a curve between them; return the ties that are found.

    `first` and `second` are (row, column); `rise` is how far the curve's middle lies above.
    `seen` are boxes in which the network sees a curve.
    """
    grey = arched_sheet().grey
    grey[:92] = 0
    heads = [head(*first), head(*second)]
    for column in range(first[1] + 12, second[1] - 11):
        share = (column - first[1] - 12) / (second[1] - first[1] - 24)
        level = first[0] + share * (second[0] - first[0])
        row = round(level - np.sign(rise) * 4 - 4 * rise * share * (1 - share))
        half = 1 + round(6 * share * (1 - share))  # ties are thickest in the middle
        grey[row - half : row + half, column] = INK
    if across:
        middle = (first[1] + second[1]) // 2
        grey[96:160, middle - 1 : middle + 2] = INK
    for one in (first, second):
        draw_head(grey, *one)
    detection = Detection((*(h.glyph for h in heads), *more), masks(slur=seen))
    chords = [
        SeenChord(0, "Minim", h.glyph.column + 9, 60.0, (SeenNote(h),), has_stem=True)
        for h in heads
    ]
    sheet = drawn_sheet(grey)
    return add_tie_arcs(sheet, bare_ink(sheet, detection), chords, known)


@pytest.mark.parametrize("row", [112, 120, 128, 136])
@pytest.mark.parametrize("rise", [8, -8])
@pytest.mark.parametrize("length", [50, 110])
@pytest.mark.parametrize("across", [False, True], ids=["free", "over a barline"])
def test_a_tie_that_the_network_missed_is_found_between_its_heads(row, rise, length, across):
    (arc,) = tie_between((row, 80), (row, 80 + length), rise=rise, across=across)

    assert arc.left[1] == pytest.approx(92, abs=8)
    assert arc.right[1] == pytest.approx(68 + length, abs=8)
    assert np.sign(arc.bulge) == np.sign(rise)


@pytest.mark.parametrize(("end", "whole"), [((121.0, 115.0), True), ((121.0, 160.0), False)])
def test_a_tie_takes_the_place_of_a_piece_of_it_before_a_barline(end, whole):
    piece = SeenArc((132.0, 92.0), end, 1.0)

    found = tie_between((136, 80), (136, 170), rise=10, across=True, known=[piece])

    assert (piece not in found) == whole
    assert len(found) == 1


@pytest.mark.parametrize(
    ("second", "rise"),
    [((120, 200), 8), ((136, 200), 0), ((136, 200), 40)],
    ids=["another pitch", "a straight line", "a slur over other notes"],
)
def test_what_is_no_tie_is_not_found_between_heads(second, rise):
    assert tie_between((136, 80), second, rise=rise) == []


def test_the_strokes_of_accidentals_between_heads_are_no_tie():
    """But for a curve that the network sees across them."""
    accidentals = [Glyph("sharp", 132.0, column, 44.0, 15.0, 0.9) for column in (98.0, 114.0)]
    curve = [(120, 136, 90, 120)]
    (tie,) = tie_between((136, 80), (136, 130), rise=8, more=accidentals, seen=curve)

    assert tie.left[1] == pytest.approx(92, abs=8)
    assert tie_between((136, 80), (136, 130), rise=8, more=accidentals) == []


def test_a_tie_is_found_whose_lower_edge_a_staff_line_hides():
    """Its middle hardly bulges, its upper edge does."""
    grey = arched_sheet().grey
    grey[:92] = 0
    for column in range(112, 169):
        grey[112 - round(5 * (1 - ((column - 140) / 28) ** 2)) : 114, column] = INK
    heads = [head(120, 92), head(120, 188)]
    for one in heads:
        draw_head(grey, 120, round(one.glyph.column))
    chords = [
        SeenChord(0, "Solid", h.glyph.column + 9, 60.0, (SeenNote(h),), has_stem=True)
        for h in heads
    ]
    detection = Detection(tuple(h.glyph for h in heads), masks())
    sheet = drawn_sheet(grey)

    (tie,) = add_tie_arcs(sheet, bare_ink(sheet, detection), chords, [])

    assert tie.bulge > 3
