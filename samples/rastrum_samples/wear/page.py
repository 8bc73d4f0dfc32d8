"""Steps that change what lies on a page: lines, specks, bends, borders, pencil."""

from dataclasses import dataclass, replace

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

from rastrum.model.arrays import Grey
from rastrum_samples.wear.chain import shift_grey, smooth_noise
from rastrum_samples.wear.render import Mesh, Picture, bend


@dataclass(frozen=True, slots=True)
class Specks:
    """Specks of ink or of lost ink.

    Attributes
    ----------
    rate : float
        Per square of ten staff spaces.
    ink : bool
        Whether they are of ink.
    largest_sp : float
        Radius that none exceeds.
    """

    rate: float
    ink: bool = True
    largest_sp: float = 0.3

    def __call__(self, picture: Picture, rng: np.random.Generator) -> Picture:
        """Strew specks."""
        image = Image.fromarray(picture.grey)
        draw = ImageDraw.Draw(image)
        width, height = image.size
        count = rng.poisson(self.rate * width * height / (10 * picture.space) ** 2)
        for x, y in rng.uniform((0, 0), (width, height), (count, 2)):
            rx, ry = picture.space * np.minimum(rng.exponential(0.05, 2) + 0.02, self.largest_sp)
            draw.ellipse((x - rx, y - ry, x + rx, y + ry), fill=255 if self.ink else 0)
        return replace(picture, grey=np.asarray(image))


@dataclass(frozen=True, slots=True)
class BrokenLines:
    """Staff lines that are interrupted, as worn plates leave them.

    Attributes
    ----------
    share : float
        Of their length that is lost.
    gap_sp : float
        Usual length of a gap.
    """

    share: float
    gap_sp: float = 0.5

    def __call__(self, picture: Picture, rng: np.random.Generator) -> Picture:
        """Take pieces out of the lines where nothing else lies on them."""
        grey = picture.grey.copy()
        for line in picture.lines:
            for start, stop in _pieces(line, self.share, self.gap_sp * picture.space, rng):
                _repaint(grey, line, start, stop, picture.space, ink=False)
        return replace(picture, grey=grey)


@dataclass(frozen=True, slots=True)
class ThickLines:
    """Staff lines that ran thick in places.

    Attributes
    ----------
    share : float
        Of their length.
    piece_sp : float
        Usual length of a thick piece.
    """

    share: float
    piece_sp: float = 4.0

    def __call__(self, picture: Picture, rng: np.random.Generator) -> Picture:
        """Thicken pieces of the lines."""
        grey = picture.grey.copy()
        for line in picture.lines:
            for start, stop in _pieces(line, self.share, self.piece_sp * picture.space, rng):
                _repaint(grey, line, start, stop, picture.space, ink=True)
        return replace(picture, grey=grey)


def _pieces(
    line: np.ndarray, share: float, length: float, rng: np.random.Generator
) -> list[tuple[float, float]]:
    """Draw pieces of a line that make up a share of it."""
    left, right = float(line[0, 0]), float(line[-1, 0])
    count = rng.poisson(max(0.0, share * (right - left) / length))
    starts = rng.uniform(left, right, count)
    return [(s, min(right, s + length * rng.exponential(1.0))) for s in starts]


