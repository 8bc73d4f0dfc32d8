"""Find percussion staves of a single line, by the staves of five lines they are joined to."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np

from rastrum.model.arrays import Curve, Ink
from rastrum.model.page import Staff
from rastrum.staff.candidates import Comb
from rastrum.staff.covers import upright_cover, upright_ink
from rastrum.staff.line_curves import LINE_REACH_SP, LINE_SHARE, NOISE_PX, SMOOTH_STRIPS
from rastrum.staff.lost import BARLINE_COVER, BARLINE_SP, LEFT_SP
from rastrum_kernels.combs import line_centres, line_cover, smooth_track
from rastrum_kernels.runs import mask_runs

NEAREST_SP, FARTHEST_SP = 2.0, 30.0
"""A staff of one line runs between these distances from the outer line of the next staff of five,
in spaces of that."""

STRIP_SHOWS = 0.5
"""Evidence for a thin line, 0 to 1, at which a strip of columns shows it."""

LEAST_SHOWS = 0.35
"""Share of the strips that show the line of a staff of one: heads, beams and stems hide it in the
others."""

OWN_SP, ALONE_SP = 0.35, 2.6
"""Between these distances from a single line, in staff spaces, no other one shows: a worn staff of
five lines, a drum staff of two and a table have some there."""

ALONE_SHARE = 0.5
"""Another line counts if it shows in so large a share of the strips, against those that show the
single one."""

INK_COVER = 0.7
"""Share of its columns that a single line inks from end to end: coarse copies leave 0.75. Words
reach 0.72 and flat slurs 0.82, but neither is joined to a staff."""

STRAIGHT_SP = 0.12
"""How close a single line keeps to a course parallel to the staves around it, in staff spaces."""

STRAIGHT_SHARE = 0.8
"""Share of the strips showing a single line in which it keeps to that course."""

HEADER_SP = 3.0
"""A single line shows over so much of its beginning, in staff spaces, as clearly as elsewhere:
extenders, slurs and hairpins begin behind the clefs of their system."""

BEYOND_SP = (1.2, 3.2)
"""Columns beyond the ends of a single line, in staff spaces, where rules and frames go on, but no
staff."""

BEYOND_COVER = 0.9
"""Share of these columns that a rule or a frame inks."""

BESIDE_SP = 0.5
"""Hardly any ink lies so far above and below a rule, in staff spaces, beyond a staff's ends."""

JOIN_COVER = 0.92
"""The first line of a system leads from one staff to the other, with ink in this share of the
rows."""

BARLINE_OFF_SP = 0.3
"""A barline stands so far aside at most on the next staff."""

START_SP = 2.0
"""Upright lines so near to the left end of a staff, in its spaces, are the first line of its
system, not barlines."""

SHORT_SP = 0.7
"""How far above and below a single line its barlines reach at least, in staff spaces."""

SHARED_BARLINES = 0.6
"""Share of the barlines of the next staff that cross a single line, unless the last one does: stems
of ledger notes cross as barlines do, and there may be four times as many."""

END_SP = 0.5
"""The last barline of a staff stands so near to its end, in staff spaces."""

ENDS_SP = ((0.0, 1.5), (1.5, 2.4))
"""Barlines of a staff of one line end within the first or the second range above and below it, in
staff spaces: one space or two. On a staff of five lines that lost four they reach a space above the
last one and three below."""

THROUGH_SP = 4.5
"""Barlines that reach so far from a single line, in staff spaces, go on to the next staff."""

GAP_SP = 0.2
"""Longest break within a barline, in staff spaces."""


def find_single_lines(ink: Ink, comb: Comb, staves: Sequence[Staff]) -> list[Staff]:
    """Find staves of one line.

    Parameters
    ----------
    ink : (H, W) bool array
        The page.
    comb : Comb
        Of the usual staff space.
    staves : sequence of Staff
        Those of five lines.

    Returns
    -------
    single : list of Staff
        Each as long as the staff of five lines that it is joined to, with its staff space.

    Notes
    -----
    A line has no shape of its own: rules, hairpins, extenders and frames are lines, too. What makes
    it a staff is that it runs alone from where another staff of the page begins to where that one
    ends, that the first line of the system joins them, and that they share their barlines.
    """
    shows = (comb.lines >= STRIP_SHOWS).view(np.uint8)
    shows[:, 1:-1] |= shows[:, :-2] | shows[:, 2:]
    found: list[Staff] = []
    for gap in _gaps(staves):
        for course in _courses(shows, comb.strip, gap):
            for model in gap.staves:
                line = _trace(ink, comb, model, course)
                if line is None or any(_is_close(line, other) for other in found):
                    continue
                if not _is_joined(ink, model, line):
                    continue
                barlines = _shared_barlines(ink, model, line)
                if len(barlines) and _are_single(ink, line, barlines):
                    found.append(line)
    return found


class _Gap(NamedTuple):
    """Where a single line may run beside a staff, or between two."""

    staves: Sequence[Staff]
    top: float
    bottom: float
    """Rows at the middle of the first of the staves."""


