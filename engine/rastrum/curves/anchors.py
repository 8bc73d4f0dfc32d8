"""Attach curves to the heads they begin and end at, and decide which of them are ties."""

import math
from bisect import bisect_right, insort
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, pairwise

from rastrum.curves.ties import (
    AWAY,
    BESIDE,
    HALF_HEAD,
    LOST_END,
    PlacedHead,
    edges,
    half_tied,
    nearest_head,
    row_at,
    tied_heads,
)
from rastrum.model.notation import SeenChord
from rastrum.model.sheet import UNITS_PER_SPACE, Sheet
from rastrum.model.strokes import Anchor, Barline, SeenArc, SeenCurve

BRACKET = 2.5 * UNITS_PER_SPACE
"""What ends so near to the beginning of a system's staves, where its clefs are, is no curve but the
end of its bracket."""

BETWEEN_SLACK = 0.13 * UNITS_PER_SPACE
"""The half of a tie that ends between two heads of a chord may be so much farther from either."""

OPEN_END = 2.5 * UNITS_PER_SPACE
"""A curve into the next system ends so near the end of its staves."""

TIE_GAP = 0.25 * UNITS_PER_SPACE
"""A whole tie ends so far from its heads."""

GRACE_LONGEST = 5 * UNITS_PER_SPACE
"""The slur of a grace note is no longer."""

GRACE_BESIDE, GRACE_AWAY = 0.77 * UNITS_PER_SPACE, 1.5 * UNITS_PER_SPACE
"""It begins within the first beside and the second above or below its head."""


@dataclass(frozen=True, slots=True)
class _System:
    """Where the curves of a system may begin and end."""

    heads: tuple[PlacedHead, ...]
    graces: tuple[PlacedHead, ...]
    middles: tuple[float, ...]
    """Rows of the middles of its staves."""
    right: float
    """End of its staves."""


@dataclass(frozen=True, slots=True)
class _Curve:
    """A curve with the heads at its ends."""

    arc: SeenArc
    kind: str
    left: PlacedHead | None
    right: PlacedHead | None
    cut: int = 0
    """1 if it runs off the end of its system, -1 if it comes from the one before."""
    partner: int = -1
    """Index among the curves of the next or the previous system."""


def anchor_curves(
    sheet: Sheet,
    chords: Sequence[SeenChord],
    barlines: Sequence[Barline],
    arcs: Sequence[SeenArc],
) -> tuple[SeenCurve, ...]:
    """Attach every curve to the heads at its ends, and say whether it is a tie or a slur.

    Parameters
    ----------
    sheet : Sheet
        Staves and systems.
    chords : sequence of SeenChord
        All of the page.
    barlines : sequence of Barline
        They say which chords stand in one bar.
    arcs : sequence of SeenArc

    Returns
    -------
    curves : tuple of SeenCurve
        System by system. Ties whose thin ends were lost are drawn on to their heads; the halves of
        a curve that a system's end cuts are each other's partners.

    Notes
    -----
    O(curves x heads of a system) time, and for each curve the square of the heads near its ends.
    """
    systems = _find_systems(sheet, chords, barlines)
    sorted_arcs = _sort_by_system(sheet, arcs)
    curves = [
        [_decide(arc, system) for arc in own]
        for system, own in zip(systems, sorted_arcs, strict=True)
    ]
    for n, (above, below) in enumerate(pairwise(systems)):
        curves[n], curves[n + 1] = _join(curves[n], curves[n + 1], above, below)
    return tuple(_seen(curves))


def join_pages(
    upper: tuple[Sheet, Sequence[SeenChord], Sequence[Barline], Sequence[SeenCurve]],
    lower: tuple[Sheet, Sequence[SeenChord], Sequence[Barline], Sequence[SeenCurve]],
) -> list[tuple[int, int, Anchor | None, Anchor | None]]:
    """Find the curves that go on from the last system of a page to the first of the next one.

    Parameters
    ----------
    upper, lower : (Sheet, sequence of SeenChord, sequence of Barline, sequence of SeenCurve)
        What stands on both pages.

    Returns
    -------
    halves : list of (int, int, Anchor or None, Anchor or None)
        Numbers of both halves among the curves of their pages, and the heads they join.
    """
    sides = []
    for (sheet, chords, barlines, curves), number in (
        (upper, len(upper[0].systems) - 1),
        (lower, 0),
    ):
        system = _find_systems(sheet, chords, barlines)[number]
        own = [n for n, c in enumerate(curves) if c.system == number and c.partner < 0]
        sides.append((system, own, [_decide(curves[n].arc, system) for n in own]))
    (above, ours, leaving), (below, theirs, coming) = sides
    joined, following = _join(leaving, coming, above, below)
    return [
        (ours[n], theirs[c.partner], _anchor(c.left), _anchor(following[c.partner].right))
        for n, c in enumerate(joined)
        if c.partner >= 0
    ]


