"""Kernels of resample agree with their slow, obvious twins."""

import hypothesis.strategies as st
import numpy as np
from hypothesis import given
from hypothesis.extra import numpy as hnp

from rastrum_kernels.resample import resample
from support import reference
from support.inputs import RELAXED, SOME_INK, picture


@RELAXED
@given(
    SOME_INK,
    st.floats(-5, 20),
    st.floats(-5, 20),
    st.sampled_from([0.4, 1.0, 1.7, 3.2]),
    st.floats(-0.09, 0.09),
    hnp.arrays(np.float64, (2, 3), elements=st.floats(-2, 2)),
)
def test_resample(ink, row, column, zoom, skew, warp):
    knots, rows = np.array([0.0, 5.0, 11.0]), np.array([2.0, 8.0])

    grey = resample(ink, 9, 12, row, column, zoom, skew, knots, rows, warp)

    slow = reference.resample(ink, 9, 12, (row, column), zoom, skew, knots, rows, warp)
    # A sample on the very edge of a pixel may fall to either side.
    assert (abs(grey.astype(int) - slow) <= 1).mean() > 0.9


def test_resampling_at_its_own_size_changes_nothing():
    ink = picture("#..# .##. #.#. ....")
    level = np.zeros((1, 1))

    grey = resample(ink, 4, 4, 0.0, 0.0, 1.0, 0.0, np.zeros(1), np.zeros(1), level)

    assert np.array_equal(grey, ink * 255)
