"""Pixels that an outline covers are told exactly, wherever it lies on the picture."""

import numpy as np
import pytest
import skia

from rastrum_samples.export.masks import cover, flatten
from rastrum_samples.wear.render import Place

STILL = Place(np.eye(2, 3))


def box(left, top, right, bottom):
    path = skia.Path()
    path.addRect(skia.Rect.MakeLTRB(left, top, right, bottom))
    return path


def line(x0, y0, x1, y1):
    path = skia.Path()
    path.moveTo(x0, y0)
    path.lineTo(x1, y1)
    return path


def test_a_filled_outline_covers_its_pixels():
    region = cover(box(10, 20, 40, 30), STILL, (100, 100))

    assert region.box == (10, 20, 30, 10)
    assert region.mask.all()


def test_a_ring_leaves_its_middle_out():
    ring = skia.Path()
    ring.addCircle(50, 50, 30)
    ring.addCircle(50, 50, 15, skia.PathDirection.kCCW)

    region = cover(ring, STILL, (100, 100))

    assert region.mask.sum() == pytest.approx(np.pi * (30**2 - 15**2), rel=0.05)
    assert not region.mask[region.mask.shape[0] // 2, region.mask.shape[1] // 2]


@pytest.mark.parametrize(("width", "rows"), [(6.0, 6), (0.3, 1)])
def test_a_line_is_as_wide_as_it_is_drawn_and_never_vanishes(width, rows):
    region = cover(line(10, 50, 90, 50), STILL, (100, 100), width=width)

    assert region.mask.shape[0] == pytest.approx(rows, abs=1)
    assert region.mask.any(axis=0).all()


def test_places_are_carried_over():
    place = Place(np.array([[2.0, 0, 5], [0, 2, -10]]))

    assert cover(box(10, 20, 20, 30), place, (100, 100)).box == (25, 30, 20, 20)


def test_what_hangs_over_the_edge_is_cut_there_and_what_lies_off_is_nothing():
    assert cover(box(-10, -10, 10, 10), STILL, (100, 100)).box == (0, 0, 10, 10)
    assert cover(box(200, 200, 220, 220), STILL, (100, 100)) is None


def test_every_contour_is_followed_to_where_it_began():
    path = box(0, 0, 60, 60)
    path.addRect(skia.Rect.MakeLTRB(100, 0, 160, 60))

    first, second = flatten(path)

    assert first[0] == pytest.approx(first[-1])
    assert second[:, 0].min() == pytest.approx(100)
    assert np.abs(np.diff(first, axis=0)).max() <= 31
