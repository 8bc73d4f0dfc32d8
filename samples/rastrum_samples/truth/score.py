"""The truth of a scene as `.mro` records: what a perfect engine would write."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Literal

from rastrum import mro
from rastrum_samples.engraving.content import Event
from rastrum_samples.scenes.scene import Page, Scene, Staff
from rastrum_samples.truth.chords import ChordWriter, SetChord, number_groups
from rastrum_samples.truth.lines import LineReader
from rastrum_samples.truth.octaves import replace_octave_lines
from rastrum_samples.truth.signatures import Sign, SignReader
from rastrum_samples.truth.spelling import StaffPlayer

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
    players: dict[int, StaffPlayer] = defaultdict(StaffPlayer)
    chosen = scene.pages if pages is None else pages
    return mro.Score(pages=tuple(_PageWriter(page, level, players).write() for page in chosen))


class _PageWriter:
    def __init__(self, page: Page, level: Level, players: dict[int, StaffPlayer]) -> None:
        self.page, self.level, self.players = page, level, players
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
        clef = self.players[staff.number].clef
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
        octave_lines = self.lines.octave_lines(staff)
        if self.level == "score":
            bars = replace_octave_lines(bars, octave_lines, clef)
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
            octavelines=octave_lines,
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
            # On a single line notes have no pitch that an accidental could change.
            pitched = len(staff.rows) > 1
            player = self.players[staff.number]
            music = player.spell(own, music) if pitched else music
        times = [s.record for s in own if isinstance(s.record, mro.TimeSig)]
        bar = mro.Bar(
            clefs=tuple(s.record for s in own if isinstance(s.record, mro.Clef)),
            keysigs=tuple(s.record for s in own if isinstance(s.record, mro.KeySig)),
            timesig=times[-1] if times else None,
            chords=tuple(c.record for c in number_groups(music)),
            barline=barline,
        )
        return bar, [c.event for c in music]
