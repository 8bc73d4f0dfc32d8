"""Make training crops in shards: compressed files that can be made again from their seeds."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from rastrum.model.vocabulary import GLYPHS, MASKS
from rastrum_samples.datasets.crops import JITTER_SP, UNSURE_STROKE, Crop, cut, prefer_seldom
from rastrum_samples.engraving.drawing import Drawing, read_drawing
from rastrum_samples.engraving.engrave import engrave, random_style
from rastrum_samples.engraving.fonts import FontBook
from rastrum_samples.inking.page import InkedPage
from rastrum_samples.inking.press import ink
from rastrum_samples.wear.presets import crop_chain

CROPS_PER_PAGE = 16
"""Engraving and inking a page takes no longer than cutting 16 crops out of it."""

ANYWHERE_SHARE = 0.1
"""Crops that look at no glyph in particular: margins, titles, empty staves."""

LARGEST_SCORE = 300_000
"""Bytes of compressed MusicXML; larger files (whole quartets) take several seconds to load."""

PAGES_PER_SCORE = 3


@dataclass(frozen=True, slots=True)
class Sources:
    """Where the music comes from.

    Attributes
    ----------
    files : tuple of Path
        Scores that Verovio reads.
    generate : callable or None
        Makes the text of a score out of a seed.
    generated_share : float
        Share of generated scores.
    """

    files: tuple[Path, ...]
    generate: Callable[[int], str] | None = None
    generated_share: float = 0.5


def find_scores(folder: Path) -> tuple[Path, ...]:
    """List the scores under a folder that are quick to engrave, sorted."""
    suffixes = {".mxl", ".musicxml", ".xml", ".mei", ".krn"}
    files = (f for f in folder.rglob("*") if f.suffix in suffixes)
    return tuple(sorted(f for f in files if f.stat().st_size <= LARGEST_SCORE))


def make_shard(
    seed: int, count: int, sources: Sources, book: FontBook, seen: Counter[str]
) -> list[Crop]:
    """Make crops, with a preference for glyph classes that were seen seldom.

    Parameters
    ----------
    seed : int
        Makes the same crops again, given the same `seen`.
    count : int
        Crops wanted.
    sources : Sources
        Music to engrave.
    book : FontBook
        Typefaces.
    seen : Counter of str
        Glyphs per class so far; updated.

    Returns
    -------
    crops : list of Crop
    """
    rng = np.random.default_rng(seed)
    crops: list[Crop] = []
    while len(crops) < count:
        for page in _random_pages(rng, sources, book):
            for _ in range(min(CROPS_PER_PAGE, count - len(crops))):
                x, y = _choose_place(page, rng, seen)
                crop = cut(page, x, y, crop_chain(rng), rng)
                seen.update(GLYPHS[int(k)] for k in crop.boxes[:, 0])
                crops.append(crop)
    return crops


def _random_pages(
    rng: np.random.Generator, sources: Sources, book: FontBook
) -> Iterator[InkedPage]:
    """Engrave one score, and ink each of its first pages by another hand."""
    for drawing in random_drawings(rng, sources):
        page = ink(drawing, rng, book)
        if page.boxes:
            yield page


def random_drawings(rng: np.random.Generator, sources: Sources) -> Iterator[Drawing]:
    """Engrave one score; yield its first pages."""
    style = random_style(rng)
    generated = sources.generate is not None and (
        not sources.files or rng.random() < sources.generated_share
    )
    if generated and sources.generate is not None:
        score: Path | str = sources.generate(int(rng.integers(2**31)))
    else:
        score = sources.files[rng.integers(len(sources.files))]
    try:
        pages = engrave(score, style, max_pages=PAGES_PER_SCORE).pages
    except ValueError:
        return
    for drawn in pages:
        yield read_drawing(drawn)


def _choose_place(
    page: InkedPage, rng: np.random.Generator, seen: Counter[str]
) -> tuple[float, float]:
    if rng.random() < ANYWHERE_SHARE:
        return rng.uniform(0, page.width), rng.uniform(0, page.height)
    chances = prefer_seldom([box.label for box in page.boxes], seen)
    box = page.boxes[rng.choice(len(chances), p=chances)]
    jitter = rng.uniform(-1, 1, 2) * np.array(JITTER_SP) * page.space
    return box.x + jitter[0], box.y + jitter[1]


def save_shard(crops: Sequence[Crop], file: Path) -> None:
    """Write crops to a compressed file, whole or not at all."""
    masks = np.stack([c.masks for c in crops])
    part = file.with_suffix(".part")
    with part.open("wb") as stream:
        np.savez_compressed(
            stream,
            grey=np.stack([c.grey for c in crops]),
            boxes=np.concatenate([c.boxes for c in crops]),
            counts=np.array([len(c.boxes) for c in crops]),
            presets=np.array([c.preset for c in crops]),
            masks=np.packbits(masks == 1, axis=-1),
            unsure=np.packbits(masks == UNSURE_STROKE, axis=-1),
        )
    part.replace(file)


def load_shard(file: Path) -> list[Crop]:
    """Read what `save_shard` wrote."""
    with np.load(file) as data:
        grey, boxes, counts = data["grey"], data["boxes"], data["counts"]
        presets = [str(name) for name in data["presets"]]
        masks = np.unpackbits(data["masks"], axis=-1)
        if "unsure" in data:
            masks[np.unpackbits(data["unsure"], axis=-1) == 1] = UNSURE_STROKE
    if masks.shape[1] != len(MASKS):
        raise ValueError(f"{file} holds {masks.shape[1]} masks, not {len(MASKS)}; make it anew")
    boxes_of = np.split(boxes, np.cumsum(counts)[:-1])
    return [Crop(*parts) for parts in zip(grey, boxes_of, masks, presets, strict=True)]
