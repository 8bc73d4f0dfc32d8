"""Digits are drawn, and kept as the shapes that numbers of voltas are compared with."""

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from rastrum.marks.volta_numbers import lay_out
from rastrum_samples.engraving.fonts import open_fonts
from rastrum_samples.training.volta_digits import DIGITS, draw_digit, write_digits

(FACE,) = open_fonts(Path("no-typefaces")).text


@pytest.mark.parametrize("digit", DIGITS)
def test_a_digit_is_cut_to_its_ink(digit):
    grey = draw_digit(FACE.plain, digit)

    assert grey[0].any()
    assert grey[-1].any()
    assert grey[:, 0].any()
    assert grey[:, -1].any()


def test_every_style_of_a_face_is_kept_once(tmp_path):
    file = tmp_path / "digits.npz"

    count = write_digits([("system", FACE)], file)

    with np.load(file) as data:
        assert data["digits"].tolist() == [int(digit) for digit in DIGITS]
        assert data["shapes"].dtype == np.int8
        assert len(data["shapes"]) == count == len(DIGITS)


def test_a_digit_resembles_its_own_shape_most_however_small_it_is(tmp_path):
    write_digits([("system", FACE)], tmp_path / "digits.npz")
    with np.load(tmp_path / "digits.npz") as data:
        shapes = data["shapes"].astype(np.float64)
    shapes /= np.linalg.norm(shapes, axis=1, keepdims=True)

    for number, digit in enumerate(DIGITS):
        grey = draw_digit(FACE.plain, digit)
        small = Image.fromarray(grey).resize((max(2, grey.shape[1] // 2), grey.shape[0] // 2))

        alike = shapes @ lay_out(np.asarray(small)).ravel()

        assert int(alike.argmax()) == number
