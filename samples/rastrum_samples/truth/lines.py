"""Read octave lines, dynamics and curves off an engraved page: what stands beside the notes."""

import math
from collections import defaultdict
from collections.abc import Mapping

from rastrum import mro
from rastrum.model.vocabulary import TIME_DIGITS
from rastrum.mro.records import BOLD, FINGERING, ITALIC, SANS, SERIF
from rastrum_samples.engraving.content import Event, Note
from rastrum_samples.engraving.smufl import CODE_TO_WORD
from rastrum_samples.scenes.scene import Glyph, Page, Staff, Stroke, System, Text
from rastrum_samples.truth.signatures import SignReader

HAIRPINS = {"cres": "Hairpincres", "dim": "Hairpindim"}

LOUDNESS = {
    f"dynamic{letters.upper()}": f"Dyn_{letters}"
    for letters in ("ppp", "pp", "p", "mp", "mf", "f", "ff", "fff")
}
"""Type of a dynamic by its glyph's class."""

WORDS = ("dynamicFP", "dynamicSF")
"""Dynamics that the format has no type for."""

SIGNS = {name.lower(): name
         for name in ("Trill", "Turn", "Mordent", "Segno", "Coda", "Pedal", "Tremolo")}  # fmt: skip
"""Type of a sign by its glyph's class."""

FLATTEST, LOWEST = 0.04, 0.5
"""Least height of an arc, as a share of its length and in units: a straight one has no radius."""

PAIRS = ((1, 2), (4, 5))
"""Control points of the two curves that are a slur's outline."""


