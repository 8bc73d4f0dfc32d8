"""The paper under the ink: drawn, or taken from scans of blank sheets."""

from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from PIL import Image

from rastrum.model.arrays import Grey
from rastrum_samples.wear.chain import smooth_noise
from rastrum_samples.wear.render import Picture

SUFFIXES = (".png", ".jpg", ".jpeg", ".tif", ".tiff")

STAIN_SP, MOTTLE_SP, FIBRE_PX = 25.0, 1.2, 2.0
"""How wide stains, the clouds of the pulp, and fibres are."""

STAIN, MOTTLE, FIBRE = 0.6, 0.25, 0.15
"""Shares of stains, pulp and fibres in how uneven paper is."""


@dataclass(frozen=True, slots=True)
class Paper:
    """Paper that is not quite white.

    Attributes
    ----------
    darkness : float
        Mean grey of the paper, 0..1 of ink's.
    uneven : float
        How far it strays from that, 0..1.
    folder : Path or None
        Scans of blank paper to lay under the page, in place of drawn paper.
    """

    darkness: float = 0.08
    uneven: float = 0.08
    folder: Path | None = None

    def __call__(self, picture: Picture, rng: np.random.Generator) -> Picture:
        """Lay the page on paper; ink stays as dark as it is."""
        paper = self._drawn(picture, rng) if self.folder is None else self._scanned(picture, rng)
        ink = picture.grey.astype(np.float32)
        grey = ink + paper * (255 - ink)
        return replace(picture, grey=np.clip(grey, 0, 255).astype(np.uint8))

    def _drawn(self, picture: Picture, rng: np.random.Generator) -> np.ndarray:
        height, width = picture.grey.shape
        clouds = STAIN * smooth_noise(height, width, STAIN_SP * picture.space, rng)
        clouds = clouds + MOTTLE * smooth_noise(height, width, MOTTLE_SP * picture.space, rng)
        clouds = clouds + FIBRE * smooth_noise(height, width, FIBRE_PX, rng)
        drawn: np.ndarray = np.clip(self.darkness + self.uneven * clouds, 0, 1)
        return drawn

    def _scanned(self, picture: Picture, rng: np.random.Generator) -> np.ndarray:
        assert self.folder is not None
        files = sorted(f for f in self.folder.rglob("*") if f.suffix.lower() in SUFFIXES)
        if not files:
            raise ValueError(
                f"{self.folder} holds no scans of paper; put some {', '.join(SUFFIXES)} there"
            )
        grey = _cover(files[int(rng.integers(len(files)))], picture.grey.shape, rng)
        scanned: np.ndarray = 1 - grey.astype(np.float32) / 255
        return scanned


def _cover(file: Path, shape: tuple[int, ...], rng: np.random.Generator) -> Grey:
    """Return a scan, turned and mirrored by chance, at the size of the page."""
    with Image.open(file) as image:
        sheet = image.convert("L")
    if rng.random() < 0.5:
        sheet = sheet.transpose(Image.Transpose.ROTATE_180)
    if rng.random() < 0.5:
        sheet = sheet.transpose(Image.Transpose.FLIP_LEFT_RIGHT)
    resized: Grey = np.asarray(sheet.resize((shape[1], shape[0]), Image.Resampling.BILINEAR))
    return resized
