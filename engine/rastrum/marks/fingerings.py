"""Find fingerings: digits that stand at heads, and count no tuplet."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

import numpy as np

from rastrum.model.detection import Detection, Glyph
from rastrum.model.marks import SeenFingering, SeenVolta
from rastrum.model.notation import DIGIT_REACH, RATIOS, SeenChord
from rastrum.model.sheet import UNITS_PER_SPACE

BESIDE = 2.2 * UNITS_PER_SPACE
"""How far beside the middle of a head its fingering stands at most."""

AWAY = 9.0 * UNITS_PER_SPACE
"""How far over or under a head its fingering stands at most: beyond the beam and a slur, and those
of a chord one above the other."""

LEFT, LEVEL = 4.5 * UNITS_PER_SPACE, 1.5 * UNITS_PER_SPACE
"""Fingerings of chords with accidentals stand so far left of a head, and so nearly level with
it."""

DOWN_SHARE = 0.5
"""Weight of the distance over or under a head, against that beside it."""

COUNTS = 0.8 * UNITS_PER_SPACE
"""The digit of a tuplet stands so close to the tuplet's middle."""

VOLTA = (3.0 * UNITS_PER_SPACE, 3.0 * UNITS_PER_SPACE)
"""The number of a volta stands within this below its line and behind its beginning."""


def find_fingerings(
    detection: Detection,
    chords: Sequence[SeenChord],
    voltas: Iterable[SeenVolta],
) -> tuple[SeenFingering, ...]:
    """Find the fingerings of a page.

    Parameters
    ----------
    detection : Detection
        Digits, told by `rastrum.detection.second_look`.
    chords : sequence of SeenChord
        The music, with its tuplets.
    voltas : iterable of SeenVolta
        Their numbers are no fingerings.

    Returns
    -------
    fingerings : tuple of SeenFingering
        In order of columns.
    """
    digits = [g for g in detection.believed(("fingering",)) if g.text]
    heads = [(n.head.glyph, n.head.staff) for chord in chords for n in chord.notes]
    if not digits or not heads:
        return ()
    places = np.array([(head.row, head.column) for head, _ in heads])
    counting = _counting(digits, chords)
    numbers = {g for g in digits for volta in voltas if _is_number(g, volta)}
    found = []
    for glyph in digits:
        if glyph in counting or glyph in numbers:
            continue
        down, across = (places - (glyph.row, glyph.column)).T
        before = (across >= 0) & (across <= LEFT) & (np.abs(down) <= LEVEL)
        down, across = np.abs(down), np.abs(across)
        fits = before | ((across <= BESIDE) & (down <= AWAY))
        if fits.any():
            nearest = np.where(fits, np.hypot(down * DOWN_SHARE, across), np.inf).argmin()
            row = glyph.row + glyph.height / 2
            staff = heads[int(nearest)][1]
            found.append(SeenFingering(staff, glyph.text, row, glyph.left, glyph.height))
    return tuple(sorted(found, key=lambda f: f.left))


def _counting(digits: Sequence[Glyph], chords: Sequence[SeenChord]) -> set[Glyph]:
    """Return the digits that count tuplets: for each, the one nearest to its middle."""
    tuplets: dict[int, list[SeenChord]] = defaultdict(list)
    for chord in chords:
        if chord.tuplet_id >= 0:
            tuplets[chord.tuplet_id].append(chord)
    counting = set()
    for group in tuplets.values():
        columns = [chord.centre for chord in group]
        rows = [row for chord in group for row in _rows(chord)]
        middle = (min(columns) + max(columns)) / 2
        own = [
            g
            for g in digits
            if RATIOS.get(int(g.text)) == group[0].tuplet
            and abs(g.column - middle) <= COUNTS
            and max(min(rows) - g.row, g.row - max(rows)) <= DIGIT_REACH
        ]
        if own:
            counting.add(min(own, key=lambda g: abs(g.column - middle)))
    return counting


def _rows(chord: SeenChord) -> list[float]:
    """Return the rows of a chord's stem and heads."""
    return [chord.row, *(note.head.glyph.row for note in chord.notes)]


def _is_number(glyph: Glyph, volta: SeenVolta) -> bool:
    """Whether a digit stands where a volta has its number."""
    below, behind = glyph.row - volta.row, glyph.column - volta.left
    return 0 <= below <= VOLTA[0] and 0 <= behind <= VOLTA[1]
