"""Every kernel agrees with its slow, obvious twin."""

import os

import numba
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from rastrum_kernels.combs import (
    comb_scores,
    line_centres,
    line_cover,
    shear_energy,
    smooth_track,
)
from rastrum_kernels.curves import follow_curves
from rastrum_kernels.legs import link_pairs, pair_runs
from rastrum_kernels.lines import clear_line
from rastrum_kernels.parts import part_under
from rastrum_kernels.paths import trace_paths
from rastrum_kernels.peaks import find_peaks
from rastrum_kernels.resample import resample
from rastrum_kernels.runs import mask_runs, row_runs, run_histograms, thin_run_profile
from rastrum_kernels.strokes import follow_vertical, ink_runs, nearest_runs
from rastrum_kernels.tracks import clear_track, follow_comb
from support import reference

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


def test_this_run_is_in_the_mode_it_claims():
    assert bool(numba.config.DISABLE_JIT) == (os.environ.get("NUMBA_DISABLE_JIT", "0") == "1")


def picture(text):
    return np.array([[c == "#" for c in row] for row in text.split()])


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


@RELAXED
@given(
    SOME_INK,
    st.floats(-5, 20),
    st.floats(-5, 20),
    st.sampled_from([0.4, 1.0, 1.7, 3.2]),
    st.floats(-0.09, 0.09),
    hnp.arrays(np.float64, (2, 3), elements=st.floats(-2, 2)),
)
def test_resample(ink, row, column, zoom, skew, warp):
    knots, rows = np.array([0.0, 5.0, 11.0]), np.array([2.0, 8.0])

    grey = resample(ink, 9, 12, row, column, zoom, skew, knots, rows, warp)

    slow = reference.resample(ink, 9, 12, (row, column), zoom, skew, knots, rows, warp)
    # A sample on the very edge of a pixel may fall to either side.
    assert (abs(grey.astype(int) - slow) <= 1).mean() > 0.9


def test_resampling_at_its_own_size_changes_nothing():
    ink = picture("#..# .##. #.#. ....")
    level = np.zeros((1, 1))

    grey = resample(ink, 4, 4, 0.0, 0.0, 1.0, 0.0, np.zeros(1), np.zeros(1), level)

    assert np.array_equal(grey, ink * 255)


@RELAXED
@given(
    GREY,
    st.lists(st.tuples(*[st.integers(0, 20)] * 2, *[st.integers(0, 11)] * 2), max_size=3),
    st.integers(0, 3),
    st.integers(0, 2),
)
def test_follow_vertical(grey, corners, reach, gap):
    boxes = np.array(
        [(min(a, b), max(a, b) + 1, min(c, d), max(c, d) + 1) for a, b, c, d in corners], np.int64
    ).reshape(-1, 4)
    boxes = boxes[(boxes[:, 0] < len(grey)) & (boxes[:, 2] < grey.shape[1])]

    strokes = follow_vertical(grey, boxes, 100, reach, gap)

    assert strokes == pytest.approx(reference.follow_vertical(grey, boxes, 100, reach, gap))


@RELAXED
@given(
    GREY,
    st.lists(
        st.tuples(
            st.floats(0, 20), st.integers(0, 11), st.floats(-1, 1), st.sampled_from([-1.0, 1.0])
        ),
        max_size=3,
    ),
    st.integers(1, 6),
    st.integers(0, 2),
    st.integers(1, 4),
    st.floats(0.05, 2),
    st.integers(40, 100),
)
def test_follow_curves(grey, starts, thickest, gap, look, kink, hidden):
    starts = np.array(starts, float).reshape(-1, 4)

    ends = follow_curves(grey, starts, 100, 2, thickest, gap, look, kink, hidden)

    slow = reference.follow_curves(grey, starts, 100, 2, thickest, gap, look, kink, hidden)
    assert ends == pytest.approx(slow)


@RELAXED
@given(
    hnp.arrays(np.uint8, (24, 30), elements=DARK),
    st.lists(st.tuples(st.integers(0, 23), st.integers(0, 29)), min_size=1, max_size=3),
    st.integers(1, 5),
    st.integers(1, 6),
    st.integers(2, 8),
    st.floats(0.1, 1),
)
def test_trace_paths(grey, places, thickest, gap, look, bend):
    places = np.array(places) + 0.5

    paths, stops = trace_paths(grey, places, 100, 2, thickest, gap, look, bend, 4, 40)

    slow, ends = reference.trace_paths(grey, places, 100, 2, thickest, gap, look, bend, 4, 40)
    assert stops.tolist() == ends.tolist()
    assert paths == pytest.approx(slow)


def test_where_two_ties_touch_the_first_one_ends():
    rows, columns = np.mgrid[:60, :240]
    arcs = [abs(np.hypot(columns - middle, rows - 110) - 90) < 1.5 for middle in (60, 170)]
    grey = np.where((arcs[0] | arcs[1]) & (rows < 40), 255, 0).astype(np.uint8)

    (end,) = follow_curves(grey, np.array([(20.5, 60.5, 0.0, 1.0)]), 100, 3, 9, 9, 8, 0.35, 100)

    assert end == pytest.approx((39, 115), abs=6)