def _find_systems(
    sheet: Sheet, chords: Sequence[SeenChord], barlines: Sequence[Barline]
) -> list[_System]:
    """Return the heads of each system, and where its staves are."""
    placed = list(_place_heads(sheet, chords, barlines))
    systems = []
    for system in sheet.systems:
        members = [h for h in placed if h.staff in system.staves]
        systems.append(
            _System(
                tuple(h for h in members if chords[h.chord].shape != "Grace"),
                tuple(h for h in members if chords[h.chord].shape == "Grace"),
                tuple(sheet.staves[n].middle for n in system.staves),
                max(sheet.staves[n].right for n in system.staves),
            )
        )
    return systems


def _anchor(head: PlacedHead | None) -> Anchor | None:
    return None if head is None else Anchor(head.head, head.stem_up)


def _place_heads(
    sheet: Sheet, chords: Sequence[SeenChord], barlines: Sequence[Barline]
) -> Iterator[PlacedHead]:
    """Yield the heads of all chords, staff by staff from left to right."""
    ends: list[list[float]] = [[] for _ in sheet.staves]
    for barline in barlines:
        insort(ends[barline.staff], (barline.left + barline.right) / 2)
    for n in sorted(range(len(chords)), key=lambda n: (chords[n].staff, chords[n].column)):
        chord = chords[n]
        side = 0.0 if not chord.has_stem else -HALF_HEAD if chord.stem_up else HALF_HEAD
        for note in chord.notes:
            row = sheet.staves[note.head.staff].row(note.head.pitch)
            yield PlacedHead(
                head=note.head,
                chord=n,
                staff=chord.staff,
                bar=bisect_right(ends[chord.staff], chord.centre),
                row=row,
                column=chord.column + (side if note.normal_side else -side),
                pitch=note.head.pitch if note.position is None else note.position,
                stem_up=chord.stem_up,
                stem_end=chord.row if chord.has_stem else row,
                accidental=note.accidental,
            )


def _sort_by_system(sheet: Sheet, arcs: Sequence[SeenArc]) -> list[list[SeenArc]]:
    """Give each curve to the system that its middle is in, or nearest to."""
    spans = [
        (sheet.staves[s.staves[0]].top, sheet.staves[s.staves[-1]].bottom) for s in sheet.systems
    ]
    sorted_arcs: list[list[SeenArc]] = [[] for _ in spans]
    for arc in arcs:
        row = (arc.left[0] + arc.right[0]) / 2
        away = [max(top - row, row - bottom, 0.0) for top, bottom in spans]
        number = away.index(min(away))
        left = min(sheet.staves[n].left for n in sheet.systems[number].staves)
        if arc.right[1] >= left + BRACKET:
            sorted_arcs[number].append(arc)
    return sorted_arcs


def _decide(arc: SeenArc, system: _System) -> _Curve:
    """Tell a tie from a slur, and find the heads at its ends."""
    heads, shape = system.heads, arc.drawn
    first, last = (nearest_head(end, heads) for end in (arc.left, arc.right))
    ornament = _grace_at(arc.left, system.graces)
    if ornament is not None and last is not None and arc.right[1] - arc.left[1] <= GRACE_LONGEST:
        return _Curve(arc, "Slur", ornament, last, _cut_side(arc, system))
    pair = tied_heads(shape, heads)
    if pair is not None:
        whole = _complete(arc, *pair)
        return _Curve(whole, "Tie", *pair, _cut_side(whole, system))
    cut = _cut_side(arc, system)
    one_chord = (None if first is None else first.chord) == (None if last is None else last.chord)
    side = cut if cut or not one_chord else -1
    tied = next(iter(half_tied(shape, heads, side)), None) if side else None
    if tied is not None:
        one, other = (tied, None) if side > 0 else (None, tied)
        return _Curve(arc, "Tie", one, other, cut)
    if cut > 0:
        last = None
    elif cut < 0:
        first = None
    elif one_chord and first is not None:
        left, right = (abs(column - first.column) for _, column in (arc.left, arc.right))
        first, last = (first, None) if left <= right else (None, last)
    return _Curve(arc, "Slur", first, last, cut)


