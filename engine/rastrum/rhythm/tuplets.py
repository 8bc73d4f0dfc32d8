"""List the chords that may be tuplets: by a digit, or by how they are beamed."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from rastrum.model.detection import Detection, Glyph
from rastrum.model.measures import TICKS_PER_WHOLE, Voice
from rastrum.model.notation import DIGIT_REACH, RATIOS
from rastrum.model.sheet import UNITS_PER_SPACE
from rastrum.model.vocabulary import TUPLETS
from rastrum.rhythm.voices import TOGETHER, TimedChords

DIGIT_CENTRE = 1.3 * UNITS_PER_SPACE
"""A digit stands this close to the middle of what it counts."""

LIKE_THREE, ALIKE_CENTRE = ("fingering", "digit3"), 0.6 * UNITS_PER_SPACE
"""A worn 3 is taken for other digits. Where one stands so close to the middle of a triplet, that
has its digit, and those after it in the bar need none."""

SURE_DIGIT = 0.6
"""A digit this sure is believed where no reading makes the bar add up."""


@dataclass(frozen=True, slots=True)
class TupletGroup:
    """Chords that may be a tuplet.

    Attributes
    ----------
    members : tuple of int
        Numbers of the chords.
    ratio : Fraction
        What the tuplet makes of their written lengths.
    digit : float
        Score of the digit; 0 without one.
    kind : (int, int, int)
        Staff in its system, number of members and their length: what alike groups share.
    shown : bool
        Whether it has a digit, or one of its length and ratio on the page has a sure one.
    """

    members: tuple[int, ...]
    ratio: Fraction
    digit: float
    kind: tuple[int, int, int]
    shown: bool = False


def find_groups(
    timed: TimedChords, detection: Detection, voices: Sequence[Voice]
) -> list[list[TupletGroup]]:
    """List what may be a tuplet in each voice.

    Parameters
    ----------
    timed : TimedChords
        Chords without tuplets yet.
    detection : Detection
        Its digits.
    voices : sequence of Voice

    Returns
    -------
    groups : list of list of TupletGroup
        For each voice; they may overlap.
    """
    digits = detection.believed(TUPLETS)
    threes = [g for g in detection.faint(LIKE_THREE) if g.text in ("", "3")]
    printed = any(g.label == "tuplet3" and g.score >= SURE_DIGIT for g in digits)
    result = []
    for voice in voices:
        own: dict[tuple[int, ...], TupletGroup] = {}
        for part, fills_beat in _threes(timed, voice):
            own[part] = replace(_group(timed, part, RATIOS[3], 0.0), shown=fills_beat)
        for part in _dotted_threes(timed, voice):
            own[part] = _group(timed, part, RATIOS[3], 0.0)
        for part in _bare_threes(timed, voice) if printed else ():
            group = _group(timed, part, RATIOS[3], 0.0)
            if _looks_counted(timed, group, threes):
                own[part] = replace(group, shown=True)
        left = timed.centres[voice.members[0]] - 8
        right = timed.centres[voice.members[-1]] + 8
        for digit in digits:
            if not left <= digit.column <= right:
                continue
            if _distance(timed, voice.members, digit) < DIGIT_REACH:
                found = _counted(timed, voice, digit)
                if found is not None:
                    own[found.members] = found
        result.append(list(own.values()))
    sure = {(g.kind[2], g.ratio) for own in result for g in own if g.digit >= SURE_DIGIT}
    shown: list[list[TupletGroup]] = []
    for voice, groups in zip(voices, result, strict=True):
        counted = [g.members for g in groups if _looks_counted(timed, g, threes)]
        shown.append([])
        for group in groups:
            known = group.shown or group.digit > 0 or (group.kind[2], group.ratio) in sure
            after = any(group.members >= members for members in counted)
            if known or after or not _is_dotted(timed, voice, group):
                shown[-1].append(replace(group, shown=known or after))
    alike = _alike(timed, voices, shown)
    return [[*groups, *others] for groups, others in zip(shown, alike, strict=True)]


def _is_dotted(timed: TimedChords, voice: Voice, group: TupletGroup) -> bool:
    """Whether a chord of a group, or another one under its beams, has a dot."""
    beams = {beam.group for n in group.members if (beam := timed.chords[n].beam) is not None}
    return any(
        chord.dots and (n in group.members or (chord.beam and chord.beam.group in beams))
        for n in voice.members
        for chord in (timed.chords[n],)
    )


def _alike(
    timed: TimedChords,
    voices: Sequence[Voice],
    groups: Sequence[Sequence[TupletGroup]],
) -> list[list[TupletGroup]]:
    """List, for each voice, the chords that sound together with another voice's tuplet."""
    tuplets: dict[tuple[int, int], list[TupletGroup]] = defaultdict(list)
    for voice, own in zip(voices, groups, strict=True):
        tuplets[voice.system, voice.bar] += [g for g in own if g.digit >= SURE_DIGIT]
    result: list[list[TupletGroup]] = []
    for voice, own in zip(voices, groups, strict=True):
        known = {g.members for g in own}
        found: dict[tuple[int, ...], TupletGroup] = {}
        for group in tuplets[voice.system, voice.bar]:
            part = _together(timed, voice, group)
            if part is not None and part not in known:
                copy = _group(timed, part, group.ratio, 0.0)
                found[part] = replace(copy, shown=True)
        result.append(list(found.values()))
    return result


