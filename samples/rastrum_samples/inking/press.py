"""Lay a drawing down in ink: one choice of punches, line widths and typefaces per page.

The truth comes out of the same strokes: a box per glyph and one picture per stroke mask.
"""

from dataclasses import dataclass, field, replace

import numpy as np
import skia

from rastrum.model.vocabulary import ACCIDENTALS
from rastrum_samples.engraving.drawing import Drawing, Shape, Words
from rastrum_samples.engraving.fonts import Face, FontBook
from rastrum_samples.engraving.smufl import CODE_TO_WORD
from rastrum_samples.inking.page import BeamStroke, Box, InkedPage

STEM_BOUND = ("noteheadBlack", "noteheadHalf", "noteheadGrace", "noteheadX")
"""A glyph of another font takes the width of the old one where a stem hangs on it."""

OLD_REST_SHARE = 0.05
"""Share of pages whose crotchet rest is the old one, a quaver rest that looks the other way; and of
those where it is two such hooks, one upside down, as French houses have it."""

USUAL_REST_SP = 2.8
"""Height of a font's crotchet rest, which tells the size of its staff."""

FINGERING_SHARE = 0.35
"""Share of pages that get fingerings: digits near heads were taken for accidentals."""

TEXT_TUPLET_SHARE = 0.45
"""Share of pages whose tuplet digits are set from a text face, as older editions do."""

FARTHEST_DOT_SP = 1.0
"""How much farther from its head than Verovio sets it an augmentation dot may stand: around 1900
it was set two spaces off, and a network that saw none there takes it for a speck."""

LOOSEST_ACCIDENTAL_SP = 0.5
"""How much farther to the left of its head than Verovio sets it an accidental may stand."""

ALPHABET, SET_WIDTH = "abcdefghijklmnopqrstuvwxyz", 12.0
"""Small letters, and how many ems they are wide in Times, by which words were spaced: wider faces
are condensed, or syllables would run into one another."""

_ROLE_TO_MASK = {
    "stem": "stem",
    "barLine": "barline",
    "system": "barline",
    "slur": "slur",
    "tie": "slur",
    "lv": "slur",
    "ledgerLines": "ledger",
    "hairpin": "hairpin",
    "tupletBracket": "bracket",
    "voltaBracket": "bracket",
    "octave": "bracket",
    "bracketSpan": "bracket",
}
_LINE_ROLES = ("staff", "stem", "barLine", "ledgerLines", "system")


@dataclass(slots=True)
class Hand:
    """The choices of one page.

    Attributes
    ----------
    rng : numpy.random.Generator
    book : FontBook
    font : skia.Font or None
        Music font instead of the engraver's.
    face : Face
        Of texts.
    widths : dict of str to float
        Factor to the engraver's line width, by kind of stroke.
    weight : float
        Width of an outline drawn around glyphs, staff spaces.
    stretch : dict of str to (float, float)
        Width and height of each glyph class, against the font's.
    dot_shift, accidental_shift : float
        How far dots and accidentals are moved, staff spaces.
    dot_size : float
        Against the engraver's.
    old_rests : str
        Shape of crotchet rests: "hook", "hooks", or "" as the font has it.
    text_tuplets, fingerings : bool
        Tuplet digits from a text face, fingerings at heads.
    """

    rng: np.random.Generator
    book: FontBook
    font: skia.Font | None
    face: Face
    widths: dict[str, float]
    weight: float
    stretch: dict[str, tuple[float, float]] = field(default_factory=dict)
    dot_shift: float = 0.0
    dot_size: float = 1.0
    accidental_shift: float = 0.0
    old_rests: str = ""
    text_tuplets: bool = False
    fingerings: bool = False


