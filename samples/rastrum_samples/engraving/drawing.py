"""Read Verovio's SVG into drawable shapes that know what they are."""

import re
import xml.etree.ElementTree as ET
from collections import defaultdict
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise

import skia

from rastrum_samples.engraving.smufl import CODE_TO_CLASS

GRACE_RATIO = 0.8
"""A head drawn smaller than this share of the page's usual size is a grace or cue note."""

_SKIPPED = frozenset({"placeholder", "sb", "pb", "bounding-box"})
_SHAPES = frozenset({"use", "path", "polygon", "polyline", "rect", "ellipse", "text"})
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
_STEP = re.compile(r"([A-Za-z])([^A-Za-z]*)")
_STRAIGHT = re.compile(r"M(-?\d+) (-?\d+) L(-?\d+) (-?\d+)")
_NAMESPACE = re.compile(r' xmlns(:\w+)?="[^"]*"')
Owners = tuple[tuple[str, str], ...]
"""Kind and id of the elements around a shape, outermost first: ("measure", "m1"), ..."""

_ARGUMENTS = {"M": 2, "L": 2, "H": 1, "V": 1, "C": 6, "S": 4, "Q": 4, "T": 2}


@dataclass(frozen=True, slots=True)
class Shape:
    """One drawn thing, in the engraver's page units.

    Attributes
    ----------
    role : str
        Innermost class that Verovio gives the shape ("stem", "beam", "accid", ...).
    label : str
        Glyph class, or "" where the shape is none.
    path : skia.Path
        Outline; for an open line its course.
    filled : bool
        Whether the outline is filled.
    stroke : float
        Line width; 0 for none.
    code : int
        SMuFL code point of a music glyph, else 0.
    origin : tuple of float
        x, y of the glyph's origin.
    size : float
        Page units to the glyph's em; 0 where the shape is no glyph.
    turn : float
        Degrees by which the glyph is turned clockwise about its origin.
    group : int
        Number of the beam group, for beams, else -1.
    owners : tuple of (str, str)
        Kind and id of the elements that hold it, outermost first.
    """

    role: str
    label: str
    path: skia.Path
    filled: bool
    stroke: float
    code: int = 0
    origin: tuple[float, float] = (0.0, 0.0)
    size: float = 0.0
    group: int = -1
    owners: Owners = ()
    turn: float = 0.0


@dataclass(frozen=True, slots=True)
class Words:
    """A run of text in one style.

    Attributes
    ----------
    anchor : str
        "start", "middle" or "end".
    size : float
        Font size in page units.
    """

    role: str
    text: str
    x: float
    y: float
    size: float
    anchor: str
    bold: bool
    italic: bool
    owners: Owners = ()


@dataclass(frozen=True, slots=True)
class Drawing:
    """A page as drawn: shapes and words in page units.

    Attributes
    ----------
    space : float
        Page units to a staff space.
    width, height : float
        Of the page.
    margin : tuple of float
        Where the coordinates begin on it: x, y.
    """

    shapes: tuple[Shape, ...]
    words: tuple[Words, ...]
    space: float
    width: float
    height: float
    margin: tuple[float, float] = (0.0, 0.0)


def read_drawing(svg: str) -> Drawing:
    """Read a page that Verovio drew.

    Parameters
    ----------
    svg : str
        As returned by `rastrum_samples.engraving.engrave.engrave`.

    Returns
    -------
    drawing : Drawing
        In the coordinates inside the page margin.
    """
    return _Reader(ET.fromstring(_NAMESPACE.sub("", svg))).drawing()


def _trace(data: str, path: skia.Path) -> None:
    """Follow SVG path data; arcs do not occur in engraved music and are not known here."""
    straight = _STRAIGHT.fullmatch(data)
    if straight:
        x0, y0, x1, y1 = map(float, straight.groups())
        path.moveTo(x0, y0)
        path.lineTo(x1, y1)
        return
    x = y = start_x = start_y = control_x = control_y = 0.0
    for command, text in _STEP.findall(data):
        kind, relative = command.upper(), command.islower()
        if kind == "Z":
            path.close()
            x, y = start_x, start_y
            continue
        values = [float(v) for v in _NUMBER.findall(text)]
        count = _ARGUMENTS[kind]
        for i in range(0, len(values) - count + 1, count):
            step = values[i : i + count]
            if kind in "HV":
                base = x if kind == "H" else y
                value = step[0] + base if relative else step[0]
                x, y = (value, y) if kind == "H" else (x, value)
                path.lineTo(x, y)
                continue
            if relative:
                step = [v + (y if k % 2 else x) for k, v in enumerate(step)]
            mirror = (2 * x - control_x, 2 * y - control_y)
            if kind == "M" and i == 0:
                path.moveTo(step[0], step[1])
                start_x, start_y = step[0], step[1]
            elif kind in "ML":
                path.lineTo(step[0], step[1])
            elif kind == "C":
                path.cubicTo(*step)
            elif kind == "S":
                path.cubicTo(*mirror, *step)
            elif kind == "Q":
                path.quadTo(*step)
            else:
                path.quadTo(*mirror, *step)
                step = [*mirror, *step]
            x, y = step[-2], step[-1]
            curved = kind in "CSQT"
            control_x, control_y = (step[-4], step[-3]) if curved else (x, y)


