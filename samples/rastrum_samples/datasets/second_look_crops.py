"""Make crops that train the second look: fingerings and sforzati as they are cut out of sheets."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import skia

from rastrum.detection.detector import find_glyphs
from rastrum.detection.second_look import KINDS, Kind, cut_out
from rastrum.model.arrays import Grey
from rastrum.model.detection import Glyph
from rastrum.model.vocabulary import DIGITS, NOTEHEADS, SFORZATI
from rastrum_samples.datasets.crops import HEIGHT, WIDTH, Crop, cut
from rastrum_samples.datasets.shards import Sources, random_drawings
from rastrum_samples.engraving.drawing import Drawing
from rastrum_samples.engraving.fonts import FontBook
from rastrum_samples.engraving.smufl import LETTERS
from rastrum_samples.inking.page import Box, InkedPage
from rastrum_samples.inking.press import Press, draw_hand
from rastrum_samples.wear.chain import Step
from rastrum_samples.wear.ink import Spread
from rastrum_samples.wear.presets import crop_chain

PLACES_PER_PAGE = 24
"""Where a page is cut: each shows about ten fingerings and two words."""

MARGIN_PX = 4
"""Kept around a crop, for training to shift it."""

MUSIC_DIGITS_SHARE, ITALIC_SHARE, BOLD_SHARE = 0.2, 0.15, 0.35
"""Share of pages whose fingerings are set from a music font; and from an italic or a bold face."""

DIGIT_SP, PLAIN_SIZE = (0.85, 1.5), 0.66
"""Height of a fingering: 1.0 in modern prints, 1.3 in French ones of 1915; and of the digits of a
text face, as a share of its size."""

STACK_SHARE, PAIR_SHARE, ODD_SHARE, BESIDE_SHARE = 0.12, 0.08, 0.08, 0.12
"""Of the heads with fingerings: those that have several, one above the other, or two beside each
other; something that is none; and those with one beside them, where accidentals stand."""

ODD_SIGNS = (
    "6", "7", "8", "9", "a", "m", "i", "p", "l", "I", "t", "+", "x", "o", "10", "12", "*", "!",
)  # fmt: skip
"""What looks like a fingering and is none. Without the o, l, I and i, of 579 fingerings of forty
sample pages 15 were ones that are none, hooks of brackets above all; with them it was 3 of 549."""

USUAL_WORDS = ("sf", "sfz", "fz", "fp", "sfp", "rfz", "rf")
USUAL_SHARE, OTHER_SHARE = 0.5, 0.2
OTHER_WORDS = ("f", "ff", "fff", "p", "pp", "mf", "mp", "s", "z", "m", "rit.", "cresc.", "dim.",
               "ten.", "rinf.", "sfogato", "fine", "al fine", "pf", "3", "pizz.")  # fmt: skip
"""Words that are seen more often than others, and words that are no sforzati, with their shares."""

MUSIC_WORDS_SHARE, WORD_SP = 0.6, (1.7, 2.6)
"""Share of pages whose sforzati are set from a music font; and the height of their f."""

WORDS_PER_PAGE = 60

TRIES = 4
"""Places that are tried for a fingering or a word before it stands where something is, or is left
out."""

SPREAD_SHARE, SPREAD_SP = 0.4, (-0.05, 0.09)
"""Share of crops whose ink is thinner or thicker than the preset has it."""

NEAR_PX, FAR_PX = {"digits": (5, 5), "words": (8, 10)}, {"digits": (8, 8), "words": (20, 20)}
"""How far, down and across, a glyph that the detector saw may be off what it is; and what is
farther than the second from everything is none. Between the two nobody can say."""

UNSEEN_SHARE, UNSEEN_PX = 0.3, 1.2
"""Share of the glyphs that the detector missed that are shown all the same, and how far off (the
standard deviation): it may see them in other ink."""

ELSEWHERE = 1
"""Glyphs of other classes, of every crop, that are shown as what is none."""


@dataclass(frozen=True, slots=True)
class LabelledCrops:
    """Crops around glyphs of one kind, with what they say.

    Attributes
    ----------
    greys : (N, H, W) uint8 array
        As `rastrum.detection.second_look` cuts them, and `MARGIN_PX` around.
    says : (N,) int64 array
        Index into the kind's words.
    seen : (N,) bool array
        Whether the detector saw it.
    """

    greys: np.ndarray
    says: np.ndarray
    seen: np.ndarray


def make_crops(seed: int, pages: int, sources: Sources, book: FontBook) -> dict[str, LabelledCrops]:
    """Make crops of fingerings and sforzati.

    Parameters
    ----------
    seed : int
        Makes the same crops again, given the same detector.
    pages : int
        Pages to cut out of.
    sources : Sources
        Music to engrave.
    book : FontBook
        Typefaces.

    Returns
    -------
    crops : dict of str to LabelledCrops
        By the names of `rastrum.detection.second_look.KINDS`.
    """
    rng = np.random.default_rng((seed, 2))
    found: dict[str, list[tuple[Grey, int, bool]]] = {name: [] for name in KINDS}
    done = 0
    while done < pages:
        for drawing in random_drawings(rng, sources):
            page = _FingeredPress(drawing, rng, book).page()
            for n in range(PLACES_PER_PAGE):
                labels = list(KINDS.values())[n % len(KINDS)].labels
                places = [b for b in page.boxes if b.label in labels]
                if not places:
                    continue
                place = places[rng.integers(len(places))]
                jitter = rng.uniform(-5, 5, 2) * page.space
                crop = cut(page, place.x + jitter[0], place.y + jitter[1], _wear(rng), rng)
                glyphs = find_glyphs(crop.grey)
                for name, kind in KINDS.items():
                    found[name] += _list_crops(name, kind, page, crop, glyphs, rng)
            done += 1
            if done == pages:
                break
    return {name: _stack(KINDS[name], own) for name, own in found.items()}


def save_crops(crops: dict[str, LabelledCrops], file: Path) -> None:
    """Write crops to a compressed file, whole or not at all."""
    part = file.with_suffix(".part")
    arrays = {
        f"{name}_{field}": getattr(own, field)
        for name, own in crops.items()
        for field in ("greys", "says", "seen")
    }
    with part.open("wb") as stream:
        np.savez_compressed(stream, **arrays)
    part.replace(file)


def load_crops(folder: Path) -> dict[str, LabelledCrops]:
    """Read what `save_crops` wrote to the files of a folder."""
    parts: dict[str, list[np.ndarray]] = {}
    for file in sorted(folder.glob("second_look_?????.npz")):
        with np.load(file) as data:
            for key in data:
                parts.setdefault(key, []).append(data[key])
    joined = {key: np.concatenate(arrays) for key, arrays in parts.items()}
    return {
        name: LabelledCrops(*(joined[f"{name}_{field}"] for field in ("greys", "says", "seen")))
        for name in KINDS
    }


def _stack(kind: Kind, found: list[tuple[Grey, int, bool]]) -> LabelledCrops:
    height, width = (size + 2 * MARGIN_PX for size in kind.crop)
    greys = np.array([grey for grey, _, _ in found], np.uint8).reshape(-1, height, width)
    return LabelledCrops(
        greys,
        np.array([says for _, says, _ in found], np.int64),
        np.array([seen for _, _, seen in found], bool),
    )


def _wear(rng: np.random.Generator) -> tuple[str, list[Step]]:
    name, steps = crop_chain(rng)
    if rng.random() < SPREAD_SHARE:
        steps = [Spread(float(rng.uniform(*SPREAD_SP))), *steps]
    return name, steps


def _list_crops(
    name: str,
    kind: Kind,
    page: InkedPage,
    crop: Crop,
    glyphs: Sequence[Glyph],
    rng: np.random.Generator,
) -> Iterator[tuple[Grey, int, bool]]:
    """Yield what a kind of glyph looks like in a crop, what it says, and if it was seen."""
    boxes = [page.boxes[n] for n in crop.sources]
    known = [
        (_says(kind, box), row, column)
        for box, (_, row, column, _, _) in zip(boxes, crop.boxes, strict=True)
        if box.label in kind.labels or (name == "digits" and box.label.startswith("tuplet"))
    ]

    def picture(row: float, column: float) -> Grey:
        return cut_out(crop.grey, row, column, *(size + 2 * MARGIN_PX for size in kind.crop))

    def inside(row: float, column: float) -> bool:
        edge = kind.crop[0] / 2
        return edge < row < HEIGHT - edge and edge < column < WIDTH - edge

    met = set()
    for glyph in glyphs:
        if glyph.label not in kind.labels:
            continue
        says = 0
        off = [
            (max(abs(glyph.row - r), abs(glyph.column - c)), n) for n, (_, r, c) in enumerate(known)
        ]
        if off:
            _, n = min(off)
            down, across = abs(glyph.row - known[n][1]), abs(glyph.column - known[n][2])
            if down <= NEAR_PX[name][0] and across <= NEAR_PX[name][1]:
                says = known[n][0]
                met.add(n)
            elif down <= FAR_PX[name][0] and across <= FAR_PX[name][1]:
                continue
        if inside(glyph.row, glyph.column):
            yield picture(glyph.row, glyph.column), says, True
    for n, (says, row, column) in enumerate(known):
        if n not in met and inside(row, column) and rng.random() < UNSEEN_SHARE:
            down, across = rng.normal(0, UNSEEN_PX, 2)
            yield picture(row + down, column + across), says, False
    others = [
        box[1:3]
        for box in crop.boxes
        if inside(*box[1:3])
        and all(max(abs(box[1] - r), abs(box[2] - c)) > FAR_PX[name][1] for _, r, c in known)
    ]
    for n in rng.permutation(len(others))[:ELSEWHERE]:
        yield picture(*others[n]), 0, False


def _says(kind: Kind, box: Box) -> int:
    text = box.label[-1] if box.label.startswith("tuplet") else box.text
    return kind.says.index(text) if text in kind.says else 0


class _FingeredPress(Press):
    """Draws pages that are full of fingerings and sforzati of all sorts."""

    def __init__(self, drawing: Drawing, rng: np.random.Generator, book: FontBook) -> None:
        super().__init__(drawing, replace(draw_hand(rng, book), fingerings=True))
        face = book.text[rng.integers(len(book.text))]
        chance = rng.random()
        self.italic = chance < ITALIC_SHARE
        bold = chance > 1 - BOLD_SHARE
        self.digit_face = face.italic if self.italic else face.bold if bold else face.plain
        music = list(book.music)
        self.digits_from_music = bool(music) and rng.random() < MUSIC_DIGITS_SHARE
        self.words_from_music = bool(music) and rng.random() < MUSIC_WORDS_SHARE
        self.music = music[rng.integers(len(music))] if music else None
        self.word_face = book.text[rng.integers(len(book.text))]
        self.digit_height = float(rng.uniform(*DIGIT_SP))
        self.word_height = float(rng.uniform(*WORD_SP))
        self.narrow = float(rng.uniform(0.8, 1.1))
        self.taken: list[tuple[float, float, float, float]] = []
        self.bolder = bool(rng.random() < 0.5)

    def _add_fingerings(self) -> None:
        rng = self.hand.rng
        heads = [b for b in self.boxes if b.label in NOTEHEADS]
        share = rng.uniform(0.3, 1.0)
        for head in heads:
            if rng.random() < share:
                self._add_fingering(head)
        lines = [s.path.getBounds() for s in self.drawing.shapes if s.role == "staff"]
        for n in rng.integers(len(lines), size=WORDS_PER_PAGE if lines else 0):
            self._add_word(lines[n])

    def _add_fingering(self, head: Box) -> None:
        rng, space = self.hand.rng, self.drawing.space
        for _ in range(TRIES):
            side = -1 if rng.random() < 0.6 else 1
            y = head.y + side * space * rng.uniform(1.2, 4.5)
            x = head.x + space * rng.normal(0, 0.25)
            height = self.digit_height * space
            if not self._is_taken(skia.Rect.MakeWH(height / 2, height), x, y):
                break
        step = space * self.digit_height * rng.uniform(1.1, 1.4)
        chance = rng.random()
        if chance < STACK_SHARE:
            for n in range(int(rng.integers(2, 5))):
                self._put(_draw_digit(rng), x, y + side * n * step)
        elif chance < STACK_SHARE + PAIR_SHARE:
            between = space * self.digit_height * rng.uniform(0.6, 1.3)
            self._put(_draw_digit(rng), x, y)
            self._put(_draw_digit(rng), x + between, y)
            if rng.random() < 0.4:
                self._put("-", x + between / 2, y)
        elif chance < STACK_SHARE + PAIR_SHARE + ODD_SHARE:
            self._put(str(rng.choice(ODD_SIGNS)), x, y)
        elif chance < STACK_SHARE + PAIR_SHARE + ODD_SHARE + BESIDE_SHARE:
            self._put(_draw_digit(rng), head.x - space * rng.uniform(1.4, 2.0), head.y)
        else:
            self._put(_draw_digit(rng), x, y)

    def _put(self, text: str, x: float, y: float) -> None:
        """Draw a fingering, or what is none, with its middle at a place."""
        path = self._digit_path(text)
        bounds = path.computeTightBounds()
        path.offset(x - bounds.centerX(), y - bounds.centerY())
        if text != "-":
            self._box("fingering", path, text=text if text in DIGITS else "")
        self.canvases["ink"].drawPath(path, self.fill)

    def _digit_path(self, text: str) -> skia.Path:
        height = self.digit_height * self.drawing.space
        if self.digits_from_music and text in DIGITS:
            font = skia.Font(self.music, 1000)
            path = self._text_outline(chr(0xE080 + int(text)), font, 0.0, 0.0)
            tall = path.computeTightBounds().height()
            path.transform(skia.Matrix.Scale(self.narrow * height / tall, height / tall))
            return path
        font = skia.Font(self.digit_face, height / PLAIN_SIZE)
        font.setScaleX(self.narrow)
        return self._text_outline(text, font, 0.0, 0.0)

    def _add_word(self, line: skia.Rect) -> None:
        """Draw a word near a staff's line, unless something is there."""
        rng, space = self.hand.rng, self.drawing.space
        chance = rng.random()
        choice = (
            OTHER_WORDS
            if chance < OTHER_SHARE
            else USUAL_WORDS
            if chance < OTHER_SHARE + USUAL_SHARE
            else SFORZATI
        )
        word = str(rng.choice(choice))
        path = self._word_path(word)
        bounds = path.computeTightBounds()
        for _ in range(TRIES):
            x = rng.uniform(line.left(), line.right())
            y = line.centerY() + space * rng.uniform(2.0, 9.0)
            if not self._is_taken(bounds, x, y):
                path.offset(x - bounds.centerX(), y - bounds.centerY())
                self.canvases["ink"].drawPath(path, self.fill)
                self._box("dynamicSF", path, text=word if word in SFORZATI else "")
                return

    def _is_taken(self, bounds: skia.Rect, x: float, y: float) -> bool:
        """Whether a glyph stands where another is to have its middle."""
        while len(self.taken) < len(self.boxes):
            box = self.boxes[len(self.taken)]
            self.taken.append((box.x, box.y, box.width, box.height))
        columns, rows, widths, heights = np.array(self.taken).T
        beside = np.abs(columns - x) >= (bounds.width() + widths) / 2
        apart = np.abs(rows - y) >= (bounds.height() + heights) / 2
        return not (beside | apart).all()

    def _word_path(self, word: str) -> skia.Path:
        height = self.word_height * self.drawing.space
        if self.words_from_music and all(letter in LETTERS for letter in word):
            font = skia.Font(self.music, 1000)
            text = "".join(chr(LETTERS[letter]) for letter in word)
            tall = self._text_outline(chr(LETTERS["f"]), font, 0.0, 0.0).getBounds().height()
        else:
            font = skia.Font(self.word_face.italic, 1000)
            font.setEmbolden(self.bolder)
            text = word
            tall = self._text_outline("f", font, 0.0, 0.0).getBounds().height()
        path = self._text_outline(text, font, 0.0, 0.0)
        path.transform(skia.Matrix.Scale(self.narrow * height / tall, height / tall))
        return path


def _draw_digit(rng: np.random.Generator) -> str:
    return str(rng.choice(DIGITS, p=(0.05, 0.19, 0.19, 0.19, 0.19, 0.19)))
