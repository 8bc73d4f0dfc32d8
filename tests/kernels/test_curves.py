"""Curves are followed along their ink, as their slow, obvious twin follows them."""

import hypothesis.strategies as st
import numpy as np
import pytest
from hypothesis import given

from rastrum_kernels.curves import follow_curves
from support import reference
from support.inputs import GREY, RELAXED


@RELAXED
@given(
    GREY,
    st.lists(
        st.tuples(
            st.floats(0, 20), st.floats(0, 11), st.floats(-1, 1), st.sampled_from([-1.0, 0.2, 1.0])
        ),
        max_size=3,
    ),
    st.integers(1, 6),
    st.integers(0, 2),
    st.integers(1, 4),
    st.floats(0.05, 2),
    st.integers(40, 100),
)
def test_follow_curves(grey, starts, thickest, gap, look, kink, hidden):
    starts = np.array(starts, float).reshape(-1, 4)

    paths, stops = follow_curves(grey, starts, 100, 2, thickest, gap, look, kink, hidden)

    slow, ends = reference.follow_curves(grey, starts, 100, 2, thickest, gap, look, kink, hidden)
    assert paths == pytest.approx(slow)
    assert stops.tolist() == ends.tolist()


def test_where_two_ties_touch_the_first_one_ends():
    rows, columns = np.mgrid[:60, :240]
    arcs = [abs(np.hypot(columns - middle, rows - 110) - 90) < 1.5 for middle in (60, 170)]
    grey = np.where((arcs[0] | arcs[1]) & (rows < 40), 255, 0).astype(np.uint8)

    path, _ = follow_curves(grey, np.array([(20.5, 60.5, 0.0, 1.0)]), 100, 3, 9, 9, 8, 0.35, 100)

    assert path[-1, :2] == pytest.approx((39, 115), abs=6)


def test_a_drawn_arc_is_followed_to_both_ends_across_a_stem():
    rows, columns = np.mgrid[:120, :260]
    distance = np.hypot(columns - 130, rows - 150)
    grey = np.where((abs(distance - 120) < 2) & (rows < 100), 255, 0).astype(np.uint8)
    grey[20:110, 170:173] = 255
    starts = np.array([(30.0, 130.5, 0.0, -1.0), (30.0, 130.5, 0.0, 1.0)])

    paths, stops = follow_curves(grey, starts, 100, 3, 8, 5, 8, 0.35, 100)

    half = np.sqrt(120**2 - 50**2)
    assert paths[stops[1] - 1, :2] == pytest.approx((100, 130 - half), abs=4)
    assert paths[-1, :2] == pytest.approx((100, 130 + half), abs=4)
    assert abs(np.hypot(paths[:, 1] - 130, paths[:, 0] - 150) - 120).max() < 2


def test_a_curve_is_followed_until_it_stands_upright():
    rows, columns = np.mgrid[:140, :260]
    distance = np.hypot(columns - 130, rows - 125)
    grey = np.where((abs(distance - 100) < 2) & (rows < 125), 255, 0).astype(np.uint8)

    path, _ = follow_curves(grey, np.array([(25.5, 130.5, 0.0, 1.0)]), 100, 3, 9, 9, 8, 0.35, 100)

    assert path[-1, :2] == pytest.approx((125, 230), abs=2)
    assert np.hypot(*np.diff(path[:, :2], axis=0).T).max() < 2
