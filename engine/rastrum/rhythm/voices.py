"""Sort the chords of a bar into voices."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from fractions import Fraction
from itertools import pairwise

from rastrum.model.measures import TOGETHER_SP, Music, Voice, bar_edges, bar_of, rests_whole
from rastrum.model.notation import SeenChord
from rastrum.model.sheet import Sheet
from rastrum.model.strokes import Barline


def find_voices(sheet: Sheet, music: Music, barlines: Sequence[Barline]) -> list[Voice]:
    """Sort the chords of each bar of each staff into one or two voices.

    Parameters
    ----------
    sheet : Sheet
        For the systems.
    music : Music
        All chords of the page.
    barlines : sequence of Barline
        Where bars end.

    Returns
    -------
    voices : list of Voice
        A staff has two voices in a bar where chords sound together.
    """
    edges = bar_edges(barlines)
    bars: dict[tuple[int, int], list[int]] = defaultdict(list)
    homes = _find_homes(sheet, music, edges)
    seen: set[tuple[int, float, float]] = set()
    for n, chord in enumerate(music.chords):
        if chord.shape in ("Grace", "MultiBarRest"):
            continue
        staff = homes.get(n, chord.staff)
        if n in homes:
            # One stem with heads on both staves sounds once.
            if (staff, *chord.stem) in seen:
                continue
            seen.add((staff, *chord.stem))
        bars[staff, bar_of(edges, staff, music.centres[n])].append(n)
    voices = []
    for (staff, bar), members in bars.items():
        members.sort(key=music.centres.__getitem__)
        upper, lower = split_voices(music, members, homes)
        system = sheet.staves[staff].system
        for part in (upper, lower):
            if part:
                column = music.centres[part[0]]
                alone = not (upper and lower)
                voices.append(Voice(system, bar, column, tuple(part), alone))
    return voices


Onsets = dict[tuple[int, int], list[tuple[float, int]]]
"""Column and onset, in ticks, of the chords of each system's bar."""


def list_onsets(
    music: Music, voices: Sequence[Voice], ratios: Sequence[Mapping[int, Fraction] | None]
) -> Onsets:
    """List when chords begin, of the voices that fill their bars.

    Parameters
    ----------
    music : Music
    voices : sequence of Voice
    ratios : sequence of mapping of int to Fraction, or None
        Of each voice, what tuplets make of their chords; None where it does not fill its bar.

    Returns
    -------
    onsets : dict
        By system and bar.
    """
    onsets: Onsets = defaultdict(list)
    for voice, own in zip(voices, ratios, strict=True):
        if own is None or rests_whole(music, voice):
            continue
        now = Fraction(0)
        for n in voice.members:
            onsets[voice.system, voice.bar].append((music.centres[n], int(now)))
            now += music.ticks[n] * own[n] if n in own else music.ticks[n]
    return onsets


def measure_span(
    music: Music, voice: Voice, onsets: Sequence[tuple[float, int]], whole: int
) -> int | None:
    """Measure how long a voice is that does not fill its bar, by those that do.

    Parameters
    ----------
    music : Music
    voice : Voice
    onsets : sequence of (float, int)
        Of its bar.
    whole : int
        Length of the bar, ticks.

    Returns
    -------
    span : int or None
        From what sounds with its first chord to what comes next after its last; None where
        nothing sounds with its first chord.
    """
    first, last = (music.centres[voice.members[k]] for k in (0, -1))
    together = [when for column, when in onsets if abs(column - first) < TOGETHER_SP * 16]
    later = [when for column, when in onsets if column > last + TOGETHER_SP * 16]
    return min(later, default=whole) - together[0] if together else None


def find_crossed(music: Music, voices: Sequence[Voice]) -> set[tuple[int, int, int]]:
    """Return the bars from which a beam leads to another staff.

    Parameters
    ----------
    music : Music
    voices : sequence of Voice

    Returns
    -------
    places : set of (int, int, int)
        System, bar and staff, for all staves of such beams: what is missing on one of them may
        sound on the other.
    """
    staves: dict[int, set[int]] = defaultdict(set)
    for chord in music.chords:
        if chord.beam is not None:
            staves[chord.beam.group].add(chord.staff)
    return {
        (voice.system, voice.bar, staff)
        for voice in voices
        for n in voice.members
        if (beam := music.chords[n].beam) is not None and len(staves[beam.group]) > 1
        for staff in staves[beam.group]
    }


