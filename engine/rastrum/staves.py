"""Find staves as curves: combs of five thin lines, linked from strip to strip."""

from dataclasses import dataclass, replace

import numpy as np
from scipy.ndimage import maximum_filter1d, uniform_filter1d

from rastrum.arrays import Ink
from rastrum.errors import NoStavesFoundError
from rastrum.page import Bitmap, Scale, Staff
from rastrum_kernels.runs import thin_run_profile

LINES = 5

STRIP_SP = 1.5
"""Width of a strip. Over it the steepest skew promised, 5 degrees, moves a line by 0.13 sp."""

FULL_LINE = 1.8
"""A line that shows in 1 / 1.8 of its columns counts as whole: heads and bad print hide the rest."""

SEED_SCORE = 0.5
"""Comb score (0..1) at which a strip starts a staff."""

FOLLOW_SCORE = 0.22
"""Comb score at which a staff is followed on: broken prints keep a third of their lines."""

JUMP_SP = 0.3
"""Farthest a staff moves between strips: 5 degrees over 1.5 sp, and as much again for warp."""

LONGEST_GAP_SP = 9.0
"""Widest stretch without a comb that a staff is followed across (a dense chord, a torn spot)."""

SHORTEST_SP = 9.0
"""Shorter combs are no staves: table rules, hatching, repeated ledger lines."""

SIZE_TOLERANCE = 0.08
"""Lines of one staff may stand this much farther apart or closer, in staff spaces, by warp."""

SHORT_SHARE = 0.6
"""A staff this short against the page's longest must look as good as the others."""

CLEARANCE_SP = 1.2
"""Staves keep at least this far apart; a comb right under a staff is its ledger lines."""

END_STEP_SP = 0.5
END_GAP_SP = 1.5
"""A staff's end is where three of five lines are missing over this width."""


@dataclass(frozen=True, slots=True)
class _Comb:
    """Comb scores of one staff size."""

    space: float
    strip: int
    scores: np.ndarray
    """(S, H) float32: how well five lines fit with the top one in this row."""


def find_staves(bitmap: Bitmap, scale: Scale) -> tuple[Scale, tuple[Staff, ...]]:
    """Find every staff.

    Parameters
    ----------
    bitmap : Bitmap
        The scan.
    scale : Scale
        From `measure_scale`.

    Returns
    -------
    scale : Scale
        With the skew of the staves, and the staff space as the staves show it.
    staves : tuple of Staff
        Top to bottom.

    Raises
    ------
    NoStavesFoundError
        If there is none.

    Notes
    -----
    The page is cut into strips; in each, rows where five thin runs stand one staff space apart
    score as candidates (Bainbridge and Bell, "The challenge of optical music recognition", 2001,
    section 3.1), and candidates are linked into curves from the surest outwards. O(H W) time.
    """
    ink = np.ascontiguousarray(bitmap.ink)
    staves: list[Staff] = []
    scores: list[float] = []
    for space in scale.sizes_px:
        comb = _score_combs(ink, space, scale.line_px)
        for track in _link(comb, staves):
            staff = _trace(ink, track, comb, scale.line_px)
            if staff is not None and not any(_collide(staff, other) for other in staves):
                staves.append(staff)
                scores.append(_mean_score(comb, track))
    staves = _drop_text(staves, scores)
    if not staves:
        raise NoStavesFoundError("staves")
    staves.sort(key=lambda s: float(s.ys.mean()))
    return _refine_scale(scale, staves), tuple(staves)


def _mean_score(comb: _Comb, track: list[tuple[int, float]]) -> float:
    """Return the comb score over all strips the track spans, gaps counted as nothing."""
    strips = track[-1][0] - track[0][0] + 1
    return float(sum(comb.scores[s, int(y)] for s, y in track)) / strips