def _grace_at(place: tuple[float, float], graces: Sequence[PlacedHead]) -> PlacedHead | None:
    """Return the grace note at which a curve begins, if there is one."""
    for head in graces:
        if abs(place[1] - head.column) <= GRACE_BESIDE and abs(place[0] - head.row) <= GRACE_AWAY:
            return head
    return None


def _cut_side(arc: SeenArc, system: _System) -> int:
    """Return 1 if a curve runs off the end of its system, -1 if it comes from the one before."""
    near = [h.column for h in system.heads if abs(h.row - arc.right[0]) < AWAY]
    first = min(near, default=math.inf)
    if arc.left[1] < first - HALF_HEAD and arc.right[1] > first - BESIDE:
        return -1
    last = max(near, default=-math.inf)
    return 1 if arc.right[1] > max(system.right - OPEN_END, last + HALF_HEAD) else 0


def _complete(arc: SeenArc, one: PlacedHead, other: PlacedHead) -> SeenArc:
    """Draw a tie whose thin ends were lost on to its heads, as part of the same circle."""
    shape = arc.drawn
    left, right = (h.column + side * (HALF_HEAD + TIE_GAP) for h, side in edges(one, other))
    first, last = arc.left, arc.right
    if first[1] > left + LOST_END:
        first = row_at(shape, left), left
    if last[1] < right - LOST_END:
        last = row_at(shape, right), right
    if (first, last) == (arc.left, arc.right):
        return arc
    half = math.dist(first, last) / 2
    radius = max(abs(arc.radius), half)
    sagitta = radius - math.sqrt(radius**2 - half**2)
    return SeenArc(first, last, math.copysign(sagitta, arc.bulge))


def _join(
    upper: Sequence[_Curve], lower: Sequence[_Curve], above: _System, below: _System
) -> tuple[list[_Curve], list[_Curve]]:
    """Make partners of curves that run off a system and go on in the next one."""
    curves, following = list(upper), list(lower)
    leaving = [n for n, curve in enumerate(curves) if curve.cut > 0]
    waiting = [n for n, curve in enumerate(following) if curve.cut < 0]
    # Between two heads of a chord, the nearest may be another tie's: it has gone by then.
    for most in (1, 2):
        for n in list(leaving):
            for other in waiting:
                ends = _go_on(curves[n], following[other], above, below, most)
                if ends is not None:
                    curves[n] = replace(curves[n], left=ends[0], partner=other)
                    following[other] = replace(following[other], right=ends[1], partner=n)
                    waiting.remove(other)
                    leaving.remove(n)
                    break
    return curves, following


def _go_on(
    curve: _Curve, other: _Curve, above: _System, below: _System, most: int
) -> tuple[PlacedHead | None, PlacedHead | None] | None:
    """Return the outer ends of a curve that two halves make, None if they make none."""
    staff = _staff_from_below(above, curve.arc.right[0])
    if curve.kind != other.kind or staff != _staff_from_below(below, other.arc.left[0]):
        return None
    if curve.kind == "Slur":
        return curve.left, other.right
    slack = 0.0 if most == 1 else BETWEEN_SLACK
    ends = [
        (one, two)
        for one in half_tied(curve.arc.drawn, above.heads, 1, slack)[:most]
        for two in half_tied(other.arc.drawn, below.heads, -1, slack)[:most]
        if one.pitch == two.pitch
    ]
    return ends[0] if ends else None


def _staff_from_below(system: _System, row: float) -> int:
    """Return how many staves of a system lie below the one nearest to a row.

    Systems that leave out resting parts leave out the upper ones: keyboards rest least.
    """
    away = [abs(middle - row) for middle in reversed(system.middles)]
    return away.index(min(away))


def _seen(curves: Sequence[Sequence[_Curve]]) -> Iterator[SeenCurve]:
    """Yield the curves of a page with their partners counted through it."""
    begins = [0, *accumulate(map(len, curves))]
    for n, own in enumerate(curves):
        for curve in own:
            left, right = _anchor(curve.left), _anchor(curve.right)
            other = begins[n + 1 if curve.cut > 0 else n - 1]
            partner = -1 if curve.partner < 0 else other + curve.partner
            yield SeenCurve(curve.arc, n, curve.kind, left, right, partner)
