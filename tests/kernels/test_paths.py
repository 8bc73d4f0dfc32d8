"""Kernels of paths agree with their slow, obvious twins."""

import hypothesis.strategies as st
import numpy as np
import pytest
from hypothesis import given
from hypothesis.extra import numpy as hnp

from rastrum_kernels.paths import trace_paths
from support import reference
from support.inputs import DARK, RELAXED


@RELAXED
@given(
    hnp.arrays(np.uint8, (24, 30), elements=DARK),
    st.lists(st.tuples(st.integers(0, 23), st.integers(0, 29)), min_size=1, max_size=3),
    st.integers(1, 5),
    st.integers(1, 6),
    st.integers(2, 8),
    st.floats(0.1, 1),
)
def test_trace_paths(grey, places, thickest, gap, look, bend):
    places = np.array(places) + 0.5

    paths, stops = trace_paths(grey, places, 100, 2, thickest, gap, look, bend, 4, 40)

    slow, ends = reference.trace_paths(grey, places, 100, 2, thickest, gap, look, bend, 4, 40)
    assert stops.tolist() == ends.tolist()
    assert paths == pytest.approx(slow)


def test_a_drawn_arc_is_traced_to_both_ends_where_it_is_steep_and_across_a_stem():
    rows, columns = np.mgrid[:140, :260]
    distance = np.hypot(columns - 130, rows - 125)
    grey = np.where((abs(distance - 100) < 2) & (rows < 120), 255, 0).astype(np.uint8)
    grey[20:110, 170:173] = 255

    paths, stops = trace_paths(grey, np.array([(25.5, 130.5)]), 100, 2, 9, 9, 8, 0.6, 8, 1200)

    assert stops.tolist() == [0, len(paths)]
    ends = sorted(paths[[0, -1], :2].tolist(), key=lambda end: end[1])
    assert ends[0] == pytest.approx((120, 30), abs=4)
    assert ends[1] == pytest.approx((120, 230), abs=4)
    assert abs(np.hypot(paths[:, 1] - 130, paths[:, 0] - 125) - 100).max() < 2
