"""A page is inked by one hand, and its truth comes out of the same strokes."""

from pathlib import Path

import numpy as np
import pytest

from rastrum_samples.engraving.drawing import read_drawing
from rastrum_samples.engraving.engrave import Style, engrave
from rastrum_samples.engraving.fonts import open_fonts
from rastrum_samples.inking.press import ink
from support.written.scores import MEI, SMALL_PAGE


@pytest.fixture(scope="module")
def drawing():
    return read_drawing(engrave(MEI, Style("Leipzig", SMALL_PAGE)).pages[0])


def inked(drawing, seed):
    return ink(drawing, np.random.default_rng(seed), open_fonts(Path("no-typefaces")))


@pytest.mark.parametrize("seed", range(6))
def test_every_glyph_that_is_engraved_has_a_box_where_it_stands(drawing, seed):
    page = inked(drawing, seed)
    heads = [b for b in page.boxes if b.label.startswith("notehead")]

    assert len(heads) == 9
    for box in heads:
        bounds = drawing.shapes[box.source].path.getBounds()
        assert abs(box.x - bounds.centerX()) < 0.5 * page.space
        assert abs(box.y - bounds.centerY()) < 0.5 * page.space
        assert (box.width, box.height) == pytest.approx((1.2 * page.space, page.space), rel=0.4)


def test_every_hand_is_another_and_the_same_seed_gives_the_same(drawing):
    first, again, other = (inked(drawing, seed) for seed in (1, 1, 2))

    assert first.boxes == again.boxes
    assert first.widths == again.widths != other.widths


def test_staff_lines_and_beams_are_told(drawing):
    page = inked(drawing, 3)

    assert page.lines.shape == (20, 3)  # five lines of two staves in two measures
    assert (page.lines[:, 1] < page.lines[:, 2]).all()
    assert len(page.beams) == 2  # of a dotted group: one and its stub
    for beam in page.beams:
        assert beam.x0 < beam.x1
        assert beam.top0 < beam.bottom0


def test_strokes_have_masks_of_their_own(drawing):
    assert {"stem", "slur", "barline", "ledger"} <= set(inked(drawing, 3).masks)