def draw_hand(rng: np.random.Generator, book: FontBook) -> Hand:
    """Draw the choices of a page."""
    font = None
    if book.music and rng.random() < 0.55:
        font = skia.Font(book.music[rng.integers(len(book.music))], 1000)
    widths = {role: float(rng.uniform(0.75, 1.5)) for role in _LINE_ROLES}
    return Hand(
        rng,
        book,
        font,
        book.text[rng.integers(len(book.text))],
        widths,
        float(max(0.0, rng.normal(0.0, 0.03))),
        dot_shift=float(max(0.0, rng.uniform(-0.6, 1.0)) * FARTHEST_DOT_SP),
        dot_size=float(np.clip(rng.normal(1.0, 0.15), 0.7, 1.4)),
        accidental_shift=-float(max(0.0, rng.uniform(-1.0, 1.0)) * LOOSEST_ACCIDENTAL_SP),
        old_rests=_old_rests(rng.random()),
        text_tuplets=bool(rng.random() < TEXT_TUPLET_SHARE),
        fingerings=bool(rng.random() < FINGERING_SHARE),
    )


def _old_rests(chance: float) -> str:
    return "hook" if chance < OLD_REST_SHARE else "hooks" if chance < 2 * OLD_REST_SHARE else ""


def _two_hooks(space: float) -> skia.Path:
    """Draw a ball with a hook to the left, and the same again upside down below."""
    half = skia.Path()
    half.moveTo(-0.5, -0.66)
    half.quadTo(-0.15, -0.5, 0.3, -0.4)
    half.lineTo(0.06, 0.05)
    half.lineTo(-0.06, -0.02)
    half.quadTo(-0.1, -0.3, -0.5, -0.66)
    half.addCircle(0.24, -0.58, 0.25)
    path = skia.Path(half)
    path.addPath(half, skia.Matrix.RotateDeg(180))
    path.transform(skia.Matrix.Scale(space, space))
    return path


def ink(drawing: Drawing, rng: np.random.Generator, book: FontBook) -> InkedPage:
    """Draw a page once, with one hand.

    Parameters
    ----------
    drawing : Drawing
        The page.
    rng : numpy.random.Generator
        Source of every choice.
    book : FontBook
        Typefaces to choose from.

    Returns
    -------
    page : InkedPage
        Its boxes are the tight bounds of what was drawn.
    """
    return Press(drawing, draw_hand(rng, book)).page()


def _staff_lines(drawing: Drawing) -> np.ndarray:
    bounds = [s.path.getBounds() for s in drawing.shapes if s.role == "staff"]
    return np.array([(b.centerY(), b.left(), b.right()) for b in bounds]).reshape(-1, 3)


