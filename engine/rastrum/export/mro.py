"""Write a score as .mro: the only place that knows the format's names, roundings and limits."""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from fractions import Fraction

from rastrum.model.annotations import Curve, Lyrics, Mark
from rastrum.model.layout import Page, StaffLayout, System
from rastrum.model.score import Chord, Clef, Note, Score, Signs
from rastrum.model.vocabulary import SFORZATI
from rastrum.mro import records as mro
from rastrum.mro.write import records_of
from rastrum.score.pitches import ALTERS, in_key

CLEF_SHAPES = {
    "G": {0: "Treble", 1: "TrebleUp8", -1: "TrebleDown8"},
    "F": {0: "Bass"},
    "C": {0: "Alto"},
}
"""Names of clefs, by what they name and their octave."""

STEPS_PER_OCTAVE = 7

SIGNS = {1: "Sharp", -1: "Flat", 0: "Natural", 2: "DoubleSharp", -2: "DoubleFlat"}

SPELLED_DC = -18
"""Where an accidental would stand that is not printed, units left of its head."""

SHAPES = {Fraction(2): "Breve", Fraction(1): "Sbreve", Fraction(1, 2): "Minim"}
"""Hollow heads; all shorter notes are solid."""

RESTS = {
    Fraction(2): "Breverest", Fraction(1): "Sbreverest", Fraction(1, 2): "Minimrest",
    Fraction(1, 4): "Crotchetrest", Fraction(1, 8): "Quaverrest", Fraction(1, 16): "Squaverrest",
    Fraction(1, 32): "DSquaverrest", Fraction(1, 64): "HDSquaverrest",
}  # fmt: skip


@records_of.register
def to_records(score: Score) -> mro.Score:
    """Turn a score into the records of the format.

    Parameters
    ----------
    score : Score

    Returns
    -------
    records : rastrum.mro.Score
        What `rastrum.mro.write` takes. Where the score has been interpreted, accidentals that last
        over barlines and octave lines stand in it as a reader of the file needs them: it forgets
        accidentals at each barline, and knows octaves by clefs alone.
    """
    pages: list[list[mro.System]] = [[] for _ in score.pages]
    for system, record in zip(score.systems, _Writer(score).systems(), strict=True):
        pages[system.page].append(record)
    return mro.Score(title=score.title, pages=tuple(map(_page, score.pages, pages)))


def _page(page: Page, systems: Sequence[mro.System]) -> mro.Page:
    return mro.Page(
        width=page.width,
        height=page.height,
        origwidth=page.scan_size[0],
        origheight=page.scan_size[1],
        skewangle=round(math.degrees(page.skew_rad) * 1024),
        rowoffset=round(page.row_offset_px),
        coloffset=round(page.column_offset_px),
        spacing=round(page.space_px * 1024),
        imagefpath=page.path,
        systems=tuple(systems),
    )


class _Reader:
    """What a reader of the file knows of a staff as it goes on: its clef, key and accidentals."""

    def __init__(self) -> None:
        self.clef = Clef("G", 2, 0, (0.0, 0.0))
        self.shift = 0
        self.key = 0
        self.heard: dict[int, int] = {}

    def number(self, note: Note) -> int:
        """Return the diatonic number that a note sounds at."""
        return self.clef.middle - note.position + STEPS_PER_OCTAVE * self.shift

    def alter(self, number: int) -> int:
        """Return the alteration of a note without an accidental."""
        return self.heard.get(number, in_key(number, self.key))


