"""Let stems end at the beams that they meet."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from rastrum.model.notation import BeamShare
from rastrum.model.strokes import Stem
from rastrum.model.vocabulary import STRIDE

STACK_SP = 4.0
"""Five beams are about this high; beams are looked for so far from the stem's end."""

TIP_SP = 0.6
"""A stem does not run on beyond its beams by more: what does is a tuplet's bracket."""

SHORT_SP = (0.5, 2.5)
"""Between two beams the thin ink of a stem is lost first: one that ends so much before the line
between the ends of the group's outer stems ends there."""

FRENCH_SHARE = 0.12
"""Unless more of the inner stems do: French editions let them end at the innermost beam. With 0.2
two such pages of 120 are spoilt, with 0.07 some stems of others are not mended."""


def fit_stems(
    labels: np.ndarray, stems: Sequence[tuple[Stem, bool]], shares: Sequence[BeamShare | None]
) -> list[Stem]:
    """Cut off what seems to lead stems on beyond their beams, and draw out what is too short.

    Parameters
    ----------
    labels : (H / 4, W / 4) int array
        Number of the group of beams in each cell, 0 for none.
    stems : sequence of (Stem, bool)
        And whether they point up.
    shares : sequence of BeamShare or None
        The beams that meet each.

    Returns
    -------
    stems : list of Stem
        In the same order.
    """
    fitted = [
        stem if share is None else _trim(labels, share.group, stem, up)
        for (stem, up), share in zip(stems, shares, strict=True)
    ]
    members: dict[int, list[int]] = defaultdict(list)
    for n, share in enumerate(shares):
        if share is not None:
            members[share.group].append(n)
    short: dict[int, float] = {}
    inner = 0
    for own in members.values():
        ups = {stems[n][1] for n in own}
        # Stems from both sides may end at either edge of the beams.
        if len(ups) == 1:
            own.sort(key=lambda n: fitted[n].column)
            inner += max(0, len(own) - 2)
            short |= _find_short(fitted, own, up=ups.pop())
    if len(short) <= FRENCH_SHARE * inner:
        for n, row in short.items():
            fitted[n] = _ending(fitted[n], row, up=stems[n][1])
    return fitted


def _trim(labels: np.ndarray, group: int, stem: Stem, up: bool) -> Stem:
    """Cut off what seems to lead a stem on beyond its beams: a bracket."""
    end, middle = stem.end(up=up), int(stem.column // STRIDE)
    first = max(0, int((end - STACK_SP * 16) // STRIDE))
    last = int((end + STACK_SP * 16) // STRIDE) + 1
    window = labels[first:last, max(0, middle - 1) : middle + 2].tolist()
    rows = [row for row, cells in enumerate(window) if group in cells]
    if not rows:
        return stem
    edge = float((first + (rows[0] if up else rows[-1] + 1)) * STRIDE)
    past = edge - end if up else end - edge
    return _ending(stem, edge, up=up) if past > TIP_SP * 16 else stem


def _find_short(stems: Sequence[Stem], own: Sequence[int], *, up: bool) -> dict[int, float]:
    """Return the inner stems of a group that end before the line between the outer ones' ends.

    With each goes the row of that line.
    """
    first, last = stems[own[0]], stems[own[-1]]
    apart = last.column - first.column
    found = {}
    for n in own[1:-1]:
        share = (stems[n].column - first.column) / max(apart, 1.0)
        line = first.end(up=up) + share * (last.end(up=up) - first.end(up=up))
        short = (stems[n].end(up=up) - line) * (1 if up else -1)
        if SHORT_SP[0] * 16 < short < SHORT_SP[1] * 16:
            found[n] = line
    return found


def _ending(stem: Stem, row: float, *, up: bool) -> Stem:
    return replace(stem, top=row) if up else replace(stem, bottom=row)
