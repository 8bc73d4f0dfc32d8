"""Read the records of a .mro into a score, as far as they tell."""

import math
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from rastrum.curves.anchors import anchor_curves
from rastrum.export.mro import SPELLED_DC, STEPS_PER_OCTAVE
from rastrum.model.detection import Glyph
from rastrum.model.marks import (
    Marks,
    SeenDynamic,
    SeenFingering,
    SeenOctave,
    SeenSign,
    SeenVolta,
)
from rastrum.model.measures import MeasureGrid
from rastrum.model.notation import (
    CLEF_SHAPES,
    PLAIN,
    REST_SHAPES,
    SHAPES,
    BeamShare,
    Head,
    SeenChord,
    SeenClef,
    SeenKey,
    SeenNote,
    SeenTime,
    Signatures,
)
from rastrum.model.page import Bitmap
from rastrum.model.reading import Notation
from rastrum.model.score import Score
from rastrum.model.sheet import UNITS_PER_SPACE, Brace, Sheet, SheetMap, SheetStaff, System
from rastrum.model.strokes import Anchor, Barline, SeenArc, SeenCurve
from rastrum.model.vocabulary import SFORZATI
from rastrum.model.words import PageText, SeenSyllable, SeenVerse, SeenWords
from rastrum.mro import records as mro
from rastrum.rhythm.find import place_chords
from rastrum.score.build import build

HEAD_WIDTH, REST_SIZE = 18.0, 8.0
"""Units: what the format does not say."""

HEADS = {shape: label for label, shape in reversed(SHAPES.items())}
RESTS = {shape.lower(): label for label, shape in REST_SHAPES.items()}
CLEFS = {shape: label for label, shape in CLEF_SHAPES.items()}
"""Classes of the shapes of the format."""


def from_records(records: mro.Score) -> Score:
    """Make a score of the records of a .mro.

    Parameters
    ----------
    records : rastrum.mro.Score
        From `rastrum.mro.read`: of this program, or of another one.

    Returns
    -------
    score : Score
        As the pages show it, for `rastrum.score.interpret`. Where curves have no type, as in files
        of other programs, it is decided here. What an interpreted score was given for readers of
        the format (clefs for octave lines, accidentals at the ends of ties) is taken away again.
    """
    return build([_PageReader(page).read() for page in records.pages], records.title)


