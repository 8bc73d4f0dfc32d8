"""A scene: engraved pages, everything drawn on them, and the music that it stands for."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

import skia

from rastrum_samples.engraving.content import Content, Event, Measure, Note
from rastrum_samples.engraving.drawing import Drawing, Owners, Shape, read_drawing
from rastrum_samples.engraving.engrave import Engraving
from rastrum_samples.engraving.mei import read_content
from rastrum_samples.inking.page import InkedPage

LINES = 5
"""Lines of a usual staff."""

UNITS_PER_MM = 100.0
"""Page units of the engraver to a millimetre of paper."""


@dataclass(slots=True, eq=False)
class Glyph:
    """A music symbol.

    Attributes
    ----------
    label : str
        Class that the detector knows it by.
    left, top, right, bottom : float
        Bounds of its ink, page units.
    outline : skia.Path
        What is inked, page units.
    code : int
        SMuFL code point, 0 where the symbol is drawn.
    origin : tuple of float
        x, y of its origin: a head's centre line, a clef's own line.
    owners : tuple of (str, str)
        Kind and id of the elements that hold it, outermost first.
    subject : Note, Event or None
        What it stands for.
    page : Page
    """

    label: str
    left: float
    top: float
    right: float
    bottom: float
    outline: skia.Path
    code: int
    origin: tuple[float, float]
    owners: Owners
    subject: Note | Event | None
    page: "Page"

    @property
    def centre(self) -> tuple[float, float]:
        """The middle of its bounds: x, y."""
        return (self.left + self.right) / 2, (self.top + self.bottom) / 2


@dataclass(slots=True, eq=False)
class Stroke:
    """A line or filled shape: stem, beam, slur, tie, hairpin, barline, ledger line.

    Attributes
    ----------
    kind : str
        The engraver's name for it.
    outline : skia.Path
        Its course, or its outline where it is filled.
    width : float
        Of the line; 0 where it is filled.
    """

    kind: str
    outline: skia.Path
    width: float
    owners: Owners
    subject: Note | Event | None
    page: "Page"

    @property
    def bounds(self) -> tuple[float, float, float, float]:
        """Left, top, right and bottom of its course."""
        box = self.outline.computeTightBounds()
        return box.left(), box.top(), box.right(), box.bottom()


@dataclass(slots=True, eq=False)
class Text:
    """A run of words in one style.

    Attributes
    ----------
    kind : str
        "syl" for a syllable, "tempo", "dir", "dynam" ...
    text : str
    left, right, baseline, size : float
        Page units.
    bold, italic : bool
    """

    kind: str
    text: str
    left: float
    right: float
    baseline: float
    size: float
    bold: bool
    italic: bool
    owners: Owners
    subject: Note | Event | None
    page: "Page"


@dataclass(slots=True, eq=False)
class Staff:
    """A staff of a system.

    Attributes
    ----------
    number : int
        In the score, counted from 1.
    rows : list of float
        Lines from top to bottom.
    left, right : float
        Where they begin and end.
    """

    number: int
    rows: list[float]
    left: float
    right: float
    system: "System"

    @property
    def middle(self) -> float:
        """Row of the middle line."""
        return (self.rows[0] + self.rows[-1]) / 2

    @property
    def space(self) -> float:
        """Height of its staff space; a single line has the page's."""
        if len(self.rows) == 1:
            return self.system.page.space
        return (self.rows[-1] - self.rows[0]) / (len(self.rows) - 1)

    @property
    def top(self) -> float:
        """Row of the top line; of fewer than five, of where it would be in a staff of five."""
        return self.rows[0] if len(self.rows) >= LINES else self.middle - 2 * self.space

    @property
    def bottom(self) -> float:
        """Row of the bottom line, likewise."""
        return self.rows[-1] if len(self.rows) >= LINES else self.middle + 2 * self.space


@dataclass(slots=True, eq=False)
class MeasureBox:
    """Where a measure stands in its system."""

    measure: Measure
    left: float
    right: float
    system: "System"


@dataclass(slots=True, eq=False)
class System:
    """Staves that sound together, with the measures on them.

    Attributes
    ----------
    staves : list of Staff
        Top to bottom.
    measures : list of MeasureBox
        Left to right.
    """

    page: "Page"
    id: str
    staves: list[Staff] = field(default_factory=list)
    measures: list[MeasureBox] = field(default_factory=list)


@dataclass(slots=True, eq=False)
class Page:
    """A page: its layout, and everything that is drawn.

    Attributes
    ----------
    number : int
        Counted from 0.
    inked : InkedPage
        Ready to be drawn at any size.
    width, height, space : float
        Of the page and of a staff space, page units.
    margin : tuple of float
        Where the coordinates of glyphs and strokes begin on the page.
    """

    scene: "Scene"
    number: int
    inked: InkedPage
    width: float
    height: float
    space: float
    margin: tuple[float, float]
    systems: list[System] = field(default_factory=list)
    glyphs: list[Glyph] = field(default_factory=list)
    strokes: list[Stroke] = field(default_factory=list)
    texts: list[Text] = field(default_factory=list)