def _together(timed: TimedChords, voice: Voice, group: TupletGroup) -> tuple[int, ...] | None:
    """Return the chords of a voice that sound with those of a tuplet, one by one as long."""
    reach = TOGETHER
    first, last = (timed.centres[group.members[k]] for k in (0, -1))
    part = tuple(
        n
        for n in voice.members
        if timed.ticks[n] > 0 and first - reach < timed.centres[n] < last + reach
    )
    if len(part) != len(group.members):
        return None
    for n, other in zip(part, group.members, strict=True):
        apart = abs(timed.centres[n] - timed.centres[other])
        if apart >= reach or timed.ticks[n] != timed.ticks[other]:
            return None
    return part


def _threes(timed: TimedChords, voice: Voice) -> Iterator[tuple[tuple[int, ...], bool]]:
    """Yield what may be triplets without a digit, and whether their beam fills a beat with them.

    These are threes, or more times three, of equally long chords under a beam, between others of
    its chords or not; or two of them with a rest or flag as long beside their beam.
    """
    members = tuple(n for n in voice.members if timed.ticks[n] > 0)
    ticks = [timed.ticks[n] for n in members]
    groups = [beam.group if (beam := timed.chords[n].beam) else None for n in members]
    first = 0
    for last in range(1, len(members) + 1):
        here = groups[first], ticks[first]
        if last < len(members) and (groups[last], ticks[last]) == here:
            continue
        part, count = members[first:last], last - first
        joined = [t for t, group in zip(ticks, groups, strict=True) if group == groups[first]]
        if groups[first] is None or any(timed.chords[n].dots for n in part):
            pass
        elif len(joined) > count:
            shortest = ticks[first] == min(joined)
            fills = sum(joined) - sum(ticks[first:last]) // 3 == TICKS_PER_WHOLE // 4
            if count in (3, 6) and (shortest or fills):
                yield part, fills and not shortest
        elif count % 3 == 0:
            yield part, False
        elif count % 3 == 2:
            if first and _stands_alone(timed, members[first - 1], ticks[first]):
                yield members[first - 1 : last], False
            elif last < len(ticks) and _stands_alone(timed, members[last], ticks[first]):
                yield members[first : last + 1], False
        first = last


def _bare_threes(timed: TimedChords, voice: Voice) -> Iterator[tuple[int, ...]]:
    """Yield threes of equal chords without beams: what looks like a digit may count them."""
    members = [n for n in voice.members if timed.ticks[n] > 0]
    for part in zip(members, members[1:], members[2:], strict=False):
        if all(_stands_alone(timed, n, timed.ticks[part[0]]) for n in part):
            yield part


