"""Kernels of tracks agree with their slow, obvious twins."""

import hypothesis.strategies as st
import numpy as np
import pytest
from hypothesis import given

from rastrum_kernels.tracks import clear_track, follow_comb
from support import reference
from support.inputs import RELAXED


@RELAXED
@given(st.integers(0, 2**31), st.integers(1, 12), st.integers(0, 3))
def test_follow_comb(seed, strips, gap):
    rng = np.random.default_rng(seed)
    scores = (rng.random((strips, 40)) ** 3).astype(np.float32)
    strip, row = int(rng.integers(strips)), float(rng.integers(40))

    rows = follow_comb(scores, strip, row, 0.5, 2, gap, 0.013)

    assert rows == pytest.approx(reference.follow_comb(scores, strip, row, 0.5, 2, gap, 0.013))


@RELAXED
@given(st.lists(st.integers(-1, 30), min_size=1, max_size=8), st.sampled_from([0.5, 2.0, 7.5]))
def test_clear_track(rows, reach):
    scores, loose = np.ones((2, len(rows), 32), np.float32)

    clear_track(scores, loose, np.array(rows, np.float64), reach)

    assert np.array_equal(scores == -1, reference.clear_track(scores.shape, rows, reach))
    assert np.array_equal(scores, loose)
