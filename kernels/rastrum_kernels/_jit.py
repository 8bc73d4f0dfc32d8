"""The one place that imports numba."""

import logging
from collections.abc import Callable
from typing import ParamSpec, TypeVar

import numba

P = ParamSpec("P")
R = TypeVar("R")

_log = logging.getLogger(__name__)


def kernel(function: Callable[P, R]) -> Callable[P, R]:
    """Compile a loop on first call and keep the machine code on disk.

    Parameters
    ----------
    function : callable
        Takes arrays and scalars, returns arrays or scalars, never raises, calls only functions
        of its own file (the cache notices changes in no other file).

    Returns
    -------
    compiled : callable
        Same arguments and result; releases the GIL while it runs.

    Notes
    -----
    Where neither the package nor a home folder can be written, numba refuses to cache with a
    RuntimeError at decoration; the kernel is then compiled anew in each process.
    """
    try:
        compiled: Callable[P, R] = numba.njit(cache=True, nogil=True)(function)
    except RuntimeError:
        _log.info("no folder for compiled kernels can be written; compiling in this process")
        compiled = numba.njit(nogil=True)(function)
    return compiled
