"""Read a clef: which line it names, and whether an 8 moves it by an octave."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

import numpy as np
from scipy import ndimage

from rastrum.model.arrays import Grey
from rastrum.model.detection import Detection, Glyph
from rastrum.model.notation import MIDDLE_LETTER, USUAL_PLACE, SeenClef
from rastrum.model.sheet import (
    HEADER,
    INK,
    UNITS_PER_SPACE,
    Sheet,
    SheetStaff,
)
from rastrum.signatures.clef_matching import ClefModel

TREBLES = ("clefG", "clefG8va", "clefG8vb")

EIGHT_BELOW_SP, EIGHT_ABOVE_SP = (0.6, 4.0), (0.8, 4.8)
"""How far from the staff an octave clef's 8 lies, below and above."""

EIGHT_SIDE = 0.9 * UNITS_PER_SPACE
"""How far from the middle of an octave clef the parts of its 8 reach."""

HOLE_PX = (5, 90)
"""Sheet pixels of a hole."""

FAINT_STEPS = {"clefG": (-0.7, 1.9), "clefF": (-2.4, 0.2)}
"""Steps below the middle line at which faint clefs are centred, full size or small."""

CONFIRM = 4.0 * UNITS_PER_SPACE
"""A faint clef is compared with the page's others within this of its place."""

BARITONE_STEPS, SUBBASS_STEPS, LARGE_SP = 0.6, -2.3, 2.8
"""An F clef's box is centred 0.8 steps above the middle line where it names the usual one; farther
down it names the middle line, farther up the highest, if it is no small one: those are centred up
to 2.4 above."""


def read_clef(sheet: Sheet, number: int, glyph: Glyph) -> SeenClef:
    """Read a clef.

    Parameters
    ----------
    sheet : Sheet
        For the ink above and below the clef.
    number : int
        Its staff.
    glyph : Glyph
        What the network saw.

    Returns
    -------
    clef : SeenClef
    """
    staff = sheet.staves[number]
    label = glyph.label
    if label == "clefG":
        if _has_eight(sheet.grey, staff.bottom, EIGHT_BELOW_SP, glyph.column, below=True):
            label = "clefG8vb"
        elif _has_eight(sheet.grey, staff.top, EIGHT_ABOVE_SP, glyph.column, below=False):
            label = "clefG8va"
    return SeenClef(number, glyph, label, _line_named(staff, glyph))


def believe_clefs(
    sheet: Sheet, detection: Detection, seen: Sequence[Sequence[SeenClef]]
) -> list[list[SeenClef]]:
    """Choose the clefs to believe: those believed by themselves, and what the next line asks for.

    Parameters
    ----------
    sheet : Sheet
        Staves and systems.
    detection : Detection
        Says which scores are believed, and which are sure.
    seen : sequence of sequence of SeenClef
        Of each staff, in order of columns, however faint.

    Returns
    -------
    clefs : list of list of SeenClef
        Of each staff. A line that ends in another clef than the next one begins with has a change
        that was hardly seen, or one that is none: of 2373 ends on old piano scores 20 did not
        agree, nearly all for a small bass clef. A change to the clef that is in force already
        tells of another one before it.
    """
    believed = [[c for c in own if detection.is_believed(c.glyph)] for own in seen]
    _agree_on_octaves(sheet, believed)
    look = _Look(sheet, seen, believed)
    for number, own in enumerate(believed):
        own += [c for c in seen[number] if c not in own and look.confirms(c)]
        own.sort(key=lambda c: c.glyph.column)
    for number, own in enumerate(believed):
        for first, again in pairwise(list(own)):
            if first.middle == again.middle:
                between = first.glyph.column, again.glyph.column
                own += look(number, between, again.middle, same=False)
        own.sort(key=lambda c: c.glyph.column)
    for above, below in pairwise(sheet.systems):
        if len(above.staves) != len(below.staves):
            continue
        for number, following in zip(above.staves, below.staves, strict=True):
            own, after = believed[number], believed[following]
            if not own or not after or not _begins(sheet, after[0]):
                continue
            wanted = after[0].middle
            if own[-1].middle == wanted:
                continue
            behind = own[-1].glyph.column, np.inf
            faint = look(number, behind, wanted, same=True)
            if faint:
                own += faint
            elif len(own) > 1 and own[-2].middle == wanted and not detection.is_sure(own[-1].glyph):
                own.pop()
    return believed