def _repaint(
    grey: Grey, line: np.ndarray, start: float, stop: float, space: float, *, ink: bool
) -> None:
    """Paint over a piece of a line, only where the line lies alone."""
    columns = np.arange(max(0, int(start)), min(grey.shape[1], int(stop)))
    if not len(columns):
        return
    rows = np.rint(np.interp(columns, line[:, 0], line[:, 1])).astype(np.int64)
    reach = max(2, round(0.16 * space))
    inside = (rows > 2 * reach) & (rows < len(grey) - 2 * reach)
    rows, columns = rows[inside], columns[inside]
    alone = (grey[rows - 2 * reach, columns] < 64) & (grey[rows + 2 * reach, columns] < 64)
    rows, columns = rows[alone], columns[alone]
    half = max(1, reach // 2) if ink else reach
    for off in range(-half, half + 1):
        grey[rows + off, columns] = 255 if ink else 0


@dataclass(frozen=True, slots=True)
class Curl:
    """A page that did not lie flat: rows rise and fall over the width, most near the spine.

    Attributes
    ----------
    height_sp : float
        How far rows are moved at most, staff spaces.
    """

    height_sp: float

    def __call__(self, picture: Picture, rng: np.random.Generator) -> Picture:
        """Bend the page."""
        height, width = picture.grey.shape
        step = 96.0
        rows, columns = int(height / step) + 3, int(width / step) + 3
        across = np.linspace(0, 1, columns)
        if rng.random() < 0.5:
            across = 1 - across
        spine = np.exp(-across / rng.uniform(0.15, 0.5))
        wave = np.sin(2 * np.pi * (across * rng.uniform(0.5, 1.2) + rng.random()))
        tilt = np.linspace(-1, 1, rows)[:, None] * rng.uniform(0.2, 1.0)
        level = spine[None, :] * tilt + 0.4 * wave[None, :]
        shift = np.zeros((rows, columns, 2))
        shift[:, :, 1] = self.height_sp * picture.space * level / max(1e-9, np.abs(level).max())
        return bend(picture, Mesh(step, shift))


@dataclass(frozen=True, slots=True)
class BleedThrough:
    """The other side of the leaf shows through, mirrored.

    Attributes
    ----------
    strength : float
        Darkness of its ink, 0..1.
    """

    strength: float

    def __call__(self, picture: Picture, rng: np.random.Generator) -> Picture:
        """Let the page itself, mirrored and shifted, stand for the other side."""
        offset = int(rng.uniform(2, 9) * picture.space)
        other = np.roll(picture.grey[:, ::-1], offset, axis=0)
        image = Image.fromarray(np.ascontiguousarray(other))
        other = np.asarray(image.filter(ImageFilter.GaussianBlur(0.12 * picture.space)))
        return replace(picture, grey=shift_grey(picture.grey, self.strength * other))


@dataclass(frozen=True, slots=True)
class Border:
    """The black edge that a scanner's lid leaves beside the page.

    Attributes
    ----------
    width_sp : float
        Usual width, staff spaces.
    """

    width_sp: float

    def __call__(self, picture: Picture, rng: np.random.Generator) -> Picture:
        """Blacken one or two edges, raggedly."""
        grey = picture.grey.copy()
        for turn in rng.choice(4, size=int(rng.integers(1, 3)), replace=False):
            side = np.rot90(grey, int(turn))
            depth = self.width_sp * picture.space * rng.uniform(0.4, 1.2)
            slope = depth * rng.uniform(-0.6, 0.6)
            ragged = smooth_noise(1, len(side), 6, rng)[0] * 0.1 * picture.space
            edge = np.linspace(depth - slope, depth + slope, len(side)) + ragged
            reach = int(edge.max()) + 1
            black = np.arange(reach)[None, :] < edge[:, None]
            side[:, :reach][black[:, : side.shape[1]]] = 255
        return replace(picture, grey=grey)


@dataclass(frozen=True, slots=True)
class Pencil:
    """Pencil marks over the music.

    Attributes
    ----------
    count : float
        Marks on a page, on average.
    """

    count: float

    def __call__(self, picture: Picture, rng: np.random.Generator) -> Picture:
        """Scribble."""
        image = Image.fromarray(picture.grey)
        draw = ImageDraw.Draw(image)
        for _ in range(rng.poisson(self.count)):
            at = rng.uniform((0, 0), image.size)
            heading = rng.uniform(0, 2 * np.pi)
            points = [tuple(at)]
            for _ in range(rng.integers(4, 30)):
                heading += rng.normal(0, 0.6)
                at = at + 0.5 * picture.space * np.array([np.cos(heading), np.sin(heading)])
                points.append(tuple(at))
            width = max(1, round(picture.space * rng.uniform(0.06, 0.18)))
            draw.line(points, fill=int(rng.integers(120, 256)), width=width)
        return replace(picture, grey=np.asarray(image))
