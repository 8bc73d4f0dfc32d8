"""Doubt bars that do not add up, and symbols that the network was unsure of."""

from collections import Counter, defaultdict
from collections.abc import Container, Sequence
from fractions import Fraction

from rastrum.model.detection import Detection, Glyph
from rastrum.model.doubt import Doubt
from rastrum.model.measures import TICKS_PER_WHOLE, MeasureGrid, Voice
from rastrum.model.notation import SeenChord, SeenTime
from rastrum.model.sheet import Sheet, SheetStaff
from rastrum.model.vocabulary import ACCIDENTALS, CLEFS, FLAGS, NOTEHEADS, RESTS
from rastrum.rhythm.lengths import measure_bars
from rastrum.rhythm.voices import TimedChords

UNFINISHED = 0.25
"""Confidence in a bar that is shorter or longer than its time signature says: three in four of them
were misread on real scans."""

REPAIRED = 0.7
"""Confidence in a bar that was repaired: 20 of 29 were right when the repairs were chosen."""

UNSURE = (0.25, 0.97)
"""Symbols of which the network is surer, or less sure, are not wondered about."""

WEIGHTS = {
    **dict.fromkeys(NOTEHEADS, 1.0),
    **dict.fromkeys(RESTS, 1.2),
    **dict.fromkeys(FLAGS, 0.75),
    **dict.fromkeys(ACCIDENTALS, 1.5),
    **dict.fromkeys(CLEFS, 0.85),
    "dot": 1.5,
    "noteheadGrace": 2.5,
}
"""How much a doubtful symbol of each kind says about its bar; what changes nothing is not there."""

LENGTHS = frozenset((*RESTS, *FLAGS, "dot"))
"""Symbols that say how long something is."""

CLEAR_WEIGHT = 0.6
"""How much other symbols say where all voices of a measure add up as they were seen: of 69 doubts
of such bars on real scans 63 were of bars that were right."""

FAR_STEPS, BETWEEN, BETWEEN_WEIGHT = 5, 0.35, 2.0
"""A head beyond this step may be misplaced if it lies so far off; each step more weighs so much."""

RISK, LEAST_RISK = 0.88, 0.1
"""A bar whose symbols together are so doubtful is reported, with each symbol that adds so much.
With this 73 % of the bars that were misread on real scans are doubted, and 9 % of the others."""

REACH_SP = 2.5
"""So far from a staff's lines its symbols are looked for."""


def doubt_rhythm(timed: TimedChords, times: Sequence[SeenTime]) -> list[Doubt]:
    """Doubt the bars whose voices do not fill them.

    Parameters
    ----------
    timed : TimedChords
        With their tuplets.
    times : sequence of SeenTime
        Time signatures of the page.

    Returns
    -------
    doubts : list of Doubt
        One for each bar of a staff that is not as long as it should be.

    Notes
    -----
    A staff's bar adds up where one of its voices fills it and none is longer. Where all staves of
    a system agree on a shorter bar, it is a pickup, or cut by a repeat.
    """
    bars: dict[tuple[int, int], dict[int, list[Voice]]] = defaultdict(lambda: defaultdict(list))
    for voice in timed.voices:
        bars[voice.system, voice.bar][timed.staff_of(voice)].append(voice)
    lengths = measure_bars(timed, times)
    doubts = []
    for (system, bar), staves in bars.items():
        length = lengths.get((system, bar))
        totals = {
            staff: max(map(timed.total, voices))
            for staff, voices in staves.items()
            if not _rests(timed, voices)
        }
        if not totals:
            continue
        wanted = length or Counter(totals.values()).most_common(1)[0][0]
        first = (system, bar) == (0, 0)
        agreed = len(set(totals.values())) == 1 and (len(totals) > 1 or first)
        if agreed and max(totals.values()) < wanted:
            continue
        for staff, total in totals.items():
            if total != wanted:
                members = [timed.centres[n] for voice in staves[staff] for n in voice.members]
                has, needs = (Fraction(ticks, TICKS_PER_WHOLE) for ticks in (total, wanted))
                sentence = f"the bar lasts {has}, not {needs} as it should; it is left as seen"
                doubts.append(doubt_measure(timed, staff, members, sentence, UNFINISHED))
    return doubts


