"""Two pages on one scan are cut apart, the left one first."""

import numpy as np
import pytest

from rastrum.image.spreads import split_spread
from rastrum.model.page import Bitmap
from support.drawn.draw import draw_page


@pytest.fixture(scope="module")
def page():
    return draw_page().ink


def test_two_pages_are_cut_between_them(page):
    spread = np.concatenate([page, np.zeros((len(page), 60), bool), page[::-1]], axis=1)

    left, right = split_spread(Bitmap(spread, path="book.bmp"))

    assert (left.half, right.half, right.path) == ("left", "right", "book.bmp")
    assert left.ink.sum() == right.ink.sum() == page.sum()
    assert left.ink.shape[1] + right.ink.shape[1] == spread.shape[1]


def test_the_shadow_of_a_fold_parts_pages_too(page):
    spread = np.concatenate([page, np.ones((len(page), 60), bool), page], axis=1)

    assert len(split_spread(Bitmap(spread))) == 2


def test_one_page_is_left_whole(page):
    bitmap = Bitmap(page)

    assert split_spread(bitmap) == (bitmap,)


def test_a_wide_page_whose_staves_run_through_is_left_whole(page):
    wide = Bitmap(np.repeat(page[: len(page) // 3], 2, axis=1))

    assert split_spread(wide) == (wide,)


def test_a_page_beside_a_blank_one_is_left_whole(page):
    wide = Bitmap(np.concatenate([page, np.zeros(page.shape, bool)], axis=1))

    assert split_spread(wide) == (wide,)
