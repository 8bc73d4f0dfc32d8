"""A band of ink between the ends of two stems is a beam that the network missed."""

import numpy as np
import pytest

from rastrum.model.strokes import Stem
from rastrum.model.vocabulary import STRIDE
from rastrum.notes.beam_candidates import add_missed_beams
from support.drawn.strokes import HEIGHT, INK, WIDTH, blank


def band(rise=0, thick=8, gap=0, left=100, right=160):
    """Return ink of a band that begins at row 80 and rises, with a gap in its middle."""
    grey = blank()
    for column in range(left, right):
        top = 80 - round(rise * (column - left) / (right - left))
        if abs(column - (left + right) // 2) >= gap / 2:
            grey[top : top + thick, column] = INK
    return grey


def drawn(grey, *stems, mask=None):
    """Return which cells are beams in the end."""
    if mask is None:
        mask = np.zeros((HEIGHT // STRIDE, WIDTH // STRIDE), np.uint8)
    return add_missed_beams(grey, mask, stems)


def pair(rise=0, up=True, right=160.0):
    return (Stem(100.0, 80.0, 150.0), up), (Stem(right, 80.0 - rise, 150.0), up)


@pytest.mark.parametrize("rise", [0, 20, 50])
def test_a_band_from_end_to_end_is_drawn_into_the_mask(rise):
    mask = drawn(band(rise), *pair(rise))

    rows, columns = np.nonzero(mask)
    assert columns.min() <= 104 // STRIDE
    assert columns.max() >= 155 // STRIDE
    assert rows.min() * STRIDE == pytest.approx(80 - rise, abs=8)


def test_the_mask_that_was_given_is_left_as_it_is():
    mask = np.zeros((HEIGHT // STRIDE, WIDTH // STRIDE), np.uint8)

    assert drawn(band(), *pair(), mask=mask).any()
    assert not mask.any()


@pytest.mark.parametrize(
    ("ink", "stems"),
    [
        ({}, []),
        ({"thick": 2}, pair()),
        ({"gap": 16}, pair()),
        ({"rise": 70, "right": 150}, pair(70, right=150.0)),
        ({}, (pair()[0], pair(up=False)[1])),
        ({"right": 300}, pair(right=300.0)),
    ],
    ids=["no stems", "a line", "broken", "too steep", "of two ways", "far apart"],
)
def test_other_ink_is_no_beam(ink, stems):
    assert not drawn(band(**ink), *stems).any()


def test_stems_whose_beam_was_seen_need_no_other():
    mask = np.zeros((HEIGHT // STRIDE, WIDTH // STRIDE), np.uint8)
    for column in (100, 160):
        mask[80 // STRIDE, column // STRIDE] = 200

    assert np.array_equal(drawn(band(), *pair(), mask=mask), mask)


def test_a_beam_of_three_stems_is_drawn_from_one_to_the_next():
    first, last = pair()

    columns = np.nonzero(drawn(band(), first, (Stem(130.0, 80.0, 150.0), True), last))[1]

    assert columns.min() <= 104 // STRIDE
    assert columns.max() >= 155 // STRIDE
    assert (columns < 126 // STRIDE).any()
