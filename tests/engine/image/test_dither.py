"""Dithered scans are read as what they stand for; others are left alone."""

import numpy as np
import pytest
from PIL import Image

from rastrum.image.dither import is_dithered, undither
from rastrum.image.load import load
from rastrum.model.page import Bitmap
from support.drawn.draw import draw_page


def dithered(ink, paper, black):
    """Save a page as most programs do that are asked for 1 bit."""
    grey = np.where(ink, black, paper).astype(np.uint8)
    return np.asarray(Image.fromarray(grey).convert("1")) == 0


@pytest.fixture(scope="module")
def ink():
    return draw_page().ink


@pytest.mark.parametrize("black", [0, 40])
@pytest.mark.parametrize("paper", [250, 230, 190])
def test_what_is_printed_comes_back_out_of_its_dots(ink, paper, black):
    dots = dithered(ink, paper, black)

    clean = undither(Bitmap(dots)).ink

    assert is_dithered(dots)
    assert (clean != ink).mean() < 0.01
    assert clean[ink].mean() > 0.97


def test_a_clean_page_is_left_alone(ink):
    bitmap = Bitmap(ink)

    assert undither(bitmap) is bitmap


def test_specks_and_worn_edges_are_no_dither(ink):
    rng = np.random.default_rng(3)
    edges = ink ^ np.roll(ink, 1, axis=0)
    worn = ink ^ (edges & (rng.random(ink.shape) < 0.3)) ^ (rng.random(ink.shape) < 0.0005)

    assert not is_dithered(worn)


def test_a_blank_page_is_no_dither():
    blank = load(np.zeros((300, 200), bool))

    assert undither(blank) is blank
