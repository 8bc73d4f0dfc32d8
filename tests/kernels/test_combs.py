"""Kernels of combs agree with their slow, obvious twins."""

import hypothesis.strategies as st
import numpy as np
import pytest
from hypothesis import given

from rastrum_kernels.combs import comb_scores, line_centres, line_cover, shear_energy, smooth_track
from support import reference
from support.inputs import LINES, RELAXED, SOME_INK


@RELAXED
@given(LINES, st.floats(2, 9), st.integers(0, 2))
def test_comb_scores(lines, space, tolerance):
    strict, loose = comb_scores(lines, space, tolerance, 0.25, 0.5, 0.15)
    slow_strict, slow_loose = reference.comb_scores(lines, space, tolerance, 0.25, 0.5, 0.15)

    assert strict == pytest.approx(slow_strict, abs=1e-5)
    assert loose == pytest.approx(slow_loose, abs=1e-5)


def test_a_comb_of_five_lines_scores_best_at_its_top_line():
    lines = np.zeros((1, 60), np.float32)
    lines[0, [11, 19, 27, 35, 43]] = 1

    strict, _ = comb_scores(lines, 8.0, 1, 0.25, 0.5, 0.15)

    assert int(strict[0].argmax()) == 11
    assert strict[0, 11] == pytest.approx(1.15)


@RELAXED
@given(LINES, st.lists(st.floats(-5, 5), min_size=1, max_size=3))
def test_shear_energy(lines, slopes):
    energy = shear_energy(lines, np.array(slopes))

    assert energy == pytest.approx(reference.shear_energy(lines, slopes), rel=1e-5)


@RELAXED
@given(st.lists(st.integers(-20, 20), min_size=1, max_size=14), st.integers(1, 4))
def test_smooth_track(values, reach):
    columns = np.arange(len(values)) * 7.0

    smooth = smooth_track(columns, np.array(values, float), reach, 0.7, 3)

    slow = reference.smooth_track(columns, np.array(values, float), reach, 0.7, 3)
    assert smooth == pytest.approx(slow, abs=1e-6)


def test_a_straight_track_stays_where_it_is():
    columns = np.arange(9) * 3.0

    assert smooth_track(columns, 2 * columns + 1, 4, 0.7, 3) == pytest.approx(2 * columns + 1)


@RELAXED
@given(SOME_INK, st.lists(st.floats(-3, 30), max_size=9), st.integers(1, 3))
def test_line_cover(ink, rows, reach):
    columns = np.arange(len(rows), dtype=np.int64) % ink.shape[1]

    count = line_cover(ink, columns, np.array(rows, float), reach)

    assert count == reference.line_cover(ink, columns, np.array(rows, float), reach)


@RELAXED
@given(
    SOME_INK,
    st.lists(st.tuples(st.floats(0, 24), st.floats(-3, 20)), min_size=1, max_size=3),
    st.floats(1, 5),
    st.integers(1, 4),
    st.integers(1, 3),
    st.sampled_from([1, 5]),
)
def test_line_centres(ink, places, space, half, reach, count):
    columns, tops = np.array(places).T.copy()

    rows = line_centres(ink, columns, tops, count, space, half, reach, 3.0, 0.2)

    slow = reference.line_centres(ink, columns, tops, count, space, half, reach, 3.0, 0.2)
    assert rows == pytest.approx(slow, nan_ok=True)
