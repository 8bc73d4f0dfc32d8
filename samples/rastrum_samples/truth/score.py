"""The truth of a scene as `.mro` records: what a perfect engine would write."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from typing import Literal

from rastrum import mro
from rastrum.score.carried_accidentals import NAMED_LINE, SIGNS, SPELLED_DC, in_key
from rastrum.score.octaves import apply_octaves
from rastrum_samples.engraving.content import Event
from rastrum_samples.scenes.scene import Page, Scene, Staff
from rastrum_samples.truth.chords import ChordWriter, SetChord, number_groups
from rastrum_samples.truth.lines import LineReader
from rastrum_samples.truth.signatures import Sign, SignReader

Level = Literal["engine", "score"]


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
        cannot know of, as after a tie over a barline, is spelled out, and octave lines are clefs.

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
    score = mro.Score(pages=records)
    return apply_octaves(score) if level == "score" else score


class _PageWriter:
    def __init__(
        self, page: Page, level: Level, clefs: dict[int, tuple[str, int]], keys: dict[int, int]
    ) -> None:
        self.page, self.level = page, level
        self.clefs, self.keys = clefs, keys
        self.reader = SignReader(page)
        self.chords = ChordWriter(page, self.reader)
        self.lines = LineReader(page, self.reader)

    def write(self) -> mro.Page:
        page = self.page
        x, y = page.margin
        signs = self.reader.signs()
        barlines = self.reader.barlines()
        systems = []
        for system in page.systems:
            left = min(s.left for s in system.staves)
            right = max(s.right for s in system.staves)
            top, bottom = system.staves[0].top, system.staves[-1].bottom
            staves = [
                self._stave(staff, left, right, signs[id(staff)], barlines[id(staff)])
                for staff in system.staves
            ]
            systems.append(
                mro.System(
                    top=self.reader.units(top + y),
                    left=self.reader.units(left + x),
                    width=self.reader.units(right - left),
                    height=self.reader.units(bottom - top),
                    staves=tuple(staves),
                    slurs=self.lines.slurs(system),
                )
            )
        return mro.Page(
            width=self.reader.units(page.width),
            height=self.reader.units(page.height),
            systems=tuple(systems),
        )

    def _stave(
        self,
        staff: Staff,
        left: float,
        right: float,
        signs: list[Sign],
        barlines: list[mro.Barline],
    ) -> mro.Stave:
        chords = self.chords.chords(staff, left)
        system = staff.system
        position = system.staves.index(staff)
        end = self.reader.units(right - left)
        ends = list(barlines)
        if not ends or ends[-1].rightlinex < end - 24:
            ends.append(mro.Barline(leftlinex=end, rightlinex=end, invented=True))
        bars = []
        places: dict[str, tuple[int, int]] = {}
        start = float("-inf")
        for number, barline in enumerate(ends):
            middle = (barline.leftlinex + barline.rightlinex) / 2
            stop = float("inf") if number == len(ends) - 1 else middle
            bar, events = self._bar(staff, signs, chords, barline, left, (start, stop))
            bars.append(bar)
            places |= {event.id: (number, place) for place, event in enumerate(events)}
            start = stop
        dynamics, texts = self.lines.dynamics(staff)
        return mro.Stave(
            top=self.reader.units(staff.top + self.page.margin[1]),
            left=self.reader.units(left + self.page.margin[0]),
            width=end,
            size=self.reader.units(staff.bottom - staff.top),
            joinedtobelow=position + 1 < len(system.staves) and self.reader.joined(staff),
            bars=tuple(bars),
            lyriclines=self.lines.lyrics(staff, places),
            texts=(*texts, *self.lines.fingerings(staff)),
            dynamics=dynamics,
            octavelines=self.lines.octave_lines(staff),
            voltas=self.lines.voltas(staff),
            signs=self.lines.ornaments(staff),
            lines=len(staff.rows),
        )

    def _bar(
        self,
        staff: Staff,
        signs: list[Sign],
        chords: list[SetChord],
        barline: mro.Barline,
        left: float,
        span: tuple[float, float],
    ) -> tuple[mro.Bar, list[Event]]:
        def inside(column: float) -> bool:
            return span[0] <= (column - left) / self.reader.unit < span[1]

        own = [s for s in signs if inside(s.column)]
        music = [c for c in chords if inside(c.column)]
        if self.level == "score":
            music = self._spell(staff, own, music)
        else:
            self._advance(staff, own)
        times = [s.record for s in own if isinstance(s.record, mro.TimeSig)]
        bar = mro.Bar(
            clefs=tuple(s.record for s in own if isinstance(s.record, mro.Clef)),
            keysigs=tuple(s.record for s in own if isinstance(s.record, mro.KeySig)),
            timesig=times[-1] if times else None,
            chords=tuple(c.record for c in number_groups(music)),
            barline=barline,
        )
        return bar, [c.event for c in music]

    def _advance(self, staff: Staff, signs: list[Sign]) -> None:
        for sign in signs:
            if isinstance(sign.record, mro.Clef):
                self.clefs[staff.number] = (sign.record.shape, sign.record.pitchposn)
            elif isinstance(sign.record, mro.KeySig):
                self.keys[staff.number] = sign.record.key

    def _spell(self, staff: Staff, signs: list[Sign], chords: list[SetChord]) -> list[SetChord]:
        """Add the accidentals without which a reader of this bar would hear other notes."""
        heard: dict[int, int] = {}
        result = []
        rest = sorted(signs, key=lambda s: s.column)
        for chord in chords:
            while rest and rest[0].column < chord.column:
                self._advance(staff, [rest.pop(0)])
            notes = []
            # On a single line notes have no pitch that an accidental could change.
            pitched = chord.notes if len(staff.rows) > 1 else ()
            for record, note in zip(chord.record.notes, pitched, strict=False):
                shape, place = self.clefs.get(staff.number, ("Treble", 2))
                number = NAMED_LINE[shape] + place - record.p
                if (note.number - number) % 7 == 0:  # under an octave line
                    number = note.number
                expected = heard.get(number, in_key(number, self.keys[staff.number]))
                spelled = record
                if record.accid != "None":
                    heard[number] = note.alter
                elif note.alter != expected and note.alter in SIGNS:
                    heard[number] = note.alter
                    spelled = replace(record, accid=SIGNS[note.alter], accid_dc=SPELLED_DC)
                notes.append(spelled)
            if pitched:
                chord = replace(chord, record=replace(chord.record, notes=tuple(notes)))
            result.append(chord)
        self._advance(staff, rest)
        return result
