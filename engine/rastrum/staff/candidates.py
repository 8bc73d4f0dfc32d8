"""Score where staves may lie, and link the places to tracks: the search part of `find_staves`."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from scipy.ndimage import maximum_filter1d, uniform_filter1d

from rastrum.model.arrays import Ink
from rastrum.model.page import Staff
from rastrum_kernels.combs import comb_scores, shear_energy
from rastrum_kernels.runs import thin_run_profile
from rastrum_kernels.tracks import clear_track, follow_comb

LINES = 5

STRIP_SP = 1.5
"""Width of a strip. Over it the steepest skew promised, 5 degrees, moves a line by 0.13 sp."""

FULL_LINE = 1.8
"""A line that shows in 1 / 1.8 of its columns counts as whole: heads and print hide the rest."""

SEED_SCORE = 0.5
"""Comb score (0..1) at which a strip starts a staff."""

FOLLOW_SCORE = 0.22
"""Comb score at which a staff is followed on: broken prints keep a third of their lines."""

JUMP_SP = 0.3
"""Farthest a staff moves between strips: 5 degrees over 1.5 sp, and as much again for warp."""

STRAY_COST = 0.1
"""Score that a place a staff space off the expected row must be better by."""

LONGEST_GAP_SP = 9.0
"""Widest stretch without a comb that a staff is followed across (a dense chord, a torn spot)."""

SHORTEST_SP = 9.0
"""Shorter combs are no staves: table rules, hatching, repeated ledger lines."""

SIZE_TOLERANCE = 0.08
"""Lines of one staff may stand this much farther apart or closer, in staff spaces, by warp."""

BRIGHTEN_STRIPS = 9
"""Strips (13 sp) over which faint lines are added up: a dotted line then stands out of specks."""

BRIGHTEN_FLOOR = 0.12
"""Lines are brightened as if the strongest near had at least this evidence (7 % of columns)."""

BRIGHTEN_NEAR_SP = 3.0
"""How far above and below the strongest line is looked for; a staff is 4 sp high."""

SHIFT_SHARE = 0.8
"""Staves at least this long, against the longest, tell how the page bends."""

STEEPEST = np.tan(np.radians(6))
"""Slopes tried where no staff tells the page's skew; 5 degrees are promised."""

BORDER_DARK, BORDER_STEP = 0.5, 8
"""A strip with more ink than this (looked at in every so many rows) is a black border."""

LOOK_FLOOR = 0.05
"""Evidence of scattered specks: lines no stronger than this do not stand out."""

BEYOND_WEIGHT, BETWEEN_WEIGHT, EXACT_WEIGHT = 0.25, 0.5, 0.15
"""What lines outside the comb and between its lines cost, and what exact lines add."""

Track = list[tuple[int, float]]
"""Strips, and rows of the top line in them."""


@dataclass(frozen=True, slots=True)
class Comb:
    """Comb scores of one staff size."""

    space: float
    strip: int
    lines: np.ndarray
    """(S, H) float32: evidence 0..1 for a staff line."""
    scores: np.ndarray
    """(S, H) float32: how well five lines fit with the top one in this row."""
    loose: np.ndarray
    """(S, H) float32: the same where two lines may be lost, for following a staff once found."""


def score_combs(ink: Ink, space: float, line: float) -> Comb:
    """Score every strip and row of a page for a staff of a given size.

    Parameters
    ----------
    ink : (H, W) bool array
        The page.
    space, line : float
        Staff space and line thickness, pixels.

    Returns
    -------
    comb : Comb
    """
    strip = max(4, round(STRIP_SP * space))
    thickest = max(2, round(max(1.8 * line, line + 2)))
    profile = thin_run_profile(ink, strip, thickest).astype(np.float32) / strip
    # A slanted line spreads over rows: add up a line's thickness.
    window = max(3, round(line) + 2)
    summed = uniform_filter1d(profile, window, axis=1) * window
    lines = np.minimum(FULL_LINE * summed / max(line, 1.0), 1.0).astype(np.float32)
    first, last = _between_borders(ink, strip, len(lines))
    lines[:first] = 0
    lines[last:] = 0
    return Comb(space, strip, lines, *_score(lines, space))


def _between_borders(ink: Ink, strip: int, count: int) -> tuple[int, int]:
    """Return the strips between the scanner's black borders, whose texture is full of thin runs."""
    dark = np.array(
        [ink[::BORDER_STEP, s * strip : (s + 1) * strip].mean() > BORDER_DARK for s in range(count)]
    )
    third = count // 3
    left = np.flatnonzero(dark[:third])
    right = np.flatnonzero(dark[count - third :])
    first = int(left[-1]) + 1 if len(left) else 0
    last = count - third + int(right[0]) if len(right) else count
    return first, last


def _score(lines: np.ndarray, space: float) -> tuple[np.ndarray, np.ndarray]:
    tolerance = max(1, round(SIZE_TOLERANCE * space))
    return comb_scores(lines, space, tolerance, BEYOND_WEIGHT, BETWEEN_WEIGHT, EXACT_WEIGHT)


