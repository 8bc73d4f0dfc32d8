"""Every kind of sprite that is read, written byte by byte."""

import numpy as np
import pytest

from rastrum.errors import TruncatedImageError, UnsupportedImageError
from rastrum.image.load import load
from support.drawn.images import BLACK, WHITE, letter_ink, sprite

INK = letter_ink()


@pytest.mark.parametrize("width", [5, 32, 37, 64])
@pytest.mark.parametrize("palette", [None, (WHITE, BLACK), (BLACK, WHITE)])
def test_a_sprite_reads_whatever_its_palette(width, palette):
    ink = np.tile(np.arange(width) % 5 == 0, (4, 1))
    ink[0, 0] = True
    bits = ~ink if palette == (BLACK, WHITE) else ink

    assert np.array_equal(load(sprite(bits, palette=palette)).ink, ink)


def test_a_new_format_mode_word_of_one_bit_gives_its_resolution():
    # Type 1 (1 bit per pixel), 300 by 150 dots an inch.
    mode = 1 | 300 << 1 | 150 << 14 | 1 << 27

    bitmap = load(sprite(INK, mode=mode))

    assert np.array_equal(bitmap.ink, INK)
    assert bitmap.dpi == (300, 150)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (sprite(INK, count=2), "2 images"),
        (sprite(INK, mask=True), "mask"),
        (sprite(INK, first_bit=3), "wastage"),
        (sprite(INK, mode=28), "mode 28"),
        (sprite(INK, mode=1 | 90 << 1 | 90 << 14 | 4 << 27), "more than 1 bit"),
        (sprite(INK, palette=(WHITE, WHITE)), "same"),
    ],
)
def test_other_sprites_are_refused_in_one_line(data, words):
    with pytest.raises(UnsupportedImageError, match=words):
        load(data)


def test_a_cut_off_sprite_is_truncated():
    with pytest.raises(TruncatedImageError):
        load(sprite(INK)[:-1])
