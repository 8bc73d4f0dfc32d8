"""Choose the curves of a page among all that may be some."""

from collections.abc import Sequence

import numpy as np

from rastrum.curves.fits import WEIGHTS, gather_evidence, measure_traits
from rastrum.curves.from_mask import curve_mask, find_pieces
from rastrum.curves.from_notes import find_stubs
from rastrum.curves.ink import bare_ink
from rastrum.curves.tracer import Path, part_at_corners, trace_pieces
from rastrum.model.arrays import Grey
from rastrum.model.detection import Detection
from rastrum.model.marks import SeenHairpin
from rastrum.model.notation import SeenChord
from rastrum.model.sheet import UNITS_PER_SPACE, Sheet
from rastrum.model.strokes import SeenArc, Strokes
from rastrum.model.vocabulary import STRIDE

SHORTEST = 0.5 * UNITS_PER_SPACE
"""A path of less says nothing of how it bends."""

LEAST = -0.3
"""Log odds with which a path is taken for a curve."""

STRAIGHT, STRAIGHT_SHARE = 0.1 * UNITS_PER_SPACE, 0.014
"""What bulges less, or by a smaller share of its length, is a straight line: of a hairpin, a volta,
a trill."""

LEAST_LINE = 2.5 * UNITS_PER_SPACE
"""Of shorter paths nobody can say whether they are straight."""

HINT = 30
"""Confidence (of 255) of the cells between which a path may be a curve, where the ink leads on."""

SAME_SHARE = 0.4
"""Two paths are of one curve if so much of one's course lies on the other."""

SAME, SAME_BULGE = 0.4 * UNITS_PER_SPACE, 0.15
"""Within the first, or the second's share of the bulge, a place lies on a curve: ties of a third
lie a space apart, tall slurs are no parabolas."""


def choose_arcs(
    sheet: Sheet,
    detection: Detection,
    strokes: Strokes,
    chords: Sequence[SeenChord],
    hairpins: Sequence[SeenHairpin],
) -> list[SeenArc]:
    """Choose the slurs and ties of a page.

    Parameters
    ----------
    sheet : Sheet
    detection : Detection
        Its mask of curves shows where they run.
    strokes : Strokes
        Stems and barlines, which hide them.
    chords : sequence of SeenChord
        Where they begin and end.
    hairpins : sequence of SeenHairpin
        Whose legs are none.

    Returns
    -------
    arcs : list of SeenArc
        The surest first; no two run along each other.

    Notes
    -----
    What the network and the notes hint at is traced in the ink. Each path, what the network sees of
    it, and its parts between corners, are judged by the same traits; the likeliest are taken that
    share no course with a likelier one. O(cells + paths x chords) time.
    """
    arcs, traits = list_candidates(sheet, detection, strokes, chords, hairpins)
    odds = traits @ np.array(list(WEIGHTS.values()))
    chosen: list[SeenArc] = []
    for n in np.argsort(-odds, kind="stable"):
        arc = arcs[n]
        if odds[n] < LEAST:
            break
        if not _is_straight(arc) and not any(is_same(arc, other) for other in chosen):
            chosen.append(arc)
    return chosen


def _is_straight(arc: SeenArc) -> bool:
    least = max(STRAIGHT, STRAIGHT_SHARE * arc.length)
    return arc.length >= LEAST_LINE and abs(arc.bulge) < least


def list_candidates(
    sheet: Sheet,
    detection: Detection,
    strokes: Strokes,
    chords: Sequence[SeenChord],
    hairpins: Sequence[SeenHairpin],
) -> tuple[list[SeenArc], np.ndarray]:
    """List all that may be curves.

    Parameters
    ----------
    sheet, detection, strokes, chords, hairpins
        See `choose_arcs`.

    Returns
    -------
    arcs : list of SeenArc
        Many of one curve, and of none.
    traits : (N, len(WEIGHTS)) float64 array
        See `rastrum.curves.fits.measure_traits`.
    """
    ink = bare_ink(sheet, detection, strokes)
    mask = curve_mask(detection)
    evidence = gather_evidence(ink, mask, detection, chords, hairpins)
    traced = _distinct(trace_pieces(ink, find_pieces(mask)))
    variants = [
        part for path in traced for part in (_visible(path, evidence.seen), *part_at_corners(path))
    ]
    stubs = find_stubs(sheet, ink, chords, strokes.barlines)
    return measure_traits(_distinct([*traced, *variants, *stubs]), evidence)


def is_same(one: SeenArc, other: SeenArc) -> bool:
    """Whether two arcs are of one curve: much of the course of one lies on the other.

    Parameters
    ----------
    one, other : SeenArc

    Returns
    -------
    same : bool
    """
    if one.right[1] < other.left[1] or other.right[1] < one.left[1]:
        return False
    rows = [(arc.left[0], arc.middle[0], arc.right[0]) for arc in (one, other)]
    reach = SAME + max(abs(one.bulge), abs(other.bulge)) / 2
    if max(rows[0]) + reach < min(rows[1]) or max(rows[1]) + reach < min(rows[0]):
        return False
    return max(_shared(one, other), _shared(other, one)) > SAME_SHARE


COURSE = np.linspace(0.08, 0.92, 9)
"""Places along a curve, shares of its length, that are compared with another one."""


def _shared(arc: SeenArc, other: SeenArc) -> float:
    """Return the share of a curve's course that lies on another one."""
    begin, along = np.array(arc.left), np.subtract(arc.right, arc.left)
    away = np.array((-along[1], along[0])) / max(1e-6, arc.length)
    sagitta = 4 * arc.bulge * COURSE * (1 - COURSE)
    places = begin + COURSE[:, None] * along + sagitta[:, None] * away
    other_along = np.subtract(other.right, other.left) / max(1e-6, other.length)
    across = np.array((-other_along[1], other_along[0]))
    share = (places - other.left) @ other_along / max(1e-6, other.length)
    off = (places - other.left) @ across - 4 * other.bulge * share * (1 - share)
    reach = max(SAME, SAME_BULGE * abs(other.bulge))
    return float(((np.abs(off) < reach) & (share > 0) & (share < 1)).mean())


def _visible(path: Path, seen: Grey) -> Path:
    """Return a path between the first and the last place at which the network hints at a curve."""
    rows, columns = (path.places // STRIDE).astype(np.int64).T
    hinted = seen[rows.clip(0, len(seen) - 1), columns.clip(0, seen.shape[1] - 1)] >= HINT
    on = np.flatnonzero(hinted)
    return Path(path.places[on[0] : on[-1] + 1] if len(on) else path.places[:0])


def _distinct(paths: Sequence[Path]) -> list[Path]:
    """Return paths that begin or end elsewhere than all before."""
    found: dict[tuple[int, ...], Path] = {}
    for path in paths:
        places = path.places
        if len(places) >= SHORTEST and places[-1, 1] - places[0, 1] >= SHORTEST / 2:
            ends = np.round(places[[0, -1]].ravel() / 3).astype(int)
            found.setdefault(tuple(ends.tolist()), path)
    return list(found.values())
