"""Count the beams that meet each stem."""

from collections.abc import Sequence

import numpy as np
from scipy import ndimage

from rastrum.classes import MASKS, STRIDE
from rastrum.notation import BeamShare
from rastrum.page import Detection, Sheet, Stem
from rastrum_kernels.strokes import ink_runs

SURE = 127
"""Confidence (of 255) from which a mask's cell counts."""

INK = 112
"""Grey above which a pixel is a beam's; the white between old, thick beams is seldom clean."""

REACH_SP = 0.7
"""A stem's end lies within this of its beam."""

STACK_SP = 4.0
"""Five beams are about this high; beams are counted so far from the stem's end."""

SAMPLES_SP = (0.38, 0.5, 0.62)
"""Columns beside a stem at which beams are counted; the shortest stubs are a space long."""

USUAL_THICK_SP, USUAL_STEP_SP = 0.5, 0.75
"""Thickness of a beam, and from one to the next; the page's own figures replace them."""

THINNEST = 0.5
"""Runs thinner than this share of a beam are staff lines and slurs."""

ENOUGH_SAMPLES = 12
"""Pairs of beams from which the page's own figures are taken."""

MOST_RUNS = 8
MOST_BEAMS = 5


class Beams:
    """The groups of beams on a page.

    Parameters
    ----------
    sheet : Sheet
        For the ink.
    detection : Detection
        Its beam mask shows where groups lie, gaps included.
    """

    def __init__(self, sheet: Sheet, detection: Detection) -> None:
        self.grey = sheet.grey
        self.labels, _ = ndimage.label(detection.masks[MASKS.index("beam")] > SURE)

    def shares(self, stems: Sequence[tuple[Stem, bool]]) -> list[BeamShare | None]:
        """Return the beams that meet each stem at its end.

        Parameters
        ----------
        stems : sequence of (Stem, bool)
            With whether they point up.

        Returns
        -------
        shares : list of BeamShare or None
            None where no beam is.
        """
        groups = [self._group(stem, up) for stem, up in stems]
        pieces: list[tuple[int, int, int]] = []
        for (stem, up), group in zip(stems, groups, strict=True):
            for side in (-1, 1):
                for step in SAMPLES_SP:
                    column = int(stem.column + side * step * 16)
                    pieces.append((column, *self._rows(group, column, stem, up)))
        if not pieces:
            return []
        counts = self._count(np.array(pieces, np.int64)).reshape(-1, 2, len(SAMPLES_SP))
        sides = np.sort(counts, axis=2)[:, :, len(SAMPLES_SP) // 2]
        return [
            BeamShare(group, int(left), int(right)) if group and max(left, right) else None
            for group, (left, right) in zip(groups, sides, strict=True)
        ]

    def _group(self, stem: Stem, up: bool) -> int:
        """Return the label of the group at a stem's end, 0 for none."""
        end = stem.top if up else stem.bottom
        rows = slice(
            max(0, int((end - REACH_SP * 16) // STRIDE)),
            max(0, int((end + REACH_SP * 16) // STRIDE) + 1),
        )
        columns = slice(
            max(0, int((stem.column - 6) // STRIDE)), int((stem.column + 6) // STRIDE) + 1
        )
        window = self.labels[rows, columns]
        found = window[window > 0]
        return int(np.bincount(found).argmax()) if len(found) else 0

    def _rows(self, group: int, column: int, stem: Stem, up: bool) -> tuple[int, int]:
        """Return the rows of a group in a column, near the end of a stem; empty for none."""
        cell = column // STRIDE
        if not group or not 0 <= cell < self.labels.shape[1]:
            return 0, 0
        end = stem.top if up else stem.bottom
        low = end - (REACH_SP if up else STACK_SP) * 16
        high = end + (STACK_SP if up else REACH_SP) * 16
        first = max(0, int(low // STRIDE))
        found = np.flatnonzero(self.labels[first : int(high // STRIDE) + 1, cell] == group)
        if not len(found):
            return 0, 0
        return (first + int(found[0])) * STRIDE - 2, (first + int(found[-1]) + 1) * STRIDE + 2

    def _count(self, pieces: np.ndarray) -> np.ndarray:
        """Count beams in pieces of columns: runs of ink, those that ran together by thickness."""
        runs = ink_runs(
            self.grey,
            np.ascontiguousarray(pieces[:, 0]),
            np.ascontiguousarray(pieces[:, 1]),
            np.ascontiguousarray(pieces[:, 2]),
            INK,
            MOST_RUNS,
        )
        thick, step = USUAL_THICK_SP * 16, USUAL_STEP_SP * 16
        apart = (runs > 0.3 * 16) & (runs < 0.75 * 16)
        singles = runs[apart]
        if len(singles) >= ENOUGH_SAMPLES:
            thick = float(np.median(singles))
            step = thick + 0.5 * USUAL_THICK_SP * 16
        beams = np.maximum(1, np.rint((runs + step - thick) / step))
        counts = np.where(runs >= THINNEST * thick, beams, 0).sum(axis=1)
        return np.minimum(counts, MOST_BEAMS).astype(np.int64)
