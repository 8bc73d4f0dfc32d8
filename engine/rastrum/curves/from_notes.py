"""Find the ink of curves so small that only the notes say where: what is left of cut ties."""

from collections.abc import Iterator, Sequence

import numpy as np
from scipy import ndimage

from rastrum.curves.tracer import Path
from rastrum.model.arrays import Grey
from rastrum.model.notation import Head, SeenChord
from rastrum.model.sheet import FAINT_INK, UNITS_PER_SPACE, Sheet
from rastrum.model.strokes import Barline

SHORTEST, LONGEST = 0.5 * UNITS_PER_SPACE, 2.5 * UNITS_PER_SPACE
"""Length of what is left of a tie that comes from the system before, or from before a repeat."""

AWAY, ROWS = 2.8 * UNITS_PER_SPACE, 1.4 * UNITS_PER_SPACE
"""It lies within the first beside its head, and within the second of its row."""

NEAREST, FARTHEST = -0.3 * UNITS_PER_SPACE, 0.7 * UNITS_PER_SPACE
"""So far from the edge of its head it ends, over it at most and beside it at most."""


def find_stubs(
    sheet: Sheet, ink: Grey, chords: Sequence[SeenChord], barlines: Sequence[Barline]
) -> Iterator[Path]:
    """Find the halves of ties at the ends of systems and at repeats.

    Parameters
    ----------
    sheet : Sheet
        For the staves.
    ink : (H, W) uint8 array
        The sheet without lines and heads, see `rastrum.curves.ink`.
    chords : sequence of SeenChord
        Those that begin a system or stand behind a repeat may end a tie that begins elsewhere.
    barlines : sequence of Barline
        For the repeats.

    Yields
    ------
    path : Path
        Through the middle of its ink.

    Notes
    -----
    O(heads at ends + ink near them) time.
    """
    for number in range(len(sheet.staves)):
        own = sorted((c for c in chords if c.staff == number), key=lambda c: c.centre)
        bounds = [b for b in barlines if b.staff == number and b.kind != "Single"]
        starts = (-np.inf, *(b.right for b in bounds))
        stops = (*(b.left for b in bounds), np.inf)
        firsts = (next((c for c in own if c.centre > start), None) for start in starts)
        lasts = (next((c for c in reversed(own) if c.centre < stop), None) for stop in stops)
        for side, chord in (*((-1, c) for c in firsts), *((1, c) for c in lasts)):
            if chord is not None:
                together = [c for c in own if abs(c.centre - chord.centre) < UNITS_PER_SPACE]
                for head in [n.head for c in together if c.shape != "Grace" for n in c.notes]:
                    yield from _stubs_of(ink, head, side)


def _stubs_of(ink: Grey, head: Head, side: int) -> Iterator[Path]:
    """Yield the halves of ties on the right (side 1) or left (-1) of a head."""
    row, edge = head.glyph.row, head.right if side > 0 else head.left
    low, high = sorted((edge - side * head.glyph.width / 2, edge + side * AWAY))
    for points in _parts_in(ink, (row - ROWS, low, row + ROWS, high)):
        columns, places = np.unique(points[:, 1], return_inverse=True)
        if not SHORTEST <= len(columns) <= LONGEST:
            continue
        rows = np.bincount(places, weights=points[:, 0]) / np.bincount(places)
        path = np.stack([rows, columns], axis=1) + 0.5
        away = side * ((path[0, 1] if side > 0 else path[-1, 1]) - edge)
        outward = (rows[len(rows) // 2] < (rows[0] + rows[-1]) / 2) == (rows.mean() < row)
        if NEAREST <= away <= FARTHEST and outward:
            yield Path(path, asked=True)


def _parts_in(ink: Grey, box: tuple[float, float, float, float]) -> Iterator[np.ndarray]:
    """Yield row and column, (N, 2), of the pixels of each connected part of the ink in a box."""
    top, left = max(0, int(box[0])), max(0, int(box[1]))
    inked = ink[top : max(0, int(box[2])), left : max(0, int(box[3]))] >= FAINT_INK
    parts, _ = ndimage.label(inked, structure=np.ones((3, 3)))
    for number, (rows, columns) in enumerate(ndimage.find_objects(parts), start=1):
        inside = rows.start > 0 and rows.stop < inked.shape[0] and columns.start > 0
        if inside and columns.stop < inked.shape[1]:
            points = np.argwhere(parts[rows, columns] == number)
            yield points + np.array((top + rows.start, left + columns.start))
