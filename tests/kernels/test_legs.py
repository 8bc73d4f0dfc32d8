"""Kernels of legs agree with their slow, obvious twins."""

import hypothesis.strategies as st
import numpy as np
from hypothesis import given

from rastrum_kernels.legs import link_pairs, pair_runs
from support import reference
from support.inputs import INK, RELAXED


@RELAXED
@given(INK, st.integers(1, 4), st.integers(1, 3), st.integers(3, 9))
def test_pair_runs(columns, thickest, least, most):
    pairs = pair_runs(columns, thickest, least, most)

    assert pairs.tolist() == reference.pair_runs(columns, thickest, least, most).tolist()


@RELAXED
@given(
    st.lists(st.tuples(*[st.integers(0, 12)] * 3), max_size=20),
    st.integers(1, 3),
    st.integers(1, 6),
)
def test_link_pairs(pairs, reach, slack):
    pairs = np.array(sorted(pairs), np.int64).reshape(-1, 3)

    chains = link_pairs(pairs, reach, slack)

    assert chains.tolist() == reference.link_pairs(pairs, reach, slack).tolist()
