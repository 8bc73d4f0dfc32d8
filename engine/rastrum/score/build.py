"""Build the score from what the pages say."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from rastrum.curves.anchors import join_pages
from rastrum.model.annotations import Curve, Lyrics, Mark, NoteRef, Words
from rastrum.model.layout import Barline, GridMeasure, Page, StaffLayout, System
from rastrum.model.page import Bitmap
from rastrum.model.reading import Notation
from rastrum.model.score import Measure, Part, Score, Signs, Voice
from rastrum.model.strokes import Anchor
from rastrum.notes.accidentals import keep_once
from rastrum.score.around import make_lyrics, make_marks, make_words
from rastrum.score.events import make_chord, make_signs
from rastrum.score.parts import group_staves, number_staves


def build(pages: Sequence[tuple[Bitmap, Notation]], title: str = "") -> Score:
    """Build a score.

    Parameters
    ----------
    pages : sequence of (Bitmap, Notation)
        Scans, and what stands on each, in their order.
    title : str

    Returns
    -------
    score : Score
        As the pages show it; what it means is for `rastrum.score.interpret` to say.
    """
    notations = [notation for _, notation in pages]
    numbers = number_staves(notations)
    parts = group_staves(notations, numbers)
    staves = sum(map(len, parts))
    found = _Found([[] for _ in parts])
    layouts = []
    before: _PageBuilder | None = None
    for number, ((bitmap, notation), own) in enumerate(zip(pages, numbers, strict=True)):
        layouts.append(_lay_out(bitmap, notation))
        builder = _PageBuilder(notation, number, own, parts, staves, found)
        builder.build()
        if before is not None:
            before.join(builder)
        before = builder
    return Score(
        title,
        tuple(layouts),
        tuple(found.systems),
        tuple(found.grid),
        tuple(
            Part(_name(staves, found.words), staves, tuple(measures))
            for staves, measures in zip(parts, found.measures, strict=True)
        ),
        tuple(found.curves),
        tuple(found.marks),
        tuple(found.lyrics),
        tuple(found.words),
    )


@dataclass(slots=True)
class _Found:
    """What was built so far."""

    measures: list[list[Measure]]
    """Of each part."""
    systems: list[System]
    grid: list[GridMeasure]
    curves: list[Curve]
    marks: list[Mark]
    lyrics: list[Lyrics]
    words: list[Words]
    chords: int
    groups: int
    """Names of beams and tuplets that are taken."""

    def __init__(self, measures: list[list[Measure]]) -> None:
        self.measures = measures
        self.systems, self.grid, self.curves, self.marks = [], [], [], []
        self.lyrics, self.words = [], []
        self.chords = self.groups = 0


def _lay_out(bitmap: Bitmap, notation: Notation) -> Page:
    mapping = notation.sheet.map
    height, width = notation.sheet.grey.shape
    return Page(
        width,
        height,
        bitmap.path,
        (bitmap.ink.shape[1], bitmap.ink.shape[0]),
        mapping.skew_rad,
        mapping.row_offset_px,
        mapping.column_offset_px,
        mapping.space_px,
    )


def _name(staves: Sequence[int], words: Iterable[Words]) -> str:
    """Return what stands before a part's staves in the first system."""
    named = (w.text for w in words if w.kind == "PartName" and not w.system and w.staff in staves)
    return " ".join(named)