class Press:
    """Draws one page.

    Parameters
    ----------
    drawing : Drawing
        What is engraved.
    hand : Hand
        How it is inked.
    """

    def __init__(self, drawing: Drawing, hand: Hand) -> None:
        self.drawing, self.hand = drawing, hand
        self.boxes: list[Box] = []
        self.beams: list[BeamStroke] = []
        self.words: list[tuple[float, float]] = []
        self.bounds = skia.Rect.MakeLTRB(
            -drawing.width, -drawing.height, 2 * drawing.width, 2 * drawing.height
        )
        names = {*_ROLE_TO_MASK.values(), "text"}
        self.recorders = {name: skia.PictureRecorder() for name in ("ink", *sorted(names))}
        self.canvases = {
            name: recorder.beginRecording(self.bounds) for name, recorder in self.recorders.items()
        }
        self.fill = skia.Paint(AntiAlias=True)
        self.quavers = [s.path for s in drawing.shapes if s.label == "rest8th"]

    def page(self) -> InkedPage:
        """Draw everything, and return it with its truth."""
        for number, drawn in enumerate(self.drawing.shapes):
            shape = self._moved(drawn)
            if shape.code:
                self._glyph(shape, number)
            else:
                self._line(shape, number)
        for words in self.drawing.words:
            self._words(words)
        if self.hand.fingerings:
            self._add_fingerings()
        pictures = {n: r.finishRecordingAsPicture() for n, r in self.recorders.items()}
        page = self.drawing
        return InkedPage(
            pictures.pop("ink"),
            pictures,
            tuple(self.boxes),
            tuple(self.beams),
            tuple(self.words),
            _staff_lines(page),
            self.hand.widths,
            page.space,
            page.width,
            page.height,
            self.hand.face.sans,
        )

    def _moved(self, shape: Shape) -> Shape:
        """Shift and scale what every house sets at another distance and in another size."""
        hand, space = self.hand, self.drawing.space
        if shape.label in ("dot", "repeatDot"):
            shift = hand.dot_shift * space if shape.label == "dot" else 0.0
            bounds = shape.path.getBounds()
            x, y = bounds.centerX(), bounds.centerY()
            place = skia.Matrix.Translate(-x, -y).postScale(hand.dot_size, hand.dot_size)
            place = place.postTranslate(x + shift, y)
        elif shape.label in ACCIDENTALS and shape.role == "accid":
            shift = hand.accidental_shift * space
            place = skia.Matrix.Translate(shift, 0)
        else:
            return shape
        path = skia.Path(shape.path)
        path.transform(place)
        return replace(shape, path=path, origin=(shape.origin[0] + shift, shape.origin[1]))

    def _stroke(self, width: float) -> skia.Paint:
        paint = skia.Paint(AntiAlias=True, StrokeWidth=width)
        paint.setStyle(skia.Paint.kStroke_Style)
        return paint

    def _box(self, label: str, outline: skia.Path, source: int = -1, text: str = "") -> None:
        bounds = outline.computeTightBounds()
        self.boxes.append(
            Box(
                label,
                bounds.centerX(),
                bounds.centerY(),
                bounds.width(),
                bounds.height(),
                outline,
                source,
                text,
            )
        )

    def _line(self, shape: Shape, number: int) -> None:
        canvas = self.canvases["ink"]
        path, stroke = self.course(shape)
        if shape.filled:
            canvas.drawPath(path, self.fill)
        if stroke and not (shape.filled and shape.role in ("beam", "beamSpan")):
            canvas.drawPath(path, self._stroke(stroke))
        mask = _ROLE_TO_MASK.get(shape.role)
        if mask and not shape.label:
            least = self.drawing.space / 4
            if shape.filled:
                self.canvases[mask].drawPath(path, self.fill)
            self.canvases[mask].drawPath(path, self._stroke(max(stroke, least)))
        if shape.group >= 0:
            self._beam(shape)
        if shape.label:
            self._box(shape.label, path, number)

    def course(self, shape: Shape) -> tuple[skia.Path, float]:
        """Return how a line runs on this page, and how wide it is."""
        return shape.path, shape.stroke * self.hand.widths.get(shape.role, 1.0)

    def _beam(self, shape: Shape) -> None:
        points = [shape.path.getPoint(i) for i in range(4)]
        left = sorted(points, key=lambda p: p.x())[:2]
        right = sorted(points, key=lambda p: p.x())[2:]
        (top0, bottom0), (top1, bottom1) = (sorted(p.y() for p in side) for side in (left, right))
        self.beams.append(
            BeamStroke(shape.group, left[0].x(), right[0].x(), top0, top1, bottom0, bottom1)
        )

    def outline(self, shape: Shape) -> skia.Path:
        """Return the glyph in this page's font and punch."""
        hand = self.hand
        path = skia.Path(shape.path)
        if shape.label == "restQuarter" and hand.old_rests == "hooks":
            old = shape.path.getBounds()
            path = _two_hooks(shape.path.getBounds().height() / USUAL_REST_SP)
            path.offset(old.centerX(), old.centerY())
        elif shape.label == "restQuarter" and hand.old_rests and self.quavers:
            path = skia.Path(self.quavers[0])
            old, new = path.getBounds(), shape.path.getBounds()
            path.transform(
                skia.Matrix.Translate(-old.centerX(), -old.centerY())
                .postScale(-1.05, 1.05)
                .postTranslate(new.centerX(), new.centerY())
            )
        elif shape.label.startswith("tuplet") and hand.text_tuplets:
            font = skia.Font(hand.face.italic, self.drawing.space * 1.7)
            path = font.getPath(font.textToGlyphs(shape.label[-1])[0])
            old, new = path.getBounds(), shape.path.getBounds()
            path.offset(new.centerX() - old.centerX(), new.centerY() - old.centerY())
        elif hand.font is not None:
            glyph = hand.font.textToGlyphs(chr(shape.code))[0]
            other = hand.font.getPath(glyph) if glyph else None
            if other is not None and not other.isEmpty():
                path = self._fitted(other, shape)
        label = shape.label or str(shape.code)
        sx, sy = hand.stretch.setdefault(
            label, (float(hand.rng.normal(1, 0.03)), float(hand.rng.normal(1, 0.03)))
        )
        if label in STEM_BOUND:
            sx = 1.0
        x, y = shape.origin
        turn = 0.0 if label in STEM_BOUND else float(hand.rng.normal(0, 0.6))
        path.transform(
            skia.Matrix.Translate(-x, -y).postScale(sx, sy).postRotate(turn).postTranslate(x, y)
        )
        return path

    def _fitted(self, other: skia.Path, shape: Shape) -> skia.Path:
        scale = shape.size / 1000
        x, y = shape.origin
        path = skia.Path(other)
        path.transform(skia.Matrix.Scale(scale, scale).postRotate(shape.turn).postTranslate(x, y))
        if shape.label in STEM_BOUND:
            old, new = path.getBounds(), shape.path.getBounds()
            ratio = new.width() / max(old.width(), 1.0)
            path.transform(
                skia.Matrix.Translate(-old.left(), 0)
                .postScale(ratio, 1)
                .postTranslate(new.left(), 0)
            )
        return path

    def _glyph(self, shape: Shape, number: int) -> None:
        path = self.outline(shape)
        canvas = self.canvases["ink"]
        canvas.drawPath(path, self.fill)
        if self.hand.weight:
            canvas.drawPath(path, self._stroke(self.hand.weight * self.drawing.space))
        if shape.label:
            self._box(shape.label, path, number, CODE_TO_WORD.get(shape.code, ""))

    def _words(self, words: Words) -> None:
        face = self.hand.face
        typeface = face.bold if words.bold else face.italic if words.italic else face.plain
        font = skia.Font(typeface, words.size)
        font.setScaleX(min(1.0, SET_WIDTH * words.size / font.measureText(ALPHABET)))
        width = font.measureText(words.text)
        x = words.x - {"start": 0.0, "middle": width / 2, "end": width}[words.anchor]
        self.canvases["ink"].drawString(words.text, x, words.y, font, self.fill)
        self.words.append((x, x + width))
        if words.role == "fing":
            outline = self._text_outline(words.text, font, x, words.y)
            self._box("fingering", outline, text=words.text)
            return
        body = skia.Rect.MakeLTRB(x, words.y - 0.7 * words.size, x + width, words.y)
        self.canvases["text"].drawRect(body, self.fill)

    def _text_outline(self, text: str, font: skia.Font, x: float, y: float) -> skia.Path:
        outlines = skia.Path()
        glyphs = font.textToGlyphs(text)
        for glyph, place in zip(glyphs, font.getXPos(glyphs), strict=True):
            path = font.getPath(glyph)
            if path is not None and not path.isEmpty():
                outlines.addPath(path, x + place, y)
        return outlines

    def _add_fingerings(self) -> None:
        rng, space = self.hand.rng, self.drawing.space
        heads = [b for b in self.boxes if b.label == "noteheadBlack"]
        face = self.hand.face
        font = skia.Font(face.plain if rng.random() < 0.6 else face.bold, space * 1.55)
        share = rng.uniform(0.1, 0.5)
        for head in heads:
            if rng.random() > share:
                continue
            digit = str(rng.integers(1, 6))
            side = -1 if rng.random() < 0.6 else 1
            y = head.y + side * space * rng.uniform(1.0, 3.2) + 0.5 * space
            x = head.x + space * rng.normal(0, 0.25) - 0.4 * space
            if rng.random() < 0.12:  # beside the head, where accidentals stand
                x, y = head.x - space * rng.uniform(1.4, 2.0), head.y + 0.5 * space
            self.canvases["ink"].drawString(digit, x, y, font, self.fill)
            self._box("fingering", self._text_outline(digit, font, x, y), text=digit)
