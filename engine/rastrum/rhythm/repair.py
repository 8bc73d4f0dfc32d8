"""Repair bars that do not add up, by the cheapest other reading that does."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from rastrum.model.detection import Detection
from rastrum.model.measures import Voice
from rastrum.model.notation import SeenChord, Signatures
from rastrum.rhythm.bar_lengths import measure_lengths
from rastrum.rhythm.hypotheses import STEMLESS, Edit, Readings
from rastrum.rhythm.voices import TOGETHER, TimedChords, count_ticks

MISPLACED = 1.5
"""Cost of each chord that stands elsewhere than what sounds with it in the other voices."""

DEAREST, DEAREST_PLAIN, DEAREST_ALONE = 3.2, 1.9, 1.0
"""Readings that cost more are not taken: where they put chords in their places, where those were
right before, and where no other voice fills the bar or the staff has two. When they were chosen, 20
of the 29 repairs that they allow on real scans mended their bar and 5 made it worse; most dearer
ones made it worse."""

LEAST_FITTING, PASSES = 0.7, 2
"""Share of a page's bars in which some voice fills the bar, for its length to be believed; and how
often the page is gone through: what was repaired tells where other chords belong."""

MARGIN = 0.35
"""Nor is one that is hardly cheaper than the next."""


@dataclass(frozen=True, slots=True)
class _Bar:
    """What is known of a voice's bar."""

    target: int
    """Ticks that the voice should last."""
    start: int
    """Ticks from the beginning of the bar to the voice's first chord."""
    onsets: tuple[tuple[float, int], ...]
    """Columns and onsets of the voices that fill the bar."""


def repair_rhythm(timed: TimedChords, detection: Detection, signatures: Signatures) -> TimedChords:
    """Read bars that do not add up in another way, if one is near at hand.

    Parameters
    ----------
    timed : TimedChords
        With their tuplets.
    detection : Detection
        What else the network saw.
    signatures : Signatures
        Time signatures.

    Returns
    -------
    timed : TimedChords
        The same but for the chords that were read anew.

    Notes
    -----
    A dot more or less, a beam or flag more or less, a hollow head for a filled one, a rest of
    another kind, one that the network hardly saw or one that it should not have seen: at most two
    such edits in a voice of a bar, after Church and Cuthbert, "Improving rhythmic transcriptions
    via probability models applied post-OMR" (2014), and Rossant and Bloch, "Robust and adaptive
    OMR system including fuzzy modeling" (2007), with the network's confidence for the cost. The
    voices of the other staves say when each chord sounds. What stays wrong is left as it was seen.
    """
    for _ in range(PASSES):
        before = timed
        timed = _repair_once(timed, detection, signatures)
        if timed is before:
            break
    return timed


def _repair_once(timed: TimedChords, detection: Detection, signatures: Signatures) -> TimedChords:
    chords, voices, systems = timed.chords, timed.voices, timed.by_measure()
    lengths = measure_lengths(timed, signatures.times)
    fitting = [
        any(timed.total(voices[k]) == lengths[k] for k in members) for members in systems.values()
    ]
    if sum(fitting) < LEAST_FITTING * len(fitting):
        return timed
    readings = Readings(timed, detection)
    result: dict[int, SeenChord | None] = {}
    added: list[SeenChord] = []
    for place, members in systems.items():
        for k, bar in _broken(timed, lengths, members):
            if (*place, timed.staff_of(voices[k])) in timed.crossed:
                continue
            for edit in _cheapest(timed, voices[k], bar, readings.of(voices[k])):
                result.update(edit.changes)
                added += [edit.added] if edit.added is not None else []
    if not result and not added:
        return timed
    kept = [c for n, chord in enumerate(chords) if (c := result.get(n, chord)) is not None]
    return replace(timed, chords=tuple(sorted([*kept, *added], key=lambda c: c.column)))


