"""Models: callables that turn a score into a scene."""

from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from rastrum_samples.engrave import Style, engrave, random_style
from rastrum_samples.fonts import FontBook, open_fonts
from rastrum_samples.inking import ink
from rastrum_samples.scene import Scene, build_scene, read_drawings


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
        rng = np.random.default_rng(self.seed)
        style = random_style(rng) if self.style is None else self.style
        engraving = engrave(score, style, seed=self.seed)
        book = open_fonts() if self.fonts is None else self.fonts
        return build_scene(engraving, ((d, ink(d, rng, book)) for d in read_drawings(engraving)))
