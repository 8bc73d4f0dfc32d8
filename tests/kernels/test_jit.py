"""Kernels run compiled, or not, as they were asked to."""

import os

import numba


def test_this_run_is_in_the_mode_it_claims():
    assert bool(numba.config.DISABLE_JIT) == (os.environ.get("NUMBA_DISABLE_JIT", "0") == "1")