def _begins(sheet: Sheet, clef: SeenClef) -> bool:
    """Whether a line begins with a clef."""
    return clef.glyph.column <= sheet.staves[clef.staff].left + HEADER


class _Look:
    """Looks for clefs that were hardly seen, or not at all."""

    def __init__(
        self,
        sheet: Sheet,
        seen: Sequence[Sequence[SeenClef]],
        believed: Sequence[Sequence[SeenClef]],
    ) -> None:
        self.sheet, self.seen = sheet, seen
        self.first = [own[0] for own in believed if own and _begins(sheet, own[0])]

    def __call__(
        self, number: int, between: tuple[float, float], middle: int, *, same: bool
    ) -> list[SeenClef]:
        """Return the surest clef between two columns that sets the middle line so, or otherwise."""
        low, high = between
        staff = self.sheet.staves[number]
        found = [
            c
            for c in self.seen[number]
            if (c.middle == middle) == same
            and low + c.glyph.width < c.glyph.column < high - c.glyph.width
            and _in_place(staff, c.glyph)
        ]
        if not found:
            found = list(self._small(number, between, middle, same=same))
        return [max(found, key=lambda c: c.glyph.score)] if found else []

    def confirms(self, clef: SeenClef) -> bool:
        """Whether a clef that was hardly seen is like those that begin the page's lines."""
        column, reach = clef.glyph.column, CONFIRM
        placed = _in_place(self.sheet.staves[clef.staff], clef.glyph)
        if not placed or _begins(self.sheet, clef):
            return False
        between = column - reach, column + reach
        return any(self._small(clef.staff, between, clef.middle, same=True))

    def _small(
        self, number: int, between: tuple[float, float], middle: int, *, same: bool
    ) -> Iterator[SeenClef]:
        """Yield what looks like the clefs that begin the page's lines, but smaller."""
        low, high = between
        for label in ("clefF", "clefG"):
            known = [c for c in self.first if c.label == label]
            if known and (MIDDLE_LETTER[label] == middle) == same:
                model = ClefModel(self.sheet, [(c.staff, c.glyph) for c in known])
                place = USUAL_PLACE[label]
                glyph = model.find(number, place, low, high)
                if glyph is not None:
                    yield SeenClef(number, glyph, label, place)


def _agree_on_octaves(sheet: Sheet, believed: Sequence[list[SeenClef]]) -> None:
    """Let most lines of a part say whether its treble clefs have an 8."""
    lines: dict[int, list[list[SeenClef]]] = defaultdict(list)
    for own in believed:
        if own and own[0].label in TREBLES and _begins(sheet, own[0]):
            lines[sheet.staves[own[0].staff].index].append(own)
    for same in lines.values():
        label, count = Counter(own[0].label for own in same).most_common(1)[0]
        if 2 * count > len(same):
            for own in same:
                own[0] = replace(own[0], label=label)


def _in_place(staff: SheetStaff, glyph: Glyph) -> bool:
    low, high = FAINT_STEPS.get(glyph.label, (0.0, 0.0))
    return low < staff.pitch(glyph.row) < high


def _line_named(staff: SheetStaff, glyph: Glyph) -> int:
    if glyph.label == "clefC":
        return max(-4, min(4, 2 * round(staff.pitch(glyph.row) / 2)))
    if glyph.label == "clefF":
        steps = staff.pitch(glyph.row)
        large = glyph.height >= LARGE_SP * UNITS_PER_SPACE
        if steps > BARITONE_STEPS:
            return 0
        return -4 if steps < SUBBASS_STEPS and large else -2
    return 2


def _has_eight(
    grey: Grey, edge: float, reach: tuple[float, float], column: float, *, below: bool
) -> bool:
    """Whether a figure with two holes stands beside a clef's end."""
    near, far = (edge + d * UNITS_PER_SPACE if below else edge - d * UNITS_PER_SPACE for d in reach)
    top, bottom = sorted((int(near), int(far)))
    top, left = max(0, top), max(0, int(column - EIGHT_SIDE))
    right = int(column + EIGHT_SIDE)
    if top >= bottom:
        return False
    paper = np.pad(grey[top:bottom, left:right] < INK, 1, constant_values=True)
    labels, _ = ndimage.label(paper)
    sizes = np.bincount(labels.ravel())
    sizes[[0, labels[0, 0]]] = 0
    return int(((sizes >= HOLE_PX[0]) & (sizes <= HOLE_PX[1])).sum()) > 1