def _drop_text(staves: list[Staff], scores: list[float]) -> list[Staff]:
    """Drop what scores far below the page's staves: lines of text make combs by chance."""
    if not staves:
        return []
    widths = np.array([(s.xs[-1] - s.xs[0]) for s in staves])
    usual = scores[int(np.argsort(scores)[len(scores) // 2])]
    usual = max(usual, max(scores) * 0.7)
    return [
        staff
        for staff, score, width in zip(staves, scores, widths, strict=True)
        if score >= (0.35 if width >= SHORT_SHARE * widths.max() else 0.85) * usual
    ]


def _refine_scale(scale: Scale, staves: list[Staff]) -> Scale:
    slopes = [float(np.polyfit(s.xs, s.ys.mean(axis=0), 1)[0]) for s in staves]
    widths = np.array([s.xs[-1] - s.xs[0] for s in staves])
    order = np.argsort(slopes)
    middle = np.searchsorted(np.cumsum(widths[order]), widths.sum() / 2)
    usual = [s.space_px for s in staves if abs(s.space_px / scale.space_px - 1) < 0.06]
    if not usual:
        usual = [s.space_px for s in staves]
    return replace(
        scale,
        space_px=float(np.median(usual)),
        skew_rad=float(np.arctan(slopes[order[middle]])),
    )


def _score_combs(ink: Ink, space: float, line: float) -> _Comb:
    strip = max(4, round(STRIP_SP * space))
    thickest = max(2, round(max(1.8 * line, line + 2)))
    profile = thin_run_profile(ink, strip, thickest).astype(np.float32) / strip
    tolerance = max(1, round(SIZE_TOLERANCE * space))
    # A slanted line spreads over rows: add up a line's thickness, then allow for warp.
    summed = uniform_filter1d(profile, max(3, round(line) + 2), axis=1) * max(3, round(line) + 2)
    line_ink = np.minimum(FULL_LINE * summed / max(line, 1.0), 1.0)
    near = maximum_filter1d(line_ink, 2 * tolerance + 1, axis=1)
    height = ink.shape[0]
    rows = np.arange(height)

    def at(offset: float, source: np.ndarray) -> np.ndarray:
        index = rows + round(offset)
        inside = (index >= 0) & (index < height)
        return np.where(inside, source[:, np.clip(index, 0, height - 1)], 0.0)

    lines = np.stack([at(k * space, near) for k in range(LINES)])
    ordered = np.sort(lines, axis=0)
    # The weakest line counts little (it may be broken), all others must be there.
    mean = (ordered[1:].sum(axis=0) + 0.5 * ordered[0]) / (LINES - 0.5)
    beyond = np.maximum(at(-space, line_ink), at(LINES * space, line_ink))
    gaps = np.stack([at((k + 0.5) * space, line_ink) for k in range(LINES - 1)]).mean(axis=0)
    scores = mean * np.sqrt(np.maximum(ordered[1], 0.0)) - 0.25 * beyond - 0.5 * gaps
    # The centre of the comb, not the edge of the tolerance, wins among equals.
    exact = np.stack([at(k * space, line_ink) for k in range(LINES)]).mean(axis=0)
    return _Comb(space, strip, (scores + 0.15 * exact).astype(np.float32))


def _link(comb: _Comb, known: list[Staff]) -> list[list[tuple[int, float]]]:
    """Follow candidates from strip to strip; return tracks of (strip, row of the top line)."""
    scores = comb.scores.copy()
    strips, height = scores.shape
    span = LINES * comb.space
    for staff in known:
        for s in range(strips):
            y = float(np.interp((s + 0.5) * comb.strip, staff.xs, staff.ys[0]))
            low = max(0, int(y - span))
            high = min(height, int(y + 4 * staff.space_px + comb.space))
            scores[s, low:high] = -1
    reach = max(2, round(JUMP_SP * comb.space))
    gap = max(1, round(LONGEST_GAP_SP * comb.space / comb.strip))
    own = 0.45 * comb.space
    tracks: list[list[tuple[int, float]]] = []
    while True:
        seed = np.unravel_index(int(np.argmax(scores)), scores.shape)
        if scores[seed] < SEED_SCORE:
            break
        track = [(int(seed[0]), float(seed[1]))]
        for direction in (-1, 1):
            track = _follow(scores, track, direction, reach, gap, comb)
        track.sort()
        for (s0, y0), (s1, y1) in zip(track, track[1:] or track, strict=False):
            for s in range(s0, s1 + 1):
                y = y0 + (y1 - y0) * (s - s0) / max(1, s1 - s0)
                low = max(0, int(y - own))
                scores[s, low : min(height, int(y + own))] = -1
        low = max(0, int(seed[1] - own))
        scores[seed[0], low : min(height, int(seed[1] + own))] = -1
        if len(track) * comb.strip >= SHORTEST_SP * comb.space:
            tracks.append(track)
    # The lines of a staff with two long ledger lines make a comb too, but a shorter track.
    evidence = [sum(comb.scores[s, int(y)] for s, y in track) for track in tracks]
    return [tracks[i] for i in np.argsort(evidence)[::-1]]


def _follow(
    scores: np.ndarray,
    track: list[tuple[int, float]],
    direction: int,
    reach: int,
    gap: int,
    comb: _Comb,
) -> list[tuple[int, float]]:
    strips, height = scores.shape
    track = sorted(track, key=lambda p: direction * p[0])
    missed = 0
    s = track[-1][0] + direction
    while 0 <= s < strips and missed <= gap:
        recent = track[-6:]
        slope = 0.0
        if len(recent) >= 3:
            slope = float(np.polyfit([p[0] for p in recent], [p[1] for p in recent], 1)[0])
        expected = track[-1][1] + slope * (s - track[-1][0])
        room = reach + missed
        low, high = max(0, round(expected) - room), min(height, round(expected) + room + 1)
        if low >= high:
            break
        window = scores[s, low:high] - 0.1 * np.abs(np.arange(low, high) - expected) / comb.space
        best = int(np.argmax(window))
        if scores[s, low + best] >= FOLLOW_SCORE:
            track.append((s, float(low + best)))
            missed = 0
        else:
            missed += 1
        s += direction
    return track


def _trace(
    ink: Ink, track: list[tuple[int, float]], comb: _Comb, line: float
) -> Staff | None:
    """Turn a track into five smooth curves with exact ends."""
    centres = np.array([(s + 0.5) * comb.strip for s, _ in track])
    tops = np.array([y for _, y in track])
    rows = np.stack([_centre_lines(ink, x, y, comb, line) for x, y in zip(centres, tops, strict=True)])
    offsets = rows - tops[:, None]
    usual = np.array([np.median(o[~np.isnan(o)]) if (~np.isnan(o)).any() else np.nan for o in offsets.T])
    spacing = np.polyfit(np.arange(LINES), np.where(np.isnan(usual), comb.space * np.arange(LINES), usual), 1)[0]
    # Each strip's staff moves as one: the median deviation of its lines from their usual place.
    deviations = offsets - usual
    shift = np.array([np.median(d[~np.isnan(d)]) if (~np.isnan(d)).any() else 0.0 for d in deviations])
    middle = _smooth(centres, tops + shift)
    base = np.where(np.isnan(usual), spacing * np.arange(LINES), usual)
    left, right = _find_ends(ink, centres, middle, base, spacing, line)
    if right - left < SHORTEST_SP * comb.space:
        return None
    inner = centres[(centres > left + comb.strip) & (centres < right - comb.strip)]
    xs = np.concatenate(([left], inner, [right]))
    ys = base[:, None] + _extend(xs, centres, middle)[None, :]
    # Warp bends the lines of a staff apart slowly: a straight line per staff line.
    for k in range(LINES):
        error = rows[:, k] - (base[k] + middle)
        good = ~np.isnan(error) & (np.abs(error) < 0.2 * spacing)
        if good.sum() >= 4:
            ys[k] += np.polyval(np.polyfit(centres[good], error[good], 1), xs)
    return Staff(xs, ys, float(spacing), line)


def _extend(xs: np.ndarray, centres: np.ndarray, values: np.ndarray) -> np.ndarray:
    """Interpolate, and go on straight beyond both ends."""
    result = np.interp(xs, centres, values)
    if len(centres) >= 2:
        n = min(6, len(centres))
        for cut, part in ((xs < centres[0], slice(0, n)), (xs > centres[-1], slice(-n, None))):
            fit = np.polyfit(centres[part], values[part], 1)
            edge = centres[0] if part.start == 0 else centres[-1]
            anchor = values[0] if part.start == 0 else values[-1]
            result[cut] = anchor + fit[0] * (xs[cut] - edge)
    return result


def _smooth(xs: np.ndarray, values: np.ndarray) -> np.ndarray:
    """Replace each value by a local line's, outliers set aside: staves bend slowly."""
    result = np.empty_like(values)
    for i, x in enumerate(xs):
        low, high = max(0, i - 4), min(len(xs), i + 5)
        near_x, near = xs[low:high] - x, values[low:high]
        weights = np.ones_like(near)
        fit = np.array([0.0, values[i]])
        for _ in range(3):
            if len(near) < 3:
                break
            fit = np.polyfit(near_x, near, 1, w=weights)
            error = np.abs(near - np.polyval(fit, near_x))
            weights = 1.0 / np.maximum(1.0, error / 0.7)
        result[i] = fit[1]
    return result


def _centre_lines(ink: Ink, x: float, top: float, comb: _Comb, line: float) -> np.ndarray:
    """Return the row of each line's centre in a strip, NaN where it cannot be seen."""
    left, right = max(0, int(x - comb.strip / 2)), min(ink.shape[1], int(x + comb.strip / 2))
    rows = np.full(LINES, np.nan)
    reach = max(2, round(0.25 * comb.space))
    for k in range(LINES):
        middle = top + k * comb.space
        low, high = round(middle) - reach, round(middle) + reach + 1
        if low < 0 or high > ink.shape[0] or left >= right:
            continue
        window = ink[low:high, left:right]
        counts = window.sum(axis=0)
        thin = (counts > 0) & (counts <= 2 * line + 1)
        if thin.sum() < 0.25 * (right - left):
            continue
        weights = window[:, thin].sum(axis=1).astype(np.float64)
        # The bulk of the thin runs around their peak; specks at the window's edge do not pull.
        peak = int(np.argmax(np.convolve(weights, np.ones(max(1, round(line))), "same")))
        near = np.abs(np.arange(len(weights)) - peak) <= line + 1
        rows[k] = low + float((weights * near * np.arange(len(weights))).sum() / (weights * near).sum())
    return rows


def _find_ends(
    ink: Ink, centres: np.ndarray, tops: np.ndarray, base: np.ndarray, space: float, line: float
) -> tuple[float, float]:
    """Walk out from the outermost strips until the lines are gone."""
    step = max(2, round(END_STEP_SP * space))
    reach = max(1, round(line / 2 + 0.08 * space))
    ends = []
    for direction in (-1, 1):
        start = centres[0] if direction < 0 else centres[-1]
        x = end = float(start)
        missed = 0.0
        while missed <= END_GAP_SP * space:
            x0, x1 = sorted((x, x + direction * step))
            low, high = int(max(0, x0)), int(min(ink.shape[1], x1))
            if low >= high:
                break
            y = _extend(np.array([(x0 + x1) / 2]), centres, tops)[0] + base
            seen = 0
            furthest = []
            for row in y:
                r0, r1 = max(0, round(row) - reach), min(ink.shape[0], round(row) + reach + 1)
                if r0 >= r1:
                    continue
                columns = np.flatnonzero(ink[r0:r1, low:high].any(axis=0))
                if len(columns) >= 0.5 * (high - low):
                    seen += 1
                if len(columns):
                    furthest.append(low + (columns[-1] + 1 if direction > 0 else columns[0]))
            gaps = [max(0, round(row + space / 2)) for row in y[:-1]]
            filled = sum(
                ink[row, low:high].mean() > 0.5 for row in gaps if row < ink.shape[0]
            )
            x += direction * step
            # Ink between the lines as well is a brace or the scanner's black border.
            if seen >= 3 and filled < 2:
                missed = 0.0
                end = float(np.median(furthest))
            else:
                missed += step
        ends.append(end)
    return ends[0], ends[1]


def _collide(a: Staff, b: Staff) -> bool:
    """Whether two staves lie on top of each other, or nearly, over a third of the shorter one."""
    left, right = max(a.xs[0], b.xs[0]), min(a.xs[-1], b.xs[-1])
    if right - left < 0.33 * min(a.xs[-1] - a.xs[0], b.xs[-1] - b.xs[0]):
        return False
    xs = np.linspace(left, right, 9)
    top = np.maximum(np.interp(xs, a.xs, a.ys[0]), np.interp(xs, b.xs, b.ys[0]))
    bottom = np.minimum(np.interp(xs, a.xs, a.ys[-1]), np.interp(xs, b.xs, b.ys[-1]))
    return bool(np.median(bottom - top) > -CLEARANCE_SP * min(a.space_px, b.space_px))
