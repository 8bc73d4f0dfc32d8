"""Kernels run compiled, or not, as they were asked to."""

import logging
import os

import numba
import numpy as np

from rastrum_kernels import _jit
from rastrum_kernels._jit import kernel


def test_this_run_is_in_the_mode_it_claims():
    assert bool(numba.config.DISABLE_JIT) == (os.environ.get("NUMBA_DISABLE_JIT", "0") == "1")


def double(values):
    result = np.zeros_like(values)
    for n in range(len(values)):
        result[n] = 2 * values[n]
    return result


def test_a_kernel_gives_what_its_function_gives():
    values = np.arange(5)

    assert kernel(double)(values).tolist() == double(values).tolist() == [0, 2, 4, 6, 8]


def test_where_nothing_can_be_cached_a_kernel_is_compiled_all_the_same(monkeypatch, caplog):
    usual = numba.njit

    def refuse(**options):
        if options.get("cache"):
            raise RuntimeError("cannot cache function")
        return usual(**options)

    monkeypatch.setattr(_jit.numba, "njit", refuse)

    with caplog.at_level(logging.INFO):
        compiled = kernel(double)

    assert compiled(np.arange(3)).tolist() == [0, 2, 4]
    assert "no folder" in caplog.text
