"""Kernels of parts agree with their slow, obvious twins."""

import hypothesis.strategies as st
import numpy as np
from hypothesis import given
from hypothesis.extra import numpy as hnp

from rastrum_kernels.parts import part_under
from support import reference
from support.inputs import DARK, RELAXED


@RELAXED
@given(
    hnp.arrays(np.uint8, st.tuples(st.integers(11, 16), st.integers(11, 16)), elements=DARK),
    hnp.arrays(bool, st.tuples(st.integers(1, 3), st.integers(1, 3))),
    st.integers(0, 10),
    st.integers(0, 10),
    st.integers(0, 6),
)
def test_part_under(grey, hint, top, left, reach):
    points = part_under(grey, hint, top, left, 4, reach, 100)

    slow = reference.part_under(grey, hint, top, left, 4, reach, 100)
    assert np.array_equal(points, slow)


def test_the_ink_under_a_hint_is_followed_beyond_it():
    grey = np.zeros((40, 60), np.uint8)
    grey[20, 10:50] = grey[19, 5] = 255

    points = part_under(grey, np.ones((1, 3), bool), 18, 20, 4, 20, 100)

    assert points.tolist() == [[20, column] for column in range(10, 50)]
    assert not len(part_under(grey, np.ones((1, 3), bool), 18, 20, 4, 8, 100))
