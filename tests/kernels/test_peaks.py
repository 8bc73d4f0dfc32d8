"""Kernels of peaks agree with their slow, obvious twins."""

import hypothesis.strategies as st
import numpy as np
from hypothesis import given
from hypothesis.extra import numpy as hnp

from rastrum_kernels.peaks import find_peaks
from support import reference
from support.inputs import RELAXED


@RELAXED
@given(st.data(), st.integers(1, 2), st.integers(1, 6), st.integers(1, 6))
def test_find_peaks(data, classes, rows, columns):
    cells = sorted(data.draw(st.sets(st.integers(0, rows * columns - 1))))
    heights = hnp.arrays(
        np.float32, (classes, len(cells)), elements=st.sampled_from([-3.0, -1.0, 0.5, 2.0])
    )
    least = hnp.arrays(np.float32, classes, elements=st.sampled_from([-2.0, 0.0]))
    drawn = np.array(cells, np.int64), data.draw(heights), data.draw(least), (rows, columns)
    assert np.array_equal(find_peaks(*drawn), reference.find_peaks(*drawn))