def _gaps(staves: Sequence[Staff]) -> Iterator[_Gap]:
    """Yield what lies below each staff, and above those that are the highest."""
    for staff in staves:
        middle = (staff.xs[0] + staff.xs[-1]) / 2
        top, bottom = (float(np.interp(middle, staff.xs, staff.ys[line])) for line in (0, -1))
        near, far = NEAREST_SP * staff.space_px, FARTHEST_SP * staff.space_px
        tops = {
            float(np.interp(middle, s.xs, s.ys[0])): s
            for s in staves
            if s is not staff and s.xs[0] < staff.xs[-1] and s.xs[-1] > staff.xs[0]
        }
        if all(row > top for row in tops):
            yield _Gap((staff,), top - far, top - near)
        below = min((row for row in tops if row > top), default=None)
        if below is None:
            yield _Gap((staff,), bottom + near, bottom + far)
        else:
            yield _Gap((staff, tops[below]), bottom + near, min(bottom + far, below - near))


def _courses(shows: np.ndarray, strip: int, gap: _Gap) -> Iterator[Curve]:
    """Yield the rows, strip by strip, of the lone lines in a gap: they bend as the staff does."""
    model = gap.staves[0]
    first = max(0, round(model.xs[0] / strip))
    last = min(len(shows), max(first + 1, round(model.xs[-1] / strip)))
    middles = model.ys.mean(axis=0)
    rise: Curve = np.interp((np.arange(len(shows)) + 0.5) * strip, model.xs, middles)
    rise -= np.interp((model.xs[0] + model.xs[-1]) / 2, model.xs, middles)
    steps = np.rint(rise[first:last]).astype(np.int64)
    low = max(int(gap.top), -min(0, int(steps.min())))
    high = min(int(gap.bottom), shows.shape[1] - max(0, int(steps.max())))
    if low >= high:
        return
    counts = np.zeros(high - low, np.uint16)
    for own, step in zip(shows[first:last], steps.tolist(), strict=True):
        counts += own[low + step : high + step]
    for row in _lone_peaks(counts / len(steps), model.space_px):
        yield low + row + rise


def _lone_peaks(shares: Curve, space: float) -> Iterator[int]:
    """Yield where a share is highest, and not half as high around."""
    rest = shares.copy()
    own, around = max(1, round(OWN_SP * space)), round(ALONE_SP * space)
    while (most := float(rest.max())) >= LEAST_SHOWS:
        row = int(rest.argmax())
        before = shares[max(0, row - around) : max(0, row - own)]
        behind = shares[row + own + 1 : row + around + 1]
        if max(before.max(initial=0), behind.max(initial=0)) < ALONE_SHARE * most:
            yield row
        rest[max(0, row - own) : row + own + 1] = 0


