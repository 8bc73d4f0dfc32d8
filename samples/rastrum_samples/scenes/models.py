"""Models: callables that turn a score into a scene."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from rastrum_samples.assets import MUSCIMA, install, show_progress
from rastrum_samples.engraving.drawing import Drawing
from rastrum_samples.engraving.engrave import Style, engrave, random_style
from rastrum_samples.engraving.fonts import FontBook, open_fonts
from rastrum_samples.inking.handwriting import write_by_hand
from rastrum_samples.inking.page import InkedPage
from rastrum_samples.inking.pen_symbols import SymbolBook, draw_symbols, read_muscima
from rastrum_samples.inking.press import ink
from rastrum_samples.scenes.scene import Scene, build_scene, read_drawings


def _set(
    score: Path | str,
    style: Style | None,
    seed: int,
    fonts: FontBook | None,
    draw: Callable[[Drawing, np.random.Generator, FontBook], InkedPage],
) -> Scene:
    """Lay a score out, and draw its pages one by one with the same source of chance."""
    rng = np.random.default_rng(seed)
    engraving = engrave(score, random_style(rng) if style is None else style, seed=seed)
    book = open_fonts() if fonts is None else fonts
    return build_scene(engraving, ((d, draw(d, rng, book)) for d in read_drawings(engraving)))


@dataclass(frozen=True, slots=True)
class EngravedModel:
    """Engrave a score as printed editions do.

    Attributes
    ----------
    style : Style or None
        Engraving parameters; None draws them anew for every call.
    fonts : FontBook or None
        Typefaces; None takes those of the user's cache folder.
    seed : int
        Of every choice: the same seed gives the same scene.
    """

    style: Style | None = None
    fonts: FontBook | None = field(default=None, repr=False)
    seed: int = 0

    def __call__(self, score: Path | str) -> Scene:
        """Engrave a score.

        Parameters
        ----------
        score : Path or str
            A file that Verovio reads, or the text of one.

        Returns
        -------
        scene : Scene
        """
        return _set(score, self.style, self.seed, self.fonts, ink)


MUSCIMA_WRITERS = 50


@dataclass(frozen=True, slots=True)
class HandwrittenModel:
    """Write a score by hand, each page as one writer.

    Attributes
    ----------
    muscima : bool
        Take symbols from MUSCIMA++, which is fetched on first use; else from the project's own
        set, of which every page has a hand of its own.
    writer : int or None
        Of MUSCIMA++, 1 to 50; None draws one for every page.
    style : Style or None
        Layout; None draws it anew for every call.
    fonts : FontBook or None
        Faces of texts; None takes those of the user's cache folder.
    seed : int
        Of every choice: the same seed gives the same scene.
    """

    muscima: bool = False
    writer: int | None = None
    style: Style | None = None
    fonts: FontBook | None = field(default=None, repr=False)
    seed: int = 0

    def __call__(self, score: Path | str) -> Scene:
        """Write a score.

        Parameters
        ----------
        score : Path or str
            A file that Verovio reads, or the text of one.

        Returns
        -------
        scene : Scene
        """
        return _set(score, self.style, self.seed, self.fonts, self._write)

    def _write(self, drawing: Drawing, rng: np.random.Generator, fonts: FontBook) -> InkedPage:
        return write_by_hand(drawing, rng, self._symbols(rng), fonts)

    def _symbols(self, rng: np.random.Generator) -> SymbolBook:
        if not self.muscima:
            return draw_symbols(rng)
        folder = install(MUSCIMA, progress=show_progress)
        writer = self.writer or int(rng.integers(1, MUSCIMA_WRITERS + 1))
        return read_muscima(folder, writer)
