"""Crops show the surroundings of a place, with boxes and masks that lie on the ink."""

from collections import Counter

import numpy as np
import pytest

from rastrum.model.vocabulary import GLYPHS, MASKS, STRIDE
from rastrum_samples.datasets.crops import HEIGHT, WIDTH, cut, draw_space, prefer_seldom


@pytest.fixture(scope="module")
def page(scene):
    return scene.pages[0].inked


def clean(page, label, seed):
    """Cut at the first glyph of a class; nothing wears the crop."""
    box = next(b for b in page.boxes if b.label == label)
    return cut(page, box.x, box.y, ("clean", ()), np.random.default_rng(seed))


@pytest.mark.parametrize("label", ["noteheadBlack", "clefG", "natural"])
def test_what_is_cut_at_stands_in_the_middle(page, label):
    crop = clean(page, label, 1)
    own = crop.boxes[crop.boxes[:, 0] == GLYPHS.index(label)]

    middle = np.abs(own[:, 1:3] - (HEIGHT / 2, WIDTH / 2)).max(axis=1).min()

    assert (crop.grey.shape, crop.preset) == ((HEIGHT, WIDTH), "clean")
    assert middle < 8


def test_heads_lie_on_ink_and_stems_on_theirs(page):
    for seed in range(4):
        crop = clean(page, "noteheadBlack", seed)
        heads = crop.boxes[crop.boxes[:, 0] == GLYPHS.index("noteheadBlack")]
        stems = np.argwhere(crop.masks[MASKS.index("stem")] == 1)
        dark = [
            crop.grey[r * STRIDE : (r + 1) * STRIDE, c * STRIDE : (c + 1) * STRIDE].max() > 60
            for r, c in stems
        ]

        assert all(crop.grey[int(row), int(column)] > 127 for _, row, column, *_ in heads)
        assert len(stems)
        assert np.mean(dark) > 0.9


def test_two_beams_on_top_of_each_other_are_marked_as_two(page):
    crop = clean(page, "noteheadBlack", 2)
    one, two = (crop.masks[MASKS.index(name)] for name in ("beam", "beam2"))

    assert 0 < two.sum() < one.sum()
    assert (one[two == 1] == 1).all()
    assert not crop.masks[MASKS.index("beam3")].any()


def test_a_place_off_the_page_shows_nothing(page):
    crop = cut(page, -1e6, -1e6, ("clean", ()), np.random.default_rng(1))

    assert not crop.grey.any()
    assert crop.boxes.shape == (0, 5)
    assert not crop.masks.any()


def test_sources_name_the_boxes_of_the_page(page):
    crop = clean(page, "clefG", 3)

    assert [GLYPHS[int(k)] for k in crop.boxes[:, 0]] == [page.boxes[n].label for n in crop.sources]


def test_scans_are_as_coarse_and_as_fine_as_scans_are():
    rng = np.random.default_rng(1)
    spaces = [draw_space(rng) for _ in range(500)]

    assert min(spaces) >= 8.5
    assert max(spaces) <= 44
    assert 15 < np.median(spaces) < 21


def test_seldom_glyphs_are_preferred_and_chances_add_up():
    chances = prefer_seldom(["sharp", "coda", "sharp"], Counter(sharp=2000))

    assert chances.sum() == pytest.approx(1)
    assert chances[1] > 5 * chances[0]
    assert chances[0] == chances[2]