class _PageReader:
    """Puts a page's records back on a sheet."""

    def __init__(self, page: mro.Page) -> None:
        self.page = page
        self.systems = page.systems
        self.staves: list[tuple[int, mro.Stave]] = [
            (s, stave) for s, system in enumerate(page.systems) for stave in system.staves
        ]
        self.first = [0]
        for system in page.systems:
            self.first.append(self.first[-1] + len(system.staves))
        self.sheet = self._sheet()
        self.chords: list[SeenChord] = []
        self.numbers: dict[tuple[int, int, int], int] = {}

    def read(self) -> tuple[Bitmap, Notation]:
        """Return the scan's size, and what stands on it."""
        barlines = tuple(self._barlines())
        grid = MeasureGrid.of(barlines, len(self.staves))
        spelled = self._spelled()
        for n in range(len(self.staves)):
            self._read_chords(n, spelled)
        signatures = self._signatures()
        timing = place_chords(self.sheet, grid, self.chords, signatures)
        notation = Notation(
            self.sheet,
            grid,
            signatures,
            timing,
            self._curves(barlines),
            self._marks(),
            PageText(tuple(self._verses()), tuple(self._words())),
        )
        ink = np.broadcast_to(np.False_, (self.page.origheight, self.page.origwidth))
        return Bitmap(ink, path=self.page.imagefpath), notation

    def _sheet(self) -> Sheet:
        staves, systems = [], []
        for s, system in enumerate(self.systems):
            numbers = range(self.first[s], self.first[s + 1])
            systems.append(System(tuple(numbers), tuple(_braces(system))))
            for k, stave in enumerate(system.staves):
                right = float(stave.left + stave.width)
                place = float(stave.top), float(stave.left), right, stave.size / 4
                staves.append(SheetStaff(*place, stave.lines, s, k))
        nothing = np.zeros(1)
        mapping = SheetMap(
            math.radians(self.page.skewangle / 1024),
            self.page.spacing / 1024,
            float(self.page.rowoffset),
            float(self.page.coloffset),
            nothing,
            nothing,
            np.zeros((1, 1)),
        )
        grey = np.broadcast_to(np.uint8(0), (self.page.height, self.page.width))
        return Sheet(grey, tuple(staves), tuple(systems), mapping)

    def _barlines(self) -> Iterator[Barline]:
        for n, (_, stave) in enumerate(self.staves):
            for k, bar in enumerate(stave.bars):
                line = bar.barline
                # Behind the last line there is none.
                if line is not None and not (line.invented and k == len(stave.bars) - 1):
                    ends = float(stave.left + line.leftlinex), float(stave.left + line.rightlinex)
                    yield Barline(n, line.type, *ends, stave.joinedtobelow)

    def _spelled(self) -> set[tuple[int, int, int]]:
        """Return staff, bar and symbol of the chords at which ties end."""
        return {
            (self.first[s] + slur.rightstave, slur.rightbar, slur.rightsymbol)
            for s, system in enumerate(self.systems)
            for slur in system.slurs
            if slur.type == "Tie" and slur.rightsymbol >= 0
        }

    def _read_chords(self, n: int, spelled: set[tuple[int, int, int]]) -> None:
        for b, bar in enumerate(self.staves[n][1].bars):
            for e, chord in enumerate(bar.chords):
                self.numbers[n, b, e] = len(self.chords)
                self.chords.append(self._chord(n, b, chord, tied=(n, b, e) in spelled))

    def _chord(self, n: int, bar: int, chord: mro.Chord, *, tied: bool) -> SeenChord:
        stave = self.staves[n][1]
        row, column = float(stave.top + chord.flagposn[0]), float(stave.left + chord.flagposn[1])
        shape = chord.notes[0].shape
        common = SeenChord(
            n,
            shape,
            column,
            row,
            stem_up=chord.stemup,
            has_stem=not chord.virtualstem,
            slash=chord.stemslash,
            flags=chord.nflags,
            dots=chord.naugdots,
            marks=tuple(_articulations(chord, row)),
            tuplet=chord.tuplettransform or PLAIN,
            tuplet_id=-1 if chord.tupletID < 0 else self._name(n, bar, chord.tupletID),
        )
        if shape.lower() in RESTS:
            edge = stave.top + 32 + 8 * chord.notes[0].p
            half = {"sbreverest": REST_SIZE / 2, "minimrest": -REST_SIZE / 2}
            middle = edge + half.get(shape.lower(), 0.0)
            label = RESTS[shape.lower()]
            rest = Glyph(label, middle, column, REST_SIZE, REST_SIZE, 1.0)
            return replace(common, shape=REST_SHAPES[label], rest=rest)
        beam = None
        if chord.beam is not None:
            share = chord.beam.nofleft, chord.beam.nofright
            beam = BeamShare(self._name(n, bar, chord.beam.id), *share)
        notes = tuple(self._notes(n, chord, column, tied=tied))
        return replace(common, beam=beam, notes=notes)

    def _name(self, staff: int, bar: int, number: int) -> int:
        """Return a name for a beam or tuplet that no other bar of the page has."""
        most = max((len(stave.bars) for _, stave in self.staves), default=1)
        return (staff * most + bar) * 1000 + number

    def _notes(self, n: int, chord: mro.Chord, column: float, *, tied: bool) -> Iterator[SeenNote]:
        half = HEAD_WIDTH / 2
        side = 0.0 if chord.virtualstem else -half if chord.stemup else half
        for note in chord.notes:
            staff = min(max(n + note.staveoffset, 0), len(self.staves) - 1)
            pitch = note.p if note.drawnp is None else note.drawnp
            middle = column + (side if note.normalside else -side)
            place = self.sheet.staves[staff].row(pitch), middle, float(UNITS_PER_SPACE), HEAD_WIDTH
            head = Head(Glyph(HEADS[note.shape], *place, 1.0), staff, pitch)
            accidental = note.accid
            if tied and note.accid_dc == SPELLED_DC:
                accidental = "None"
            position = note.p if staff != n else None
            yield SeenNote(head, accidental, head.left + note.accid_dc, note.normalside, position)

    def _signatures(self) -> Signatures:
        clefs: list[SeenClef] = []
        keys, times = [], []
        for n, (_, stave) in enumerate(self.staves):
            clefs += self._clefs(n)
            for bar in stave.bars:
                for key in bar.keysigs:
                    row, column = stave.top + key.centre[0], stave.left + key.centre[1]
                    keys.append(SeenKey(n, key.key, float(column), float(row)))
                time = bar.timesig
                if time is not None:
                    row, column = stave.top + time.centre[0], stave.left + time.centre[1]
                    alpha = time.showasalpha
                    times.append(
                        SeenTime(n, time.top, time.bottom, alpha, float(column), float(row))
                    )
        return Signatures(tuple(clefs), tuple(keys), tuple(times), frozenset())

    def _clefs(self, n: int) -> Iterator[SeenClef]:
        """Yield the clefs of a staff, without those that octave lines stand for."""
        stave = self.staves[n][1]
        chords = {chord.flagposn[1] for bar in stave.bars for chord in bar.chords}
        for bar in stave.bars:
            for clef in bar.clefs:
                if stave.octavelines and clef.centre[1] + 1 in chords:
                    continue
                clef = _written(clef, stave)
                row, column = stave.top + clef.centre[0], stave.left + clef.centre[1]
                glyph = Glyph(CLEFS[clef.shape], row, column, 56.0, 40.0, 1.0)
                yield SeenClef(n, glyph, glyph.label, clef.pitchposn)

    def _curves(self, barlines: tuple[Barline, ...]) -> tuple[SeenCurve, ...]:
        arcs = [[_arc(slur, system) for slur in system.slurs] for system in self.systems]
        if all(slur.type == "Curve" for system in self.systems for slur in system.slurs):
            return anchor_curves(
                self.sheet, self.chords, barlines, [arc for own in arcs for arc in own]
            )
        begins = np.cumsum([0, *map(len, arcs)])
        curves = []
        for s, system in enumerate(self.systems):
            for slur, arc in zip(system.slurs, arcs[s], strict=True):
                places = (
                    (slur.leftstave, slur.leftbar, slur.leftsymbol),
                    (slur.rightstave, slur.rightbar, slur.rightsymbol),
                )
                left, right = (
                    self._anchor(s, place, row)
                    for place, (row, _) in zip(places, (arc.left, arc.right), strict=True)
                )
                other = s + 1 if right is None else s - 1
                inside = slur.partner >= 0 and 0 <= other < len(self.systems)
                partner = int(begins[other]) + slur.partner if inside else -1
                kind = "Slur" if slur.type == "Curve" else slur.type
                curves.append(SeenCurve(arc, s, kind, left, right, partner))
        return tuple(curves)

    def _anchor(self, system: int, place: tuple[int, int, int], row: float) -> Anchor | None:
        """Return the head of a chord that is nearest to the end of a curve."""
        number = self.numbers.get((self.first[system] + place[0], *place[1:]))
        notes = self.chords[number].notes if number is not None and place[0] >= 0 else ()
        if number is None or not notes:
            return None
        head = min((note.head for note in notes), key=lambda h: abs(h.glyph.row - row))
        return Anchor(head, self.chords[number].stem_up)

    def _marks(self) -> Marks:
        dynamics, octaves, voltas, signs, fingerings = [], [], [], [], []
        for n, (_, stave) in enumerate(self.staves):
            top, left = float(stave.top), float(stave.left)
            for d in stave.dynamics:
                ends = (d.c0, d.c1) if d.type.startswith("Hairpin") else (d.c, d.c)
                columns = left + ends[0], left + ends[1]
                dynamics.append(SeenDynamic(n, d.type, *columns, top + d.r))
            for text in stave.texts:
                place = top + text.abot, left + text.c0, float(text.height)
                if text.type == mro.FINGERING:
                    fingerings.append(SeenFingering(n, text.text, *place))
                elif text.text in SFORZATI:
                    row, column, height = place
                    dynamics.append(SeenDynamic(n, text.text, column, column, row, height))
            octaves += [
                SeenOctave(n, o.shift, left + o.c0, left + o.c1, top + o.r)
                for o in stave.octavelines
            ]
            for v in stave.voltas:
                times = tuple(map(int, v.numbers.split(","))) if v.numbers else (v.number,)
                voltas.append(SeenVolta(n, times, left + v.c0, left + v.c1, top + v.r))
            signs += [SeenSign(n, s.type, top + s.r, left + s.c, s.n) for s in stave.signs]
        return Marks(
            (), tuple(dynamics), tuple(octaves), tuple(voltas), tuple(signs), tuple(fingerings)
        )

    def _verses(self) -> Iterator[SeenVerse]:
        for n, (_, stave) in enumerate(self.staves):
            for line in stave.lyriclines:
                syllables = (
                    SeenSyllable(
                        e.text,
                        float(stave.left + e.c0),
                        float(stave.left + e.c1),
                        float(stave.left + e.midc),
                        e.extender,
                        self.numbers.get((n, e.bar, e.symbol), -1),
                    )
                    for e in line.elements
                )
                place = float(stave.top + line.abot), float(line.height)
                yield SeenVerse(n, *place, line.style, tuple(syllables))

    def _words(self) -> Iterator[SeenWords]:
        for n, (_, stave) in enumerate(self.staves):
            for text in stave.texts:
                if text.type != mro.FINGERING and text.text not in SFORZATI:
                    place = float(stave.top + text.abot), float(stave.left + text.c0)
                    yield SeenWords(n, text.text, text.type, *place, float(text.height), text.style)