def find_shared_stems(sheet: Sheet, music: Music) -> dict[int, int]:
    """Return the staff that the chords on stems with heads on two staves belong to.

    Parameters
    ----------
    sheet : Sheet
        For the systems: nothing goes from one to another.
    music : Music

    Returns
    -------
    homes : dict of int to int
        Of each such chord and all others on its beam, by their index. A stem belongs where it
        points: of 142 such stems on old piano scores, 94 that point up belonged to the upper staff
        and 17 that point down to the lower one.
    """
    stems: dict[tuple[int, float, float], list[int]] = defaultdict(list)
    for n, chord in enumerate(music.chords):
        if chord.has_stem:
            stems[sheet.staves[chord.staff].system, *chord.stem].append(n)
    shared = {}
    for members in stems.values():
        staves = {music.chords[n].staff for n in members}
        if len(staves) > 1:
            end = min(staves) if music.chords[members[0]].stem_up else max(staves)
            shared.update(dict.fromkeys(members, end))
    for group in _beams_across(sheet, music):
        ends = Counter(shared[n] for n in group if n in shared)
        if ends:
            shared.update(dict.fromkeys(group, ends.most_common(1)[0][0]))
    return shared


def _beams_across(sheet: Sheet, music: Music) -> list[list[int]]:
    """Return the chords of each beam that leads from one staff to another.

    Two stems that sound together are no voice: there each hand's beam touches the other's.
    """
    groups: dict[tuple[int, int], list[int]] = defaultdict(list)
    for n, chord in enumerate(music.chords):
        if chord.beam is not None:
            groups[sheet.staves[chord.staff].system, chord.beam.group].append(n)
    return [
        group
        for group in groups.values()
        if len({music.chords[n].staff for n in group}) > 1 and _is_one_voice(music, group)
    ]


def _find_homes(sheet: Sheet, music: Music, edges: Mapping[int, Sequence[float]]) -> dict[int, int]:
    """Return the staff whose voice the chords on stems and beams across two staves belong to.

    Beams belong to the staff with less else to play in that bar; if both have as much, to that with
    more rests, then to that with most heads.
    """
    homes = find_shared_stems(sheet, music)
    across = [g for g in _beams_across(sheet, music) if g[0] not in homes]
    if not across:
        return homes
    crossing = {n for group in across for n in group} | set(homes)
    played: dict[tuple[int, int], int] = defaultdict(int)
    rested: dict[tuple[int, int], int] = defaultdict(int)
    for n, chord in enumerate(music.chords):
        if n not in crossing:
            # A rest for the whole bar is a voice of its own.
            whole = chord.rest is None or chord.shape == "Sbreverest"
            kind = played if whole else rested
            kind[chord.staff, bar_of(edges, chord.staff, music.centres[n])] += music.ticks[n]
    for group in across:
        staves = [music.chords[n].staff for n in group]
        centre = music.centres[group[0]]
        bars = {s: (s, bar_of(edges, s, centre)) for s in sorted(set(staves))}
        home = min(bars, key=lambda s: (played[bars[s]], -rested[bars[s]], -staves.count(s)))
        homes.update(dict.fromkeys(group, home))
    return homes


def _is_one_voice(music: Music, members: Sequence[int]) -> bool:
    """Whether all stems of a beam sound one after the other."""
    centres = sorted({music.chords[n].stem: music.centres[n] for n in members}.values())
    return all(b - a >= TOGETHER_SP * 16 for a, b in pairwise(centres))


def split_voices(
    music: Music, members: Sequence[int], homes: Mapping[int, int] | None = None
) -> tuple[list[int], list[int]]:
    """Sort the chords of a staff in a bar into an upper and a lower voice.

    Parameters
    ----------
    music : Music
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
        if clusters and music.centres[n] - music.centres[clusters[-1][0]] < TOGETHER_SP * 16:
            clusters[-1].append(n)
        else:
            clusters.append([n])
    if all(len(c) == 1 for c in clusters):
        return list(members), []
    sides = {n: _side(music.chords[n], (homes or {}).get(n)) for n in members}
    lowered: set[int] = set()
    beams: dict[int, list[list[int]]] = defaultdict(lambda: [[], []])
    for cluster in clusters:
        ordered = sorted(cluster, key=lambda n: (sides[n], _row(music.chords[n])))
        lowered.update(ordered[1:] or [n for n in cluster if sides[n] > 1])
        for n in cluster:
            if (beam := music.chords[n].beam) is not None:
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
