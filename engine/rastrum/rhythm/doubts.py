"""Doubt bars that do not add up, and symbols that the network was unsure of."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from fractions import Fraction

from rastrum.model.detection import Detection, Glyph
from rastrum.model.doubt import Doubt
from rastrum.model.measures import TICKS, Music, Voice
from rastrum.model.notation import SeenChord, SeenTime
from rastrum.model.sheet import Sheet, SheetStaff
from rastrum.model.strokes import Barline
from rastrum.model.vocabulary import ACCIDENTALS, CLEFS, FLAGS, NOTEHEADS, RESTS
from rastrum.rhythm.voices import find_voices

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

FAR_STEPS, BETWEEN, BETWEEN_WEIGHT = 5, 0.35, 2.0
"""A head beyond this step may be misplaced if it lies so far off; each step more weighs so much."""

RISK, LEAST_RISK = 0.88, 0.1
"""A bar whose symbols together are so doubtful is reported, with each symbol that adds so much.
With this 66 % of the bars that were misread on real scans are doubted, and 13 % of the others."""

REACH_SP = 2.5
"""So far from a staff's lines its symbols are looked for."""

COMMON_SHARE = 0.4
"""Without a time signature, bars are as long as most of them are, if so large a share agrees."""


def doubt_rhythm(
    sheet: Sheet,
    chords: Sequence[SeenChord],
    barlines: Sequence[Barline],
    times: Sequence[SeenTime],
) -> list[Doubt]:
    """Doubt the bars whose voices do not fill them.

    Parameters
    ----------
    sheet : Sheet
        Staves and systems.
    chords : sequence of SeenChord
        With their tuplets.
    barlines : sequence of Barline
        Where bars end.
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
    music = Music.of(chords)
    bars: dict[tuple[int, int], dict[int, list[Voice]]] = defaultdict(lambda: defaultdict(list))
    for voice in find_voices(sheet, music, barlines):
        staff = chords[voice.members[0]].staff
        bars[voice.system, voice.bar][staff].append(voice)
    lengths = _lengths(sheet, music, bars, times)
    doubts = []
    for (system, bar), staves in bars.items():
        length = lengths[system, bar]
        totals = {
            staff: max(_total(music, voice) for voice in voices)
            for staff, voices in staves.items()
            if not _rests(music, voices)
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
                doubts.append(_doubt(sheet, chords, staves[staff], bar, total, wanted))
    return doubts


def doubt_repairs(
    sheet: Sheet,
    seen: Sequence[SeenChord],
    chords: Sequence[SeenChord],
    barlines: Sequence[Barline],
) -> list[Doubt]:
    """Doubt what was read in another way, so that its bar adds up.

    Parameters
    ----------
    sheet : Sheet
    seen, chords : sequence of SeenChord
        Before the repair, and after it.
    barlines : sequence of Barline
        Where bars end.

    Returns
    -------
    doubts : list of Doubt
        One for each chord that is new, another one, or gone.
    """
    before, after = set(map(id, seen)), set(map(id, chords))
    changed = [c for c in chords if id(c) not in before]
    places = {(c.staff, c.centre) for c in changed}
    changed += [c for c in seen if id(c) not in after and (c.staff, c.centre) not in places]
    doubts = []
    for chord in changed:
        staff = sheet.staves[chord.staff]
        edges = [(b.left + b.right) / 2 for b in barlines if b.staff == chord.staff]
        doubts.append(
            Doubt(
                "assemble",
                "this was read in another way than it looks, so that the bar adds up",
                REPAIRED,
                (staff.top - 16, chord.centre - 16, staff.bottom + 16, chord.centre + 16),
                staff.system,
                staff.index,
                sum(edge < chord.centre for edge in edges),
            )
        )
    return doubts


def doubt_symbols(
    sheet: Sheet,
    detection: Detection,
    chords: Sequence[SeenChord],
    barlines: Sequence[Barline],
) -> list[Doubt]:
    """Doubt the symbols that the network was unsure of, and heads between two steps.

    Parameters
    ----------
    sheet : Sheet
        Its staves.
    detection : Detection
        What the network saw.
    chords : sequence of SeenChord
        For the places of heads.
    barlines : sequence of Barline
        Where bars end.

    Returns
    -------
    doubts : list of Doubt
        One for each symbol of the bars that many or very doubtful symbols are in.

    Notes
    -----
    A symbol adds 8 w min(p, 1 - p)^3 to the risk of its bar, p the network's confidence and w the
    weight of its kind.
    """
    edges: dict[int, list[float]] = defaultdict(list)
    for barline in barlines:
        edges[barline.staff].append((barline.left + barline.right) / 2)
    bars: dict[tuple[int, int], list[tuple[float, Doubt]]] = defaultdict(list)
    for glyph in detection.glyphs:
        if glyph.label not in WEIGHTS or not UNSURE[0] <= glyph.score < UNSURE[1]:
            continue
        for number, staff in enumerate(sheet.staves):
            reach = REACH_SP * staff.space
            near = staff.top - reach <= glyph.row <= staff.bottom + reach
            if near and staff.left <= glyph.column <= staff.right:
                bar = sum(edge < glyph.column for edge in edges[number])
                sentence = f"this may be a {glyph.label}, or not"
                doubt = _unsure(staff, bar, glyph, sentence, glyph.score)
                bars[number, bar].append((_risk(glyph), doubt))
                break
    for head in {id(n.head): n.head for c in chords for n in c.notes}.values():
        if abs(head.pitch) > FAR_STEPS and head.between > BETWEEN:
            bar = sum(edge < head.glyph.column for edge in edges[head.staff])
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


def _total(music: Music, voice: Voice) -> int:
    return sum(music.ticks[n] for n in voice.members)


def _rests(music: Music, voices: Sequence[Voice]) -> bool:
    """Whether a staff has but a semibreve rest, which fills any bar."""
    shapes = [music.chords[n].shape for voice in voices for n in voice.members]
    return shapes == ["Sbreverest"]


def _lengths(
    sheet: Sheet,
    music: Music,
    bars: Mapping[tuple[int, int], Mapping[int, Sequence[Voice]]],
    times: Sequence[SeenTime],
) -> dict[tuple[int, int], int | None]:
    """Return how long each bar should be, None where nothing says so."""
    changes = sorted(
        (sheet.staves[time.staff].system, time.column, TICKS * time.top // time.bottom)
        for time in times
    )
    lengths: dict[tuple[int, int], int | None] = {}
    fits: Counter[int] = Counter()
    for place, staves in bars.items():
        column = max(voice.column for voices in staves.values() for voice in voices)
        before = [change for change in changes if change[:2] <= (place[0], column)]
        lengths[place] = before[-1][2] if before else None
        if not before:
            fits.update(
                max(_total(music, voice) for voice in voices)
                for voices in staves.values()
                if not _rests(music, voices)
            )
    if fits:
        length, count = fits.most_common(1)[0]
        if count >= COMMON_SHARE * fits.total():
            return {place: own or length for place, own in lengths.items()}
    return lengths


def _doubt(
    sheet: Sheet,
    chords: Sequence[SeenChord],
    voices: Sequence[Voice],
    bar: int,
    total: int,
    wanted: int,
) -> Doubt:
    members = [chords[n] for voice in voices for n in voice.members]
    staff = sheet.staves[members[0].staff]
    columns = [chord.centre for chord in members]
    has, needs = (Fraction(ticks, TICKS) for ticks in (total, wanted))
    return Doubt(
        "assemble",
        f"the bar lasts {has}, not {needs} as it should; it is left as seen",
        UNFINISHED,
        (staff.top - 16, min(columns) - 16, staff.bottom + 16, max(columns) + 16),
        staff.system,
        staff.index,
        bar,
    )
