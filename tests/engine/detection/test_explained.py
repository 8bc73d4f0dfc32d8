"""How much of the ink on the staves was understood."""

import numpy as np
import pytest

from rastrum.detection.explained import explained_share, text_share
from rastrum.model.detection import Detection, Glyph
from support.sheets import box_masks, staff_sheet

SHAPE = (200, 400)


def sheet_with(*boxes):
    """Return a staff at row 60 and ink in boxes of top, bottom, left, right."""
    grey = np.zeros(SHAPE, np.uint8)
    for row in range(60, 125, 16):
        grey[row - 1 : row + 1, 8:392] = 255
    for top, bottom, left, right in boxes:
        grey[top:bottom, left:right] = 255
    return staff_sheet(grey, 60.0)


HEAD = Glyph("noteheadBlack", 70.0, 110.0, 12.0, 20.0, 0.9)


def test_staff_lines_alone_need_no_explanation():
    assert explained_share(sheet_with(), Detection((), box_masks(SHAPE))) == 1.0


@pytest.mark.parametrize(("glyphs", "share"), [((HEAD,), 0.5), ((), 0.0)])
def test_a_glyph_explains_its_ink(glyphs, share):
    sheet = sheet_with((64, 74, 100, 120), (64, 74, 200, 220))

    assert explained_share(sheet, Detection(glyphs, box_masks(SHAPE))) == pytest.approx(share)


def test_a_stroke_explains_its_ink():
    sheet = sheet_with((64, 124, 100, 104))
    masks = box_masks(SHAPE, stem=[(60, 128, 100, 104)])

    assert explained_share(sheet, Detection((), masks)) == 1.0


def test_ink_far_from_the_staff_does_not_count():
    sheet = sheet_with((10, 30, 100, 120))

    assert explained_share(sheet, Detection((), box_masks(SHAPE))) == 1.0


def test_text_on_the_staves_is_counted_apart():
    sheet = sheet_with((64, 74, 100, 120), (64, 74, 200, 220))
    masks = box_masks(SHAPE, text=[(60, 80, 100, 120)])

    assert text_share(sheet, Detection((HEAD,), masks)) == pytest.approx(0.5)
    assert text_share(sheet_with(), Detection((), masks)) == 0.0