def doubt_measure(
    timed: TimedChords, number: int, columns: Sequence[float], sentence: str, confidence: float
) -> Doubt:
    """Doubt a part of a measure of a staff: what stands in some of its columns."""
    staff = timed.sheet.staves[number]
    return Doubt(
        "time them",
        sentence,
        confidence,
        (staff.top - 16, min(columns) - 16, staff.bottom + 16, max(columns) + 16),
        staff.system,
        staff.index,
        timed.grid.measure_at(number, columns[0]),
    )


def doubt_symbols(
    sheet: Sheet,
    grid: MeasureGrid,
    detection: Detection,
    chords: Sequence[SeenChord],
    clear: Container[tuple[int, int]] = frozenset(),
) -> list[Doubt]:
    """Doubt the symbols that the network was unsure of, and heads between two steps.

    Parameters
    ----------
    sheet : Sheet
        Its staves.
    grid : MeasureGrid
        Its measures.
    detection : Detection
        What the network saw.
    chords : sequence of SeenChord
        For the places of heads.
    clear : container of (int, int)
        Systems and measures that add up: what makes chords longer or shorter is right there.

    Returns
    -------
    doubts : list of Doubt
        One for each symbol of the bars that many or very doubtful symbols are in.

    Notes
    -----
    A symbol adds 8 w min(p, 1 - p)^3 to the risk of its bar, p the network's confidence and w the
    weight of its kind.
    """
    bars: dict[tuple[int, int], list[tuple[float, Doubt]]] = defaultdict(list)
    for glyph in detection.glyphs:
        if glyph.label not in WEIGHTS or not UNSURE[0] <= glyph.score < UNSURE[1]:
            continue
        for number, staff in enumerate(sheet.staves):
            reach = REACH_SP * staff.space
            near = staff.top - reach <= glyph.row <= staff.bottom + reach
            if near and staff.left <= glyph.column <= staff.right:
                bar = grid.measure_at(number, glyph.column)
                trust = (staff.system, bar) in clear
                if trust and glyph.label in LENGTHS:
                    break
                sentence = f"this may be a {glyph.label}, or not"
                doubt = _unsure(staff, bar, glyph, sentence, glyph.score)
                bars[number, bar].append((_risk(glyph) * (CLEAR_WEIGHT if trust else 1.0), doubt))
                break
    for head in {id(n.head): n.head for c in chords for n in c.notes}.values():
        if abs(head.pitch) > FAR_STEPS and head.between > BETWEEN:
            bar = grid.measure_at(head.staff, head.glyph.column)
            sentence = "this head may be a step higher or lower"
            staff, confidence = sheet.staves[head.staff], max(0.0, 1 - head.between)
            doubt = _unsure(staff, bar, head.glyph, sentence, confidence)
            bars[head.staff, bar].append((BETWEEN_WEIGHT * (head.between - BETWEEN), doubt))
    return [
        doubt
        for symbols in bars.values()
        if sum(risk for risk, _ in symbols) >= RISK
        for risk, doubt in symbols
        if risk >= LEAST_RISK
    ]


def _risk(glyph: Glyph) -> float:
    """Return how much a symbol says that its bar may be misread: most at even odds."""
    return WEIGHTS[glyph.label] * (2 * min(glyph.score, 1 - glyph.score)) ** 3


def _unsure(staff: SheetStaff, bar: int, glyph: Glyph, sentence: str, confidence: float) -> Doubt:
    half_height, half_width = glyph.height / 2, glyph.width / 2
    return Doubt(
        "detect",
        sentence,
        confidence,
        (
            glyph.row - half_height,
            glyph.column - half_width,
            glyph.row + half_height,
            glyph.column + half_width,
        ),
        staff.system,
        staff.index,
        bar,
    )


def _rests(timed: TimedChords, voices: Sequence[Voice]) -> bool:
    """Whether a staff has but a semibreve rest, which fills any bar."""
    shapes = [timed.chords[n].shape for voice in voices for n in voice.members]
    return shapes == ["Sbreverest"]
