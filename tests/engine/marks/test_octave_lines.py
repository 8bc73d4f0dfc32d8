"""Octave lines are found by their sign and their dashes."""

from dataclasses import replace

import pytest

from rastrum.marks.octave_lines import find_octaves
from rastrum.model.detection import Detection, Glyph
from support.drawn.strokes import INK, blank, drawn_sheet, masks


def octave_glyph(row, column=100.0):
    return Glyph("octave", row, column, 24.0, 24.0, 0.8)


def test_octave_lines_run_as_far_as_their_dashes():
    grey = blank()
    for left in range(116, 260, 16):
        grey[61:63, left : left + 10] = INK
    grey[61:63, 330:340] = INK

    (line,) = find_octaves(drawn_sheet(grey), Detection((octave_glyph(62.0),), masks()))

    assert (line.staff, line.shift) == (0, 1)
    assert line.left == pytest.approx(88)
    assert line.right == pytest.approx(254, abs=1)


def test_an_octave_line_below_its_staff_lowers_the_notes():
    grey = blank()
    grey[208:210, 116:260] = INK
    grey[192:208, 258:260] = INK

    (line,) = find_octaves(drawn_sheet(grey), Detection((octave_glyph(200.0),), masks()))

    assert line.shift == -1


@pytest.mark.parametrize(
    ("hook", "place"), [((70, 90), (1, 1)), ((46, 62), (0, -1)), (None, (1, 1))]
)
def test_an_octave_line_between_staves_belongs_where_its_hook_points(hook, place):
    grey = blank()
    grey[61:63, 116:260] = INK
    if hook is not None:
        grey[hook[0] : hook[1], 258:260] = INK
    sheet = drawn_sheet(grey)
    upper = replace(sheet.staves[0], top=-40.0)
    sheet = replace(sheet, staves=(upper, replace(sheet.staves[0], index=1)))

    (line,) = find_octaves(sheet, Detection((octave_glyph(62.0),), masks()))

    assert (line.staff, line.shift) == place


@pytest.mark.parametrize("rows", [(60, 64, 200, 300), (40, 90, 114, 180)])
def test_an_eight_without_a_thin_line_behind_it_is_no_octave_line(rows):
    grey = blank()
    top, bottom, left, right = rows
    grey[top:bottom, left:right] = INK

    assert find_octaves(drawn_sheet(grey), Detection((octave_glyph(62.0),), masks())) == ()


@pytest.mark.parametrize(
    ("label", "score", "left", "count"),
    [("tuplet8", 0.4, 116, 1), ("octave", 0.3, 116, 1), ("tuplet8", 0.4, 20, 0)],
)
def test_a_slender_eight_is_an_octave_sign_if_its_line_runs_to_the_right_alone(
    label, score, left, count
):
    grey = blank()
    grey[61:63, left:260] = INK
    grey[50:74, 88:112] = 0
    sign = replace(octave_glyph(62.0), label=label, score=score)

    assert len(find_octaves(drawn_sheet(grey), Detection((sign,), masks()))) == count


def test_behind_a_doubtful_octave_sign_other_ink_is_no_line():
    grey = blank()
    for row in (58, 62, 66):
        grey[row, 116:260] = INK
    sure, doubtful = octave_glyph(62.0), replace(octave_glyph(62.0), score=0.3)

    assert len(find_octaves(drawn_sheet(grey), Detection((sure,), masks()))) == 1
    assert find_octaves(drawn_sheet(grey), Detection((doubtful,), masks())) == ()


def test_an_octave_line_is_followed_where_it_is_askew():
    grey = blank()
    for column in range(116, 340):
        row = 61 + (column - 116) // 40
        grey[row : row + 2, column] = INK

    (line,) = find_octaves(drawn_sheet(grey), Detection((octave_glyph(62.0),), masks()))

    assert line.right == pytest.approx(340, abs=2)