def _trace(ink: Ink, comb: Comb, model: Staff, course: Curve) -> Staff | None:
    """Measure a line along its course, a row for each strip; None where it is no such line."""
    space, line = model.space_px, model.line_px
    every = (np.arange(len(course)) + 0.5) * comb.strip
    inside = (every > model.xs[0]) & (every < model.xs[-1])
    centres, tops = every[inside], course[inside]
    reach = max(2, round(LINE_REACH_SP * space))
    rows = line_centres(
        ink, centres, tops, 1, space, max(1, comb.strip // 2), reach, 2 * line + 1, LINE_SHARE
    )[:, 0]
    seen = ~np.isnan(rows)
    if seen.sum() < LEAST_SHOWS * len(rows):
        return None
    off = rows[seen] - tops[seen]
    straight = np.abs(off - np.median(off)) <= max(1.0, STRAIGHT_SP * space)
    if straight.mean() < STRAIGHT_SHARE:
        return None
    middle = model.ys.mean(axis=0)
    bend = np.interp(centres[seen], model.xs, middle)
    away = smooth_track(centres[seen], rows[seen] - bend, SMOOTH_STRIPS, NOISE_PX, 3)
    ys = middle + np.interp(model.xs, centres[seen], away)
    staff = Staff(model.xs, ys[None, :], space, line)
    if any(
        _ink_share(ink, staff, model.xs[0], end) < INK_COVER
        for end in (model.xs[-1], model.xs[0] + HEADER_SP * space)
    ):
        return None
    near, far = (distance * space for distance in BEYOND_SP)
    beyond = (model.xs[0] - far, model.xs[0] - near), (model.xs[-1] + near, model.xs[-1] + far)
    return None if any(_goes_on(ink, staff, *ends) for ends in beyond) else staff


def _goes_on(ink: Ink, staff: Staff, left: float, right: float) -> bool:
    """Whether a thin line goes on between two columns: a scanner's border is black all over."""
    if _ink_share(ink, staff, left, right) < BEYOND_COVER:
        return False
    sides = (-BESIDE_SP * staff.space_px, BESIDE_SP * staff.space_px)
    return all(_ink_share(ink, staff, left, right, side) < 1 - BEYOND_COVER for side in sides)


def _ink_share(ink: Ink, staff: Staff, left: float, right: float, off: float = 0.0) -> float:
    """Return the share of columns that show ink so far below a line, or what would go on of it."""
    columns = np.arange(max(0, int(left)), min(ink.shape[1], int(right)))
    if not len(columns):
        return 0.0
    xs = staff.xs
    past = np.minimum(0, columns - xs[0]) + np.maximum(0, columns - xs[-1])
    rows = np.interp(columns, xs, staff.ys[0]) + _slope(staff) * past + off
    return line_cover(ink, columns, rows, max(1, round(staff.line_px / 2))) / len(columns)


def _slope(staff: Staff) -> float:
    """Return how steeply a staff runs down to the right; what is upright on it leans as much."""
    return float((staff.ys[0, -1] - staff.ys[0, 0]) / (staff.xs[-1] - staff.xs[0]))


def _is_close(line: Staff, other: Staff) -> bool:
    """Whether two lines are one, or nearly."""
    middle = (max(line.xs[0], other.xs[0]) + min(line.xs[-1], other.xs[-1])) / 2
    a, b = (float(np.interp(middle, s.xs, s.ys[0])) for s in (line, other))
    return abs(a - b) < NEAREST_SP * line.space_px


def _is_joined(ink: Ink, model: Staff, line: Staff) -> bool:
    """Whether the first line of a system leads from a staff to a line."""
    row, start, stop = line.ys[0, 0], model.ys[0, 0], model.ys[-1, 0]
    first, last = (row, start) if row < start else (stop, row)
    rows = np.arange(max(0, round(first)), min(len(ink), round(last) + 1)) - round(start)
    reach = round(LEFT_SP * model.space_px)
    columns = round(model.xs[0]) + np.arange(-reach, reach + 1)
    tops = np.full(len(columns), round(start))
    near = upright_ink(ink, columns, tops, rows, _slope(model))
    return bool(near.mean(axis=1).max() >= JOIN_COVER)


def _shared_barlines(ink: Ink, model: Staff, line: Staff) -> np.ndarray:
    """Return the columns of a staff's barlines that cross a line, if enough of them do."""
    space = model.space_px
    columns = np.arange(int(model.xs[0] + START_SP * space), int(model.xs[-1] + space))
    columns = columns[(columns > 0) & (columns < ink.shape[1] - 1)]
    tops = np.interp(columns, model.xs, model.ys[0])
    height = float(np.median(model.ys[-1] - model.ys[0]))
    slope = _slope(model)
    whole = upright_cover(ink, columns, tops, height, slope) >= BARLINE_COVER
    starts, stops = mask_runs(whole).T
    thin = stops - starts <= BARLINE_SP * space + 2
    middles = columns[(starts[thin] + stops[thin] - 1) // 2]
    off = round(BARLINE_OFF_SP * space)
    reach = SHORT_SP * space
    away = np.interp(middles, line.xs, line.ys[0]) - np.interp(middles, model.xs, model.ys[0])
    near = (middles - np.rint(slope * away).astype(np.int64))[:, None] + np.arange(-off, off + 1)
    near = near.clip(1, ink.shape[1] - 2)
    rows = np.interp(near.ravel(), line.xs, line.ys[0]) - reach
    crossed = upright_cover(ink, near.ravel(), rows, 2 * reach, slope).reshape(near.shape)
    crosses: np.ndarray = np.asarray(crossed >= BARLINE_COVER)
    shared: np.ndarray = np.asarray(crosses.any(axis=1))
    closes = bool((shared & (middles >= model.xs[-1] - END_SP * space)).any())
    if not closes and shared.sum() < max(1, SHARED_BARLINES * len(shared)):
        return np.zeros(0, np.int64)
    places: Curve = (near * crosses).sum(axis=1)[shared] / crosses.sum(axis=1)[shared]
    return np.asarray(np.rint(places), np.int64)


def _are_single(ink: Ink, line: Staff, columns: np.ndarray) -> bool:
    """Whether barlines reach as far above and below a line as those of a staff of one line."""
    space = line.space_px
    gap = max(1, round(GAP_SP * space))
    middles = np.interp(columns, line.xs, line.ys[0])
    slope = _slope(line)
    away = np.arange(round(THROUGH_SP * space) + gap)
    reached = []
    for step in (-1, 1):
        missing = np.logical_not(upright_ink(ink, columns, middles, step * away, slope))
        windows = np.lib.stride_tricks.sliding_window_view(missing, gap, axis=1)
        blank = np.all(windows, axis=2)
        ends = np.where(blank.any(axis=1), blank.argmax(axis=1), len(away))
        reached.append(float(np.median(ends)) / space)
    short, high = ([low < reach <= top for reach in reached] for low, top in ENDS_SP)
    through = [reach >= THROUGH_SP for reach in reached]
    known = all(any(kinds) for kinds in zip(short, high, through, strict=True))
    return known and not (any(short) and any(high))
