"""What print, copier and scanner do to a page, step by step.

Each step is a small frozen dataclass that is called with a picture and a source of chance. Steps
that move ink carry the picture's `Place` along, so that the truth stays exact.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

from rastrum.arrays import Grey
from rastrum_samples.render import Mesh, Picture, bend

Step = Callable[[Picture, np.random.Generator], Picture]


def smooth_noise(height: int, width: int, cell: float, rng: np.random.Generator) -> np.ndarray:
    """Return smooth noise about as wide as a cell.

    Parameters
    ----------
    height, width : int
    cell : float
        Pixels.
    rng : numpy.random.Generator

    Returns
    -------
    noise : (height, width) float32 array
        Mean 0, mostly within -1..1.
    """
    rows, columns = int(height / cell) + 2, int(width / cell) + 2
    coarse = rng.normal(0, 0.5, (rows, columns)).astype(np.float32)
    image = Image.fromarray(coarse).resize((width, height), Image.Resampling.BILINEAR)
    return np.asarray(image)


def _shift(grey: Grey, change: np.ndarray) -> Grey:
    """Add to grey values, within bounds."""
    moved: Grey = np.clip(grey.astype(np.int16) + change, 0, 255).astype(np.uint8)
    return moved


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
        return replace(picture, grey=_shift(picture.grey, 255 * self.amount * noise))


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
        return replace(picture, grey=_shift(picture.grey, noise))


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
        return replace(picture, grey=_shift(picture.grey, self.strength * other))


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


def degrade(picture: Picture, steps: Sequence[Step], rng: np.random.Generator) -> Picture:
    """Send a page through print, copier and scanner.

    Parameters
    ----------
    picture : Picture
        As rendered.
    steps : sequence of callable
        In order; the last should be `Threshold` where a scan of 1 bit is wanted.
    rng : numpy.random.Generator
        Source of chance: the same seed gives the same scan.

    Returns
    -------
    picture : Picture
    """
    for step in steps:
        picture = step(picture, rng)
    return picture