class _Writer:
    """Writes the systems of a score, one after the other."""

    def __init__(self, score: Score) -> None:
        self.score = score
        self.readers: dict[int, _Reader] = defaultdict(_Reader)
        self.places: dict[int, tuple[int, int, int]] = {}
        self.marks: dict[tuple[int, int], list[Mark]] = defaultdict(list)
        for mark in score.marks:
            self.marks[mark.system, mark.staff].append(mark)

    def systems(self) -> list[mro.System]:
        """Return the records of all systems."""
        written = [self._system(n, system) for n, system in enumerate(self.score.systems)]
        numbers: Counter[int] = Counter()
        place: list[int] = []
        for curve in self.score.curves:
            place.append(numbers[curve.system])
            numbers[curve.system] += 1
        slurs: dict[int, list[mro.Slur]] = defaultdict(list)
        for curve in self.score.curves:
            slurs[curve.system].append(self._slur(curve, written[curve.system], place))
        return [replace(record, slurs=tuple(slurs[n])) for n, record in enumerate(written)]

    def _system(self, number: int, system: System) -> mro.System:
        left = round(system.left)
        staves = [n for n, layout in enumerate(system.staves) if layout is not None]
        printed = [layout for layout in system.staves if layout is not None and layout.printed]
        top = printed[0].top if printed else 0.0
        bottom = printed[-1].top + printed[-1].size if printed else 0.0
        return mro.System(
            top=round(top),
            left=left,
            width=round(system.right - system.left),
            height=round(bottom - top),
            staves=tuple(self._stave(number, system, n, k) for k, n in enumerate(staves)),
        )

    def _stave(self, number: int, system: System, staff: int, place: int) -> mro.Stave:
        layout = system.staves[staff]
        if layout is None:
            raise ValueError("a system has no such staff")
        top, left = round(layout.top), round(system.left)
        corner = top, left
        marks = self.marks[number, staff]
        words = [
            mro.Text(*_place((w.baseline, w.left), corner), round(w.size), w.style, w.text, w.kind)
            for w in self.score.words
            if (w.system, w.staff) == (number, staff)
        ]
        return mro.Stave(
            top=top,
            left=left,
            width=round(system.right - system.left),
            size=round(layout.size),
            joinedtobelow=layout.joined_below,
            bars=tuple(self._bars(number, layout, staff, place, corner)),
            lyriclines=tuple(
                self._lyrics(lyrics, corner)
                for lyrics in self.score.lyrics
                if (lyrics.system, lyrics.staff) == (number, staff)
            ),
            texts=(*_texts(marks, corner), *words),
            dynamics=tuple(_dynamics(marks, corner)),
            octavelines=tuple(
                mro.OctaveLine(m.shift, *_ends(m, corner)) for m in marks if m.kind == "octave"
            ),
            voltas=tuple(
                mro.Volta(m.times[0], *_ends(m, corner), _times(m.times))
                for m in marks
                if m.kind == "volta"
            ),
            signs=tuple(
                mro.Sign(m.what, round(m.left) - left, round(m.row) - top, m.count)
                for m in marks
                if m.kind == "sign"
            ),
            lines=layout.lines,
        )

    def _bars(
        self, number: int, layout: StaffLayout, staff: int, place: int, corner: tuple[int, int]
    ) -> Iterator[mro.Bar]:
        part = self.score.part_of(staff)
        reader = self.readers[staff]
        bar = 0
        for n in self.score.measures_of(number):
            signs = part.measures[n].signs[part.staves.index(staff)]
            if signs is None:
                continue
            chords = part.measures[n].chords(staff)
            for symbol, chord in enumerate(chords):
                self.places[chord.id] = place, bar, symbol
            clefs, accidentals = _read_on(reader, signs, chords)
            line = self.score.grid[n].barline
            yield mro.Bar(
                tuple(_clef(clef, corner) for clef in clefs),
                tuple(mro.KeySig(key.fifths, _place(key.at, corner)) for key in signs.keys),
                _time(signs, corner),
                tuple(_chords(chords, staff, accidentals, corner)),
                mro.Barline(
                    line.kind,
                    round(line.left) - corner[1],
                    round(line.right) - corner[1],
                    invented=line.invented or not layout.printed,
                ),
            )
            bar += 1

    def _slur(self, curve: Curve, system: mro.System, numbers: Sequence[int]) -> mro.Slur:
        corner = system.top, system.left
        ends = [
            (-1, -1, -1) if ref is None else self.places.get(ref[0], (-1, -1, -1))
            for ref in (curve.start, curve.end)
        ]
        return mro.Slur(
            _place(curve.left, corner),
            _place(curve.right, corner),
            round(curve.radius),
            -1 if curve.partner < 0 else numbers[curve.partner],
            curve.kind,
            *ends[0],
            *ends[1],
        )

    def _lyrics(self, lyrics: Lyrics, corner: tuple[int, int]) -> mro.LyricLine:
        elements = []
        for s in lyrics.syllables:
            _, bar, symbol = self.places.get(s.chord, (-1, -1, -1))
            left, right, middle = (round(c) - corner[1] for c in (s.left, s.right, s.middle))
            elements.append(mro.LyricElement(s.extender, left, right, s.text, middle, bar, symbol))
        return mro.LyricLine(
            round(lyrics.baseline) - corner[0], round(lyrics.size), lyrics.style, tuple(elements)
        )


def _place(at: tuple[float, float], corner: tuple[int, int]) -> tuple[int, int]:
    return round(at[0]) - corner[0], round(at[1]) - corner[1]


def _ends(mark: Mark, corner: tuple[int, int]) -> tuple[int, int, int]:
    """Return the columns of a mark's ends, and its row."""
    return round(mark.left) - corner[1], round(mark.right) - corner[1], round(mark.row) - corner[0]


def _times(times: Sequence[int]) -> str | None:
    """Write the times that a volta is for where there are several."""
    return ",".join(map(str, times)) if len(times) > 1 else None


def _texts(marks: Iterable[Mark], corner: tuple[int, int]) -> Iterator[mro.Text]:
    """Yield what the format has no type for: sforzati in bold italics, and fingerings."""
    for mark in sorted(marks, key=lambda m: m.kind == "fingering"):
        place = round(mark.row) - corner[0], round(mark.left) - corner[1], round(mark.height)
        if mark.kind == "dynamic" and mark.what in SFORZATI:
            yield mro.Text(*place, mro.SERIF + mro.BOLD + mro.ITALIC, mark.what)
        elif mark.kind == "fingering":
            yield mro.Text(*place, mro.SERIF, mark.what, mro.FINGERING)