def _broken(
    timed: TimedChords, lengths: Sequence[int | None], members: Sequence[int]
) -> Iterator[tuple[int, _Bar]]:
    """Yield the voices of a system's bar that should be longer or shorter, and what they should."""
    voices = timed.voices
    played = [k for k in members if not timed.rests_whole(voices[k])]
    onsets: list[tuple[float, int]] = []
    filled: dict[int, bool] = {}
    for k in played:
        staff = timed.staff_of(voices[k])
        filled[staff] = filled.get(staff, False) or timed.total(voices[k]) == lengths[k]
        if timed.total(voices[k]) == lengths[k]:
            now = 0
            for n in voices[k].members:
                onsets.append((timed.centres[n], now))
                now += timed.ticks[n]
    totals = {timed.total(voices[k]) for k in played}
    if not onsets and len(totals) == 1 and len(filled) > 1:
        return  # a pickup, or a bar that a repeat cuts
    for k in played:
        length, total = lengths[k], timed.total(voices[k])
        staff = timed.staff_of(voices[k])
        if length is None or total in (0, length):
            continue
        if voices[k].whole:
            yield k, _Bar(length, 0, tuple(onsets))
        elif total > length or not filled[staff] or _is_bare(timed, voices[k]):
            first = timed.centres[voices[k].members[0]]
            starts = [when for column, when in onsets if abs(column - first) < TOGETHER]
            if starts and starts[0] < length:
                yield k, _Bar(length - starts[0], starts[0], tuple(onsets))


def _is_bare(timed: TimedChords, voice: Voice) -> bool:
    """Whether a voice has a hollow head without a stem: of a minim, or a narrow semibreve."""
    chords = (timed.chords[n] for n in voice.members)
    return any(chord.shape in STEMLESS and not chord.has_stem for chord in chords)


def _cheapest(
    timed: TimedChords, voice: Voice, bar: _Bar, edits: Sequence[Edit]
) -> tuple[Edit, ...]:
    """Return the cheapest one or two edits that make a voice as long as it should be."""
    gains = [_gain(timed, edit) for edit in edits]
    missing = bar.target - timed.total(voice)
    trusted = voice.whole and bool(bar.onsets)
    limit = DEAREST if trusted else DEAREST_ALONE + MARGIN
    before = _misplaced(timed, voice, bar, ())
    found: list[tuple[float, bool, tuple[Edit, ...]]] = []
    for pick in _picks(edits, gains, missing, limit):
        touched = [n for edit in pick for n, _ in edit.changes]
        if len(touched) == len(set(touched)):
            after = _misplaced(timed, voice, bar, pick)
            cost = sum(edit.cost for edit in pick) + MISPLACED * after
            found.append((cost, after < before, pick))
    if not found:
        return ()
    found.sort(key=lambda choice: choice[0])
    cost, better, chosen = found[0]
    dearest = (DEAREST if better else DEAREST_PLAIN) if trusted else DEAREST_ALONE
    clear = len(found) == 1 or found[1][0] - cost >= MARGIN
    return chosen if cost <= dearest and clear else ()


def _picks(
    edits: Sequence[Edit], gains: Sequence[int], missing: int, limit: float
) -> Iterator[tuple[Edit, ...]]:
    """Yield the one or two edits that gain what is missing and cost no more than allowed."""
    for i, edit in enumerate(edits):
        if edit.cost > limit:
            break
        if gains[i] == missing:
            yield (edit,)
        for j in range(i + 1, len(edits)):
            if edit.cost + edits[j].cost > limit:
                break
            if gains[i] + gains[j] == missing:
                yield edit, edits[j]


def _gain(timed: TimedChords, edit: Edit) -> int:
    gain = 0 if edit.added is None else count_ticks(edit.added)
    for n, chord in edit.changes:
        gain += (0 if chord is None else count_ticks(chord)) - timed.ticks[n]
    return gain


def _misplaced(timed: TimedChords, voice: Voice, bar: _Bar, edits: Sequence[Edit]) -> int:
    """Count the chords that would not sound with what they stand above or below of."""
    changes = {n: chord for edit in edits for n, chord in edit.changes}
    sounding = [changes.get(n, timed.chords[n]) for n in voice.members]
    sounding += [edit.added for edit in edits]
    now, wrong, near = bar.start, 0, TOGETHER
    placed = [(c.centre, count_ticks(c)) for c in sounding if c is not None]
    for place, ticks in sorted(placed, key=lambda pair: pair[0]):
        wrong += any(
            when != now
            if abs(column - place) < near
            else (column > place + near and when <= now) or (column < place - near and when >= now)
            for column, when in bar.onsets
        )
        now += ticks
    return wrong
