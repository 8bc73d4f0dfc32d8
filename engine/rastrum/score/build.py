"""Assemble chords, signatures and barlines into the bars of a page."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from rastrum.curves.awaited import add_awaited_arcs
from rastrum.curves.from_ink import add_traced_arcs
from rastrum.curves.from_mask import find_arcs
from rastrum.curves.from_notes import add_tie_arcs
from rastrum.curves.halves import join_halves
from rastrum.curves.ink import bare_ink
from rastrum.curves.lone import find_lone_arcs
from rastrum.curves.signs import drop_signs
from rastrum.curves.steep_ends import draw_steep_ends
from rastrum.export.texts import list_texts
from rastrum.marks.dynamics import find_dynamics
from rastrum.marks.fingerings import find_fingerings
from rastrum.marks.hairpins import find_hairpins
from rastrum.marks.octave_lines import find_octaves
from rastrum.marks.ornaments import find_signs
from rastrum.marks.voltas import find_voltas
from rastrum.model.detection import Detection
from rastrum.model.doubt import Doubt
from rastrum.model.marks import SeenDynamic, SeenOctave, SeenVolta, is_word
from rastrum.model.notation import START_SP, SeenChord, SeenClef, SeenKey, SeenTime, Signatures
from rastrum.model.sheet import Sheet
from rastrum.model.strokes import Barline, SeenArc, Strokes
from rastrum.mro import records as mro
from rastrum.notes.accidentals import keep_once
from rastrum.notes.chords import build_chords
from rastrum.rhythm.contested_times import settle_times
from rastrum.rhythm.cross_staff import gather_voices
from rastrum.rhythm.doubts import doubt_repairs, doubt_rhythm, doubt_symbols
from rastrum.rhythm.lent_rests import lend_rests
from rastrum.rhythm.repair import repair_rhythm
from rastrum.rhythm.triplets import find_tuplets
from rastrum.signatures.keys import read_signatures
from rastrum.staff.barlines import repeat_dots

Rhythm = Literal["keep", "repair"]
"""What becomes of bars that do not add up."""

BRACKET_SP = 2.5
"""What ends so near to the beginning of a system's staves, where its clefs are, is no curve."""


@dataclass(frozen=True, slots=True)
class Assembly:
    """A page as .mro systems, and what was doubtful."""

    systems: tuple[mro.System, ...]
    doubts: tuple[Doubt, ...]
    chords: tuple[SeenChord, ...]
    signatures: Signatures


@dataclass(frozen=True, slots=True)
class _StaffMusic:
    """Everything on one staff, in order of columns."""

    clefs: list[SeenClef]
    keys: list[SeenKey]
    times: list[SeenTime]
    chords: list[SeenChord]
    barlines: list[Barline]


