"""Sort the chords of each measure into voices."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from rastrum.model.measures import TICKS_PER_WHOLE, MeasureGrid, Voice
from rastrum.model.notation import SeenChord
from rastrum.model.sheet import UNITS_PER_SPACE, Sheet

TOGETHER = 0.55 * UNITS_PER_SPACE
"""Chords whose centres are closer sound together."""


def count_ticks(chord: SeenChord) -> int:
    """Return how long a chord is, tuplets included."""
    length = chord.duration
    return TICKS_PER_WHOLE * length.numerator // length.denominator


@dataclass(frozen=True)
class TimedChords:
    """The chords of a page at one stage of its reading; what follows from them is found once.

    Attributes
    ----------
    sheet : Sheet
        Its systems.
    grid : MeasureGrid
        Its measures.
    chords : tuple of SeenChord
        In order of columns.
    """

    sheet: Sheet
    grid: MeasureGrid
    chords: tuple[SeenChord, ...]

    @cached_property
    def ticks(self) -> tuple[int, ...]:
        """How long each chord is, tuplets included."""
        return tuple(count_ticks(chord) for chord in self.chords)

    @cached_property
    def centres(self) -> tuple[float, ...]:
        """Columns of the middles of the chords."""
        return tuple(chord.centre for chord in self.chords)

    @cached_property
    def voices(self) -> tuple[Voice, ...]:
        """One or two of each staff and measure: two where chords sound together."""
        return tuple(_find_voices(self))

    @cached_property
    def crossed(self) -> frozenset[tuple[int, int, int]]:
        """System, measure and staff of the ends of beams that lead to another staff.

        What is missing on one of such staves may sound on the other.
        """
        return frozenset(_find_crossed(self))

    def total(self, voice: Voice) -> int:
        """Return how long a voice is, in ticks."""
        return sum(self.ticks[n] for n in voice.members)

    def staff_of(self, voice: Voice) -> int:
        """Return the staff that a voice belongs to."""
        return self.chords[voice.members[0]].staff

    def rests_whole(self, voice: Voice) -> bool:
        """Whether a voice is a whole measure's rest, which stands in the middle."""
        return [self.chords[n].shape for n in voice.members] == ["Sbreverest"]

    def by_measure(self) -> dict[tuple[int, int], list[int]]:
        """Return the numbers of the voices of each system's measures."""
        measures: dict[tuple[int, int], list[int]] = defaultdict(list)
        for k, voice in enumerate(self.voices):
            measures[voice.system, voice.bar].append(k)
        return measures


def _find_voices(timed: TimedChords) -> list[Voice]:
    bars: dict[tuple[int, int], list[int]] = defaultdict(list)
    homes = _find_homes(timed)
    seen: set[tuple[int, float, float]] = set()
    for n, chord in enumerate(timed.chords):
        if chord.shape in ("Grace", "MultiBarRest"):
            continue
        staff = homes.get(n, chord.staff)
        if n in homes:
            # One stem with heads on both staves sounds once.
            if (staff, *chord.stem) in seen:
                continue
            seen.add((staff, *chord.stem))
        bars[staff, timed.grid.measure_at(staff, timed.centres[n])].append(n)
    voices = []
    for (staff, bar), members in bars.items():
        members.sort(key=timed.centres.__getitem__)
        upper, lower = split_voices(timed, members, homes)
        system = timed.sheet.staves[staff].system
        for part in (upper, lower):
            if part:
                column = timed.centres[part[0]]
                alone = not (upper and lower)
                voices.append(Voice(system, staff, bar, column, tuple(part), alone))
    return voices


def list_onsets(timed: TimedChords, voices: Sequence[Voice], whole: int) -> list[tuple[float, int]]:
    """List when chords begin, of the voices that fill their measure.

    Parameters
    ----------
    timed : TimedChords
    voices : sequence of Voice
        Of one measure.
    whole : int
        How long it is, in ticks.

    Returns
    -------
    onsets : list of (float, int)
        Columns and onsets, in ticks.
    """
    onsets: list[tuple[float, int]] = []
    for voice in voices:
        if timed.rests_whole(voice) or timed.total(voice) != whole:
            continue
        now = 0
        for n in voice.members:
            onsets.append((timed.centres[n], now))
            now += timed.ticks[n]
    return onsets


def _find_crossed(timed: TimedChords) -> set[tuple[int, int, int]]:
    staves: dict[int, set[int]] = defaultdict(set)
    for chord in timed.chords:
        if chord.beam is not None:
            staves[chord.beam.group].add(chord.staff)
    return {
        (voice.system, voice.bar, staff)
        for voice in timed.voices
        for n in voice.members
        if (beam := timed.chords[n].beam) is not None and len(staves[beam.group]) > 1
        for staff in staves[beam.group]
    }


