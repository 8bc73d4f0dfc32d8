"""The truth of a scene as `.mro` records: what a perfect engine would write."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Literal

from rastrum import mro
from rastrum_samples.content import STEPS, Event, Note
from rastrum_samples.scene import Glyph, Page, Scene, Staff, Stroke, Text

Level = Literal["engine", "score"]

CLEFS = {
    0xE050: "Treble", 0xE07A: "Treble", 0xE052: "TrebleDown8", 0xE053: "TrebleUp8",
    0xE062: "Bass", 0xE07C: "Bass", 0xE05C: "Alto", 0xE07B: "Alto",
}  # fmt: skip
"""Clef shape of a SMuFL code point."""

CLEF_NUMBERS = {"Treble": 32, "TrebleUp8": 39, "TrebleDown8": 25, "Bass": 24, "Alto": 28}
"""Diatonic number of the line that a clef names; C4 is 28."""

ACCIDENTALS = {
    "s": "Sharp", "f": "Flat", "n": "Natural", "x": "DoubleSharp", "ss": "DoubleSharp",
    "ff": "DoubleFlat", "ns": "NaturalSharp", "nf": "NaturalFlat",
}  # fmt: skip

SIGNS = {1: "Sharp", -1: "Flat", 0: "Natural", 2: "DoubleSharp", -2: "DoubleFlat"}

HEADS = {Fraction(4): "Breve", Fraction(2): "Breve", Fraction(1): "Sbreve", Fraction(1, 2): "Minim"}

RESTS = ("Breverest", "Sbreverest", "Minimrest", "Crotchetrest", "Quaverrest", "Squaverrest",
         "DSquaverrest", "HDSquaverrest")  # fmt: skip

MARKS = {"stacc": "staccato", "stacciss": "staccato", "ten": "tenuto", "acc": "accent",
         "marc": "accent", "fermata": "pause"}  # fmt: skip
"""Slot of an articulation."""

DYNAMICS = {"ppp": 0xE52A, "pp": 0xE52B, "p": 0xE520, "mp": 0xE52C, "mf": 0xE52D, "f": 0xE522,
            "ff": 0xE52F, "fff": 0xE530}  # fmt: skip

SHARP_ORDER, FLAT_ORDER = "FCGDAEB", "BEADGCF"

SPELLED_DC = -18
"""Where an accidental would stand that only the score level spells out, in units."""

THICK_SP = 0.3
"""Barlines thicker than this are the thick ones of repeats and ends."""


def write_truth(
    scene: Scene, pages: Iterable[Page] | None = None, *, level: Level = "score"
) -> mro.Score:
    """Say what a perfect engine would read.

    Parameters
    ----------
    scene : Scene
        Engraved score.
    pages : iterable of Page, optional
        Only these; all by default.
    level : str
        "engine": what is printed. "score": as it is meant, so that every accidental a reader
        cannot know of, as after a tie over a barline, is spelled out.

    Returns
    -------
    score : rastrum.mro.Score
        Positions in units of a sixteenth of a staff space, on the page as it was engraved.
    """
    clefs: dict[int, tuple[str, int]] = {}
    keys: dict[int, int] = defaultdict(int)
    records = tuple(
        _PageWriter(page, level, clefs, keys).write()
        for page in (scene.pages if pages is None else pages)
    )
    return mro.Score(pages=records)


@dataclass(frozen=True, slots=True)
class _Line:
    """A barline as drawn on one staff."""

    left: float
    right: float
    thick: bool


@dataclass(frozen=True, slots=True)
class _Sign:
    """Clef, key or time signature at a place."""

    column: float
    record: mro.Clef | mro.KeySig | mro.TimeSig


class _PageWriter:
    def __init__(
        self, page: Page, level: Level, clefs: dict[int, tuple[str, int]], keys: dict[int, int]
    ) -> None:
        self.page, self.level = page, level
        self.clefs, self.keys = clefs, keys
        self.unit = page.space / 16

    def _units(self, length: float) -> int:
        return round(length / self.unit)

    def write(self) -> mro.Page:
        page = self.page
        x, y = page.margin
        signs = self._signs()
        barlines = self._barlines()
        systems = []
        for system in page.systems:
            left = min(s.left for s in system.staves)
            right = max(s.right for s in system.staves)
            top, bottom = system.staves[0].rows[0], system.staves[-1].rows[-1]
            staves = [
                self._stave(staff, left, right, signs[id(staff)], barlines[id(staff)])
                for staff in system.staves
            ]
            systems.append(
                mro.System(
                    top=self._units(top + y),
                    left=self._units(left + x),
                    width=self._units(right - left),
                    height=self._units(bottom - top),
                    staves=tuple(staves),
                )
            )
        return mro.Page(
            width=self._units(page.width),
            height=self._units(page.height),
            systems=tuple(systems),
        )

    def _staff_of(self, owners: Sequence[tuple[str, str]]) -> Staff | None:
        names = dict(owners)
        number = self.page.scene.content.staves.get(names.get("staff", ""))
        for system in self.page.systems:
            if system.id == names.get("system"):
                return next((s for s in system.staves if s.number == number), None)
        return None

    def _signs(self) -> dict[int, list[_Sign]]:
        """Read clefs, key and time signatures off their glyphs, staff by staff."""
        groups: dict[tuple[int, str, str, str], list[Glyph]] = defaultdict(list)
        staves: dict[int, Staff] = {}
        for glyph in self.page.glyphs:
            kinds = dict(glyph.owners)
            for kind in ("clef", "keySig", "meterSig"):
                staff = self._staff_of(glyph.owners) if kind in kinds else None
                if staff is not None:
                    staves[id(staff)] = staff
                    key = (id(staff), kind, kinds[kind], kinds.get("measure", ""))
                    groups[key].append(glyph)
        signs: dict[int, list[_Sign]] = defaultdict(list)
        for (number, kind, _, _), glyphs in groups.items():
            sign = self._sign(kind, glyphs, staves[number])
            if sign is not None:
                signs[number].append(sign)
        return signs

    def _sign(self, kind: str, glyphs: list[Glyph], staff: Staff) -> _Sign | None:
        left, right = min(g.left for g in glyphs), max(g.right for g in glyphs)
        top, bottom = min(g.top for g in glyphs), max(g.bottom for g in glyphs)
        column = (left + right) / 2
        system_left = min(s.left for s in staff.system.staves)
        centre = (
            self._units((top + bottom) / 2 - staff.rows[0]),
            self._units(column - system_left),
        )
        if kind == "clef":
            shape = CLEFS.get(glyphs[0].code)
            place = self._step(staff, glyphs[0].origin[1])
            return _Sign(column, mro.Clef(shape, centre, place)) if shape else None
        if kind == "keySig":
            sharps = sum(g.label == "sharp" for g in glyphs)
            flats = sum(g.label == "flat" for g in glyphs)
            return _Sign(column, mro.KeySig(sharps - flats, centre))
        letters = {"timeCommon": (4, 4), "timeCut": (2, 2)}
        for glyph in glyphs:
            if glyph.label in letters:
                return _Sign(column, mro.TimeSig(True, *letters[glyph.label], centre))
        numbers = []
        for above in (True, False):
            row = sorted(
                (g for g in glyphs if (g.centre[1] < staff.middle) == above), key=lambda g: g.left
            )
            if not row or any(not g.label.startswith("digit") for g in row):
                return None
            numbers.append(int("".join(g.label[-1] for g in row)))
        return _Sign(column, mro.TimeSig(False, numbers[0], numbers[1], centre))

    def _step(self, staff: Staff, row: float) -> int:
        """Return a pitch position: steps below the middle line."""
        return round((row - staff.middle) / (self.page.space / 2))

    def _barlines(self) -> dict[int, list[mro.Barline]]:
        """Read the barlines of every staff, from left to right; lines at its very left are none."""
        groups: dict[tuple[str, str], list[Stroke | Glyph]] = defaultdict(list)
        everything: list[Stroke | Glyph] = [*self.page.strokes, *self.page.glyphs]
        for drawn in everything:
            names = dict(drawn.owners)
            if "barLine" in names and "measure" in names:
                groups[names["measure"], names["barLine"]].append(drawn)
        result: dict[int, list[mro.Barline]] = {}
        for system in self.page.systems:
            left = min(s.left for s in system.staves)
            inside = {m.measure.id for m in system.measures}
            for staff in system.staves:
                own = [
                    self._barline(drawn, staff, left)
                    for (measure, _), drawn in groups.items()
                    if measure in inside
                ]
                result[id(staff)] = sorted(
                    (b for b in own if b is not None), key=lambda b: b.leftlinex
                )
        return result

    def _barline(
        self, drawn: Sequence[Stroke | Glyph], staff: Staff, left: float
    ) -> mro.Barline | None:
        lines: dict[float, float] = {}
        dots = []
        for item in drawn:
            if isinstance(item, Glyph):
                if abs(item.centre[1] - staff.middle) < self.page.space:
                    dots.append(item.centre[0])
                continue
            x0, top, x1, bottom = item.bounds
            if top <= staff.middle <= bottom:
                width = item.width or x1 - x0
                lines[(x0 + x1) / 2] = max(width, lines.get((x0 + x1) / 2, 0.0))
        if not lines:
            return None
        columns = sorted(lines)
        first, last = columns[0], columns[-1]
        thick = [lines[c] > THICK_SP * self.page.space for c in columns]
        before, after = any(d < first for d in dots), any(d > last for d in dots)
        if before and after:
            kind = "Backtobackrepeat"
        elif before:
            kind = "Rightrepeat"
        elif after:
            kind = "Leftrepeat"
        elif len(columns) == 1:
            kind = "Single"
        else:
            kind = "ThinThick" if thick[-1] else "Double"
        return mro.Barline(kind, self._units(first - left), self._units(last - left))

    def _stave(
        self,
        staff: Staff,
        left: float,
        right: float,
        signs: list[_Sign],
        barlines: list[mro.Barline],
    ) -> mro.Stave:
        chords = self._chords(staff, left)
        system = staff.system
        position = system.staves.index(staff)
        end = self._units(right - left)
        ends = list(barlines)
        if not ends or ends[-1].rightlinex < end - 24:
            ends.append(mro.Barline(leftlinex=end, rightlinex=end, invented=True))
        bars = []
        start = float("-inf")
        for number, barline in enumerate(ends):
            middle = (barline.leftlinex + barline.rightlinex) / 2
            stop = float("inf") if number == len(ends) - 1 else middle
            bars.append(self._bar(staff, signs, chords, barline, left, (start, stop)))
            start = stop
        return mro.Stave(
            top=self._units(staff.rows[0] + self.page.margin[1]),
            left=self._units(left + self.page.margin[0]),
            width=end,
            size=self._units(staff.rows[-1] - staff.rows[0]) or 64,
            joinedtobelow=position + 1 < len(system.staves) and self._joined(staff),
            bars=tuple(bars),
        )

    def _joined(self, staff: Staff) -> bool:
        """Whether barlines run on to the staff below."""
        for stroke in self.page.strokes:
            if stroke.kind == "barLine":
                _, top, _, bottom = stroke.bounds
                if top < staff.middle and bottom > staff.rows[-1] + self.page.space:
                    return True
        return False

    def _bar(
        self,
        staff: Staff,
        signs: list[_Sign],
        chords: list["_Chord"],
        barline: mro.Barline,
        left: float,
        span: tuple[float, float],
    ) -> mro.Bar:
        def inside(column: float) -> bool:
            return span[0] <= (column - left) / self.unit < span[1]

        own = [s for s in signs if inside(s.column)]
        music = [c for c in chords if inside(c.column)]
        if self.level == "score":
            music = self._spell(staff, own, music)
        else:
            self._advance(staff, own)
        times = [s.record for s in own if isinstance(s.record, mro.TimeSig)]
        return mro.Bar(
            clefs=tuple(s.record for s in own if isinstance(s.record, mro.Clef)),
            keysigs=tuple(s.record for s in own if isinstance(s.record, mro.KeySig)),
            timesig=times[-1] if times else None,
            chords=tuple(c.record for c in _number(music)),
            barline=barline,
        )

    def _advance(self, staff: Staff, signs: list[_Sign]) -> None:
        for sign in signs:
            if isinstance(sign.record, mro.Clef):
                self.clefs[staff.number] = (sign.record.shape, sign.record.pitchposn)
            elif isinstance(sign.record, mro.KeySig):
                self.keys[staff.number] = sign.record.key

    def _spell(self, staff: Staff, signs: list[_Sign], chords: list["_Chord"]) -> list["_Chord"]:
        """Add the accidentals without which a reader of this bar would hear other notes."""
        heard: dict[int, int] = {}
        result = []
        rest = sorted(signs, key=lambda s: s.column)
        for chord in chords:
            while rest and rest[0].column < chord.column:
                self._advance(staff, [rest.pop(0)])
            notes = []
            for record, note in zip(chord.record.notes, chord.notes, strict=False):
                shape, place = self.clefs.get(staff.number, ("Treble", 2))
                number = CLEF_NUMBERS[shape] + place - record.p
                expected = heard.get(number, _in_key(number, self.keys[staff.number]))
                spelled = record
                if record.accid != "None":
                    heard[number] = note.alter
                elif note.alter != expected and note.alter in SIGNS:
                    heard[number] = note.alter
                    spelled = replace(record, accid=SIGNS[note.alter], accid_dc=SPELLED_DC)
                notes.append(spelled)
            if chord.notes:
                chord = replace(chord, record=replace(chord.record, notes=tuple(notes)))
            result.append(chord)
        self._advance(staff, rest)
        return result

    def _chords(self, staff: Staff, left: float) -> list["_Chord"]:
        result = []
        scene = self.page.scene
        for box in staff.system.measures:
            beams = _beam_shares(box.measure.events)
            for event in box.measure.events:
                if not event.visible:
                    continue
                notes = [n for n in event.notes if n.staff == staff.number]
                if event.kind == "chord" and not notes:
                    continue
                if event.kind != "chord" and event.staff != staff.number:
                    continue
                chord = self._chord(scene, staff, left, event, notes, beams.get(event.id))
                if chord is not None:
                    result.append(chord)
        return sorted(result, key=lambda c: c.column)

    def _chord(
        self,
        scene: Scene,
        staff: Staff,
        left: float,
        event: Event,
        notes: list[Note],
        share: tuple[int, int, int] | None,
    ) -> "_Chord | None":
        drawn = [d for d in scene.drawn_for(event) if d.page is self.page]
        if event.kind != "chord":
            return self._rest(staff, left, event, [d for d in drawn if isinstance(d, Glyph)])
        heads = []
        for note in notes:
            head = next(
                (
                    g
                    for g in scene.drawn_for(note)
                    if isinstance(g, Glyph) and g.subject is note and g.owners[-1][0] == "notehead"
                ),
                None,
            )
            if head is not None:
                heads.append((note, head))
        if not heads:
            return None
        heads.sort(key=lambda h: h[1].origin[1])
        stem = next((s for s in drawn if isinstance(s, Stroke) and s.kind == "stem"), None)
        rows = [h.origin[1] for _, h in heads]
        column = sum(h.centre[0] for _, h in heads) / len(heads)
        up, end = True, rows[0]
        if stem is not None:
            x0, top, x1, bottom = stem.bounds
            column = (x0 + x1) / 2
            up = min(rows) - top > bottom - max(rows)
            end = top if up else bottom
        records = [
            self._note(staff, event, note, head, None if stem is None else (column, up))
            for note, head in heads
        ]
        far = records[-1] if up else records[0]
        flags = 0
        if share is None and event.written < Fraction(1, 4):
            flags = _levels(event.written)
        beam = mro.BeamNode(share[0], 0, share[1], share[2]) if share is not None else None
        marks = self._marks(event, drawn, end)
        record = mro.Chord(
            virtualstem=stem is None,
            stemup=up,
            stemslash=event.slashed,
            tuplettransform=event.tuplet,
            naugdots=min(3, event.dots),
            nflags=flags,
            flagposn=(self._units(end - staff.rows[0]), self._units(column - left)),
            headend=far.p,
            beam=beam,
            notes=tuple(records),
            staccato="staccato" in marks,
            tenuto="tenuto" in marks,
            accent="accent" in marks,
            pause="pause" in marks,
            staccato_dr=marks.get("staccato", 0),
            tenuto_dr=marks.get("tenuto", 0),
            accent_dr=marks.get("accent", 0),
            pause_dr=marks.get("pause", 0),
        )
        return _Chord(column, record, tuple(note for note, _ in heads), event)

    def _note(
        self,
        staff: Staff,
        event: Event,
        note: Note,
        head: Glyph,
        stem: tuple[float, bool] | None,
    ) -> mro.Note:
        sign = next(
            (
                g
                for g in self.page.scene.drawn_for(note)
                if isinstance(g, Glyph) and g.subject is note and g.owners[-1][0] == "accid"
            ),
            None,
        )
        shape = "Grace" if event.grace else HEADS.get(event.written, "Solid")
        printed = ACCIDENTALS.get(note.accidental, "None") if sign is not None else "None"
        return mro.Note(
            shape,
            p=self._step(staff, head.origin[1]),
            accid=printed,
            accid_dc=self._units(sign.centre[0] - head.left) if sign is not None else 0,
            normalside=stem is None or (head.centre[0] < stem[0]) == stem[1],
        )

    def _rest(
        self, staff: Staff, left: float, event: Event, glyphs: list[Glyph]
    ) -> "_Chord | None":
        if not glyphs:
            return None
        column = (min(g.left for g in glyphs) + max(g.right for g in glyphs)) / 2
        if event.kind == "multiRest":
            shape, row = "MultiBarRest", staff.middle
        else:
            levels = {Fraction(4): 0, Fraction(2): 0, Fraction(1): 1}
            number = levels.get(event.written, 3 + _levels(event.written))
            if event.written == Fraction(1, 2):
                number = 2
            shape = RESTS[min(number, len(RESTS) - 1)]
            body = glyphs[0]
            row = body.centre[1]
            if shape == "Sbreverest":
                row = body.top
            elif shape == "Minimrest":
                row = body.bottom
        record = mro.Chord(
            virtualstem=True,
            tuplettransform=event.tuplet,
            naugdots=min(3, event.dots),
            flagposn=(self._units(row - staff.rows[0]), self._units(column - left)),
            headend=self._step(staff, row),
            notes=(mro.Note(shape, p=self._step(staff, row)),),
        )
        return _Chord(column, record, (), event)

    def _marks(
        self, event: Event, drawn: Sequence[Glyph | Stroke | Text], end: float
    ) -> dict[str, int]:
        """Return the articulations' slots, each with its distance below the flag position."""
        found: dict[str, int] = {}
        for slot in (MARKS.get(name) for name in event.marks):
            if slot is None:
                continue
            glyphs = (g for g in drawn if isinstance(g, Glyph))
            rows = [g.centre[1] for g in glyphs if MARKS.get(_MARK_LABELS.get(g.label, "")) == slot]
            found[slot] = self._units(rows[0] - end) if rows else 0
        return found


