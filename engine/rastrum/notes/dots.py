"""Give chords and rests the dots that prolong them."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

import numpy as np

from rastrum.model.detection import Glyph
from rastrum.model.notation import SeenChord
from rastrum.model.sheet import UNITS_PER_SPACE

DOT_REACH_SP, DOT_USUAL_SP, STACCATO_REACH_SP = 2.4, 1.9, 1.14
"""A dot follows its head or rest within the first; behind a flag, and in wide setting, it is far:
of 700 on old scores 20 lie beyond the second, none beyond 2.2. One that looks like a staccato dot
must be nearer: farther off it marks the next head."""

DOT_ROW_SP = 0.72
"""A dot stands on its head's row or, for a head on a line, half a space above or below."""

REST_DOT_SP = {"rest8th": 0.6, "rest16th": 1.05, "rest32nd": 1.0}
"""A rest's dot stands beside its top hook, so far above its middle: 24, 18 and 1 on old scans."""

DOT_CHAIN = 0.95 * UNITS_PER_SPACE
"""From one dot to the next."""

OVER_HEAD_SP, STRAIGHT_SP = (0.7, 1.4), 0.2
"""A staccato dot stands so far over or under its head, and so straight."""


def add_dots(
    chords: list[SeenChord], glyphs: Iterable[Glyph]
) -> tuple[list[SeenChord], frozenset[Glyph]]:
    """Count the dots that follow each head or rest.

    Parameters
    ----------
    chords : list of SeenChord
    glyphs : iterable of Glyph
        Dots, those seen as staccato too: in that place they prolong.

    Returns
    -------
    chords : list of SeenChord
    used : frozenset of Glyph
        The dots that belong to a chord.
    """
    anchors = []
    for c, chord in enumerate(chords):
        if chord.rest is not None:
            rest = chord.rest
            row = rest.row - REST_DOT_SP.get(rest.label, 0.0) * UNITS_PER_SPACE
            anchors.append((c, row, rest.column + rest.width / 2))
        else:
            edge = max(n.head.right for n in chord.notes)
            anchors += [(c, n.head.glyph.row, edge) for n in chord.notes]
    if not anchors:
        return chords, frozenset()
    owners = np.array([a[0] for a in anchors])
    rows = np.array([a[1] for a in anchors])
    edges = np.array([a[2] for a in anchors])
    used: dict[int, list[Glyph]] = defaultdict(list)
    beamed = {c: members for members in _beamed(chords).values() for c in members}
    heads = np.array(
        [(n.head.glyph.row, n.head.glyph.column) for c in chords for n in c.notes]
    ).reshape(-1, 2)
    fitting: list[tuple[Glyph, list[int]]] = []
    for dot in sorted(glyphs, key=lambda g: g.column):
        gap, off = dot.column - edges, abs(dot.row - rows)
        reach = DOT_REACH_SP if dot.label == "dot" else STACCATO_REACH_SP
        fits = (gap > 1) & (gap < reach * UNITS_PER_SPACE) & (off < DOT_ROW_SP * UNITS_PER_SPACE)
        found = np.flatnonzero(fits)
        nearest = found[np.argsort(gap[found] + 2 * off[found], kind="stable")]
        fitting.append((dot, list(dict.fromkeys(owners[nearest].tolist()))))
    # Of two dots one above the other, that which fits one chord alone leaves the other one free.
    for dot, near in sorted(fitting, key=lambda pair: len(pair[1]) or len(chords)):
        if near:
            owner = _with_room(chords, used, dot, near)
            asked = _asks(chords, beamed, owner)
            if dot.label == "staccato" and not asked and _is_over(dot, heads):
                continue
            if dot.label == "dot" and asked is False:
                owner = _longer(chords, owner, near)
            used[owner].append(dot)
            continue
        for chain in used.values():
            last = chain[-1]
            if abs(last.row - dot.row) < 5 and 0 < dot.column - last.column < DOT_CHAIN:
                chain.append(dot)
                break
    for c, chain in used.items():
        chords[c] = replace(chords[c], dots=min(3, _longest_row(chain)))
    return _share_dots(chords), frozenset(dot for chain in used.values() for dot in chain)


def fill_double_dotted(chords: Sequence[SeenChord]) -> list[SeenChord]:
    """Give the short note beside a double-dotted one under a beam all the beams that fill the beat.

    Parameters
    ----------
    chords : sequence of SeenChord
        With their dots.

    Returns
    -------
    chords : list of SeenChord
        After a double-dotted quaver stands a demisemiquaver: a semiquaver, whose lowest stub was
        not seen, would leave the beat uneven.
    """
    result = list(chords)
    for members in _beamed(chords).values():
        for place, c in enumerate(members):
            beside = [members[n] for n in (place + 1, place - 1) if 0 <= n < len(members)]
            short = [n for n in beside if chords[n].levels == chords[c].levels + 1]
            if chords[c].dots == 2 and short and not chords[short[0]].dots:
                result[short[0]] = _with_beams(chords[short[0]], 1)
    return result