def brighten(comb: Comb, staves: Sequence[Staff]) -> Comb:
    """Score again with faint lines brought up, along the slope of the staves found so far.

    Parameters
    ----------
    comb : Comb
        As the page shows it.
    staves : sequence of Staff
        Tell how the page slopes; without any, the slope that makes rows stand out most.

    Returns
    -------
    comb : Comb
        A line that prints as a row of dots scores like a whole one.
    """
    strips, height = comb.lines.shape
    shifts = _shifts(comb, staves)
    rows = np.arange(height)
    level = np.zeros_like(comb.lines)
    for s in range(strips):
        level[s] = comb.lines[s, np.clip(rows + shifts[s], 0, height - 1)]
    level = uniform_filter1d(level, BRIGHTEN_STRIPS, axis=0, mode="nearest")
    near = 2 * round(BRIGHTEN_NEAR_SP * comb.space) + 1
    strongest = maximum_filter1d(level, near, axis=1)
    level = np.minimum(1.0, level / np.maximum(strongest, BRIGHTEN_FLOOR))
    lines = np.zeros((strips, height), np.float32)
    for s in range(strips):
        # The shift changes so slowly down the page that it is its own inverse but for the sign.
        lines[s] = level[s, np.clip(rows - shifts[s], 0, height - 1)]
    return Comb(comb.space, comb.strip, lines, *_score(lines, comb.space))


def _shifts(comb: Comb, staves: Sequence[Staff]) -> np.ndarray:
    """Return (S, H) by how many rows a staff at a row lies lower in a strip than mid-page."""
    strips, height = comb.lines.shape
    columns = (np.arange(strips) + 0.5) * comb.strip
    if not staves:
        slopes = np.linspace(-STEEPEST, STEEPEST, 121) * comb.strip
        best = slopes[int(np.argmax(shear_energy(comb.lines, slopes)))]
        sheared = np.rint((np.arange(strips) - strips / 2) * best).astype(np.int64)
        return np.repeat(sheared[:, None], height, axis=1)
    widest = max(s.xs[-1] - s.xs[0] for s in staves)
    places, curves = [], []
    for staff in sorted(staves, key=lambda s: float(s.ys.mean())):
        if staff.xs[-1] - staff.xs[0] < SHIFT_SHARE * widest:
            continue
        middle = staff.ys.mean(axis=0)
        slope = (middle[-1] - middle[0]) / (staff.xs[-1] - staff.xs[0])
        inside = np.interp(columns, staff.xs, middle)
        beyond = np.minimum(0, columns - staff.xs[0]) + np.maximum(0, columns - staff.xs[-1])
        curve = inside + slope * beyond
        places.append(float(curve[strips // 2]))
        curves.append(curve - curve[strips // 2])
    table = np.array(curves)
    rows = np.arange(height)
    return np.rint([np.interp(rows, places, table[:, s]) for s in range(strips)]).astype(np.int64)


def link(comb: Comb, known: Sequence[Staff]) -> list[tuple[float, Track]]:
    """Follow the best places from strip to strip.

    Parameters
    ----------
    comb : Comb
        Where staves may lie.
    known : sequence of Staff
        Found already; their places are left out.

    Returns
    -------
    tracks : list of (float, Track)
        With their evidence, the sum of their comb scores.
    """
    scores, loose = comb.scores.copy(), comb.loose.copy()
    strips, height = scores.shape
    span = LINES * comb.space
    for staff in known:
        columns = (np.arange(strips) + 0.5) * comb.strip
        for s, y in enumerate(np.interp(columns, staff.xs, staff.ys[0])):
            low = max(0, int(y - span))
            taken = slice(low, min(height, int(y + 4 * staff.space_px + comb.space)))
            scores[s, taken] = loose[s, taken] = -1
    own = 0.45 * comb.space
    reach = max(2, round(JUMP_SP * comb.space))
    gap = max(1, round(LONGEST_GAP_SP * comb.space / comb.strip))
    tracks: list[tuple[float, Track]] = []
    tops = scores.argmax(axis=1)
    best = scores[np.arange(strips), tops]
    while True:
        strip = int(np.argmax(best))
        if best[strip] < SEED_SCORE:
            break
        if scores[strip, tops[strip]] < best[strip]:
            # Taken since: only now is it worth while to look for the strip's next best row.
            tops[strip] = np.argmax(scores[strip])
            best[strip] = scores[strip, tops[strip]]
            continue
        rows = follow_comb(
            loose, strip, float(tops[strip]), FOLLOW_SCORE, reach, gap, STRAY_COST / comb.space
        )
        clear_track(scores, loose, rows, own)
        own_strips = np.flatnonzero(rows >= 0)
        if len(own_strips) * comb.strip >= SHORTEST_SP * comb.space:
            # The lines of a staff with two long ledger lines make a comb too, but a shorter track.
            places = rows[own_strips]
            evidence = comb.scores[own_strips, places.astype(np.int64)].sum(dtype=np.float64)
            track = list(zip(own_strips.tolist(), places.tolist(), strict=True))
            tracks.append((float(evidence), track))
    return tracks


def look(comb: Comb, staff: Staff) -> float:
    """Return 0..1: how clearly a staff's lines stand out from the gaps between them.

    Parameters
    ----------
    comb : Comb
        As the page shows it.
    staff : Staff
        Its curves are followed, so that lines which print as dots add up.

    Returns
    -------
    look : float
        Median line less the gaps, against the median line: two lines may be lost in print.
    """
    first = max(0, int(staff.xs[0] / comb.strip))
    last = min(len(comb.lines), max(first + 1, round(staff.xs[-1] / comb.strip)))
    strips = np.arange(first, last)
    columns = (strips + 0.5) * comb.strip
    height = comb.lines.shape[1]

    def along(curve: np.ndarray, reach: int) -> float:
        rows = np.rint(np.interp(columns, staff.xs, curve)).astype(np.int64)
        near = [
            comb.lines[strips, np.clip(rows + k, 0, height - 1)] for k in range(-reach, reach + 1)
        ]
        return float(np.max(near, axis=0).mean())

    lines: list[float] = sorted(along(curve, 1) for curve in staff.ys)
    gaps = float(np.mean([along((a + b) / 2, 1) for a, b in pairwise(staff.ys)]))
    return max(0.0, lines[2] - gaps) / (lines[2] + LOOK_FLOOR)