def assemble(
    sheet: Sheet, detection: Detection, strokes: Strokes, rhythm: Rhythm = "repair"
) -> Assembly:
    """Assemble what was seen on a page into systems, staves and bars.

    Parameters
    ----------
    sheet : Sheet
        Staves and systems.
    detection : Detection
        Glyphs and masks.
    strokes : Strokes
        Stems, beams and barlines.
    rhythm : str
        "repair": bars that do not add up are read in another way if one is near at hand, see
        `rastrum.rhythm.repair`. "keep": everything is left as seen.

    Returns
    -------
    assembly : Assembly
        Systems in .mro records, positions rounded to units.
    """
    signatures = read_signatures(sheet, detection, strokes.barlines)
    used = signatures.used | repeat_dots(sheet, detection, strokes.barlines)
    chords = build_chords(sheet, detection, strokes, used)
    signatures = settle_times(sheet, chords, strokes.barlines, signatures)
    octaves = find_octaves(sheet, detection)
    signs = find_signs(sheet, detection)
    voltas = find_voltas(sheet, detection, strokes.barlines)
    hairpins = find_hairpins(sheet, detection)
    dynamics = find_dynamics(sheet, detection, hairpins)
    bare = bare_ink(sheet, detection)
    seen_arcs = find_arcs(bare, detection)
    lone_arcs = find_lone_arcs(bare, detection, seen_arcs)
    drawn = draw_steep_ends(sheet, bare, detection, strokes, [*seen_arcs, *lone_arcs])
    curves = [
        arc
        for arc in drop_signs(add_traced_arcs(bare, detection, drawn), detection)
        if not all(any(pin.holds(*end) for pin in hairpins) for end in (arc.left, arc.right))
    ]
    curves = add_tie_arcs(sheet, bare, chords, curves)
    curves = add_awaited_arcs(sheet, bare, detection, chords, strokes.barlines, join_halves(curves))
    arcs = _sort_by_system(sheet, curves)
    chords = find_tuplets(sheet, detection, chords, strokes.barlines, signatures)
    seen = chords
    if rhythm == "repair":
        chords = repair_rhythm(sheet, detection, chords, strokes.barlines, signatures)
    read = chords
    chords, given = gather_voices(sheet, chords, strokes.barlines, signatures)
    chords = lend_rests(sheet, chords, strokes.barlines, signatures)
    fingerings = find_fingerings(detection, chords, voltas)
    staves = _sort_by_staff(sheet, signatures, chords, strokes.barlines)
    systems = []
    for system, own_arcs in zip(sheet.systems, arcs, strict=True):
        left = min(sheet.staves[n].left for n in system.staves)
        right = max(sheet.staves[n].right for n in system.staves)
        first, last = sheet.staves[system.staves[0]], sheet.staves[system.staves[-1]]
        records = []
        for number in system.staves:
            staff = sheet.staves[number]
            music = staves[number]
            corner = round(staff.top), round(left)
            joined = any(b.joined_below for b in music.barlines)
            records.append(
                mro.Stave(
                    top=round(staff.top),
                    left=round(left),
                    width=round(right - left),
                    size=round(staff.bottom - staff.top),
                    joinedtobelow=joined,
                    bars=tuple(_bars(music, round(staff.top), round(left), right)),
                    texts=tuple(list_texts(number, corner, dynamics, fingerings)),
                    dynamics=tuple(
                        _dynamic(d, round(staff.top), round(left))
                        for d in dynamics
                        if d.staff == number and not is_word(d)
                    ),
                    octavelines=tuple(
                        _octave(line, round(staff.top), round(left))
                        for line in octaves
                        if line.staff == number
                    ),
                    voltas=tuple(
                        _volta(volta, round(staff.top), round(left))
                        for volta in voltas
                        if volta.staff == number
                    ),
                    signs=tuple(
                        mro.Sign(
                            sign.kind,
                            round(sign.column) - round(left),
                            round(sign.row) - round(staff.top),
                            sign.count,
                        )
                        for sign in signs
                        if sign.staff == number
                    ),
                    lines=staff.lines,
                )
            )
        systems.append(
            mro.System(
                top=round(first.top),
                left=round(left),
                width=round(right - left),
                height=round(last.bottom - first.top),
                staves=tuple(records),
                slurs=tuple(_slur(arc, round(first.top), round(left)) for arc in own_arcs),
            )
        )
    doubts = _doubts(sheet, staves) + given
    doubts += doubt_symbols(sheet, detection, read, strokes.barlines)
    doubts += doubt_repairs(sheet, seen, read, strokes.barlines)
    doubts += doubt_rhythm(sheet, chords, strokes.barlines, signatures.times)
    return Assembly(tuple(systems), tuple(doubts), chords, signatures)


def _sort_by_system(sheet: Sheet, arcs: Sequence[SeenArc]) -> list[list[SeenArc]]:
    """Give each curve to the system that its middle is in, or nearest to.

    What ends left of a system's clefs is the end of its bracket.
    """
    spans = [
        (sheet.staves[s.staves[0]].top, sheet.staves[s.staves[-1]].bottom) for s in sheet.systems
    ]
    sorted_arcs: list[list[SeenArc]] = [[] for _ in spans]
    for arc in arcs:
        row = (arc.left[0] + arc.right[0]) / 2
        away = [max(top - row, row - bottom, 0.0) for top, bottom in spans]
        number = away.index(min(away))
        left = min(sheet.staves[n].left for n in sheet.systems[number].staves)
        if arc.right[1] >= left + BRACKET_SP * 16:
            sorted_arcs[number].append(arc)
    return sorted_arcs