def _stands_alone(timed: TimedChords, n: int, ticks: int) -> bool:
    """Whether a rest, or a chord with flags, is as long as those under a beam beside it."""
    chord = timed.chords[n]
    return chord.beam is None and timed.ticks[n] == ticks and not chord.dots


def _dotted_threes(timed: TimedChords, voice: Voice) -> Iterator[tuple[int, ...]]:
    """Yield threes with one dotted and one as much shorter: triplets after one that shows."""
    members = [n for n in voice.members if timed.ticks[n] > 0]
    for part in zip(members, members[1:], members[2:], strict=False):
        short, plain, dotted = sorted(part, key=lambda n: timed.ticks[n])
        times = [timed.ticks[n] / timed.ticks[short] for n in (plain, dotted)]
        beamed = sum(timed.chords[n].beam is not None for n in part)
        if beamed >= 2 and timed.chords[dotted].dots == 1 and times == [2, 3]:
            yield part


def _group(timed: TimedChords, part: tuple[int, ...], ratio: Fraction, digit: float) -> TupletGroup:
    first = timed.chords[part[0]]
    kind = (timed.sheet.staves[first.staff].index, len(part), timed.ticks[part[0]])
    return TupletGroup(part, ratio, digit, kind)


def _counted(timed: TimedChords, voice: Voice, digit: Glyph) -> TupletGroup | None:
    """Return the chords that a digit counts, if there are such in the voice."""
    count = int(digit.label[-1])
    best: tuple[int, ...] | None = None
    best_off = DIGIT_CENTRE
    members = [n for n in voice.members if timed.ticks[n] > 0]
    for start in range(len(members)):
        total, unit = 0, TICKS_PER_WHOLE
        for stop in range(start, min(len(members), start + 2 * count)):
            length = timed.ticks[members[stop]]
            total += length
            unit = min(unit, length)
            part = tuple(members[start : stop + 1])
            if len(part) < 2 or not _adds_up(timed, members, part, total, count * unit):
                continue
            # Of more chords than the digit says, some are halves of others.
            if len(part) > count and len({timed.ticks[n] for n in part}) == 1:
                continue
            middle = (timed.centres[part[0]] + timed.centres[part[-1]]) / 2
            off = abs(middle - digit.column)
            if off >= best_off:
                continue
            if _beams_cut(timed, members, part):
                off += 6
            if off < best_off and _distance(timed, part, digit) < DIGIT_REACH:
                best, best_off = part, off
    return None if best is None else _group(timed, best, RATIOS[count], digit.score)


def _adds_up(
    timed: TimedChords, members: Sequence[int], part: tuple[int, ...], total: int, length: int
) -> bool:
    """Whether chords last so many of their shortest, or twice that, as all under one beam."""
    if total == length:
        return True
    beamed = all(timed.chords[n].beam is not None for n in part)
    return total == 2 * length and beamed and not _beams_cut(timed, members, part)


def _looks_counted(timed: TimedChords, group: TupletGroup, digits: Iterable[Glyph]) -> bool:
    """Whether something like a digit stands at the middle of a triplet."""
    if len(group.members) != 3:
        return False
    middle = (timed.centres[group.members[0]] + timed.centres[group.members[-1]]) / 2
    return any(
        abs(digit.column - middle) < ALIKE_CENTRE
        and _distance(timed, group.members, digit) < DIGIT_REACH
        for digit in digits
    )


def _beams_cut(timed: TimedChords, members: Sequence[int], part: tuple[int, ...]) -> bool:
    """Whether a part takes some but not all chords of a beam."""
    inside = {b.group for n in part if (b := timed.chords[n].beam) is not None}
    rest = set(members) - set(part)
    return any((b := timed.chords[n].beam) is not None and b.group in inside for n in rest)


def _distance(timed: TimedChords, part: Sequence[int], digit: Glyph) -> float:
    rows = [
        row
        for n in part
        for row in (timed.chords[n].row, *(note.head.glyph.row for note in timed.chords[n].notes))
    ]
    return max(0.0, min(rows) - digit.row, digit.row - max(rows))
