"""Ink gets darker, lighter, wider or ragged, and nothing moves."""

from dataclasses import replace

import numpy as np
import pytest

from rastrum_samples.wear.ink import (
    Blur,
    Coarse,
    Exposure,
    Grain,
    Kanungo,
    Spread,
    Threshold,
    Toner,
)
from support.drawn.pictures import ROWS, inked, ruled

RNG = np.random.default_rng


def block():
    """Return a black square of 40 by 40 pixels."""
    grey = np.zeros((120, 120), np.uint8)
    grey[40:80, 40:80] = 255
    return ruled(grey=grey)


@pytest.mark.parametrize(
    "step",
    [Blur(0.1), Spread(0.1), Toner(0.2, 3.0), Grain(0.3), Kanungo(0.5, 0.5), Coarse(150.0),
     Exposure(), Threshold()],
)  # fmt: skip
def test_a_step_changes_grey_alone_and_leaves_what_it_was_given(step):
    picture = ruled()
    before = picture.grey.copy()

    worn = step(picture, RNG(1))

    assert np.array_equal(picture.grey, before)
    assert replace(worn, grey=before) == replace(picture, grey=before)
    assert (worn.grey.shape, worn.grey.dtype) == (before.shape, np.uint8)


def test_blur_keeps_the_amount_of_ink():
    blurred = Blur(0.15)(block(), RNG(1)).grey

    assert blurred.sum() == pytest.approx(block().grey.sum(dtype=float), rel=0.02)
    assert 0 < blurred[39, 60] < 255


@pytest.mark.parametrize(("reach", "side"), [(0.125, 44), (-0.125, 36), (0.0, 40)])
def test_ink_spreads_over_every_edge_or_leaves_it(reach, side):
    """An eighth of a staff space is two pixels."""
    grown = Spread(reach)(block(), RNG(1))

    assert inked(grown) == side * side


def test_a_part_of_a_pixel_greys_the_edge():
    edge = Spread(0.5 / 16)(block(), RNG(1)).grey[39, 60]

    assert edge == pytest.approx(127, abs=2)


@pytest.mark.parametrize("step", [Toner(0.2, 3.0), Grain(0.2)])
def test_patches_and_grain_do_not_change_how_dark_a_page_is_on_average(step):
    grey = np.full((600, 700), 128, np.uint8)

    worn = step(ruled(grey=grey), RNG(5)).grey

    assert worn.std() > 5
    assert worn.mean() == pytest.approx(128, abs=6)


@pytest.mark.parametrize(("ink", "paper"), [(0.6, 0.0), (0.0, 0.6)])
def test_pixels_flip_on_the_side_that_is_asked_for_and_near_edges_alone(ink, paper):
    flipped = Kanungo(ink, paper)(block(), RNG(2)).grey > 127
    before = block().grey > 127
    lost, won = (before & ~flipped).sum(), (flipped & ~before).sum()

    assert (lost > 0, won > 0) == (ink > 0, paper > 0)
    assert flipped[45:75, 45:75].all()
    assert not flipped[:36].any()


def test_a_coarse_copy_loses_fine_lines_and_a_finer_one_nothing():
    assert Coarse(60.0)(ruled(), RNG(1)).grey.max() < 255
    picture = ruled()
    assert Coarse(300.0)(picture, RNG(1)) is picture


@pytest.mark.parametrize(("dark", "expected"), [(60, 204), (230, 230)])
def test_a_page_is_exposed_until_its_lines_hold(dark, expected):
    picture = ruled()
    picture = replace(picture, grey=(picture.grey // 255 * dark).astype(np.uint8))

    exposed = Exposure(0.8)(picture, RNG(1))

    assert exposed.grey[ROWS[0], 100] == pytest.approx(expected, abs=2)


def test_without_lines_nothing_tells_how_to_expose():
    picture = replace(ruled(), lines=())

    assert Exposure()(picture, RNG(1)) is picture


@pytest.mark.parametrize(("level", "black"), [(0.3, True), (0.6, False)])
def test_the_threshold_says_what_is_ink(level, black):
    grey = np.full((120, 40), 128, np.uint8)

    scan = Threshold(level)(ruled(grey=grey), RNG(1)).grey

    assert set(np.unique(scan)) == {255 if black else 0}
