"""Turn a track into five exact curves with exact ends: the measuring part of `find_staves`."""

import math
from itertools import pairwise
from statistics import median

import numpy as np

from rastrum.model.arrays import Curve, Curves, Ink
from rastrum.model.page import Staff
from rastrum.staff.candidates import LINES, SHORTEST_SP, Comb, Track
from rastrum_kernels.combs import line_centres, line_cover, smooth_track

SMOOTH_STRIPS = 4
"""Strips to each side (6 sp) through which a curve is smoothed: staves bend slowly."""

NOISE_PX = 0.7
"""Rows of lines scatter by half a pixel; what lies farther off weighs less."""

LINE_REACH_SP = 0.25
"""A line is looked for this far from where the comb puts it."""

LINE_SHARE = 0.25
FAINT_SHARE = 0.06
"""Share of columns that must show a line; where a print has left dots of it, the lesser."""

CLEAR_SHARE = 0.5
"""A line seen in this share of the strips, against the clearest, tells its own place. Of a line
that print has lost, specks and heads in a twentieth of the strips put it up to 0.4 sp off."""

SPACE_WEIGHT = 4.0
"""Where lines are lost, the page's staff space counts like two lines one space off the middle of
those that show: worn lines lie 2 % of a space off, and staves of a size differ by 1 %."""

BLANK_SP = 2.5
"""Gaps between strips that show a staff are looked at from this width on."""

BLANK_SHARE = 0.25
"""On blank paper even the second strongest line shows in fewer columns than this."""

END_STEP_SP = 0.5
END_GAP_SP = 1.5
"""A staff's end is where three of five lines are missing over this width."""

EXTEND_SP = 3.0
"""A staff that ends this far before the others is looked at beyond its end."""

EXTEND_SHARE = 0.45
"""Share of the columns beyond a staff's end in which its median line must show for the staff to go
on: blank paper shows 0.05."""

END_SHARE = 0.5
"""Share of columns that show a line before a staff's end; less where the whole staff is fainter."""