@lru_cache(maxsize=4096)
def _outline(data: str) -> skia.Path:
    """Return a music glyph upright; the same few hundred stand on every page."""
    outline = skia.Path()
    _trace(data, outline)
    outline.transform(skia.Matrix.Scale(1, -1))
    return outline


class _Reader:
    def __init__(self, root: ET.Element) -> None:
        self.shapes: list[Shape] = []
        self.words: list[Words] = []
        self.outlines: dict[str, skia.Path] = {}
        self.groups = 0
        self.root = root
        self.turn: tuple[float, float, float] | None = None
        self.lines: dict[str, list[float]] = defaultdict(list)
        """Rows of the lines of each measure of a staff."""

    def drawing(self) -> Drawing:
        for glyphs in self.root.iter("defs"):
            for glyph in glyphs:
                self._define(glyph)
        inner = next(e for e in self.root.iter() if e.get("class") == "definition-scale")
        _, _, width, height = (float(v) for v in inner.get("viewBox", "0 0 1 1").split())
        self._walk(inner, (), -1, ())
        space = self._space()
        frame = next((e for e in inner.iter() if e.get("class") == "page-margin"), inner)
        x, y = (float(v) for v in (_NUMBER.findall(frame.get("transform", "")) or ["0", "0"])[:2])
        shapes, words = self._mark_small_heads(), tuple(self.words)
        return Drawing(shapes, words, space, width, height, (x, y))

    def _define(self, glyph: ET.Element) -> None:
        path = glyph.find("path")
        if path is not None:
            self.outlines[glyph.get("id", "")] = _outline(path.get("d", ""))

    def _space(self) -> float:
        gaps = [b - a for rows in self.lines.values() for a, b in pairwise(sorted(set(rows)))]
        # Where every staff has but one line, glyphs tell: their em is a staff of five.
        sizes = [s.size / 4 for s in self.shapes if s.size]
        return max(set(gaps or sizes), key=(gaps or sizes).count, default=180.0)

    def _mark_small_heads(self) -> tuple[Shape, ...]:
        sizes = [s.size for s in self.shapes if s.label.startswith("notehead")]
        usual = max(sizes, default=0.0) * GRACE_RATIO
        small = ("noteheadBlack", "noteheadHalf")
        return tuple(
            replace(s, label="noteheadGrace") if s.label in small and s.size < usual else s
            for s in self.shapes
        )

    def _walk(
        self, element: ET.Element, roles: tuple[str, ...], group: int, owners: Owners
    ) -> None:
        tag = element.tag
        names = (element.get("class") or "").split()
        if tag in ("defs", "style") or _SKIPPED.intersection(names):
            return
        if names:
            roles = (*roles, names[0])
            # What goes on in the next system has its name among the classes there.
            spanning = (name[3:] for name in names if name.startswith("id-"))
            owners = (*owners, (names[0], element.get("id") or next(spanning, "")))
            if names[0] in ("beam", "beamSpan"):
                self.groups += 1
                group = self.groups
        if tag == "text":
            self._text(element, roles[-1], owners)
            return
        if tag in _SHAPES:
            self._shape(element, tag, roles, group, owners)
        outer = self.turn
        if (element.get("transform") or "").startswith("rotate"):
            degrees, x, y = (float(v) for v in _NUMBER.findall(element.get("transform", "")))
            self.turn = (degrees, x, y)
        for child in element:
            self._walk(child, roles, group, owners)
        self.turn = outer

    def _shape(
        self, element: ET.Element, tag: str, roles: tuple[str, ...], group: int, owners: Owners
    ) -> None:
        role = roles[-1] if roles else ""
        if tag == "use":
            self._glyph(element, role, roles, owners)
            return
        stroke = float(element.get("stroke-width", 0))
        filled = element.get("fill") != "none"
        path = skia.Path()
        if tag == "path":
            _trace(element.get("d", ""), path)
            filled = filled and path.countPoints() > 2
        elif tag in ("polygon", "polyline"):
            values = [float(v) for v in _NUMBER.findall(element.get("points", ""))]
            points = [skia.Point(x, y) for x, y in zip(values[::2], values[1::2], strict=True)]
            path.addPoly(points, tag == "polygon")
            filled = filled and tag == "polygon"
        elif tag == "rect":
            x, y, w, h = (float(element.get(k, 0)) for k in ("x", "y", "width", "height"))
            path.addRect(skia.Rect.MakeXYWH(x, y, w, h))
        else:
            cx, cy, rx, ry = (float(element.get(k, 0)) for k in ("cx", "cy", "rx", "ry"))
            path.addOval(skia.Rect.MakeLTRB(cx - rx, cy - ry, cx + rx, cy + ry))
        label = ""
        if tag == "ellipse":
            label = {"dots": "dot", "barLine": "repeatDot"}.get(role, "")
        elif tag == "rect" and role == "multiRest":
            bounds = path.getBounds()
            label = "restMulti" if bounds.width() > bounds.height() else ""
        if role == "staff":
            self.lines[dict(owners).get("staff", "")].append(path.getBounds().centerY())
        beam = role in ("beam", "beamSpan")
        group = group if beam else -1
        self.shapes.append(Shape(role, label, path, filled, stroke, group=group, owners=owners))

    def _glyph(
        self, element: ET.Element, role: str, roles: tuple[str, ...], owners: Owners
    ) -> None:
        name = element.get("href", "#")[1:]
        outline = self.outlines.get(name)
        if outline is None:
            return
        x, y, sx, sy = (float(v) for v in _NUMBER.findall(element.get("transform", ""))[:4])
        degrees = 0.0
        if self.turn is not None:  # arpeggios lie on their side, in a group that is turned
            degrees, *pivot = self.turn
            around = skia.Matrix()
            around.setRotate(degrees, *pivot)
            (moved,) = around.mapPoints([skia.Point(x, y)])
            x, y = moved.x(), moved.y()
        path = skia.Path(outline)
        path.transform(skia.Matrix.Scale(sx, sy).postRotate(degrees).postTranslate(x, y))
        code = int(name.split("-")[0], 16)
        label = CODE_TO_CLASS.get(code, "")
        if label.startswith("digit") and role not in ("meterSig", "multiRestNum"):
            label = ""
        if role == "fing":
            label = "fingering"
        if "tempo" in roles:
            label = ""
        size = 1000.0 * sx
        self.shapes.append(
            Shape(role, label, path, True, 0.0, code, (x, y), size, -1, owners, degrees)
        )

    def _text(self, element: ET.Element, role: str, owners: Owners) -> None:
        place = (float(element.get("x", 0)), float(element.get("y", 0)))
        anchor = element.get("text-anchor", "start")
        bold = role in ("tempo", "reh", "ending", "fing")
        italic = role in ("dir", "dynam", "mNum")
        runs: list[tuple[str, float, bool, bool]] = []

        def flush() -> None:
            text = "".join(run[0] for run in runs).strip()
            if text:
                _, size, bold, italic = max(runs, key=lambda run: len(run[0]))
                self.words.append(Words(role, text, *place, size, anchor, bold, italic, owners))
            runs.clear()

        def visit(node: ET.Element, size: float, bold: bool, italic: bool) -> None:
            nonlocal place, anchor
            if node.get("x") is not None or node.get("y") is not None:
                flush()
                place = (float(node.get("x", place[0])), float(node.get("y", place[1])))
            anchor = node.get("text-anchor", anchor)
            if node.get("font-size"):
                size = float(node.get("font-size", "0").removesuffix("px"))
            bold = {"bold": True, "normal": False}.get(node.get("font-weight", ""), bold)
            italic = {"italic": True, "normal": False}.get(node.get("font-style", ""), italic)
            text = (node.text or "").strip("\n")
            if text.strip() and size:
                if any("\ue000" <= c <= "\uf8ff" for c in text):
                    text = ""
                runs.append((text, size, bold, italic))
            for child in node:
                visit(child, size, bold, italic)

        visit(element, 0.0, bold, italic)
        flush()