def _braces(system: mro.System) -> Iterator[Brace]:
    """Yield the pairs of staves whose barlines run through both, and no further: a keyboard's."""
    runs: dict[int, list[int]] = defaultdict(list)
    start = 0
    for k, stave in enumerate(system.staves):
        runs[start].append(k)
        if not stave.joinedtobelow:
            start = k + 1
    for own in runs.values():
        if len(own) == 2:
            yield Brace("brace", own[0], own[1])


def _articulations(chord: mro.Chord, row: float) -> Iterator[tuple[str, float]]:
    for name in ("staccato", "tenuto", "pause", "accent"):
        if getattr(chord, name):
            yield name, row + getattr(chord, f"{name}_dr")


def _written(clef: mro.Clef, stave: mro.Stave) -> mro.Clef:
    """Return a clef as it is printed: under an octave line it was moved by the line's octaves."""
    lines = [o for o in stave.octavelines if o.c0 <= clef.centre[1] <= o.c1]
    shift = sum(line.shift for line in lines)
    if not shift:
        return clef
    octaves = {"TrebleUp8": 1, "TrebleDown8": -1}.get(clef.shape, 0)
    if octaves == shift:
        return replace(clef, shape="Treble")
    return replace(clef, pitchposn=clef.pitchposn - STEPS_PER_OCTAVE * shift)


def _arc(slur: mro.Slur, system: mro.System) -> SeenArc:
    left = float(system.top + slur.leftpt[0]), float(system.left + slur.leftpt[1])
    right = float(system.top + slur.rightpt[0]), float(system.left + slur.rightpt[1])
    half = math.dist(left, right) / 2
    radius = max(abs(slur.radius), half)
    sagitta = radius - math.sqrt(radius**2 - half**2)
    return SeenArc(left, right, sagitta if slur.radius < 0 else -sagitta)
