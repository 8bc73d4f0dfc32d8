"""Draw what was read over the scan."""

from collections.abc import Iterable

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from rastrum.model.notation import SeenChord
from rastrum.model.reading import Reading
from rastrum.model.strokes import SeenArc
from rastrum.staff.normalise import to_page

PIXELS_PER_SPACE = 22
"""Staff space of the picture: head names can be read, and an A4 page stays below 3000 px."""

COLOURS = {
    "staff": (150, 170, 200),
    "head": (0, 140, 60),
    "stem": (30, 90, 220),
    "beam": (240, 140, 0),
    "rest": (0, 150, 170),
    "accidental": (200, 0, 160),
    "signature": (120, 40, 200),
    "barline": (220, 30, 30),
    "curve": (210, 80, 120),
    "dynamic": (150, 90, 20),
    "text": (60, 80, 170),
    "doubt": (255, 200, 0),
}
"""Red, green, blue per kind of symbol; the legend at the picture's foot shows them."""

STEPS = "CDEFGAB"


def draw_overlay(reading: Reading) -> Image.Image:
    """Draw the symbols of a page over its scan.

    Parameters
    ----------
    reading : Reading
        From `rastrum.pipeline.read_page`.

    Returns
    -------
    picture : PIL.Image.Image
        RGB; the scan in grey, symbols in colours, doubtful ones on yellow.
    """
    return _Painter(reading).paint()