class LineReader:
    """Reads what is engraved beside the notes of one page.

    Parameters
    ----------
    page : Page
    signs : SignReader
        For its units.
    """

    def __init__(self, page: Page, signs: SignReader) -> None:
        self.page, self.signs = page, signs

    def octave_lines(self, staff: Staff) -> tuple[mro.OctaveLine, ...]:
        """Read the octave lines of a staff, from left to right."""
        drawn: dict[str, list[Stroke | Glyph]] = defaultdict(list)
        everything: list[Stroke | Glyph] = [*self.page.strokes, *self.page.glyphs]
        for item in everything:
            names = dict(item.owners)
            if names.get("system") == staff.system.id and "octave" in names:
                drawn[names["octave"]].append(item)
        left = min(s.left for s in staff.system.staves)
        lines = []
        for name, items in drawn.items():
            number, shift = self.page.scene.content.octaves.get(name, (0, 0))
            if number != staff.number:
                continue
            edges = [i.bounds if isinstance(i, Stroke) else _box(i) for i in items]
            signs = [_box(i) for i in items if isinstance(i, Glyph)] or edges
            lines.append(
                mro.OctaveLine(
                    shift,
                    self.signs.units(min(e[0] for e in edges) - left),
                    self.signs.units(max(e[2] for e in edges) - left),
                    self.signs.units((signs[0][1] + signs[0][3]) / 2 - staff.top),
                )
            )
        return tuple(sorted(lines, key=lambda line: line.c0))

    def voltas(self, staff: Staff) -> tuple[mro.Volta, ...]:
        """Read the voltas over a staff: each is a line and one or two hooks."""
        left, top = min(s.left for s in staff.system.staves), staff.top
        found = []
        for stroke in self.page.strokes:
            names, (x0, y0, x1, y1) = dict(stroke.owners), stroke.bounds
            if stroke.kind != "voltaBracket" or names.get("system") != staff.system.id:
                continue
            below = [s for s in staff.system.staves if s.top > y0]
            if x1 - x0 > y1 - y0 and below and below[0] is staff:
                columns = self.signs.units(x0 - left), self.signs.units(x1 - left)
                times = self.page.scene.content.endings.get(names.get("ending", ""), (1,))
                row = self.signs.units(y0 - top)
                several = ",".join(map(str, times)) if len(times) > 1 else None
                found.append(mro.Volta(times[0], *columns, row, several))
        return tuple(sorted(found, key=lambda volta: volta.c0))

    def dynamics(self, staff: Staff) -> tuple[tuple[mro.Dynamic, ...], tuple[mro.Text, ...]]:
        """Read the dynamics and hairpins of a staff; as texts, what the format has no type for."""
        left, top = min(s.left for s in staff.system.staves), staff.top
        dynamics, texts = [], []
        hairpins: dict[tuple[str, str], list[tuple[float, float, float, float]]] = defaultdict(list)
        everything: list[Stroke | Glyph] = [*self.page.strokes, *self.page.glyphs]
        for item in everything:
            kind, name = item.owners[-1] if item.owners else ("", "")
            number, form = self.page.scene.content.dynamics.get(name, (0, ""))
            if number != staff.number or dict(item.owners).get("system") != staff.system.id:
                continue
            if isinstance(item, Stroke):
                if kind != "hairpin":  # the dashes behind "cresc."
                    continue
                hairpins[name, form].append(item.bounds)
            elif item.label in LOUDNESS:
                row = self.signs.units(item.origin[1] - top)
                column = self.signs.units(item.centre[0] - left)
                dynamics.append(mro.Dynamic(LOUDNESS[item.label], c=column, r=row))
            elif kind == "dynam" and item.label in WORDS:
                height = self.signs.units(item.bottom - item.top)
                place = self.signs.units(item.origin[1] - top), self.signs.units(item.left - left)
                word = CODE_TO_WORD[item.code]
                texts.append(mro.Text(*place, height, SERIF + BOLD + ITALIC, word))
        # Where a system ends in the midst of one, each of its legs is a stroke of its own.
        for (_, form), legs in hairpins.items():
            x0, y0 = (min(leg[side] for leg in legs) for side in (0, 1))
            x1, y1 = (max(leg[side] for leg in legs) for side in (2, 3))
            dynamics.append(
                mro.Dynamic(
                    HAIRPINS.get(form, "Hairpincres"),
                    c0=self.signs.units(x0 - left),
                    c1=self.signs.units(x1 - left),
                    r=self.signs.units((y0 + y1) / 2 - top),
                )
            )
        return tuple(sorted(dynamics, key=lambda d: max(d.c, d.c0))), tuple(texts)

    def fingerings(self, staff: Staff) -> tuple[mro.Text, ...]:
        """Read the fingerings that stand nearer to a staff than to any other of the page."""
        left, top = min(s.left for s in staff.system.staves), staff.rows[0]
        staves = [s for system in self.page.systems for s in system.staves]
        found = []
        for box in self.page.inked.boxes:
            if box.label != "fingering":
                continue
            away = [max(s.rows[0] - box.y, box.y - s.rows[-1], 0.0) for s in staves]
            if staves[away.index(min(away))] is staff:
                place = box.y + box.height / 2 - top, box.x - box.width / 2 - left
                row, column, height = (self.signs.units(v) for v in (*place, box.height))
                found.append(mro.Text(row, column, height, SERIF, box.text, FINGERING))
        return tuple(sorted(found, key=lambda text: text.c0))

    def ornaments(self, staff: Staff) -> tuple[mro.Sign, ...]:
        """Read ornaments, segno, coda and pedal marks, each at the nearest staff of its system."""
        left, top = min(s.left for s in staff.system.staves), staff.top
        found = []
        for glyph in self.page.glyphs:
            if glyph.label not in SIGNS or dict(glyph.owners).get("system") != staff.system.id:
                continue
            column, row = glyph.centre
            away = [max(s.top - row, row - s.bottom, 0.0) for s in staff.system.staves]
            if staff.system.staves[away.index(min(away))] is staff:
                place = self.signs.units(column - left), self.signs.units(row - top)
                found.append(mro.Sign(SIGNS[glyph.label], *place))
        found += self._long_rests(staff)
        found += self._arpeggios(staff)
        return tuple(sorted(found, key=lambda sign: sign.c))

    def _arpeggios(self, staff: Staff) -> list[mro.Sign]:
        """Read the arpeggios whose middle is nearest to a staff."""
        left, top = min(s.left for s in staff.system.staves), staff.top
        waves: dict[str, list[Glyph]] = defaultdict(list)
        for glyph in self.page.glyphs:
            names = dict(glyph.owners)
            if glyph.label == "arpeggio" and names.get("system") == staff.system.id:
                waves[names.get("arpeg", "")].append(glyph)
        found = []
        for glyphs in waves.values():
            row = (min(g.top for g in glyphs) + max(g.bottom for g in glyphs)) / 2
            away = [max(s.top - row, row - s.bottom, 0.0) for s in staff.system.staves]
            if staff.system.staves[away.index(min(away))] is staff:
                column = sum(g.centre[0] for g in glyphs) / len(glyphs)
                place = self.signs.units(column - left), self.signs.units(row - top)
                found.append(mro.Sign("Arpeggio", *place, len(glyphs)))
        return found

    def _long_rests(self, staff: Staff) -> list[mro.Sign]:
        """Read how long rests of several bars are."""
        left, top = min(s.left for s in staff.system.staves), staff.top
        drawn: dict[str, list[Glyph]] = defaultdict(list)
        for glyph in self.page.glyphs:
            names = dict(glyph.owners)
            own = self.page.scene.content.staves.get(names.get("staff", "")) == staff.number
            if own and "multiRest" in names and names.get("system") == staff.system.id:
                drawn[names["multiRest"]].append(glyph)
        found = []
        for glyphs in drawn.values():
            body = [g for g in glyphs if g.label == "restMulti"]
            digits = sorted((g for g in glyphs if g.label in TIME_DIGITS), key=lambda g: g.left)
            if body and digits:
                column, row = body[0].centre
                number = int("".join(g.label[-1] for g in digits))
                place = self.signs.units(column - left), self.signs.units(row - top)
                found.append(mro.Sign("MultiBarRest", *place, number))
        return found

    def lyrics(
        self, staff: Staff, places: Mapping[str, tuple[int, int]]
    ) -> tuple[mro.LyricLine, ...]:
        """Read the lyrics of a staff; `places` says bar and chord of each event, by id."""
        left, top = min(s.left for s in staff.system.staves), staff.top
        lines: dict[int, list[tuple[Text, Event]]] = defaultdict(list)
        for text in self.page.texts:
            event = text.subject.event if isinstance(text.subject, Note) else text.subject
            if text.kind != "syl" or event is None or event.staff != staff.number:
                continue
            if dict(text.owners).get("system") == staff.system.id:
                lines[self.signs.units(text.baseline - top)].append((text, event))
        result = []
        for verse, (baseline, texts) in enumerate(sorted(lines.items())):
            elements = []
            for text, event in sorted(texts, key=lambda pair: pair[0].left):
                sung = event.syllables[verse] if verse < len(event.syllables) else ""
                bar, symbol = places.get(event.id, (-1, -1))
                c0, c1 = (self.signs.units(x - left) for x in (text.left, text.right))
                elements.append(
                    mro.LyricElement(
                        c0=c0,
                        c1=c1,
                        text=text.text + ("-" if sung.endswith("-") else ""),
                        midc=(c0 + c1) // 2,
                        bar=bar,
                        symbol=symbol,
                    )
                )
            first = texts[0][0]
            family = SANS if self.page.inked.sans else SERIF
            style = family + BOLD * first.bold + ITALIC * first.italic
            height = self.signs.units(first.size)
            result.append(mro.LyricLine(baseline, height, style, tuple(elements)))
        return tuple(result)

    def slurs(self, system: System) -> tuple[mro.Slur, ...]:
        """Read the slurs and ties of a system, from left to right."""
        left, top = min(s.left for s in system.staves), system.staves[0].top
        unit, slurs = self.signs.unit, []
        for stroke in self.page.strokes:
            if stroke.kind not in ("slur", "tie") or dict(stroke.owners).get("system") != system.id:
                continue
            # Two cubic curves, there and back: ends, and the middle of both in between.
            x, y = zip(
                *((p.x(), p.y()) for p in map(stroke.outline.getPoint, range(6))), strict=True
            )
            ends = [((y[k] - top) / unit, (x[k] - left) / unit) for k in (0, 3)]
            first, last = sorted(ends, key=lambda end: end[1])
            rows = [(row - top) / unit for row in y]
            middle = sum((rows[0] + 3 * rows[a] + 3 * rows[b] + rows[3]) / 16 for a, b in PAIRS)
            radius = find_radius(math.dist(first, last), (first[0] + last[0]) / 2 - middle)
            points = [(round(row), round(column)) for row, column in (first, last)]
            kind = "Tie" if stroke.kind == "tie" else "Slur"
            slurs.append(mro.Slur(points[0], points[1], round(radius), type=kind))
        seen = dict.fromkeys(slurs)  # Two voices' curves, one upon the other, are one in print.
        return tuple(sorted(seen, key=lambda slur: slur.leftpt[1]))


def find_radius(length: float, height: float) -> float:
    """Return the radius of an arc as the format has it: negative where it bulges upwards.

    Parameters
    ----------
    length : float
        Between its ends, units.
    height : float
        How far its middle lies above the line between them; negative below.
    """
    tall = max(abs(height), FLATTEST * length, LOWEST)
    return math.copysign(length**2 / (8 * tall) + tall / 2, -height if height else 1.0)


def _box(glyph: Glyph) -> tuple[float, float, float, float]:
    return glyph.left, glyph.top, glyph.right, glyph.bottom
