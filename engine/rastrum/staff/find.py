"""Find staves as curves: combs of five thin lines, linked from strip to strip."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from rastrum.errors import NoStavesFoundError
from rastrum.model.arrays import Ink
from rastrum.model.page import Bitmap, Scale, Staff
from rastrum.staff.candidates import Comb, Track, brighten, link, look, score_combs
from rastrum.staff.line_curves import cover, extend_like, trace_staff
from rastrum.staff.lost import find_lost_staves
from rastrum.staff.one_line import find_single_lines

SHORTEST_SHARE = 0.25
"""What is shorter than this share of the page's longest staff is none: a hairpin, a row of words,
an example in a footnote."""

SHORT_SHARE = 0.7
"""A staff this short against the page's longest must look as good as the others."""

WHOLE_SHARE = 0.9
"""Staves at least this long, against the longest, show where staves end."""

WIDE_LOOK, SHORT_LOOK = 0.45, 0.6
"""How clearly lines must stand out from the gaps; faint dotted staves still reach 0.6."""

WIDE_COVER, SHORT_COVER = 0.35, 0.8
"""Share of the page's usual coverage that lines must reach: the median line of a wide staff, the
second weakest of a short one. Words leave gaps that staff lines do not have."""

SAME_LINE_SP = 0.4
"""Pieces whose rows differ by less are pieces of one staff."""

CLEARANCE_SP = 1.2
"""Staves keep at least this far apart; a comb right under a staff is its ledger lines."""


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
    section 3.1), and candidates are linked into curves from the surest outwards. What is left is
    looked at once more with faint lines added up along the slope of the staves found. Staves of
    one line are found beside them, see `rastrum.staff.one_line`, and staves that lost all lines by
    their barlines, see `rastrum.staff.lost`. O(H W) time.
    """
    ink = np.ascontiguousarray(bitmap.ink)
    combs = [score_combs(ink, space, scale.line_px) for space in scale.sizes_px]
    staves: list[Staff] = []
    _add(ink, combs, scale.line_px, staves, faint=False)
    staves = _drop_text(ink, _extend_short(ink, staves), combs)
    bright = [brighten(comb, staves) for comb in combs]
    clear = len(staves)
    _add(ink, bright, scale.line_px, staves, faint=True)
    if len(staves) > clear:
        staves = _drop_text(ink, _extend_short(ink, staves), combs)
    if not staves:
        raise NoStavesFoundError("staves")
    staves += find_single_lines(ink, combs[0], staves)
    staves += find_lost_staves(ink, staves)
    staves.sort(key=lambda s: float(s.ys.mean()))
    return _refine_scale(scale, staves), tuple(staves)


def _add(ink: Ink, combs: Sequence[Comb], line: float, staves: list[Staff], *, faint: bool) -> None:
    """Add the staves that the combs show and that lie on no other, the clearest first."""
    found = [
        (evidence * comb.strip, comb, track)
        for comb in combs
        for evidence, track in link(comb, staves)
    ]
    # A comb of the wrong size fits a few lines of a staff; the right one fits all.
    found.sort(key=lambda f: -f[0])
    for _, comb, track in found:
        if any(_lies_on(track, comb, other) for other in staves):
            continue
        staff = trace_staff(ink, track, comb, line, faint=faint)
        if staff is not None and not any(_collide(staff, other) for other in staves):
            staves.append(staff)


def _lies_on(track: Track, comb: Comb, staff: Staff) -> bool:
    """Whether most of a track runs within a staff: a comb that is shifted by a line or two."""
    strips, rows = np.array([track[int(share * len(track))] for share in (0.25, 0.5, 0.75)]).T
    columns = (strips + 0.5) * comb.strip
    inside = (staff.xs[0] < columns) & (columns < staff.xs[-1])
    tops = np.interp(columns, staff.xs, staff.ys[0])
    return bool((inside & (np.abs(rows - tops) < 4 * staff.space_px)).sum() >= 2)


def _extend_short(ink: Ink, staves: list[Staff]) -> list[Staff]:
    """Draw out staves that were lost halfway to where the whole ones end."""
    if not staves:
        return []
    widest = max(s.xs[-1] - s.xs[0] for s in staves)
    whole = [s for s in staves if s.xs[-1] - s.xs[0] > WHOLE_SHARE * widest]
    result: list[Staff] = []
    for staff in sorted(staves, key=lambda s: s.xs[0] - s.xs[-1]):
        if any(_continues(staff, other) for other in result):
            continue
        model = min(whole, key=lambda s: abs(s.ys.mean() - staff.ys.mean()))
        longer = staff
        if model is not staff:
            longer = extend_like(ink, staff, model, float(model.xs[0]), float(model.xs[-1]))
        others = [s for s in staves if s is not staff and not _continues(s, longer)]
        meets = longer is not staff and any(_collide(longer, s) for s in others)
        result.append(staff if meets else longer)
    return result


def _continues(part: Staff, staff: Staff) -> bool:
    """Whether a piece of a staff lies on a longer one, line upon line."""
    if not _collide(part, staff):
        return False
    row = float(np.interp(part.xs.mean(), staff.xs, staff.ys.mean(axis=0)))
    return bool(abs(part.ys.mean() - row) < SAME_LINE_SP * staff.space_px)


def _drop_text(ink: Ink, staves: list[Staff], combs: Sequence[Comb]) -> list[Staff]:
    """Drop what does not look like the page's staves: lines of text make combs by chance."""
    if not staves:
        return []
    widths = np.array([s.xs[-1] - s.xs[0] for s in staves])
    looks = np.array([look(min(combs, key=lambda c: abs(c.space - s.space_px)), s) for s in staves])
    covers = np.array([cover(ink, s) for s in staves])
    wide = widths >= SHORT_SHARE * widths.max()
    usual = float(np.median(covers[wide, 2]))
    keep = widths >= SHORTEST_SHARE * widths.max()
    keep &= looks >= np.where(wide, WIDE_LOOK, SHORT_LOOK)
    keep &= np.where(wide, covers[:, 2] >= WIDE_COVER * usual, covers[:, 1] >= SHORT_COVER * usual)
    return [staff for staff, good in zip(staves, keep, strict=True) if good]