def _with_beams(chord: SeenChord, more: int) -> SeenChord:
    """Return a chord with beams more, or fewer, on the sides that have most."""
    beam, most = chord.beam, chord.levels
    if beam is None:
        return chord
    left, right = (count + more if count == most else count for count in (beam.left, beam.right))
    return replace(chord, beam=replace(beam, left=left, right=right))


def find_uneven(chords: Sequence[SeenChord]) -> dict[int, SeenChord]:
    """Find what makes a beam uneven that may be even: dots and stubs that lead nowhere.

    Parameters
    ----------
    chords : sequence of SeenChord

    Returns
    -------
    even : dict of int to SeenChord
        Chords by their numbers, without a dot where no shorter one stands beside them and others
        under their beam have none: a speck, or the head of a grace note. And those of three that
        alone have a beam more, without it: a digit that touches the beam.
    """
    even: dict[int, SeenChord] = {}
    for members in _beamed(chords).values():
        dotted = [c for c in members if chords[c].dots]
        levels = [chords[c].levels for c in members]
        least = min(levels)
        lone_stub = not dotted and sorted(levels) == [least, least, least + 1]
        for place, c in enumerate(members):
            chord, shorter = chords[c], _levels_beside(chords, members, place) > levels[place]
            if chord.dots and not shorter and len(dotted) < len(members):
                even[c] = replace(chord, dots=0)
            elif lone_stub and levels[place] > least:
                even[c] = _with_beams(chord, -1)
    return even


def _beamed(chords: Sequence[SeenChord]) -> dict[int, list[int]]:
    """Return the chords of each group of beams, in order of columns."""
    groups: dict[int, list[int]] = defaultdict(list)
    for c in sorted(range(len(chords)), key=lambda c: chords[c].column):
        beam = chords[c].beam
        if beam is not None:
            groups[beam.group].append(c)
    return groups


def _share_dots(chords: list[SeenChord]) -> list[SeenChord]:
    """Dot both chords of a head on two stems where the stub of a beam asks for it."""
    owners: dict[int, set[int]] = defaultdict(set)
    for c, chord in enumerate(chords):
        for note in chord.notes:
            owners[id(note.head)].add(c)
    result = list(chords)
    for members in _beamed(chords).values():
        for place, c in enumerate(members):
            others = {d for n in chords[c].notes for d in owners[id(n.head)]} - {c}
            own, dots = chords[c].dots, max((chords[d].dots for d in others), default=0)
            if dots and not own and _has_stub(chords, members, place):
                result[c] = replace(chords[c], dots=dots)
    return result


def _with_room(
    chords: Sequence[SeenChord],
    used: Mapping[int, Sequence[Glyph]],
    dot: Glyph,
    fitting: Sequence[int],
) -> int:
    """Return the first chord that has a head for a dot on another row than those it has."""
    for c in fitting:
        rows = [other.row for other in used.get(c, ())]
        if any(abs(row - dot.row) < 5 for row in rows) or len(rows) < max(1, len(chords[c].notes)):
            return c
    return fitting[0]


def _is_over(dot: Glyph, heads: np.ndarray) -> bool:
    """Whether a dot stands straight over or under a head, as staccato dots do."""
    rows, columns = abs(heads - (dot.row, dot.column)).T / UNITS_PER_SPACE
    low, high = OVER_HEAD_SP
    return bool(((rows > low) & (rows < high) & (columns < STRAIGHT_SP)).any())


def _asks(chords: Sequence[SeenChord], beamed: Mapping[int, Sequence[int]], c: int) -> bool | None:
    """Whether a chord under a beam has a shorter one beside it, as dotted ones do.

    None of a chord that no beam joins to others.
    """
    members = beamed.get(c, ())
    if len(members) < 2:
        return None
    return _levels_beside(chords, members, members.index(c)) > chords[c].levels


def _longer(chords: Sequence[SeenChord], owner: int, fitting: Iterable[int]) -> int:
    """Return the first longer one of the chords that a dot may belong to, else its owner.

    In Joplin's bars a head on two stems is a dotted quaver above and a semiquaver below; in
    Beethoven's, the dot of a minim stands beside a quaver a third above.
    """
    levels = chords[owner].levels
    longer = (c for c in fitting if chords[c].rest is None and chords[c].levels < levels)
    return next(longer, owner)


def _levels_beside(chords: Sequence[SeenChord], members: Sequence[int], place: int) -> int:
    """Return how many beams the shorter neighbour of a chord under a beam has."""
    beside = (members[n] for n in (place - 1, place + 1) if 0 <= n < len(members))
    return max((chords[c].levels for c in beside), default=0)


def _has_stub(chords: list[SeenChord], members: list[int], place: int) -> bool:
    """Whether the beam of the chord before or after ends in a stub towards this one."""
    levels = chords[members[place]].levels
    after = chords[members[place + 1]].beam if place + 1 < len(members) else None
    before = chords[members[place - 1]].beam if place else None
    return (after is not None and after.left > levels >= after.right) or (
        before is not None and before.right > levels >= before.left
    )


def _longest_row(dots: list[Glyph]) -> int:
    """Return how many dots stand beside each other at most."""
    return max(sum(abs(other.row - dot.row) < 5 for other in dots) for dot in dots)
