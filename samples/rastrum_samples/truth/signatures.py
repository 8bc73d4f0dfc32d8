"""Read clefs, key and time signatures and barlines off an engraved page."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from rastrum import mro
from rastrum_samples.scenes.scene import Glyph, Page, Staff, Stroke

CLEFS = {
    0xE050: "Treble", 0xE07A: "Treble", 0xE052: "TrebleDown8", 0xE053: "TrebleUp8",
    0xE062: "Bass", 0xE07C: "Bass", 0xE05C: "Alto", 0xE07B: "Alto",
}  # fmt: skip
"""Clef shape of a SMuFL code point."""

UNITS_PER_SPACE = 16
"""Units of the format to a staff space."""

THICK_SP = 0.3
"""Barlines thicker than this are the thick ones of repeats and ends."""


@dataclass(frozen=True, slots=True)
class Sign:
    """Clef, key or time signature at a place.

    Attributes
    ----------
    column : float
        Its middle, page units.
    record : rastrum.mro.Clef, rastrum.mro.KeySig or rastrum.mro.TimeSig
    """

    column: float
    record: mro.Clef | mro.KeySig | mro.TimeSig


class SignReader:
    """Reads what is engraved on one page.

    Parameters
    ----------
    page : Page
    """

    def __init__(self, page: Page) -> None:
        self.page = page
        self.unit = page.space / UNITS_PER_SPACE

    def units(self, length: float) -> int:
        """Return a length in units."""
        return round(length / self.unit)

    def _staff_of(self, owners: Sequence[tuple[str, str]]) -> Staff | None:
        names = dict(owners)
        number = self.page.scene.content.staves.get(names.get("staff", ""))
        for system in self.page.systems:
            if system.id == names.get("system"):
                return next((s for s in system.staves if s.number == number), None)
        return None

    def signs(self) -> dict[int, list[Sign]]:
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
        signs: dict[int, list[Sign]] = defaultdict(list)
        for (number, kind, _, _), glyphs in groups.items():
            if kind == "keySig" and len(staves[number].rows) == 1:
                continue  # where notes have no pitch a key says nothing
            sign = self._sign(kind, glyphs, staves[number])
            if sign is not None:
                signs[number].append(sign)
        return signs

    def _sign(self, kind: str, glyphs: list[Glyph], staff: Staff) -> Sign | None:
        left, right = min(g.left for g in glyphs), max(g.right for g in glyphs)
        top, bottom = min(g.top for g in glyphs), max(g.bottom for g in glyphs)
        column = (left + right) / 2
        system_left = min(s.left for s in staff.system.staves)
        centre = (
            self.units((top + bottom) / 2 - staff.top),
            self.units(column - system_left),
        )
        if kind == "clef":
            shape = CLEFS.get(glyphs[0].code)
            place = self.step(staff, glyphs[0].origin[1])
            return Sign(column, mro.Clef(shape, centre, place)) if shape else None
        if kind == "keySig":
            sharps = sum(g.label == "sharp" for g in glyphs)
            flats = sum(g.label == "flat" for g in glyphs)
            return Sign(column, mro.KeySig(sharps - flats, centre))
        letters = {"timeCommon": (4, 4), "timeCut": (2, 2)}
        for glyph in glyphs:
            if glyph.label in letters:
                return Sign(column, mro.TimeSig(True, *letters[glyph.label], centre))
        numbers = []
        for above in (True, False):
            row = sorted(
                (g for g in glyphs if (g.centre[1] < staff.middle) == above), key=lambda g: g.left
            )
            if not row or any(not g.label.startswith("digit") for g in row):
                return None
            numbers.append(int("".join(g.label[-1] for g in row)))
        return Sign(column, mro.TimeSig(False, numbers[0], numbers[1], centre))

    def step(self, staff: Staff, row: float) -> int:
        """Return a pitch position: steps below the middle line."""
        return round((row - staff.middle) / (staff.space / 2))

    def barlines(self) -> dict[int, list[mro.Barline]]:
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
        return mro.Barline(kind, self.units(first - left), self.units(last - left))

    def joined(self, staff: Staff) -> bool:
        """Whether barlines run on to the staff below."""
        # What goes on is drawn from the staff's last line, or from the short barline's end.
        edge = staff.rows[-1] + (0.5 if len(staff.rows) > 1 else 1.5) * self.page.space
        for stroke in self.page.strokes:
            if stroke.kind == "barLine":
                _, top, _, bottom = stroke.bounds
                if top < edge and bottom > staff.bottom + self.page.space:
                    return True
        return False
