"""Line thickness and staff space are measured from runs of ink and paper."""

import numpy as np
import pytest

from rastrum.errors import NoStavesFoundError
from rastrum.model.page import Bitmap
from rastrum.staff.scale import measure_scale
from support.drawn.draw import draw_page


def measured(**drawn):
    return measure_scale(Bitmap(draw_page(staves=2, width_sp=40.0, **drawn).ink))


@pytest.mark.parametrize(("space", "thickness"), [(8.0, 1.0), (14.0, 2.0), (20.0, 4.0)])
def test_lines_and_spaces_are_measured_whatever_stands_on_them(space, thickness):
    scale = measured(space=space, thickness=thickness)

    assert scale.space_px == pytest.approx(space, abs=0.2)
    assert scale.line_px == pytest.approx(thickness, abs=0.5)
    assert scale.skew_rad == 0


def test_a_second_size_stands_behind_the_usual_one():
    scale = measured(space=16.0, sizes=[1.0, 1.0, 0.75], music=False)

    assert scale.sizes_px == pytest.approx((16.0, 12.0), abs=0.2)


def test_a_page_of_one_size_has_one():
    assert measured(space=16.0, music=False).sizes_px == pytest.approx((16.0,), abs=0.2)


@pytest.mark.parametrize("apart", [0, 4, 200], ids=["blank", "hatching", "a few rules"])
def test_what_repeats_as_no_staff_would_has_no_scale(apart):
    ink = np.zeros((400, 300), bool)
    if apart:
        ink[::apart] = True

    with pytest.raises(NoStavesFoundError) as caught:
        measure_scale(Bitmap(ink))

    assert caught.value.stage == "scale"


def test_thick_bars_are_no_staff_lines():
    """Lines are thinner than half of what lies between them."""
    ink = np.zeros((400, 300), bool)
    for row in range(0, 400, 20):
        ink[row : row + 11] = True

    with pytest.raises(NoStavesFoundError):
        measure_scale(Bitmap(ink))
