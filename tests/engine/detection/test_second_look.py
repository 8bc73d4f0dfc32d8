"""What a glyph says is told by a second network that looks at it alone."""

from dataclasses import replace

import numpy as np
import pytest

from rastrum.detection.second_look import KINDS, cut_glyph, look_again, run
from rastrum.model.detection import Detection, Glyph
from rastrum.model.sheet import Strip
from support.drawn.fingerings import WIDTH, digit, sheet_of


def test_nothing_is_told_of_paper():
    glyphs = (digit("", 50.0, 100.0), Glyph("dynamicSF", 200.0, 100.0, 30.0, 30.0, 0.9))
    detection = Detection(glyphs, np.zeros((11, 64, 120), np.uint8))

    told = look_again(sheet_of(), detection)

    assert [g.text for g in told.glyphs] == ["", ""]


def test_a_page_without_fingerings_is_left_as_it_is():
    detection = Detection((), np.zeros((11, 64, 120), np.uint8))

    assert look_again(sheet_of(), detection) is detection


def test_crops_at_the_edge_of_a_sheet_are_filled_up_with_paper():
    grey = np.full((256, WIDTH), 255, np.uint8)

    crop = cut_glyph(sheet_of(grey), digit("", 4.0, WIDTH - 4.0), (32, 32))

    assert crop.shape == (32, 32)
    assert (crop > 0).sum() == 20 * 20


def test_glyphs_of_a_small_staff_are_cut_out_of_its_strip():
    strip = Strip(0, np.full((512, 960), 255, np.uint8), 2.0, 0.0, 0.0)

    crop = cut_glyph(replace(sheet_of(), strips=(strip,)), digit("", 128.0, 100.0), (32, 32))

    assert crop.all()


def test_probabilities_add_up_whatever_the_number_of_crops():
    for count in (0, 1, 5):
        crops = {name: [np.zeros(kind.crop, np.uint8)] * count for name, kind in KINDS.items()}
        for name, scores in run(crops).items():
            assert scores.shape == (count, len(KINDS[name].says))
            assert scores.sum(axis=1) == pytest.approx(np.ones(count), abs=1e-4)
