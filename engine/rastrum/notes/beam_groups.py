"""Count the beams that meet each stem."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

import numpy as np
from scipy import ndimage

from rastrum.detection.components import label_cells
from rastrum.model.detection import SURE, Detection
from rastrum.model.notation import BeamShare
from rastrum.model.sheet import INK, UNITS_PER_SPACE, Sheet
from rastrum.model.strokes import Stem
from rastrum.model.vocabulary import MASKS, STRIDE
from rastrum.notes.beam_counts import THIN, count_beams
from rastrum.notes.beam_hands import part_hands
from rastrum_kernels.strokes import nearest_runs

POSSIBLE = 45
"""Confidence (of 255) of the cells that belong to a beam: the stubs of dotted rhythms and the ends
of steep beams are uncertain."""

REACH_SP = 0.7
"""A stem's end lies within this of its beam; what leads on farther is a tuplet's bracket."""

LOOSE, CORNER, OPEN = 1.6 * UNITS_PER_SPACE, 0.6 * UNITS_PER_SPACE, 1.0 * UNITS_PER_SPACE
"""A broken stem ends within this before the end of a beam and stands within this of it, if no other
stem closes the beam within this of its end: every beam ends at a stem."""

STRANGER_SP = (0.65, 1.6)
"""The only stem on one side of a beam is none of its own if so much paper lies between them, within
the second of the stem's end: stems that print broke lack less."""

STACK_SP = 4.0
"""Five beams are about this high; beams are looked for so far from the stem's end."""

GAP = 1.0 * UNITS_PER_SPACE
"""Cells of one group that are farther apart in a column are stacks on two sides of the music."""

SAMPLES_SP = (0.3, 0.45, 0.6, 0.75)
"""Columns beside a stem at which beams are counted; the shortest stubs are a space long."""

STUB_FAR_SP, STUB_SAMPLES = 1.75, 3
"""A stub shows in the nearest so many samples beside its stem, but no longer at this distance."""

STUB_DEPTH, STUB_INK = UNITS_PER_SPACE, 0.28 * UNITS_PER_SPACE
"""The network hardly sees some stubs: such a one is ink so near beyond the beams that were seen,
and by so much more of it than farther on that it is no staff line."""

TOUCH_SP, CLOSE, ABSENT = 0.22, 2.0 * UNITS_PER_SPACE, 0.4 * UNITS_PER_SPACE
"""A beam touches its stem, so that it shows at the first distance; a stub of the next stem, if that
is nearer than the second, ends shortly before: so much less ink is there, nearly a beam's."""

LONE_WIDTH_SP, LONE_THICKNESS = 1.6, 0.47 * UNITS_PER_SPACE
"""What one stem alone meets is a beam if it is so wide and so thick. Of 77 on real scans that
decide whether their bar is right, the 20 such ones were beams, and 54 of the others were none."""

LONE_APART, LONE_CLIMB = 10.0 * UNITS_PER_SPACE, 1.2
"""Two stems that alone meet what points to the other are joined by a beam that broke, if they stand
so near and on such a slope."""


