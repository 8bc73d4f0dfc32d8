"""Steps that change how dark a page's ink is: point spread, sensitivity, threshold."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from PIL import Image, ImageFilter

from rastrum.model.arrays import Grey
from rastrum_samples.wear.chain import shift_grey, smooth_noise
from rastrum_samples.wear.render import Picture


@dataclass(frozen=True, slots=True)
class Blur:
    """Point spread of lens and paper, before the threshold (Baird 1992, section 2).

    Attributes
    ----------
    width_sp : float
        Standard deviation, staff spaces.
    """

    width_sp: float

    def __call__(self, picture: Picture, rng: np.random.Generator) -> Picture:
        """Blur."""
        del rng
        image = Image.fromarray(picture.grey)
        blurred = image.filter(ImageFilter.GaussianBlur(self.width_sp * picture.space))
        return replace(picture, grey=np.asarray(blurred))


@dataclass(frozen=True, slots=True)
class Spread:
    """Ink that spreads into the paper, or leaves it: every edge moves.

    Attributes
    ----------
    reach_sp : float
        How far, staff spaces; negative for too little ink.
    """

    reach_sp: float

    def __call__(self, picture: Picture, rng: np.random.Generator) -> Picture:
        """Grow or shrink ink."""
        del rng
        pixels = abs(self.reach_sp) * picture.space
        whole, part = int(pixels), pixels - int(pixels)
        grey = picture.grey
        for size, share in ((2 * whole + 1, 1.0), (2 * whole + 3, part)):
            if size == 1 or share == 0:
                continue
            kind = ImageFilter.MaxFilter if self.reach_sp > 0 else ImageFilter.MinFilter
            moved = Image.fromarray(picture.grey).filter(kind(size))
            grey = np.asarray(Image.blend(Image.fromarray(grey), moved, share))
        return replace(picture, grey=grey)


@dataclass(frozen=True, slots=True)
class Toner:
    """Ink and light that differ from place to place, so that one threshold fails locally.

    Attributes
    ----------
    amount : float
        Amplitude, 1 for the whole range of grey.
    cell_sp : float
        Width of a patch, staff spaces.
    """

    amount: float
    cell_sp: float

    def __call__(self, picture: Picture, rng: np.random.Generator) -> Picture:
        """Lighten and darken patches."""
        height, width = picture.grey.shape
        noise = smooth_noise(height, width, self.cell_sp * picture.space, rng)
        return replace(picture, grey=shift_grey(picture.grey, 255 * self.amount * noise))


@dataclass(frozen=True, slots=True)
class Grain:
    """Sensitivity that varies from pixel to pixel (Baird 1992, section 2).

    Attributes
    ----------
    amount : float
        Amplitude, 1 for the whole range of grey.
    cell_px : float
        Width of a grain, pixels.
    """

    amount: float
    cell_px: float = 1.6

    def __call__(self, picture: Picture, rng: np.random.Generator) -> Picture:
        """Add grain; one tile of it is laid out over the page, each time turned otherwise."""
        height, width = picture.grey.shape
        tile = smooth_noise(512, 512, self.cell_px, rng)
        tile = (255 * self.amount * tile).astype(np.int16)
        noise = np.empty((height, width), np.int16)
        for row in range(0, height, 512):
            for column in range(0, width, 512):
                piece = np.rot90(tile, int(rng.integers(4)))
                if rng.random() < 0.5:
                    piece = piece.T
                noise[row : row + 512, column : column + 512] = piece[
                    : height - row, : width - column
                ]
        return replace(picture, grey=shift_grey(picture.grey, noise))


@dataclass(frozen=True, slots=True)
class Kanungo:
    """Pixels near an edge flip, the nearer the likelier.

    Attributes
    ----------
    ink, paper : float
        Probability that a pixel of ink or paper right at an edge flips.
    decay : float
        How fast it falls with the squared distance, per square pixel.

    Notes
    -----
    Kanungo et al., "Global and local document degradation models", ICDAR 1993, section 3; their
    distance is taken up to three pixels, beyond which flips are rarer than specks.
    """

    ink: float
    paper: float
    decay: float = 1.0

    def __call__(self, picture: Picture, rng: np.random.Generator) -> Picture:
        """Flip pixels."""
        black = picture.grey >= 128
        flips = np.zeros(black.shape, bool)
        chance = rng.random(black.shape, dtype=np.float32)
        for side, rate in ((black, self.ink), (~black, self.paper)):
            inner = side
            for distance in (1, 2, 3):
                core = inner.copy()
                core[1:] &= inner[:-1]
                core[:-1] &= inner[1:]
                core[:, 1:] &= inner[:, :-1]
                core[:, :-1] &= inner[:, 1:]
                odds = rate * float(np.exp(-self.decay * (distance**2 - 1)))
                flips |= inner & ~core & (chance < odds)
                inner = core
        return replace(picture, grey=np.where(flips, 255 - picture.grey, picture.grey))


@dataclass(frozen=True, slots=True)
class Coarse:
    """A copy of low resolution, enlarged again.

    Attributes
    ----------
    dpi : float
        Of the copy.
    """

    dpi: float

    def __call__(self, picture: Picture, rng: np.random.Generator) -> Picture:
        """Lose what is finer than the copy's pixels."""
        del rng
        if self.dpi >= picture.dpi:
            return picture
        image = Image.fromarray(picture.grey)
        share = self.dpi / picture.dpi
        small = (max(1, round(image.width * share)), max(1, round(image.height * share)))
        back = image.resize(small, Image.Resampling.BOX).resize(
            image.size, Image.Resampling.BICUBIC
        )
        return replace(picture, grey=np.asarray(back))


@dataclass(frozen=True, slots=True)
class Exposure:
    """Whoever scans a page sees to it that its staff lines hold.

    Attributes
    ----------
    lines : float
        How dark the lines become at least, 0..1.
    """

    lines: float = 0.8

    def __call__(self, picture: Picture, rng: np.random.Generator) -> Picture:
        """Darken the page until its lines are dark enough."""
        del rng
        if not picture.lines:
            return picture
        gain = 255 * self.lines / max(16.0, _line_darkness(picture.grey, picture.lines))
        if gain <= 1:
            return picture
        table = np.minimum(255, gain * np.arange(256)).astype(np.uint8)
        return replace(picture, grey=table[picture.grey])


@dataclass(frozen=True, slots=True)
class Threshold:
    """Black and white, at last.

    Attributes
    ----------
    level : float
        0..1; low makes lines thick, high makes them break.
    """

    level: float = 0.5

    def __call__(self, picture: Picture, rng: np.random.Generator) -> Picture:
        """Make ink of what is dark enough."""
        del rng
        ink = picture.grey > 255 * self.level
        return replace(picture, grey=ink.astype(np.uint8) * np.uint8(255))


def _line_darkness(grey: Grey, lines: Sequence[np.ndarray]) -> float:
    """Return the median over the staff lines of the darkest grey across them."""
    points = np.concatenate(lines)
    rows, columns = np.rint(points[:, ::-1]).astype(np.int64).T
    height, width = grey.shape
    inside = (rows > 1) & (rows < height - 2) & (columns >= 0) & (columns < width)
    rows, columns = rows[inside], columns[inside]
    if not len(rows):
        return 255.0
    return float(np.median(np.max([grey[rows + off, columns] for off in (-1, 0, 1)], axis=0)))