class _PageBuilder:
    """Adds a page to a score."""

    def __init__(
        self,
        notation: Notation,
        page: int,
        numbers: Sequence[tuple[int, ...]],
        parts: Sequence[tuple[int, ...]],
        staves: int,
        found: _Found,
    ) -> None:
        self.notation, self.page, self.parts, self.found = notation, page, parts, found
        self.sheet, self.grid = notation.sheet, notation.grid
        self.numbers, self.staves = numbers, staves
        self.first_system, self.first_chord = len(found.systems), found.chords
        self.first_curve = len(found.curves)
        seen = notation.timing.chords
        order = sorted(range(len(seen)), key=lambda n: seen[n].column)
        # Chords are numbered from left to right.
        self.ids = {n: self.first_chord + k for k, n in enumerate(order)}
        kept = keep_once(seen)
        self.chords = [kept[self.ids[n] - self.first_chord] for n in range(len(seen))]
        self.refs = {
            (note.head, chord.stem_up): (self.ids[n], m)
            for n, chord in enumerate(self.chords)
            for m, note in enumerate(chord.notes)
        }
        long_rests = {
            (s.staff, s.column): s.count for s in notation.marks.signs if s.kind == "MultiBarRest"
        }
        self.events = [
            make_chord(
                chord,
                self.ids[n],
                notation.timing.onsets[n],
                self._staff_of,
                found.groups,
                long_rests.get((chord.staff, chord.column), 0),
            )
            for n, chord in enumerate(self.chords)
        ]
        self.columns: dict[int, list[tuple[float, int]]] = defaultdict(list)
        for chord, event in zip(self.chords, self.events, strict=True):
            self.columns[chord.staff].append((chord.centre, event.id))
        for own in self.columns.values():
            own.sort()

    def build(self) -> None:
        """Add its systems with their measures, and everything around the notes."""
        for number in range(len(self.sheet.systems)):
            self._system(number)
        marks = self.notation.marks
        self.found.marks += make_marks(marks, self._home, self.columns)
        self.found.lyrics += make_lyrics(self.notation.text, self._home, self.ids)
        self.found.words += make_words(self.notation.text, self._home)
        first = self.first_curve
        self.found.curves += [
            Curve(
                curve.kind,
                self.first_system + curve.system,
                curve.arc.left,
                curve.arc.right,
                curve.arc.radius,
                self._ref(curve.left),
                self._ref(curve.right),
                -1 if curve.partner < 0 else first + curve.partner,
            )
            for curve in self.notation.curves
        ]
        self.found.chords += len(self.chords)
        taken = [c.beam.group for c in self.chords if c.beam] + [c.tuplet_id for c in self.chords]
        self.found.groups += 1 + max(taken, default=0)

    def join(self, following: "_PageBuilder") -> None:
        """Join the halves of curves that go on from this page to the next one."""
        pages = self, following
        upper, lower = (
            (
                page.sheet,
                page.notation.timing.chords,
                [line for own in page.grid.barlines for line in own],
                page.notation.curves,
            )
            for page in pages
        )
        curves = self.found.curves
        for one, other, start, end in join_pages(upper, lower):
            n, m = self.first_curve + one, following.first_curve + other
            curves[n] = replace(curves[n], start=self._ref(start), partner=m)
            curves[m] = replace(curves[m], end=following._ref(end), partner=n)

    def _home(self, staff: int) -> tuple[int, int]:
        """Return the system and the staff of the score that a staff of the sheet is."""
        own = self.sheet.staves[staff]
        return self.first_system + own.system, self.numbers[own.system][own.index]

    def _staff_of(self, staff: int) -> int:
        """Return the staff of the score that a staff of the sheet is."""
        return self._home(staff)[1]

    def _ref(self, anchor: Anchor | None) -> NoteRef | None:
        return None if anchor is None else self.refs.get((anchor.head, anchor.stem_up))

    def _system(self, number: int) -> None:
        _, left, _, right = self.sheet.box(number)
        system = self.sheet.systems[number]
        layouts: list[StaffLayout | None] = [None] * self.staves
        for n, place in zip(system.staves, self.numbers[number], strict=True):
            staff = self.sheet.staves[n]
            joined = any(barline.joined_below for barline in self.grid.barlines[n])
            layouts[place] = StaffLayout(staff.top, staff.bottom - staff.top, staff.lines, joined)
        self.found.systems.append(System(self.page, left, right, tuple(layouts)))
        signs = {n: make_signs(self.notation.signatures, self.grid, n) for n in system.staves}
        voices = self._voices(number)
        ends = {n: len(self.grid.barlines[n]) for n in system.staves}
        # Behind the last barline a line announces the key, time or clef of the next one.
        behind = {n for n in system.staves if signs[n].get(ends[n]) or self._plays(n, ends[n])}
        count = max(ends[n] + (n in behind) for n in system.staves)
        for bar in range(count):
            self.found.grid.append(
                GridMeasure(self.first_system + number, self._barline(system.staves, bar, right))
            )
            for part, measures in zip(self.parts, self.found.measures, strict=True):
                own = [self._of(number, place) for place in part]
                here = tuple(
                    None
                    if n is None or bar >= ends[n] + (n in behind)
                    else signs[n].get(bar, Signs())
                    for n in own
                )
                heard = [v for n in own if n is not None for v in voices.get((n, bar), ())]
                measures.append(Measure(here, tuple(heard)))

    def _of(self, system: int, place: int) -> int | None:
        """Return the staff of the sheet that is a staff of the score in a system."""
        own = self.numbers[system]
        return self.sheet.systems[system].staves[own.index(place)] if place in own else None

    def _plays(self, staff: int, bar: int) -> bool:
        own = self.columns[staff]
        return bool(own) and self.grid.measure_at(staff, own[-1][0]) >= bar

    def _barline(self, staves: Sequence[int], bar: int, right: float) -> Barline:
        for n in staves:
            if bar < len(self.grid.barlines[n]):
                line = self.grid.barlines[n][bar]
                return Barline(line.kind, line.left, line.right)
        return Barline("Single", right, right, invented=True)

    def _voices(self, system: int) -> dict[tuple[int, int], list[Voice]]:
        """Return the voices of each staff and measure of a system.

        Grace notes go with the voice of the next chord on their staff; what no voice holds is one
        by itself.
        """
        own: dict[tuple[int, int], list[list[int]]] = defaultdict(list)
        voiced: set[int] = set()
        for voice in self.notation.timing.voices:
            voiced.update(voice.members)
            if voice.system == system:
                own[voice.staff, voice.bar].append(list(voice.members))
        for n, chord in enumerate(self.chords):
            if n in voiced or self.sheet.staves[chord.staff].system != system:
                continue
            place = chord.staff, self.grid.measure_at(chord.staff, chord.centre)
            following = [
                (self.chords[m].centre, k)
                for k, members in enumerate(own[place])
                for m in members
                if self.chords[m].centre >= chord.centre
            ]
            if chord.shape == "Grace" and own[place]:
                own[place][min(following)[1] if following else 0].append(n)
            else:
                own[place].append([n])
        return {
            place: [self._voice(place[0], members) for members in voices]
            for place, voices in own.items()
        }

    def _voice(self, staff: int, members: Sequence[int]) -> Voice:
        order = sorted(members, key=lambda n: (self.chords[n].centre, self.ids[n]))
        return Voice(self._staff_of(staff), tuple(self.events[n] for n in order))