@dataclass(slots=True, eq=False)
class Scene:
    """A score on its pages.

    Attributes
    ----------
    content : Content
        Parts, measures, voices, notes.
    pages : list of Page
    drawn : dict of str to list
        What is drawn for each note and event, by id.
    """

    content: Content
    pages: list[Page] = field(default_factory=list)
    drawn: dict[str, list[Glyph | Stroke | Text]] = field(default_factory=lambda: defaultdict(list))

    def drawn_for(self, subject: Note | Event) -> list[Glyph | Stroke | Text]:
        """Return everything that is drawn for a note, a chord or a rest."""
        return self.drawn[subject.id]

    def place(self, measure: Measure) -> MeasureBox:
        """Return where a measure stands.

        Raises
        ------
        KeyError
            If it is on no page of the scene.
        """
        for page in self.pages:
            for system in page.systems:
                for box in system.measures:
                    if box.measure is measure:
                        return box
        raise KeyError(measure.number)


def build_scene(engraving: Engraving, inked: Iterator[tuple[Drawing, InkedPage]]) -> Scene:
    """Link what is drawn to what it stands for.

    Parameters
    ----------
    engraving : Engraving
        For the music.
    inked : iterator of (Drawing, InkedPage)
        Its pages in order.

    Returns
    -------
    scene : Scene
    """
    scene = Scene(read_content(engraving.mei))
    for number, (drawing, ink) in enumerate(inked):
        page = Page(
            scene, number, ink, drawing.width, drawing.height, drawing.space, drawing.margin
        )
        scene.pages.append(page)
        _Builder(scene, page, drawing).build()
    return scene


def read_drawings(engraving: Engraving) -> Iterator[Drawing]:
    """Read the pages of an engraving one by one."""
    for svg in engraving.pages:
        yield read_drawing(svg)


class _Builder:
    def __init__(self, scene: Scene, page: Page, drawing: Drawing) -> None:
        self.scene, self.page, self.drawing = scene, page, drawing
        self.measures = {m.id: m for m in scene.content.measures}
        self.systems: dict[str, System] = {}

    def build(self) -> None:
        labelled = {box.source: box for box in self.page.inked.boxes if box.source >= 0}
        for number, shape in enumerate(self.drawing.shapes):
            subject = self._subject(shape.owners)
            box = labelled.get(number)
            if box is not None or shape.code:
                outline = box.outline if box is not None else shape.path
                bounds = outline.computeTightBounds()
                glyph = Glyph(
                    shape.label,
                    bounds.left(),
                    bounds.top(),
                    bounds.right(),
                    bounds.bottom(),
                    outline,
                    shape.code,
                    shape.origin,
                    shape.owners,
                    subject,
                    self.page,
                )
                self.page.glyphs.append(glyph)
                self._link(subject, glyph)
            elif shape.role == "staff":
                self._add_line(shape)
            else:
                factor = self.page.inked.widths.get(shape.role, 1.0)
                width = 0.0 if shape.filled else shape.stroke * factor
                stroke = Stroke(shape.role, shape.path, width, shape.owners, subject, self.page)
                self.page.strokes.append(stroke)
                self._link(subject, stroke)
        for words, (left, right) in zip(self.drawing.words, self.page.inked.words, strict=True):
            subject = self._subject(words.owners)
            kind = next((k for k, _ in reversed(words.owners) if k != "text"), words.role)
            text = Text(
                kind,
                words.text,
                left,
                right,
                words.y,
                words.size,
                words.bold,
                words.italic,
                words.owners,
                subject,
                self.page,
            )
            self.page.texts.append(text)
            self._link(subject, text)
        for system in self.systems.values():
            system.staves.sort(key=lambda s: s.middle)
            system.measures.sort(key=lambda m: m.left)

    def _link(self, subject: Note | Event | None, drawn: Glyph | Stroke | Text) -> None:
        if subject is None:
            return
        self.scene.drawn[subject.id].append(drawn)
        if isinstance(subject, Note) and subject.event.id != subject.id:
            self.scene.drawn[subject.event.id].append(drawn)

    def _subject(self, owners: Owners) -> Note | Event | None:
        content = self.scene.content
        for _, name in reversed(owners):
            if name in content.notes:
                return content.notes[name]
            if name in content.events:
                return content.events[name]
        return None

    def _add_line(self, shape: Shape) -> None:
        """Add a line of a measure's piece of a staff."""
        names = dict(shape.owners)
        measure = self.measures.get(names.get("measure", ""))
        number = self.scene.content.staves.get(names.get("staff", ""))
        if measure is None or number is None:
            return
        system = self.systems.get(names.get("system", ""))
        if system is None:
            system = System(self.page, names.get("system", ""))
            self.systems[system.id] = system
            self.page.systems.append(system)
        bounds = shape.path.getBounds()
        row, left, right = bounds.centerY(), bounds.left(), bounds.right()
        staff = next((s for s in system.staves if s.number == number), None)
        if staff is None:
            staff = Staff(number, [], left, right, system)
            system.staves.append(staff)
        if all(abs(row - other) > 1 for other in staff.rows):
            staff.rows.append(row)
            staff.rows.sort()
        staff.left, staff.right = min(staff.left, left), max(staff.right, right)
        box = next((m for m in system.measures if m.measure is measure), None)
        if box is None:
            system.measures.append(MeasureBox(measure, left, right, system))
        else:
            box.left, box.right = min(box.left, left), max(box.right, right)