def _dynamics(marks: Iterable[Mark], corner: tuple[int, int]) -> Iterator[mro.Dynamic]:
    for mark in marks:
        left, right, row = _ends(mark, corner)
        if mark.kind == "hairpin":
            yield mro.Dynamic(mark.what, c0=left, c1=right, r=row)
        elif mark.kind == "dynamic" and mark.what not in SFORZATI:
            yield mro.Dynamic(mark.what, c=round((mark.left + mark.right) / 2) - corner[1], r=row)


def _clef(clef: Clef, corner: tuple[int, int]) -> mro.Clef:
    shapes = CLEF_SHAPES[clef.sign]
    # What no shape says, the line does: the format's clefs may name any pitch on any line.
    octaves = clef.octave if clef.octave in shapes else 0
    position = clef.position + STEPS_PER_OCTAVE * (clef.octave - octaves)
    return mro.Clef(shapes[octaves], _place(clef.at, corner), position)


def _time(signs: Signs, corner: tuple[int, int]) -> mro.TimeSig | None:
    if not signs.times:
        return None
    time = signs.times[-1]
    return mro.TimeSig(time.letter, time.beats, time.unit, _place(time.at, corner))


def _read_on(
    reader: _Reader, signs: Signs, chords: Sequence[Chord]
) -> tuple[list[Clef], dict[tuple[int, int], str]]:
    """Follow a measure as a reader of the file does.

    Returns its clefs, with those that octave lines stand for, and the accidentals of notes that the
    reader would not know.
    """
    clefs: list[Clef] = []
    spelled: dict[tuple[int, int], str] = {}
    reader.heard = {}
    items: list[tuple[int, int, Clef | int | Chord]] = [
        *((round(c.at[1]), 0, c) for c in signs.clefs),
        *((round(k.at[1]), 1, k.fifths) for k in signs.keys),
        *((round(c.at[1]), 2, c) for c in chords),
    ]
    for column, _, item in sorted(items, key=lambda item: item[:2]):
        if isinstance(item, Clef):
            reader.clef = item
            clefs.append(_lifted(item, reader.shift))
        elif isinstance(item, int):
            reader.key = item
        else:
            if item.shift != reader.shift:
                reader.shift = item.shift
                place = reader.clef.at[0], column - 1
                clefs.append(_lifted(replace(reader.clef, at=place), reader.shift))
            for n, note in enumerate(item.notes):
                sign = _spell(reader, note)
                if sign is not None:
                    spelled[item.id, n] = sign
    return clefs, spelled


def _lifted(clef: Clef, shift: int) -> Clef:
    return replace(clef, octave=clef.octave + shift) if shift else clef


def _spell(reader: _Reader, note: Note) -> str | None:
    """Return the accidental that a note needs in the file, though none is printed."""
    number = reader.number(note)
    if note.accidental is not None:
        reader.heard[number] = ALTERS[note.accidental]
        return None
    if note.pitch is None or note.pitch.alter == reader.alter(number):
        return None
    reader.heard[number] = note.pitch.alter
    return SIGNS[note.pitch.alter]


def _chords(
    chords: Sequence[Chord],
    staff: int,
    accidentals: dict[tuple[int, int], str],
    corner: tuple[int, int],
) -> Iterator[mro.Chord]:
    sizes = Counter(chord.beam.group for chord in chords if chord.beam is not None)
    beams = {group: n for n, group in enumerate(sorted(sizes))}
    tuplets = {t: n for n, t in enumerate(sorted({c.tuplet_id for c in chords} - {-1}))}
    for chord in chords:
        beam = None
        # A beam's only chord on its staff, in its bar, has flags: a beam of the format has two
        # ends.
        if chord.beam is not None and sizes[chord.beam.group] > 1:
            group = chord.beam.group
            beam = mro.BeamNode(beams[group], sizes[group], chord.beam.left, chord.beam.right)
        marks = {name: round(row - chord.at[0]) for name, row in chord.marks}
        notes = tuple(_notes(chord, staff, accidentals, corner))
        yield mro.Chord(
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
            flagposn=_place(chord.at, corner),
            headend=(notes[-1] if chord.stem_up else notes[0]).p,
            beam=beam,
            notes=notes,
        )


def _notes(
    chord: Chord,
    staff: int,
    accidentals: dict[tuple[int, int], str],
    corner: tuple[int, int],
) -> Iterator[mro.Note]:
    if chord.is_rest:
        shape = "MultiBarRest" if chord.kind == "long rest" else RESTS[chord.value]
        yield mro.Note(shape, p=round((chord.edge - (corner[0] + 32)) / 8))
        return
    shape = "Grace" if chord.kind == "grace" else SHAPES.get(chord.value, "Solid")
    for n, note in enumerate(chord.notes):
        distance = 0
        if note.accidental is not None:
            distance = round(note.accidental_column - (note.at[1] - note.width / 2))
        elif (chord.id, n) in accidentals:
            distance = SPELLED_DC
        yield mro.Note(
            shape,
            staveoffset=note.staff - staff,
            p=note.position,
            accid=note.accidental or accidentals.get((chord.id, n), "None"),
            accid_dc=distance,
            normalside=note.normal_side,
            drawnp=None if note.staff == staff else note.drawn,
        )
