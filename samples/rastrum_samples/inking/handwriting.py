"""Write a page by hand: symbols of one writer, lines and beams with the same pen."""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import skia

from rastrum_samples.engraving.drawing import Drawing, Shape
from rastrum_samples.engraving.fonts import FontBook
from rastrum_samples.inking.page import InkedPage
from rastrum_samples.inking.pen_symbols import SymbolBook, draw_symbols, smooth_course
from rastrum_samples.inking.press import Hand, Press

RULED = ("staff",)
"""What is printed on music paper; all else is written."""

LARGEST_CHANGE = 1.45
"""A writer's symbol may be larger or smaller than the engraved one by this factor."""

HEADS = ("noteheadBlack", "noteheadHalf", "noteheadGrace", "noteheadX", "noteheadWhole")


@dataclass(frozen=True, slots=True)
class Pen:
    """Habits of a writer.

    Attributes
    ----------
    width : float
        Of a line, staff spaces.
    tremor : float
        How unsteady it is, staff spaces.
    slant : float
        How far stems lean to the right, as a share of their height.
    """

    width: float
    tremor: float
    slant: float


def write_by_hand(
    drawing: Drawing, rng: np.random.Generator, symbols: SymbolBook, book: FontBook
) -> InkedPage:
    """Write a page once, as one writer.

    Parameters
    ----------
    drawing : Drawing
        The page as engraved; symbols keep their places.
    rng : numpy.random.Generator
        Source of the pen's habits and of its unsteadiness.
    symbols : SymbolBook
        Of the writer. What it lacks is drawn.
    book : FontBook
        Faces of texts.

    Returns
    -------
    page : InkedPage
    """
    pen = Pen(
        float(rng.uniform(0.11, 0.2)), float(rng.uniform(0.02, 0.06)), float(rng.normal(0, 0.03))
    )
    face = book.text[rng.integers(len(book.text))]
    hand = Hand(rng, book, None, face, dict.fromkeys(RULED, 1.0), 0.0)
    return _Writer(drawing, hand, pen, {**draw_symbols(rng), **symbols}).page()


class _Writer(Press):
    def __init__(self, drawing: Drawing, hand: Hand, pen: Pen, symbols: SymbolBook) -> None:
        super().__init__(drawing, hand)
        self.pen, self.symbols = pen, symbols

    def outline(self, shape: Shape) -> skia.Path:
        """Return one of the writer's specimens in the engraved symbol's place."""
        return self._specimen(shape) or skia.Path(shape.path)

    def _specimen(self, shape: Shape) -> skia.Path | None:
        specimens = self.symbols.get(self._key(shape), ())
        if not specimens:
            return None
        path = skia.Path(specimens[self.hand.rng.integers(len(specimens))])
        own, engraved = path.computeTightBounds(), shape.path.computeTightBounds()
        space = self.drawing.space
        scale = space
        if own.height() > 0 and engraved.height() > 0:
            ratio = own.height() * space / engraved.height()
            scale *= float(np.clip(ratio, 1 / LARGEST_CHANGE, LARGEST_CHANGE)) / ratio
        x, y = engraved.centerX(), engraved.centerY()
        if shape.label in HEADS:
            y = shape.origin[1] + space * float(self.hand.rng.normal(0, 0.05))
        path.transform(skia.Matrix.Scale(scale, scale).postTranslate(x, y))
        return path

    def _key(self, shape: Shape) -> str:
        if shape.label.startswith("flag"):
            # SMuFL's flags come in pairs, the one for stems up first.
            return f"{shape.label}{'Down' if shape.code % 2 else 'Up'}"
        if shape.label.startswith("tuplet"):
            return f"digit{shape.label[-1]}"
        return shape.label

    def course(self, shape: Shape) -> tuple[skia.Path, float]:
        """Return a line as an unsteady pen draws it."""
        space = self.drawing.space
        if shape.role in RULED:
            return shape.path, shape.stroke
        if shape.label:
            return self._specimen(shape) or shape.path, 0.0
        width = self.pen.width * space * float(self.hand.rng.normal(1, 0.08))
        if shape.filled:
            return self._shaken(shape.path), 0.0
        return self._drawn(shape.path), width

    def _drawn(self, path: skia.Path) -> skia.Path:
        """Draw from point to point with a tremor, upright lines with the writer's slant."""
        rng, space = self.hand.rng, self.drawing.space
        points = np.array([(p.x(), p.y()) for p in path.getPoints(path.countPoints())])
        result = skia.Path()
        for start, stop in pairwise(points):
            length = float(np.hypot(*(stop - start)))
            count = max(2, int(length / (1.5 * space)) + 1)
            share = np.linspace(0, 1, count + 1)[:, None]
            course = (1 - share) * start + share * stop
            course += rng.normal(0, self.pen.tremor * space, course.shape)
            if abs(stop[1] - start[1]) > 2 * abs(stop[0] - start[0]):
                course[:, 0] -= self.pen.slant * (course[:, 1] - course[:, 1].mean())
            result.addPath(smooth_course(course))
        return result

    def _shaken(self, path: skia.Path) -> skia.Path:
        """Shift an outline's points a little, each on its own."""
        rng, reach = self.hand.rng, self.pen.tremor * self.drawing.space
        result = skia.Path()
        for verb, points in path:
            moved = [
                skia.Point(p.x() + float(rng.normal(0, reach)), p.y() + float(rng.normal(0, reach)))
                for p in points
            ]
            if verb == skia.Path.kMove_Verb:
                result.moveTo(moved[0])
            elif verb == skia.Path.kLine_Verb:
                result.lineTo(moved[1])
            elif verb == skia.Path.kQuad_Verb:
                result.quadTo(moved[1], moved[2])
            elif verb == skia.Path.kCubic_Verb:
                result.cubicTo(moved[1], moved[2], moved[3])
            elif verb == skia.Path.kClose_Verb:
                result.close()
        return result
