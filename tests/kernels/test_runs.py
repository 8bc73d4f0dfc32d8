"""Kernels of runs agree with their slow, obvious twins."""

import hypothesis.strategies as st
import numpy as np
from hypothesis import given
from hypothesis.extra import numpy as hnp

from rastrum_kernels.runs import mask_runs, row_runs, run_histograms, thin_run_profile
from support import reference
from support.inputs import INK, RELAXED, SIDES, picture


def test_runs_of_a_drawn_column():
    ink = picture(".. #. .# ## .# .. .# .# ..")

    black, pairs = run_histograms(ink, 6, 1)

    # Left: one dot, then one dot cut off by nothing; right: three dots, then two below two white.
    assert black.tolist() == [0, 2, 1, 1, 0, 0, 0]
    assert pairs[3, 4] == 1


@RELAXED
@given(hnp.arrays(bool, SIDES))
def test_mask_runs(mask):
    assert mask_runs(mask).tolist() == [list(run) for run in reference.runs_of(mask)]


@RELAXED
@given(INK)
def test_row_runs(ink):
    assert row_runs(ink).tolist() == [list(run) for run in reference.row_runs(ink)]


@RELAXED
@given(INK, st.integers(1, 12), st.integers(1, 3))
def test_run_histograms(ink, longest, step):
    black, pairs = run_histograms(ink, longest, step)
    slow_black, slow_pairs = reference.run_histograms(ink, longest, step)

    assert np.array_equal(black, slow_black)
    assert np.array_equal(pairs, slow_pairs)


@RELAXED
@given(INK, st.integers(1, 9), st.integers(1, 30))
def test_thin_run_profile(ink, strip, thickest):
    profile = thin_run_profile(ink, strip, thickest)

    assert np.array_equal(profile, reference.thin_run_profile(ink, strip, thickest))
    if thickest >= len(ink):
        assert profile.sum() == ink.sum()
