"""Scans are taken in every form; everything else gets one clear sentence."""

import hypothesis.strategies as st
import numpy as np
import pytest
from hypothesis import given, settings
from PIL import Image

from rastrum.errors import InputError, UnsupportedImageError
from rastrum.image.load import load
from support.drawn.images import WHITE, bmp, letter_ink, sprite

INK = letter_ink()


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
