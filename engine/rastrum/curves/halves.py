"""Join the two sides of a curve of which a line or a head hides the middle."""

from collections.abc import Sequence

import numpy as np

from rastrum.model.strokes import SeenArc

HIDDEN_SP, HALF_OFF_SP, HALF_BULGE_SP = (-0.3, 3.0), 0.12, 0.3
"""Where so much of a curve's middle is hidden, both sides lie within this of a parabola that bulges
more than either, and at least so much: no chain of ties does."""


def join_halves(arcs: Sequence[SeenArc]) -> list[SeenArc]:
    """Join the two sides of a curve of which a line or a head hides the middle.

    Parameters
    ----------
    arcs : sequence of SeenArc

    Returns
    -------
    arcs : list of SeenArc
        From left to right.
    """
    joined: list[SeenArc] = []
    for arc in sorted(arcs, key=lambda a: a.left[1]):
        for n, other in enumerate(joined):
            whole = _join(other, arc)
            if whole is not None:
                joined[n] = whole
                break
        else:
            joined.append(arc)
    return joined


def _join(first: SeenArc, second: SeenArc) -> SeenArc | None:
    """Return the curve that two curves are the sides of, if one runs through both."""
    gap = second.left[1] - first.right[1]
    if not HIDDEN_SP[0] * 16 <= gap <= HIDDEN_SP[1] * 16 or first.bulge * second.bulge <= 0:
        return None
    line = SeenArc(first.left, second.right, 0.0)
    places = []
    for arc in (first, second):
        middle = (arc.left[1] + arc.right[1]) / 2
        places += [arc.left, (arc.row(middle), middle), arc.right]
    rows, columns = np.array(places[1:-1]).T
    off = line.row(columns) - rows
    share = (columns - line.left[1]) / (line.right[1] - line.left[1])
    shape = 4 * share * (1 - share)
    bulge = float(off @ shape / (shape @ shape))
    least = max(abs(first.bulge), abs(second.bulge), HALF_BULGE_SP * 16)
    if bulge * first.bulge <= 0 or abs(bulge) < least:
        return None
    if np.abs(off - bulge * shape).max() > HALF_OFF_SP * 16:
        return None
    return SeenArc(first.left, second.right, bulge)
