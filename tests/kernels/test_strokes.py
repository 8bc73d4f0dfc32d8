"""Kernels of strokes agree with their slow, obvious twins."""

import hypothesis.strategies as st
import numpy as np
import pytest
from hypothesis import given
from hypothesis.extra import numpy as hnp

from rastrum_kernels.strokes import follow_vertical, ink_runs, nearest_runs
from support import reference
from support.inputs import GREY, LABELS, RELAXED


@RELAXED
@given(
    GREY,
    st.lists(st.tuples(*[st.integers(0, 20)] * 2, *[st.integers(0, 11)] * 2), max_size=3),
    st.integers(0, 3),
    st.integers(0, 2),
)
def test_follow_vertical(grey, corners, reach, gap):
    boxes = np.array(
        [(min(a, b), max(a, b) + 1, min(c, d), max(c, d) + 1) for a, b, c, d in corners], np.int64
    ).reshape(-1, 4)
    boxes = boxes[(boxes[:, 0] < len(grey)) & (boxes[:, 2] < grey.shape[1])]

    strokes = follow_vertical(grey, boxes, 100, reach, gap)

    assert strokes == pytest.approx(reference.follow_vertical(grey, boxes, 100, reach, gap))


@RELAXED
@given(
    GREY,
    st.lists(st.tuples(st.integers(-2, 14), st.integers(-3, 20), st.integers(0, 30)), max_size=4),
    st.integers(1, 5),
)
def test_ink_runs(grey, pieces, most):
    columns, tops, bottoms = np.array(pieces, np.int64).reshape(-1, 3).T.copy()

    lengths = ink_runs(grey, columns, tops, bottoms, 100, most)

    assert np.array_equal(lengths, reference.ink_runs(grey, columns, tops, bottoms, 100, most))


@RELAXED
@given(
    hnp.arrays(np.int32, st.tuples(st.integers(1, 20), st.integers(1, 3)), elements=LABELS),
    st.lists(st.tuples(LABELS, st.integers(-1, 3), st.integers(-8, 96)), max_size=6),
    st.sampled_from([1.0, 4.0, 16.0]),
)
def test_nearest_runs(labels, wanted, reach):
    names, columns, rows = np.array(wanted, np.int64).reshape(-1, 3).T.copy()

    runs = nearest_runs(labels, names, columns, rows / 4, reach, 2.0)

    assert np.array_equal(
        runs, reference.nearest_runs(labels, names, columns, rows / 4, reach, 2.0)
    )