def find_shared_stems(timed: TimedChords) -> dict[int, int]:
    """Return the staff that the chords on stems with heads on two staves belong to.

    Parameters
    ----------
    timed : TimedChords

    Returns
    -------
    homes : dict of int to int
        Of each such chord and all others on its beam, by their index. A stem belongs where it
        points: of 142 such stems on old piano scores, 94 that point up belonged to the upper staff
        and 17 that point down to the lower one.
    """
    stems: dict[tuple[int, float, float], list[int]] = defaultdict(list)
    for n, chord in enumerate(timed.chords):
        if chord.has_stem:
            stems[timed.sheet.staves[chord.staff].system, *chord.stem].append(n)
    shared = {}
    for members in stems.values():
        staves = {timed.chords[n].staff for n in members}
        if len(staves) > 1:
            end = min(staves) if timed.chords[members[0]].stem_up else max(staves)
            shared.update(dict.fromkeys(members, end))
    for group in _beams_across(timed):
        ends = Counter(shared[n] for n in group if n in shared)
        if ends:
            shared.update(dict.fromkeys(group, ends.most_common(1)[0][0]))
    return shared


def _beams_across(timed: TimedChords) -> list[list[int]]:
    """Return the chords of each beam that leads from one staff to another.

    Two stems that sound together are no voice: there each hand's beam touches the other's.
    """
    groups: dict[tuple[int, int], list[int]] = defaultdict(list)
    for n, chord in enumerate(timed.chords):
        if chord.beam is not None:
            groups[timed.sheet.staves[chord.staff].system, chord.beam.group].append(n)
    return [
        group
        for group in groups.values()
        if len({timed.chords[n].staff for n in group}) > 1 and _is_one_voice(timed, group)
    ]


def _find_homes(timed: TimedChords) -> dict[int, int]:
    """Return the staff whose voice the chords on stems and beams across two staves belong to.

    Beams belong to the staff with less else to play in that bar; if both have as much, to that with
    more rests, then to that with most heads.
    """
    homes = find_shared_stems(timed)
    across = [g for g in _beams_across(timed) if g[0] not in homes]
    if not across:
        return homes
    crossing = {n for group in across for n in group} | set(homes)
    played: dict[tuple[int, int], int] = defaultdict(int)
    rested: dict[tuple[int, int], int] = defaultdict(int)
    for n, chord in enumerate(timed.chords):
        if n not in crossing:
            # A rest for the whole bar is a voice of its own.
            whole = chord.rest is None or chord.shape == "Sbreverest"
            kind = played if whole else rested
            kind[chord.staff, timed.grid.measure_at(chord.staff, timed.centres[n])] += timed.ticks[
                n
            ]
    for group in across:
        staves = [timed.chords[n].staff for n in group]
        centre = timed.centres[group[0]]
        bars = {s: (s, timed.grid.measure_at(s, centre)) for s in sorted(set(staves))}
        home = min(bars, key=lambda s: (played[bars[s]], -rested[bars[s]], -staves.count(s)))
        homes.update(dict.fromkeys(group, home))
    return homes


def _is_one_voice(timed: TimedChords, members: Sequence[int]) -> bool:
    """Whether all stems of a beam sound one after the other."""
    centres = sorted({timed.chords[n].stem: timed.centres[n] for n in members}.values())
    return all(b - a >= TOGETHER for a, b in pairwise(centres))


def split_voices(
    timed: TimedChords, members: Sequence[int], homes: Mapping[int, int] | None = None
) -> tuple[list[int], list[int]]:
    """Sort the chords of a staff in a bar into an upper and a lower voice.

    Parameters
    ----------
    timed : TimedChords
    members : sequence of int
        Numbers of the chords, in order of columns.
    homes : mapping of int to int, optional
        The staff of the voice of those that are printed on another one.

    Returns
    -------
    upper, lower : list of int
        All are in the upper voice if nothing sounds together.
    """
    clusters: list[list[int]] = []
    for n in members:
        if clusters and timed.centres[n] - timed.centres[clusters[-1][0]] < TOGETHER:
            clusters[-1].append(n)
        else:
            clusters.append([n])
    if all(len(c) == 1 for c in clusters):
        return list(members), []
    sides = {n: _side(timed.chords[n], (homes or {}).get(n)) for n in members}
    lowered: set[int] = set()
    beams: dict[int, list[list[int]]] = defaultdict(lambda: [[], []])
    for cluster in clusters:
        ordered = sorted(cluster, key=lambda n: (sides[n], _row(timed.chords[n])))
        lowered.update(ordered[1:] or [n for n in cluster if sides[n] > 1])
        for n in cluster:
            if (beam := timed.chords[n].beam) is not None:
                beams[beam.group][len(cluster) == 1].append(n)
    # What sounds alone goes with the others of its beam, which may lead from staff to staff.
    for beside, alone in beams.values():
        below = [n in lowered for n in beside or alone]
        if 2 * sum(below) != len(below):
            lowered.difference_update(alone)
            lowered.update(alone if 2 * sum(below) > len(below) else ())
    return [n for n in members if n not in lowered], [n for n in members if n in lowered]


def _side(chord: SeenChord, home: int | None = None) -> int:
    """Return how far down a chord's voice is: by its stem, or by where it is printed."""
    printed = chord.notes[0].head.staff if chord.notes else chord.staff
    if home is None:
        home = chord.staff
    if printed != home:
        return -1 if printed < home else 3
    return (0 if chord.stem_up else 2) if chord.has_stem else 1


def _row(chord: SeenChord) -> float:
    if chord.rest is not None:
        return chord.rest.row
    return sum(n.head.glyph.row for n in chord.notes) / len(chord.notes)