def _slur(arc: SeenArc, top: int, left: int) -> mro.Slur:
    ends = [(round(row) - top, round(column) - left) for row, column in (arc.left, arc.right)]
    return mro.Slur(ends[0], ends[1], round(arc.radius))


def _sort_by_staff(
    sheet: Sheet,
    signatures: Signatures,
    chords: Sequence[SeenChord],
    barlines: Sequence[Barline],
) -> list[_StaffMusic]:
    staves = [_StaffMusic([], [], [], [], []) for _ in sheet.staves]
    for clef in signatures.clefs:
        staves[clef.staff].clefs.append(clef)
    for key in signatures.keys:
        staves[key.staff].keys.append(key)
    for time in signatures.times:
        staves[time.staff].times.append(time)
    for chord in keep_once(chords):
        staves[chord.staff].chords.append(chord)
    for barline in barlines:
        staves[barline.staff].barlines.append(barline)
    for music in staves:
        music.clefs.sort(key=lambda c: c.glyph.column)
        music.keys.sort(key=lambda k: k.column)
        music.times.sort(key=lambda t: t.column)
        music.barlines.sort(key=lambda b: b.left)
    return staves


def _bars(music: _StaffMusic, top: int, left: int, right: float) -> list[mro.Bar]:
    """Cut a staff's music at its barlines."""
    bars = []
    start = float("-inf")
    ends: list[Barline | None] = [*music.barlines, None]
    for barline in ends:
        stop = (barline.left + barline.right) / 2 if barline is not None else float("inf")
        inside = _between(music, start, stop)
        # Behind the last barline a line announces the key, time or clef of the next one.
        if barline is None and not (inside.chords or inside.keys or inside.times or inside.clefs):
            break
        bars.append(_bar(inside, barline, top, left, right))
        start = stop
    return bars


def _between(music: _StaffMusic, start: float, stop: float) -> _StaffMusic:
    return _StaffMusic(
        [c for c in music.clefs if start <= c.glyph.column < stop],
        [k for k in music.keys if start <= k.column < stop],
        [t for t in music.times if start <= t.column < stop],
        [c for c in music.chords if start <= c.centre < stop],
        [],
    )


def _octave(line: SeenOctave, top: int, left: int) -> mro.OctaveLine:
    return mro.OctaveLine(
        line.shift, round(line.left) - left, round(line.right) - left, round(line.row) - top
    )


def _volta(volta: SeenVolta, top: int, left: int) -> mro.Volta:
    ends = round(volta.left) - left, round(volta.right) - left
    return mro.Volta(volta.times[0], *ends, round(volta.row) - top, volta.numbers)


def _dynamic(dynamic: SeenDynamic, top: int, left: int) -> mro.Dynamic:
    row = round(dynamic.row) - top
    if dynamic.kind.startswith("Hairpin"):
        ends = round(dynamic.left) - left, round(dynamic.right) - left
        return mro.Dynamic(dynamic.kind, c0=ends[0], c1=ends[1], r=row)
    return mro.Dynamic(dynamic.kind, c=round((dynamic.left + dynamic.right) / 2) - left, r=row)


def _bar(music: _StaffMusic, barline: Barline | None, top: int, left: int, right: float) -> mro.Bar:
    clefs = tuple(
        mro.Clef(c.shape, (round(c.glyph.row) - top, round(c.glyph.column) - left), c.pitch)
        for c in music.clefs
    )
    keys = tuple(
        mro.KeySig(k.key, (round(k.row) - top, round(k.column) - left)) for k in music.keys
    )
    time = None
    if music.times:
        t = music.times[-1]
        time = mro.TimeSig(t.alpha, t.top, t.bottom, (round(t.row) - top, round(t.column) - left))
    if barline is None:
        end = mro.Barline(
            leftlinex=round(right) - left, rightlinex=round(right) - left, invented=True
        )
    else:
        end = mro.Barline(barline.kind, round(barline.left) - left, round(barline.right) - left)
    return mro.Bar(clefs, keys, time, tuple(_chords(music.chords, top, left)), end)