def test_a_drawn_arc_is_traced_to_both_ends_where_it_is_steep_and_across_a_stem():
    rows, columns = np.mgrid[:140, :260]
    distance = np.hypot(columns - 130, rows - 125)
    grey = np.where((abs(distance - 100) < 2) & (rows < 120), 255, 0).astype(np.uint8)
    grey[20:110, 170:173] = 255

    paths, stops = trace_paths(grey, np.array([(25.5, 130.5)]), 100, 2, 9, 9, 8, 0.6, 8, 1200)

    assert stops.tolist() == [0, len(paths)]
    ends = sorted(paths[[0, -1], :2].tolist(), key=lambda end: end[1])
    assert ends[0] == pytest.approx((120, 30), abs=4)
    assert ends[1] == pytest.approx((120, 230), abs=4)
    assert abs(np.hypot(paths[:, 1] - 130, paths[:, 0] - 125) - 100).max() < 2


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


def test_a_drawn_arc_is_followed_to_both_ends_across_a_stem():
    rows, columns = np.mgrid[:120, :260]
    distance = np.hypot(columns - 130, rows - 150)
    grey = np.where((abs(distance - 120) < 2) & (rows < 100), 255, 0).astype(np.uint8)
    grey[20:110, 170:173] = 255
    starts = np.array([(30.0, 130.5, 0.0, -1.0), (30.0, 130.5, 0.0, 1.0)])

    ends = follow_curves(grey, starts, 100, 3, 8, 5, 8, 0.35, 100)

    half = np.sqrt(120**2 - 50**2)
    assert ends[0] == pytest.approx((100, 130 - half), abs=4)
    assert ends[1] == pytest.approx((100, 130 + half), abs=4)


@RELAXED
@given(
    GREY,
    st.lists(st.tuples(st.integers(-2, 14), st.integers(-3, 20), st.integers(0, 30)), max_size=4),
    st.integers(1, 5),
)
def test_ink_runs(grey, pieces, most):
    columns, tops, bottoms = np.array(pieces, np.int64).reshape(-1, 3).T.copy()

    lengths = ink_runs(grey, columns, tops, bottoms, 100, most)

    assert np.array_equal(lengths, reference.ink_runs(grey, columns, tops, bottoms, 100, most))


@RELAXED
@given(st.data(), st.integers(1, 2), st.integers(1, 6), st.integers(1, 6))
def test_find_peaks(data, classes, rows, columns):
    cells = sorted(data.draw(st.sets(st.integers(0, rows * columns - 1))))
    heights = hnp.arrays(
        np.float32, (classes, len(cells)), elements=st.sampled_from([-3.0, -1.0, 0.5, 2.0])
    )
    least = hnp.arrays(np.float32, classes, elements=st.sampled_from([-2.0, 0.0]))
    drawn = np.array(cells, np.int64), data.draw(heights), data.draw(least), (rows, columns)
    assert np.array_equal(find_peaks(*drawn), reference.find_peaks(*drawn))


@RELAXED
@given(st.integers(0, 2**31), st.integers(1, 12), st.integers(0, 3))
def test_follow_comb(seed, strips, gap):
    rng = np.random.default_rng(seed)
    scores = (rng.random((strips, 40)) ** 3).astype(np.float32)
    strip, row = int(rng.integers(strips)), float(rng.integers(40))

    rows = follow_comb(scores, strip, row, 0.5, 2, gap, 0.013)

    assert rows == pytest.approx(reference.follow_comb(scores, strip, row, 0.5, 2, gap, 0.013))


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


@RELAXED
@given(
    hnp.arrays(np.uint8, st.tuples(st.integers(9, 16), st.integers(1, 12)), elements=DARK),
    st.integers(1, 3),
    st.data(),
)
def test_clear_line(grey, half, data):
    row = data.draw(st.integers(half + 1, len(grey) - half - 2))
    left = data.draw(st.integers(0, grey.shape[1]))
    slow = reference.clear_line(grey, row, half, left, grey.shape[1], 100, 40)

    clear_line(grey, row, half, left, grey.shape[1], 100, 40)

    assert np.array_equal(grey, slow)


def test_the_ink_under_a_hint_is_followed_beyond_it():
    grey = np.zeros((40, 60), np.uint8)
    grey[20, 10:50] = grey[19, 5] = 255

    points = part_under(grey, np.ones((1, 3), bool), 18, 20, 4, 20, 100)

    assert points.tolist() == [[20, column] for column in range(10, 50)]
    assert not len(part_under(grey, np.ones((1, 3), bool), 18, 20, 4, 8, 100))


@RELAXED
@given(
    hnp.arrays(np.int32, st.tuples(st.integers(1, 20), st.integers(1, 3)), elements=LABELS),
    st.lists(st.tuples(LABELS, st.integers(-1, 3), st.integers(-8, 96)), max_size=6),
    st.sampled_from([1.0, 4.0, 16.0]),
)
def test_nearest_runs(labels, wanted, reach):
    names, columns, rows = np.array(wanted, np.int64).reshape(-1, 3).T.copy()

    runs = nearest_runs(labels, names, columns, rows / 4, reach, 2.0)

    assert np.array_equal(
        runs, reference.nearest_runs(labels, names, columns, rows / 4, reach, 2.0)
    )


@RELAXED
@given(st.lists(st.integers(-1, 30), min_size=1, max_size=8), st.sampled_from([0.5, 2.0, 7.5]))
def test_clear_track(rows, reach):
    scores, loose = np.ones((2, len(rows), 32), np.float32)

    clear_track(scores, loose, np.array(rows, np.float64), reach)

    assert np.array_equal(scores == -1, reference.clear_track(scores.shape, rows, reach))
    assert np.array_equal(scores, loose)