def _refine_scale(scale: Scale, staves: Sequence[Staff]) -> Scale:
    slopes = np.array([np.polyfit(s.xs, s.ys.mean(axis=0), 1)[0] for s in staves])
    widths = np.array([s.xs[-1] - s.xs[0] for s in staves])
    order = np.argsort(slopes)
    middle = int(np.searchsorted(np.cumsum(widths[order]), widths.sum() / 2))
    usual = [s.space_px for s in staves if abs(s.space_px / scale.space_px - 1) < 0.06]
    if not usual:
        usual = [s.space_px for s in staves]
    return replace(
        scale,
        space_px=float(np.median(usual)),
        skew_rad=float(np.arctan(slopes[order[middle]])),
    )


def _collide(a: Staff, b: Staff) -> bool:
    """Whether two staves lie on top of each other, or nearly, over a third of the shorter one."""
    near = 2 * CLEARANCE_SP * min(a.space_px, b.space_px)
    if a.ys[0].min() > b.ys[-1].max() + near or b.ys[0].min() > a.ys[-1].max() + near:
        return False
    left, right = max(a.xs[0], b.xs[0]), min(a.xs[-1], b.xs[-1])
    if right - left < 0.33 * min(a.xs[-1] - a.xs[0], b.xs[-1] - b.xs[0]):
        return False
    xs = np.linspace(left, right, 9)
    top = np.maximum(np.interp(xs, a.xs, a.ys[0]), np.interp(xs, b.xs, b.ys[0]))
    bottom = np.minimum(np.interp(xs, a.xs, a.ys[-1]), np.interp(xs, b.xs, b.ys[-1]))
    return bool(np.median(bottom - top) > -CLEARANCE_SP * min(a.space_px, b.space_px))