def trace_staff(
    ink: Ink, track: Track, comb: Comb, line: float, *, faint: bool = False
) -> Staff | None:
    """Measure a staff along its track.

    Parameters
    ----------
    ink : (H, W) bool array
        The page.
    track : Track
        Roughly where the top line lies, strip by strip.
    comb : Comb
        That the track was linked in.
    line : float
        Line thickness, pixels.
    faint : bool
        Dots of lines are enough.

    Returns
    -------
    staff : Staff or None
        None where its lines end too soon.
    """
    track = _longest_part(ink, track, comb, line)
    centres: Curve = np.array([(s + 0.5) * comb.strip for s, _ in track])
    tops: Curve = np.array([y for _, y in track])
    reach = max(2, round(LINE_REACH_SP * comb.space))
    share = FAINT_SHARE if faint else LINE_SHARE
    rows = line_centres(
        ink, centres, tops, LINES, comb.space, max(1, comb.strip // 2), reach, 2 * line + 1, share
    )
    offsets = rows - tops[:, None]
    seen = ~np.isnan(offsets)
    usual: Curve = np.array(
        [
            np.median(offsets[seen[:, k], k]) if seen[:, k].any() else k * comb.space
            for k in range(LINES)
        ]
    )
    clear = seen.sum(axis=0) >= CLEAR_SHARE * max(1, seen.sum(axis=0).max())
    if clear.sum() < 2:
        clear[:] = True
    numbers = np.arange(LINES)
    spacing, first = _space_evenly(numbers[clear], usual[clear], comb.space)
    usual[~clear] = first + spacing * numbers[~clear]
    offsets[:, ~clear] = np.nan
    middle = smooth_track(
        centres, tops + _common_shift(offsets - usual), SMOOTH_STRIPS, NOISE_PX, 3
    )
    left, right = _find_ends(ink, centres, middle, usual, spacing, line)
    if right - left < SHORTEST_SP * comb.space:
        return None
    inner = centres[(centres > left + comb.strip) & (centres < right - comb.strip)]
    xs: Curve = np.concatenate(([left], inner, [right]))
    ys: Curves = usual[:, None] + _extend(xs, centres, middle)[None, :]
    # Warp bends the lines of a staff apart slowly: a straight line per staff line.
    bends: dict[int, Curve] = {}
    for k in np.flatnonzero(clear).tolist():
        error = rows[:, k] - (usual[k] + middle)
        good = seen[:, k] & (np.abs(np.nan_to_num(error, nan=np.inf)) < 0.2 * spacing)
        if good.sum() >= 4:
            slope, start = np.polyfit(centres[good], error[good], 1)
            bends[k] = start + slope * xs
    if bends:
        ys += [bends[min(bends, key=lambda j: abs(j - k))] for k in range(LINES)]
    return Staff(xs, ys, spacing, line)


def _space_evenly(numbers: np.ndarray, rows: Curve, space: float) -> tuple[float, float]:
    """Return how far apart a staff's lines lie and where the first does, from those that show."""
    middle, centre = numbers.mean(), rows.mean()
    apart = numbers - middle
    trust = 0.0 if len(numbers) == LINES else SPACE_WEIGHT
    spacing = (apart @ (rows - centre) + trust * space) / (apart @ apart + trust)
    return float(spacing), float(centre - spacing * middle)


def _longest_part(ink: Ink, track: Track, comb: Comb, line: float) -> Track:
    """Cut a track where it crosses blank paper, and return its longest part.

    Several staves side by side, or a staff and the texture of a scanner's border, may have been
    linked.
    """
    parts: list[Track] = [[track[0]]]
    for (s0, y0), (s1, y1) in pairwise(track):
        if (s1 - s0 - 1) * comb.strip >= BLANK_SP * comb.space:
            xs = np.array([(s0 + 1.0) * comb.strip, s1 * comb.strip])
            ys = np.array([y0, y1])[None, :] + comb.space * np.arange(LINES)[:, None]
            if cover(ink, Staff(xs, ys, comb.space, line))[3] < BLANK_SHARE:
                parts.append([])
        parts[-1].append((s1, y1))
    return max(parts, key=len)


def _common_shift(deviations: np.ndarray) -> Curve:
    """Return each strip's median deviation: a strip's lines move as one."""
    seen = (~np.isnan(deviations)).sum(axis=1)
    ordered = np.sort(deviations, axis=1)  # NaN comes last
    rows = np.arange(len(deviations))
    middle = (ordered[rows, np.maximum(0, seen - 1) // 2] + ordered[rows, seen // 2 % LINES]) / 2
    middle = np.where(seen % 2 == 1, ordered[rows, seen // 2 % LINES], middle)
    shift: Curve = np.where(seen > 0, middle, 0.0)
    return shift


def _extend(xs: Curve, centres: Curve, values: Curve) -> Curve:
    """Interpolate, and go on straight beyond both ends."""
    result: Curve = np.interp(xs, centres, values)
    count = min(6, len(centres))
    if count < 2:
        return result
    first = (values[count - 1] - values[0]) / (centres[count - 1] - centres[0])
    last = (values[-1] - values[-count]) / (centres[-1] - centres[-count])
    result += first * np.minimum(0, xs - centres[0]) + last * np.maximum(0, xs - centres[-1])
    return result


def _find_ends(
    ink: Ink, centres: Curve, tops: Curve, base: Curve, space: float, line: float
) -> tuple[float, float]:
    """Walk out from the outermost strips until the lines are gone."""
    step = max(2, round(END_STEP_SP * space))
    reach = max(1, round(line / 2 + 0.08 * space))
    whole = Staff(centres, base[:, None] + tops[None, :], space, line)
    share = END_SHARE * min(1.0, 1.5 * float(np.median(cover(ink, whole))))
    ends = []
    for direction in (-1, 1):
        start = end = float(centres[0] if direction < 0 else centres[-1])
        room = start if direction < 0 else ink.shape[1] - start
        places = int(start) + direction * step * np.arange(max(0, math.ceil(room / step)))
        lows = np.minimum(places, places + direction * step).clip(0)
        highs = np.maximum(places, places + direction * step).clip(None, ink.shape[1])
        shifts = _extend((lows + highs) / 2, centres, tops)
        missed = 0.0
        for low, high, shift in zip(lows.tolist(), highs.tolist(), shifts.tolist(), strict=True):
            if low >= high or missed > END_GAP_SP * space:
                break
            rows = [shift + row for row in base.tolist()]
            found = [_line_columns(ink, row, reach, low, high) for row in rows]
            seen = sum(len(columns) >= max(1.0, share * (high - low)) for columns in found)
            middles = [min(len(ink) - 1, max(0, round(row + space / 2))) for row in rows[:-1]]
            filled = sum(2 * np.count_nonzero(ink[m, low:high]) > high - low for m in middles)
            # Ink between the lines as well is a brace or the scanner's black border.
            if seen >= 3 and filled < 2:
                missed = 0.0
                last = [c[-1] + 1 if direction > 0 else c[0] for c in found if len(c)]
                end = low + float(median(last))
            else:
                missed += step
        ends.append(end)
    return ends[0], ends[1]


def _line_columns(ink: Ink, row: float, reach: int, low: int, high: int) -> np.ndarray:
    """Return which columns of low..high show ink near a row."""
    first, last = max(0, round(row) - reach), min(len(ink), round(row) + reach + 1)
    if first >= last:
        return np.zeros(0, np.int64)
    return np.flatnonzero(ink[first:last, low:high].any(axis=0))


def cover(ink: Ink, staff: Staff) -> Curve:
    """Return the share of columns in which each of a staff's lines shows ink.

    Parameters
    ----------
    ink : (H, W) bool array
        The page.
    staff : Staff
        Where the lines lie.

    Returns
    -------
    shares : (5,) float64 array
        0..1, the weakest line first; whatever ink counts, also that of heads and beams.
    """
    reach = max(1, round(staff.line_px / 2))
    columns = np.arange(max(0, int(staff.xs[0])), min(ink.shape[1], int(staff.xs[-1])), 2)
    counts = [
        line_cover(ink, columns, np.interp(columns, staff.xs, curve), reach) for curve in staff.ys
    ]
    return np.sort(np.array(counts) / max(1, len(columns)))


def extend_like(ink: Ink, staff: Staff, model: Staff, left: float, right: float) -> Staff:
    """Draw a staff out to where others reach, if its lines are seen there however faintly.

    Parameters
    ----------
    ink : (H, W) bool array
        The page.
    staff : Staff
        That may have been lost halfway.
    model : Staff
        A whole staff near it; the page bends alike there.
    left, right : float
        Columns where whole staves end.

    Returns
    -------
    staff : Staff
        The same one where there is nothing to draw it out over.
    """
    for end, place in ((0, left), (-1, right)):
        short = staff.xs[0] - place if end == 0 else place - staff.xs[-1]
        if short < EXTEND_SP * staff.space_px:
            continue
        knots = np.linspace(place, float(staff.xs[end]), max(2, int(short / staff.space_px)))
        bend = np.interp(knots, model.xs, model.ys.mean(axis=0))
        rise = bend - np.interp(staff.xs[end], model.xs, model.ys.mean(axis=0))
        rows = staff.ys[:, end][:, None] + rise[None, :]
        if end:
            knots, rows = knots[::-1], rows[:, ::-1]
        piece = Staff(knots, rows, staff.space_px, staff.line_px)
        if cover(ink, piece)[2] < EXTEND_SHARE:
            continue
        xs = np.concatenate((knots[:-1], staff.xs) if end == 0 else (staff.xs, knots[1:]))
        parts = (rows[:, :-1], staff.ys) if end == 0 else (staff.ys, rows[:, 1:])
        staff = Staff(xs, np.concatenate(parts, axis=1), staff.space_px, staff.line_px)
    return staff