_MARK_LABELS = {"staccato": "stacc", "staccatissimo": "stacciss", "tenuto": "ten",
                "accent": "acc", "marcato": "marc", "fermata": "fermata"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Chord:
    column: float
    record: mro.Chord
    notes: tuple[Note, ...]
    event: Event


def _levels(written: Fraction) -> int:
    """Return how many beams or flags a note value has: 1 for a quaver."""
    return max(0, (written.denominator // 4).bit_length() - 1)


def _in_key(number: int, key: int) -> int:
    """Return the alteration of a diatonic number in a key."""
    step = STEPS[number % 7]
    if step in SHARP_ORDER[: max(key, 0)]:
        return 1
    return -1 if step in FLAT_ORDER[: max(-key, 0)] else 0


def _beam_shares(events: Sequence[Event]) -> dict[str, tuple[int, int, int]]:
    """Return each beamed chord's group and how many beams leave it to the left and right."""
    groups: dict[str, list[Event]] = defaultdict(list)
    for event in events:
        if event.beam_id and event.kind == "chord":
            groups[event.beam_id].append(event)
    shares: dict[str, tuple[int, int, int]] = {}
    for number, group in enumerate(groups.values()):
        levels = [_levels(e.written) for e in group]
        for place, (event, own) in enumerate(zip(group, levels, strict=True)):
            before = min(own, levels[place - 1]) if place else 0
            after = min(own, levels[place + 1]) if place + 1 < len(group) else 0
            # What is beamed with neither neighbour is a stub, before the stem where it can be.
            if max(before, after) < own:
                before, after = (own, after) if place else (before, own)
            if own:
                shares[event.id] = (number, before, after)
    return shares


def _number(chords: list[_Chord]) -> list[_Chord]:
    """Give beams and tuplets numbers that are unique in the bar, and count beams' chords."""
    beams: dict[int, int] = defaultdict(int)
    for chord in chords:
        if chord.record.beam is not None:
            beams[chord.record.beam.id] += 1
    order = {group: n for n, group in enumerate(beams)}
    tuplets: dict[str, int] = {}
    result = []
    for chord in chords:
        record = chord.record
        if record.beam is not None:
            node = replace(record.beam, id=order[record.beam.id], nofnodes=beams[record.beam.id])
            record = replace(record, beam=node)
        if chord.event.tuplet_id:
            number = tuplets.setdefault(chord.event.tuplet_id, len(tuplets))
            record = replace(record, tupletID=number)
        result.append(replace(chord, record=record))
    return result
