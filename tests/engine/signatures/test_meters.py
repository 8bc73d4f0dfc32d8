"""Time signatures stand in the middle of the staff, or reach beyond it in script."""

import pytest

from rastrum.model.detection import Glyph
from rastrum.signatures.meters import read_times
from support.meters import STAFF, digits


@pytest.mark.parametrize(("off", "height"), [(16, 30.0), (32, 44.0)], ids=["usual", "large"])
def test_a_time_signature_is_read(off, height):
    (time,) = read_times([(0, STAFF, digits(off, height))])

    assert (time.top, time.bottom, time.alpha) == (3, 4, False)
    assert time.row == pytest.approx(STAFF.middle)


def test_the_numbers_of_a_time_signature_may_stand_apart():
    (time,) = read_times([(0, STAFF, digits(26, 30.0))])

    assert (time.top, time.bottom) == (3, 4)


def test_a_speck_beside_a_number_is_no_digit_of_it():
    speck = Glyph("digit1", STAFF.middle - 16, 80.0, 26.0, 14.0, 0.5)

    (time,) = read_times([(0, STAFF, [speck, *digits(16, 30.0)])])

    assert (time.top, time.bottom) == (3, 4)
    (twelve,) = read_times([(0, STAFF, [*_twelve(), *digits(16, 30.0)[1:]])])
    assert (twelve.top, twelve.bottom) == (12, 4)


def _twelve():
    places = ((1, 86.0), (2, 114.0))
    return [Glyph(f"digit{n}", STAFF.middle - 16, c, 30.0, 24.0, 0.6) for n, c in places]