class Beams:
    """The groups of beams on a page.

    Parameters
    ----------
    sheet : Sheet
        For the ink.
    detection : Detection
        Its beam mask shows where groups lie, gaps included.
    stems : sequence of (Stem, bool)
        All stems that carry heads, and whether they point up.
    """

    def __init__(
        self, sheet: Sheet, detection: Detection, stems: Sequence[tuple[Stem, bool]]
    ) -> None:
        self.grey, self.line, self.stems = sheet.grey, sheet.line, stems
        beam, slur = (detection.masks[MASKS.index(name)] for name in ("beam", "slur"))
        self.labels, surest = label_cells(beam, POSSIBLE)
        self.labels[surest[self.labels] < SURE] = 0
        # Curves that touch a beam are in its group, but are not counted.
        self.stacks = np.where(slur > beam, 0, self.labels)
        self.boxes = ndimage.find_objects(self.labels, len(surest) - 1)

    def shares(self) -> list[BeamShare | None]:
        """Return the beams that meet each stem at its end.

        Returns
        -------
        shares : list of BeamShare or None
            None where no beam is.
        """
        stems = self.stems
        groups = self._close([self._group(stem, up) for stem, up in stems])
        groups = self._part_hands(self._without_strangers(groups))
        samples = (*SAMPLES_SP, STUB_FAR_SP)
        if not stems:
            return []
        looked = self._look(groups, samples)
        counts = self._count(looked)
        # The second highest: one sample may fall on the stem's own foot or a break.
        sides = np.sort(counts[:, :, :-1], axis=2)[:, :, -2]
        sides = sides + self._find_faint_stubs(looked, sides, counts)
        sides = self._without_reaching_stubs(groups, looked, sides)
        shares: list[BeamShare | None] = []
        for group, (left, right) in zip(groups, sides, strict=True):
            if not group:
                shares.append(None)
            elif left or right:
                shares.append(BeamShare(group, int(left), int(right)))
            else:
                shares.append(BeamShare(group, 0, 1))
        return self._without_lone(shares)

    def fit(self, shares: Sequence[BeamShare | None]) -> list[Stem]:
        """Cut off what seems to lead stems on beyond their beams.

        Parameters
        ----------
        shares : sequence of BeamShare or None
            What `shares` returned.

        Returns
        -------
        stems : list of Stem
            Those that end there already, and those without beams, as they were.
        """
        return [
            stem if share is None else self._trim(share.group, stem, up)
            for (stem, up), share in zip(self.stems, shares, strict=True)
        ]

    def _trim(self, group: int, stem: Stem, up: bool) -> Stem:
        """Cut off what seems to lead a stem on beyond its beams: a tuplet's bracket."""
        end, middle = stem.end(up=up), int(stem.column // STRIDE)
        first, last = (
            int((end + reach * UNITS_PER_SPACE) // STRIDE) for reach in (-STACK_SP, STACK_SP)
        )
        window = self.labels[max(0, first) : last + 1, max(0, middle - 1) : middle + 2] == group
        rows = max(0, first) + np.flatnonzero(window.any(axis=1))
        if not len(rows):
            return stem
        edge = float((rows[0] if up else rows[-1] + 1) * STRIDE)
        if (edge - end if up else end - edge) <= REACH_SP * UNITS_PER_SPACE:
            return stem
        return replace(stem, top=edge) if up else replace(stem, bottom=edge)

    def _part_hands(self, groups: list[int]) -> list[int]:
        """Part the beams of two hands that ran together."""
        labels, parted = part_hands(self.labels, groups, self.stems)
        if labels is not self.labels:
            self.labels, self.stacks = labels, np.where(self.stacks > 0, labels, 0)
            self.boxes = ndimage.find_objects(labels)
        return parted

    def _without_lone(self, shares: list[BeamShare | None]) -> list[BeamShare | None]:
        """Leave out beams that one stem alone meets, but long ones and halves of broken ones."""
        members = Counter(share.group for share in shares if share is not None)
        lone = [(n, s) for n, s in enumerate(shares) if s is not None and members[s.group] == 1]
        lone.sort(key=lambda item: self.stems[item[0]][0].column)
        result = list(shares)
        for n, share in lone:
            if not self._is_long(share.group):
                result[n] = None
        for k, (n, share) in enumerate(lone):
            for m, other in lone[k + 1 :]:
                if self.stems[m][0].column - self.stems[n][0].column > LONE_APART:
                    break
                if share.right and other.left and self._face(n, m):
                    result[n], result[m] = share, replace(other, group=share.group)
                    break
        return result

    def _face(self, first: int, second: int) -> bool:
        """Whether two stems may have been joined by a beam."""
        (one, up), (other, same) = self.stems[first], self.stems[second]
        apart = other.column - one.column
        climb = abs(one.end(up=up) - other.end(up=same))
        return apart > 0 and climb <= LONE_CLIMB * apart + LONE_WIDTH_SP * 8

    def _is_long(self, group: int) -> bool:
        """Whether a group that one stem alone meets is a beam, the rest of which was lost."""
        box = self.boxes[group - 1]
        cells = (self.labels[box] == group).sum(axis=0)
        wide = len(cells) * STRIDE >= LONE_WIDTH_SP * UNITS_PER_SPACE
        return bool(wide and cells.mean() * STRIDE >= LONE_THICKNESS)

    def _group(self, stem: Stem, up: bool) -> int:
        """Return the label of the group at a stem's end, 0 for none.

        What the stem passes on its way is sooner its own than what lies beyond its end.
        """
        end = stem.end(up=up)
        columns = slice(
            max(0, int((stem.column - 6) // STRIDE)), int((stem.column + 6) // STRIDE) + 1
        )
        inner = (0, REACH_SP) if up else (-REACH_SP, 0)
        for before, behind in (inner, (-REACH_SP, REACH_SP)):
            first, last = (
                int((end + reach * UNITS_PER_SPACE) // STRIDE) for reach in (before, behind)
            )
            window = self.labels[max(0, first) : max(0, last + 1), columns]
            found = window[window > 0]
            if len(found):
                return int(np.bincount(found).argmax())
        return 0

    def _close(self, groups: list[int]) -> list[int]:
        """Give beams whose end no stem reaches the broken stem that points there."""
        joined: dict[int, list[float]] = {}
        for (stem, _), group in zip(self.stems, groups, strict=True):
            joined.setdefault(group, []).append(stem.column)
        bare = [n for n, group in enumerate(groups) if not group]
        corner = CORNER
        for group, columns in joined.items():
            box = self.boxes[group - 1] if group else None
            if box is None:
                continue
            ends = (box[1].start * STRIDE, box[1].stop * STRIDE)
            for end, off in ((ends[0], min(columns) - ends[0]), (ends[1], ends[1] - max(columns))):
                if off < OPEN:
                    continue
                for n in bare:
                    stem, up = self.stems[n]
                    if abs(stem.column - end) < corner and not groups[n]:
                        groups[n] = group if self._points_at(group, stem, up) else 0
        return groups

    def _without_strangers(self, groups: list[int]) -> list[int]:
        """Take from a beam the one stem that comes from its other side and does not touch it.

        It is a crotchet whose stem ends shortly before a beam of the next staff.
        """
        sides: dict[tuple[int, bool], list[int]] = defaultdict(list)
        for n, group in enumerate(groups):
            if group:
                sides[group, self.stems[n][1]].append(n)
        result = list(groups)
        for (group, up), own in sides.items():
            others = sides.get((group, not up), ())
            if (
                len(own) == 1 < len(others)
                and self._white_before(own[0]) > STRANGER_SP[0] * UNITS_PER_SPACE
            ):
                result[own[0]] = 0
        return result

    def _white_before(self, n: int) -> int:
        """Return the rows of paper between a stem's end and the stroke before it, 0 for none."""
        stem, up = self.stems[n]
        column, white, thick = int(stem.column), 0, 0
        for away in range(int(STRANGER_SP[1] * UNITS_PER_SPACE)):
            row = int(stem.end(up=up)) + (-away if up else away)
            if not 0 <= row < len(self.grey):
                break
            inked = self.grey[row, max(0, column - 1) : column + 2].max() >= INK
            white, thick = (white, thick + 1) if inked else (white + 1, 0)
            if thick >= THIN:
                return white
        return 0

    def _points_at(self, group: int, stem: Stem, up: bool) -> bool:
        """Whether a stem's end lies shortly before a group's cells, or as far beyond them."""
        end, reach = stem.end(up=up), LOOSE
        rows = slice(max(0, int((end - reach) // STRIDE)), max(0, int((end + reach) // STRIDE) + 1))
        middle = int(stem.column // STRIDE)
        return bool((self.labels[rows, max(0, middle - 2) : middle + 3] == group).any())

    def _look(self, groups: Sequence[int], samples: Sequence[float]) -> np.ndarray:
        """Return where the beams of each stem lie beside it, (stems, 2 sides, samples, 3).

        Each is a column and the rows of the stack there; rows 0, 0 where there is none. A stem in
        the middle may seem to end at an inner beam: the stack is followed both ways.
        """
        steps = np.outer((-UNITS_PER_SPACE, UNITS_PER_SPACE), samples)
        places = np.array([stem.column for stem, _ in self.stems])
        columns = (places[:, None, None] + steps).astype(np.int64)
        ends = np.array([stem.end(up=up) for stem, up in self.stems]) / STRIDE
        whole, runs = (
            nearest_runs(
                labels,
                np.repeat(groups, steps.size),
                columns.ravel() // STRIDE,
                np.repeat(ends, steps.size),
                STACK_SP * UNITS_PER_SPACE / STRIDE,
                GAP / STRIDE,
            ).reshape(*columns.shape, 2)
            for labels in (self.labels, self.stacks)
        )
        runs = np.where(runs[..., 1:] > 0, runs, whole)
        seen = runs[..., 1] > 0
        rows = np.where(seen[..., None], runs * STRIDE + (-2, 2), 0)
        return np.concatenate([np.where(seen, columns, 0)[..., None], rows], axis=3)

    def _find_faint_stubs(
        self, pieces: np.ndarray, sides: np.ndarray, counts: np.ndarray
    ) -> np.ndarray:
        """Return where a beam that the network hardly saw begins, and ends, beside a stem.

        It is ink under, or over, the beams that were seen, near the stem and not farther on.
        """
        longer = pieces.copy()
        ups = np.array([up for _, up in self.stems])
        depth = int(STUB_DEPTH)
        longer[ups, :, :, 2] = np.minimum(len(self.grey), longer[ups, :, :, 2] + depth)
        longer[~ups, :, :, 1] = np.maximum(0, longer[~ups, :, :, 1] - depth)
        more = self._count(longer)
        near, far = more[:, :, :-1], more[:, :, -1]
        stub = (near[:, :, :STUB_SAMPLES] == sides[:, :, None] + 1).all(axis=2)
        seen = (pieces[:, :, :, 2] > 0).all(axis=2)
        found: np.ndarray = stub & seen & (sides > 0) & (far == counts[:, :, -1]) & (far == sides)
        for n, side in np.argwhere(found):
            inked = [self.grey[top:bottom, c] >= INK for c, top, bottom in longer[n, side]]
            amount = [int(column.sum()) for column in inked]
            goes_on = any(
                (column[-2:] if ups[n] else column[:2]).all() for column in inked[:STUB_SAMPLES]
            )
            found[n, side] = not goes_on and min(amount[:STUB_SAMPLES]) - amount[-1] >= STUB_INK
        return found

    def _without_reaching_stubs(
        self, groups: Sequence[int], pieces: np.ndarray, sides: np.ndarray
    ) -> np.ndarray:
        """Uncount the stub of a stem that stands so close that it nearly reaches this one."""
        result, touching = sides.copy(), self._look(groups, (TOUCH_SP,))[:, :, 0]
        for left, right in (pair for own in self._members(groups) for pair in pairwise(own)):
            apart = self.stems[right][0].column - self.stems[left][0].column
            count = sides[left, 1]
            if apart > CLOSE or count < 2 or sides[right, 0] != count:
                continue
            for n, side in ((left, 1), (right, 0)):
                (near, *rows), (far, *more) = touching[n, side], pieces[n, side, 1]
                stack = slice(min(rows[0], more[0]), max(rows[1], more[1]))
                ink = (self.grey[stack, [near, far]] >= INK).sum(axis=0)
                if ink[1] - ink[0] >= ABSENT:
                    result[n, side] -= 1
        return result

    def _members(self, groups: Sequence[int]) -> list[list[int]]:
        """Return the stems of each group, from left to right."""
        members: dict[int, list[int]] = defaultdict(list)
        for n in sorted(np.flatnonzero(groups).tolist(), key=lambda n: self.stems[n][0].column):
            members[groups[n]].append(n)
        return list(members.values())

    def _count(self, pieces: np.ndarray) -> np.ndarray:
        """Count beams in pieces of columns, (stems, 2 sides, samples, 3)."""
        return count_beams(self.grey, pieces.reshape(-1, 3), self.line).reshape(pieces.shape[:-1])
