"""Time the chords of a page: tuplets, bars that add up, voices and when everything sounds."""

from collections import defaultdict
from collections.abc import Sequence
from fractions import Fraction

from rastrum.model.detection import Detection
from rastrum.model.doubt import Doubt
from rastrum.model.measures import TICKS_PER_WHOLE, MeasureGrid, Timing, Voice
from rastrum.model.notation import SeenChord, Signatures
from rastrum.model.reading import Rhythm
from rastrum.model.sheet import Sheet
from rastrum.rhythm.cross_staff import gather_voices, lend_rests
from rastrum.rhythm.doubts import doubt_rhythm, doubt_symbols
from rastrum.rhythm.lengths import measure_lengths, measure_page, settle_times
from rastrum.rhythm.solver import solve
from rastrum.rhythm.voices import TOGETHER, TimedChords


def time_chords(
    sheet: Sheet,
    grid: MeasureGrid,
    detection: Detection,
    chords: Sequence[SeenChord],
    signatures: Signatures,
    rhythm: Rhythm,
) -> tuple[Timing, Signatures, list[Doubt]]:
    """Say how long the chords of a page are, in which voices, and when they sound.

    Parameters
    ----------
    sheet : Sheet
        Staves, systems and braces.
    grid : MeasureGrid
        Where measures end.
    detection : Detection
        Digits of tuplets, and what else a bar may hold that does not add up.
    chords : sequence of SeenChord
        In order of columns, as written.
    signatures : Signatures
        Clefs and time signatures.
    rhythm : str
        "repair": bars that do not add up are read in another way if one is near at hand, see
        `rastrum.rhythm.solver`. "keep": everything is left as seen.

    Returns
    -------
    timing : Timing
        Chords with their tuplets, each on the staff of its voice.
    signatures : Signatures
        Where staves read a time signature in two ways, the one that more bars fit.
    doubts : list of Doubt
    """
    timed = TimedChords(sheet, grid, tuple(chords))
    signatures = settle_times(timed, signatures)
    lengths = measure_page(timed, detection, signatures.times)
    solution = solve(timed, detection, lengths, rhythm == "repair")
    timed, doubts = solution.timed, list(solution.doubts)
    doubts += doubt_symbols(sheet, grid, detection, timed.chords, solution.clear)
    timed, more = gather_voices(timed, signatures)
    doubts += more
    timed = lend_rests(timed, signatures)
    doubts += doubt_rhythm(timed, signatures.times)
    return _timing(timed, signatures), signatures, doubts


def place_chords(
    sheet: Sheet, grid: MeasureGrid, chords: Sequence[SeenChord], signatures: Signatures
) -> Timing:
    """Say in which voices chords are, and when they sound, whose lengths are known.

    Parameters
    ----------
    sheet, grid, signatures
        The page.
    chords : sequence of SeenChord
        With tuplets, each on the staff of its voice.

    Returns
    -------
    timing : Timing
    """
    return _timing(TimedChords(sheet, grid, tuple(chords)), signatures)


def _timing(timed: TimedChords, signatures: Signatures) -> Timing:
    return Timing(timed.chords, timed.voices, tuple(_find_onsets(timed, signatures)))


def _find_onsets(timed: TimedChords, signatures: Signatures) -> list[Fraction | None]:
    """Return when each chord begins in its measure: what is late is placed by what is on time."""
    lengths = measure_lengths(timed, signatures.times)
    onsets: list[Fraction | None] = [None] * len(timed.chords)
    for members in timed.by_measure().values():
        full = [k for k in members if timed.total(timed.voices[k]) == lengths[k]]
        # Where no voice fills the measure, the longest one tells the time.
        full = full or [max(members, key=lambda k: timed.total(timed.voices[k]))]
        known: list[tuple[float, int]] = []
        for k in sorted(members, key=lambda k: k not in full):
            placed = _place(timed, timed.voices[k], [] if k in full else known)
            for n, ticks in placed.items():
                onsets[n] = Fraction(ticks, TICKS_PER_WHOLE)
            if k in full and not timed.rests_whole(timed.voices[k]):
                known += [(timed.centres[n], ticks) for n, ticks in placed.items()]
    return _with_graces(timed, onsets)


def _place(timed: TimedChords, voice: Voice, known: Sequence[tuple[float, int]]) -> dict[int, int]:
    """Return the onsets of a voice: one after the other, but not before what it stands with."""
    now, placed = 0, {}
    for n in voice.members:
        column = timed.centres[n]
        together = [ticks for place, ticks in known if abs(place - column) < TOGETHER]
        now = max([now, *together])
        placed[n] = now
        now += timed.ticks[n]
    return placed


def _with_graces(timed: TimedChords, onsets: Sequence[Fraction | None]) -> list[Fraction | None]:
    """Let grace notes begin with the chord that follows on their staff."""
    result = list(onsets)
    following: dict[int, list[int]] = defaultdict(list)
    for n in reversed(range(len(timed.chords))):
        chord = timed.chords[n]
        if onsets[n] is not None:
            following[chord.staff].append(n)
        elif chord.shape == "Grace" and following[chord.staff]:
            after = following[chord.staff][-1]
            bars = [timed.grid.measure_at(chord.staff, timed.centres[m]) for m in (n, after)]
            result[n] = onsets[after] if bars[0] == bars[1] else None
    return result
