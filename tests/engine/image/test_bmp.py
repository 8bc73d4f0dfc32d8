"""Every header of a BMP that is read, written byte by byte."""

import io

import numpy as np
import pytest
from PIL import Image

from rastrum.errors import InputError, TruncatedImageError
from rastrum.image.bmp import write_bmp
from rastrum.image.load import load
from support.drawn.images import BLACK, WHITE, bmp, letter_ink

INK = letter_ink()


@pytest.mark.parametrize("header", [12, 40, 52, 56, 108, 124])
@pytest.mark.parametrize("palette", [(WHITE, BLACK), (BLACK, WHITE)])
@pytest.mark.parametrize("top_down", [False, True])
def test_every_bmp_header_palette_and_row_order_gives_the_same_ink(header, palette, top_down):
    if header == 12 and top_down:
        top_down = False  # its height has no sign

    bitmap = load(bmp(INK, header, palette=palette, top_down=top_down))

    assert np.array_equal(bitmap.ink, INK)


@pytest.mark.parametrize("width", [1, 7, 8, 31, 32, 33])
def test_rows_are_padded_to_four_bytes(width):
    ink = np.tile(np.arange(width) % 3 == 0, (3, 1))

    assert np.array_equal(load(bmp(ink)).ink, ink)


def test_the_resolution_of_a_bmp_is_read():
    # 11811 pixels a metre are 300 dots an inch of 25.4 mm.
    bitmap = load(bmp(INK, dpm=(11811, 23622)))

    assert bitmap.dpi == pytest.approx((300, 600), abs=0.01)


def test_a_bmp_without_resolution_has_none():
    assert load(bmp(INK)).dpi is None


def test_the_image_may_stand_farther_back_than_the_palette():
    assert np.array_equal(load(bmp(INK, offset_extra=20)).ink, INK)


def test_what_is_written_is_what_pillow_and_we_read():
    data = write_bmp(INK, dpi=300)

    assert np.array_equal(load(data).ink, INK)
    assert np.array_equal(np.asarray(Image.open(io.BytesIO(data)).convert("L")) < 128, INK)


@pytest.mark.parametrize("length", [10, 20, 40, 60, 80])
def test_a_cut_off_bmp_is_truncated(length):
    with pytest.raises(InputError):
        load(bmp(INK)[:length])


def test_a_bmp_that_lacks_its_last_row_is_truncated():
    with pytest.raises(TruncatedImageError):
        load(bmp(INK)[:-1])
