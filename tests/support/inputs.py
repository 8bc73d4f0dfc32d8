"""What kernels are tried with."""

import hypothesis.strategies as st
import numpy as np
from hypothesis import settings
from hypothesis.extra import numpy as hnp

SIDES = st.integers(0, 24)
INK = hnp.arrays(bool, st.tuples(SIDES, SIDES))
SOME_INK = hnp.arrays(bool, st.tuples(st.integers(1, 24), st.integers(1, 24)))
GREY = hnp.arrays(np.uint8, st.tuples(st.integers(1, 24), st.integers(1, 12)))

LINES = hnp.arrays(
    np.float32,
    st.tuples(st.integers(1, 4), st.integers(1, 60)),
    elements=st.sampled_from([0, 0.25, 0.5, 1]),
)

DARK = st.sampled_from([0, 99, 100, 255])
LABELS = st.integers(0, 2)
RELAXED = settings(max_examples=60, deadline=None)


def picture(text):
    return np.array([[c == "#" for c in row] for row in text.split()])
