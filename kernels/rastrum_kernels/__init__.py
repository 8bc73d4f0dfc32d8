"""Numba loops over arrays; knows nothing of music or of the engine."""