def _chords(chords: Sequence[SeenChord], top: int, left: int) -> list[mro.Chord]:
    sizes: dict[int, int] = defaultdict(int)
    for chord in chords:
        if chord.beam is not None:
            sizes[chord.beam.group] += 1
    ids = {group: n for n, group in enumerate(sorted(sizes))}
    tuplets = {t: n for n, t in enumerate(sorted({c.tuplet_id for c in chords} - {-1}))}
    return [_chord(c, top, left, ids, sizes, tuplets) for c in chords]


def _chord(
    chord: SeenChord,
    top: int,
    left: int,
    ids: dict[int, int],
    sizes: dict[int, int],
    tuplets: dict[int, int],
) -> mro.Chord:
    beam = None
    # A beam's only chord on its staff, in its bar, has flags: a beam of the format has two ends.
    if chord.beam is not None and sizes[chord.beam.group] > 1:
        group = chord.beam.group
        beam = mro.BeamNode(ids[group], sizes[group], chord.beam.left, chord.beam.right)
    marks = {name: round(row - chord.row) for name, row in chord.marks}
    if chord.rest is not None:
        notes: tuple[mro.Note, ...] = (mro.Note(chord.shape, p=chord_rest_pitch(chord, top)),)
    else:
        notes = tuple(
            mro.Note(
                chord.shape,
                staveoffset=n.head.staff - chord.staff,
                p=n.head.pitch if n.position is None else n.position,
                accid=n.accidental,
                accid_dc=round(n.accidental_column - n.head.left) if n.accidental != "None" else 0,
                normalside=n.normal_side,
                drawnp=None if n.position is None else n.head.pitch,
            )
            for n in chord.notes
        )
    far = notes[-1] if chord.stem_up else notes[0]
    return mro.Chord(
        virtualstem=not chord.has_stem,
        stemup=chord.stem_up,
        stemslash=chord.slash,
        tuplettransform=chord.tuplet,
        tupletID=tuplets.get(chord.tuplet_id, -1),
        staccato="staccato" in marks,
        tenuto="tenuto" in marks,
        pause="pause" in marks,
        accent="accent" in marks,
        staccato_dr=marks.get("staccato", 0),
        tenuto_dr=marks.get("tenuto", 0),
        pause_dr=marks.get("pause", 0),
        accent_dr=marks.get("accent", 0),
        naugdots=chord.dots,
        nflags=0 if beam else chord.levels,
        flagposn=(round(chord.row) - top, round(chord.column) - left),
        headend=far.p,
        beam=beam,
        notes=notes,
    )


def chord_rest_pitch(chord: SeenChord, top: int) -> int:
    """Return a rest's pitch position: centre, top of a semibreve's, bottom of a minim's."""
    rest = chord.rest
    if rest is None:
        raise ValueError("only a rest has a rest's pitch")
    row = rest.row
    if chord.shape == "Sbreverest":
        row -= rest.height / 2
    elif chord.shape == "Minimrest":
        row += rest.height / 2
    return round((row - (top + 32)) / 8)


def _doubts(sheet: Sheet, staves: list[_StaffMusic]) -> list[Doubt]:
    doubts = []
    for number, music in enumerate(staves):
        staff = sheet.staves[number]
        opening = [c for c in music.clefs if c.glyph.column <= staff.left + START_SP * 16]
        if not opening and staff.lines > 1:
            doubts.append(
                Doubt(
                    "assemble",
                    "no clef found at the start of the staff; the one before is kept",
                    0.5,
                    (staff.top, staff.left, staff.bottom, staff.left + 48),
                    staff.system,
                    staff.index,
                )
            )
    return doubts
