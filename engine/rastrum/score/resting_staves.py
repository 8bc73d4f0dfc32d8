"""Give rests to the parts that a system leaves out, and to staves on which nothing was read."""

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

from rastrum.model.layout import StaffLayout, System
from rastrum.model.score import Chord, Measure, Part, Score, Signs, Voice

MOST_STAVES = 12
"""In systems of more staves than this it is not known which parts are left out."""


def fill_resting_staves(score: Score) -> Score:
    """Give semibreve rests to the staves that rest.

    Engravers leave out the staves of parts that rest for a whole system; and where the print has
    lost all lines of a resting staff, its rests go unseen.

    Parameters
    ----------
    score : Score

    Returns
    -------
    score : Score
        With rests where others of the system play. Staves that were left out have the place of
        their neighbour and are not `printed`.
    """
    systems = list(score.systems)
    staves = max((len(system.staves) for system in systems), default=0)
    silent = _silent(score)
    if staves <= MOST_STAVES:
        systems = [replace(s, staves=_lay_out(s, _count_lines(systems))) for s in systems]
    filler = _Filler(replace(score, systems=tuple(systems)), silent)
    parts = (
        replace(part, measures=tuple(filler.measure(part, n) for n in range(len(score.grid))))
        for part in score.parts
    )
    return replace(score, systems=tuple(systems), parts=tuple(parts))


def _silent(score: Score) -> set[tuple[int, int]]:
    """Return systems and staves where nothing was read though others of the system play."""
    playing: set[tuple[int, int]] = set()
    for part in score.parts:
        for n, measure in enumerate(part.measures):
            for voice in measure.voices:
                playing |= {(score.grid[n].system, chord.staff) for chord in voice.chords}
    return {
        (number, staff)
        for number in {system for system, _ in playing}
        for staff in range(len(score.systems[number].staves))
        if (number, staff) not in playing
    }


def _count_lines(systems: Sequence[System]) -> list[int]:
    """Return how many lines each staff of the score has, where it is printed first."""
    columns = zip(*(system.staves for system in systems), strict=True)
    return [next((s.lines for s in own if s is not None), 5) for own in columns]


def _lay_out(system: System, lines: Sequence[int]) -> tuple[StaffLayout | None, ...]:
    """Give each staff that is left out the place of the next one below, or else above."""
    own = [layout for layout in system.staves if layout is not None]
    layouts: list[StaffLayout | None] = []
    below = 0
    for layout, count in zip(system.staves, lines, strict=True):
        if layout is not None or not own:
            below += layout is not None
            layouts.append(layout)
        else:
            model = own[min(len(own) - 1, below)]
            layouts.append(replace(model, lines=count, joined_below=False, printed=False))
    return tuple(layouts)


class _Filler:
    """Fills measures with rests."""

    def __init__(self, score: Score, silent: set[tuple[int, int]]) -> None:
        self.score, self.silent = score, silent
        self.next = 1 + max((chord.id for chord in score.chords()), default=-1)
        self.models: dict[int, int] = {}

    def measure(self, part: Part, number: int) -> Measure:
        """Return a measure of a part, with a rest on each of its staves that is silent."""
        measure = part.measures[number]
        system = self.score.grid[number].system
        signs, voices = list(measure.signs), list(measure.voices)
        for k, staff in enumerate(part.staves):
            layout = self.score.systems[system].staves[staff]
            left_out = layout is not None and not layout.printed
            if layout is None or not (left_out or (system, staff) in self.silent):
                continue
            if signs[k] is None:
                if not left_out:
                    continue
                signs[k] = self._times(system, staff, number)
            voices.append(Voice(staff, (self._rest(layout, staff, number),)))
        return Measure(tuple(signs), tuple(voices))

    def _times(self, system: int, staff: int, number: int) -> Signs | None:
        """Return the time signatures of the neighbour that a staff left out is like."""
        printed = [n for n, s in enumerate(self.score.systems[system].staves) if s and s.printed]
        below = [n for n in printed if n > staff]
        model = below[0] if below else printed[-1]
        part = self.score.part_of(model)
        signs = part.measures[number].signs[part.staves.index(model)]
        return None if signs is None else Signs(times=signs.times)

    def _rest(self, layout: StaffLayout, staff: int, number: int) -> Chord:
        """Return a semibreve rest for the middle of a measure: it hangs from a line."""
        system = self.score.grid[number].system
        first = self.score.measures_of(system)[0]
        start = self.score.systems[system].left
        if number > first:
            start = self.score.grid[number - 1].barline.right
        middle = (start + self.score.grid[number].barline.right) / 2
        steps = -2 if layout.lines > 1 else 0
        row = layout.top + 32 + 8 * steps
        self.next += 1
        return Chord(
            self.next - 1,
            "rest",
            staff,
            Fraction(1),
            onset=Fraction(0),
            at=(row + 8, middle),
            edge=row,
            printed=False,
        )
