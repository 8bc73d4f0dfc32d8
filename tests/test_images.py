"""Every header that is read, written byte by byte; everything else gets one clear sentence."""

import io

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from rastrum.errors import InputError, TruncatedImageError, UnsupportedImageError
from rastrum.image.bmp import write_bmp
from rastrum.image.load import load
from support.images import BLACK, WHITE, bmp, letter_ink, sprite

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


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (bmp(INK, bits=24), "24 bits per pixel"),
        (bmp(INK, bits=8), "8 bits per pixel"),
        (bmp(INK, compression=1), "compressed"),
        (bmp(INK, planes=3), "planes"),
        (bmp(INK, width=0), "empty"),
        (bmp(INK, height=0), "empty"),
        (bmp(INK, width=-5), "empty"),
        (bmp(INK, width=2_000_000_000, height=2_000_000_000), "claims"),
        (bmp(INK, colours=16), "colours"),
        (bmp(INK, palette=(WHITE, WHITE)), "same"),
        (bmp(INK, header=64), "header of 64 bytes"),
        (b"", "empty"),
        (b"hello, this is no image at all", "neither"),
        (b"\x89PNG\r\n\x1a\n" + bytes(60), "PNG"),
        (b"\xff\xd8\xff\xe0" + bytes(60), "JPEG"),
        (b"%PDF-1.7" + bytes(60), "PDF"),
        (b"GIF89a" + bytes(60), "GIF"),
        (b"II*\0" + bytes(60), "TIFF"),
    ],
)
def test_other_images_are_refused_in_one_line(data, words):
    with pytest.raises(UnsupportedImageError) as caught:
        load(data)

    assert words in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("length", [10, 20, 40, 60, 80])
def test_a_cut_off_bmp_is_truncated(length):
    with pytest.raises(InputError):
        load(bmp(INK)[:length])


def test_a_bmp_that_lacks_its_last_row_is_truncated():
    with pytest.raises(TruncatedImageError):
        load(bmp(INK)[:-1])


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


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=300))
def test_noise_is_an_input_error_or_an_image(data):
    try:
        load(data)
    except InputError as error:
        assert "\n" not in str(error)


@settings(max_examples=400, deadline=None)
@given(
    st.sampled_from([bmp(INK), bmp(INK, 12), bmp(INK, 124), sprite(INK)]),
    st.lists(st.tuples(st.integers(0, 140), st.integers(0, 255)), max_size=6),
    st.integers(0, 400),
)
def test_corrupted_files_are_input_errors_or_images(data, changes, length):
    broken = bytearray(data[: length or None])
    for place, value in changes:
        if place < len(broken):
            broken[place] = value

    try:
        bitmap = load(bytes(broken))
    except InputError as error:
        assert "\n" not in str(error)
    else:
        assert bitmap.ink.size <= 8 * len(broken)


def test_arrays_and_pictures_are_taken_as_they_come():
    grey = np.where(INK, np.uint8(10), np.uint8(240))

    assert np.array_equal(load(INK).ink, INK)
    assert np.array_equal(load(INK.astype(np.uint8)).ink, INK)
    assert np.array_equal(load(grey).ink, INK)
    assert np.array_equal(load(Image.fromarray(grey)).ink, INK)
    assert np.array_equal(load(INK[:, ::-1][:, ::-1]).ink, INK)


@pytest.mark.parametrize("array", [np.zeros((2, 2, 3), np.uint8), np.zeros((4, 4), np.float64)])
def test_other_arrays_are_refused(array):
    with pytest.raises(InputError):
        load(array)


def test_files_are_found_or_named(tmp_path):
    file = tmp_path / "page.bmp"
    file.write_bytes(bmp(INK))

    assert load(file).path == str(file)
    with pytest.raises(InputError, match="no such file"):
        load(tmp_path / "other.bmp")
    with pytest.raises(InputError, match="folder"):
        load(tmp_path)


def test_a_number_is_no_scan():
    with pytest.raises(TypeError):
        load(5)
