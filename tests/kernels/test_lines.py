"""Kernels of lines agree with their slow, obvious twins."""

import hypothesis.strategies as st
import numpy as np
from hypothesis import given
from hypothesis.extra import numpy as hnp

from rastrum_kernels.lines import clear_line
from support import reference
from support.inputs import DARK, RELAXED


@RELAXED
@given(
    hnp.arrays(np.uint8, st.tuples(st.integers(9, 16), st.integers(1, 12)), elements=DARK),
    st.integers(1, 3),
    st.data(),
)
def test_clear_line(grey, half, data):
    row = data.draw(st.integers(half + 1, len(grey) - half - 2))
    left = data.draw(st.integers(0, grey.shape[1]))
    slow = reference.clear_line(grey, row, half, left, grey.shape[1], 100, 40)

    clear_line(grey, row, half, left, grey.shape[1], 100, 40)

    assert np.array_equal(grey, slow)