class _Painter:
    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.sheet = reading.sheet
        ink = reading.bitmap.ink
        self.zoom = min(1.0, PIXELS_PER_SPACE / self.sheet.map.space_px)
        size = (max(1, round(ink.shape[1] * self.zoom)), max(1, round(ink.shape[0] * self.zoom)))
        # Ink is drawn in grey, so that the colours stand out.
        scan = Image.fromarray(np.where(ink, np.uint8(110), np.uint8(255)))
        self.picture = scan.resize(size, Image.Resampling.BOX).convert("RGB")
        self.pen = ImageDraw.Draw(self.picture, "RGBA")
        self.font = ImageFont.load_default(13)

    def paint(self) -> Image.Image:
        notation = self.reading.notation
        for doubt in self.reading.doubts:
            # A doubt about the whole page is a frame: it would hide the others.
            whole = doubt.box[2:] == tuple(map(float, self.sheet.grey.shape))
            fill = None if whole else (*COLOURS["doubt"], 110)
            self._box(*doubt.box, "doubt", fill=fill)
        for staff in self.sheet.staves:
            for row in {staff.highest, staff.lowest}:
                self._line([(row, staff.left), (row, staff.right)], "staff", 1)
            name = f"{staff.system + 1}.{staff.index + 1}"
            self._text(staff.top - 20, staff.left - 30, name, "staff")
        for barline in self.reading.strokes.barlines:
            staff = self.sheet.staves[barline.staff]
            for column in {barline.left, barline.right}:
                self._line([(row, column) for row in staff.bar_rows], "barline", 3)
            if barline.kind != "Single":
                self._text(staff.top - 16, barline.right - 20, barline.kind, "barline")
        for chord in notation.timing.chords:
            self._chord(chord)
        self._signatures()
        for curve in notation.curves:
            self._line(_course(curve.arc), "curve", 2)
        self._marks()
        self._words()
        return self._with_legend()

    def _signatures(self) -> None:
        signatures = self.reading.notation.signatures
        for clef in signatures.clefs:
            g = clef.glyph
            self._box(*_edges(g.row, g.column, g.height, g.width), "signature")
            self._text(g.row - g.height / 2 - 14, g.column - 10, clef.shape, "signature")
        for key in signatures.keys:
            staff = self.sheet.staves[key.staff]
            self._text(staff.top - 30, key.column - 8, f"{key.key:+d}", "signature")
        for time in signatures.times:
            staff = self.sheet.staves[time.staff]
            self._text(staff.top - 30, time.column - 8, f"{time.top}/{time.bottom}", "signature")
        for glyph in signatures.used:
            edges = _edges(glyph.row, glyph.column, glyph.height, glyph.width)
            self._box(*edges, "signature")

    def _marks(self) -> None:
        marks = self.reading.notation.marks
        for dynamic in marks.dynamics:
            if not dynamic.kind.startswith("Hairpin"):
                name = dynamic.kind.removeprefix("Dyn_")
                self._text(dynamic.row + 4, dynamic.left, name, "dynamic")
        for hairpin in marks.hairpins:
            ends = np.array([hairpin.left, hairpin.right])
            for leg in hairpin.legs(ends):
                self._line([*zip(leg, ends, strict=True)], "dynamic", 2)
        for line in marks.octave_lines:
            self._line([(line.row, line.left), (line.row, line.right)], "signature", 2)
        for sign in marks.signs:
            name = f"{sign.kind} {sign.count}" if sign.count else sign.kind
            self._text(sign.row + 6, sign.column - 8, name, "dynamic")
        for volta in marks.voltas:
            row = volta.row
            corners = [(row + 16, volta.left), (row, volta.left), (row, volta.right)]
            self._line(corners, "signature", 2)
            self._text(row, volta.left + 6, f"{','.join(map(str, volta.times))}.", "signature")
        for digit in marks.fingerings:
            self._text(digit.row + 4, digit.left, digit.text, "text")

    def _words(self) -> None:
        text = self.reading.notation.text
        for words in text.words:
            self._text(words.baseline + 4, words.left, words.text, "text")
        for verse in text.verses:
            for syllable in verse.syllables:
                self._text(verse.baseline + 4, syllable.left, syllable.text, "text")

    def _chord(self, chord: SeenChord) -> None:
        length = str(chord.duration)
        if chord.rest is not None:
            r = chord.rest
            self._box(*_edges(r.row, r.column, r.height, r.width), "rest")
            self._text(r.row - r.height / 2 - 13, r.column - 6, length, "rest")
            return
        heads = [n.head.glyph for n in chord.notes]
        if chord.has_stem:
            rows = [h.row for h in heads]
            far = max(rows) if chord.stem_up else min(rows)
            self._line([(chord.row, chord.column), (far, chord.column)], "stem", 3)
        if chord.beam is not None:
            sign = 1 if chord.stem_up else -1
            for side, count in ((-1, chord.beam.left), (1, chord.beam.right)):
                for level in range(count):
                    row = chord.row + sign * (4 + 10 * level)
                    self._line([(row, chord.column), (row, chord.column + side * 9)], "beam", 4)
        for note in chord.notes:
            head = note.head.glyph
            self._box(*_edges(head.row, head.column, head.height, head.width), "head")
            self._text(head.row - 8, note.head.right + 1, str(-note.head.pitch), "head")
            if note.accidental != "None":
                self._text(head.row - 18, note.accidental_column - 6, note.accidental, "accidental")
        row = max(h.row for h in heads) + 10 if chord.stem_up else min(h.row for h in heads) - 24
        self._text(row, chord.centre - 8, length, "stem")

    def _point(self, row: float, column: float) -> tuple[float, float]:
        rows, columns = to_page(self.sheet.map, np.array([row]), np.array([column]))
        return float(columns[0]) * self.zoom, float(rows[0]) * self.zoom

    def _line(self, points: Iterable[tuple[float, float]], kind: str, width: int) -> None:
        self.pen.line([self._point(*p) for p in points], (*COLOURS[kind], 200), width)

    def _box(
        self,
        top: float,
        left: float,
        bottom: float,
        right: float,
        kind: str,
        fill: tuple[int, int, int, int] | None = None,
    ) -> None:
        corners = ((top, left), (top, right), (bottom, right), (bottom, left))
        self.pen.polygon([self._point(*c) for c in corners], fill, (*COLOURS[kind], 230))

    def _text(self, row: float, column: float, text: str, kind: str) -> None:
        self.pen.text(self._point(row, column), text, (*COLOURS[kind], 255), self.font)

    def _with_legend(self) -> Image.Image:
        foot = 26
        result = Image.new("RGB", (self.picture.width, self.picture.height + foot), "white")
        result.paste(self.picture, (0, 0))
        pen = ImageDraw.Draw(result)
        x = 8
        for name, colour in COLOURS.items():
            pen.rectangle((x, result.height - 19, x + 12, result.height - 7), fill=colour)
            pen.text((x + 17, result.height - 21), name, (40, 40, 40), self.font)
            x += 30 + 9 * len(name)
        return result


def _course(arc: SeenArc) -> list[tuple[float, float]]:
    """Return points of a curve."""
    columns = np.linspace(arc.left[1], arc.right[1], 17)
    return [(float(arc.row(column)), float(column)) for column in columns]


def _edges(
    row: float, column: float, height: float, width: float
) -> tuple[float, float, float, float]:
    return row - height / 2, column - width / 2, row + height / 2, column + width / 2
