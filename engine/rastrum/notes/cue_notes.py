"""Tell cue notes, small but in time, from grace notes."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from rastrum.model.notation import SeenChord
from rastrum.model.sheet import UNITS_PER_SPACE

OVER = 0.3 * UNITS_PER_SPACE
"""A cue note stands straight over or under the note that sounds with it; a grace note has a place
of its own before it."""

RUN = 8.0 * UNITS_PER_SPACE
"""Another cue note stands as near; a grace note alone may stand under a head of a tie."""


def tell_cues(chords: Sequence[SeenChord]) -> list[SeenChord]:
    """Give small notes that keep time with large ones the length that is written.

    Parameters
    ----------
    chords : sequence of SeenChord
        Small ones as grace notes.

    Returns
    -------
    chords : list of SeenChord
        The same, with cue notes as plain ones. They are another voice's: their stems lead away
        from those of the large notes on their staff that most of a beam of them sounds with.
    """
    small = [n for n, chord in enumerate(chords) if chord.shape == "Grace"]
    kept = [n for n in small if _keeps_time(chords[n], chords)]
    timed = {n for n in kept if any(_is_near(chords[n], chords[m]) for m in kept if m != n)}
    beams: dict[int, list[int]] = defaultdict(list)
    for n in small:
        if (beam := chords[n].beam) is not None:
            beams[beam.group].append(n)
    for members in beams.values():
        if 0 < len(timed.intersection(members)) < len(members):
            more = 2 * len(timed.intersection(members)) > len(members)
            timed = timed.union(members) if more else timed.difference(members)
    return [replace(c, shape="Solid") if n in timed else c for n, c in enumerate(chords)]


def _is_near(one: SeenChord, other: SeenChord) -> bool:
    return one.staff == other.staff and abs(one.centre - other.centre) <= RUN


def _keeps_time(small: SeenChord, chords: Sequence[SeenChord]) -> bool:
    """Whether a large note of another voice stands straight over or under a small one."""
    return any(
        chord.staff == small.staff
        and chord.shape != "Grace"
        and bool(chord.notes)
        and chord.has_stem
        and chord.stem_up != small.stem_up
        and abs(chord.centre - small.centre) <= OVER
        for chord in chords
    )
