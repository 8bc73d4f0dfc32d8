"""Make sample pages and write them: single scores, whole data sets, contact sheets."""

import json
import logging
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from functools import partial
from itertools import count as count_from
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image, ImageDraw

from rastrum.export.files import write_file
from rastrum_samples.export.formats import Sample, to_bmp, to_coco, to_mro, to_mung, to_png, to_svg
from rastrum_samples.music.compose import generate_score
from rastrum_samples.scenes.models import EngravedModel, HandwrittenModel
from rastrum_samples.scenes.scene import Scene
from rastrum_samples.truth.coverage import count_page
from rastrum_samples.wear.chain import Step, degrade
from rastrum_samples.wear.ink import Threshold
from rastrum_samples.wear.paper import Paper
from rastrum_samples.wear.presets import PRESETS, SKEW_DEG
from rastrum_samples.wear.render import render

_log = logging.getLogger(__name__)

MANIFEST = "manifest.jsonl"

DRUMS_SHARE = 0.03
"""How many made-up scores have a drum, on a staff of one line."""

MOST_UNREADABLE = 20
"""Scores in a row that give no page, after which a data set is given up."""

FORMATS: dict[str, Callable[[Sample], bytes]] = {
    "bmp": to_bmp,
    "png": to_png,
    "mro": to_mro,
    "engine.mro": partial(to_mro, level="engine"),
    "svg": lambda sample: to_svg(sample.page).encode(),
    "regions.svg": lambda sample: to_svg(sample.page, regions=True).encode(),
    "coco.json": lambda sample: to_coco([sample]).encode(),
    "mung.xml": lambda sample: to_mung(sample).encode(),
}
"""What can be written of a page, by the end of the file's name."""

TRIM_SP = 7.0
"""Paper left around the staves on a contact sheet, staff spaces."""

USUAL_FORMATS = ("bmp", "mro")


@dataclass(frozen=True, slots=True)
class Recipe:
    """How pages are made.

    Attributes
    ----------
    preset : str
        How worn they are.
    dpi : float
    seed : int
    formats : tuple of str
        Keys of `FORMATS`.
    model : str
        See `build_model`.
    grey : bool
        Stop before the page becomes black and white.
    paper : Path or None
        Folder with scans of blank paper, to lay under pages in place of drawn paper.
    """

    preset: str = "office-scan"
    dpi: float = 300.0
    seed: int = 0
    formats: tuple[str, ...] = USUAL_FORMATS
    model: str = "engraved"
    grey: bool = False
    paper: Path | None = None


def build_model(recipe: Recipe) -> Callable[[Path | str], Scene]:
    """Return the model of a recipe: "engraved", "handwritten", or "muscima" for its symbols."""
    if recipe.model == "engraved":
        return EngravedModel(seed=recipe.seed)
    return HandwrittenModel(muscima=recipe.model == "muscima", seed=recipe.seed)


def scan(scene: Scene, name: str, recipe: Recipe) -> Iterator[Sample]:
    """Print and scan every page of a scene.

    Parameters
    ----------
    scene : Scene
    name : str
        Stem of the files' names.
    recipe : Recipe

    Yields
    ------
    sample : Sample
    """
    for page in scene.pages:
        rng = np.random.default_rng((recipe.seed, page.number))
        picture = render(page, dpi=recipe.dpi, skew_deg=rng.normal(0, SKEW_DEG[recipe.preset]))
        picture = degrade(picture, _steps(recipe, rng), rng)
        stem = name if len(scene.pages) == 1 else f"{name}-{page.number + 1}"
        yield Sample(stem, page, picture)


def _steps(recipe: Recipe, rng: np.random.Generator) -> list[Step]:
    """Return the preset's steps as the recipe wants them."""
    steps: list[Step] = []
    for step in PRESETS[recipe.preset](rng):
        if recipe.grey and isinstance(step, Threshold):
            break
        steps.append(replace(step, folder=recipe.paper) if isinstance(step, Paper) else step)
    return steps


def make(score: Path, folder: Path, recipe: Recipe) -> list[Path]:
    """Engrave a score and write its pages.

    Parameters
    ----------
    score : Path
        A file that Verovio reads.
    folder : Path
        Where to write; made if it is not there.
    recipe : Recipe

    Returns
    -------
    files : list of Path
        What was written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    scene = build_model(recipe)(score)
    files = []
    for sample in scan(scene, score.stem, recipe):
        for ending in recipe.formats:
            files.append(folder / f"{sample.name}.{ending}")
            write_file(files[-1], FORMATS[ending](sample))
    return files


@dataclass(frozen=True, slots=True)
class ScoreChoice:
    """Choose the score of a seed.

    Attributes
    ----------
    files : tuple of Path
        To choose from; where there are none, music is made up.
    """

    files: tuple[Path, ...] = ()

    def __call__(self, seed: int) -> Path | str:
        """Return a file, or the text of a score."""
        if not self.files:
            drums = bool(np.random.default_rng((seed, 2)).random() < DRUMS_SHARE)
            return generate_score(seed, rare=seed % 2 == 0, drums=drums)
        return self.files[int(np.random.default_rng((seed, 1)).integers(len(self.files)))]


def make_dataset(
    folder: Path,
    count: int,
    recipe: Recipe,
    sources: Callable[[int], Path | str],
    *,
    workers: int = 1,
    progress: Callable[[int, int], None] | None = None,
) -> int:
    """Make a data set of pages; what is there already is kept.

    Parameters
    ----------
    folder : Path
    count : int
        Pages wanted in all.
    recipe : Recipe
        Score n is engraved, and all its pages worn, by seed `recipe.seed` + n.
    sources : callable
        Returns the score of a seed, as a file or as text.
    workers : int
        Processes.
    progress : callable, optional
        Called with the pages done and wanted.

    Returns
    -------
    made : int
        Pages made now.

    Raises
    ------
    ValueError
        If one score after another cannot be read.
    """
    folder.mkdir(parents=True, exist_ok=True)
    entries = read_manifest(folder)
    done = {entry["name"] for entry in entries}
    # The last score may have been left half-way.
    seeds = count_from(max((entry["seed"] for entry in entries), default=recipe.seed))
    task = partial(_make_pages, recipe=recipe, sources=sources, most=count)
    made = failed = 0
    with (folder / MANIFEST).open("a") as record, ProcessPoolExecutor(workers) as pool:
        under_way = deque(pool.submit(task, next(seeds)) for _ in range(workers))
        while len(done) < count:
            under_way.append(pool.submit(task, next(seeds)))
            pages = under_way.popleft().result()
            failed = 0 if pages else failed + 1
            if failed == MOST_UNREADABLE:
                raise ValueError(f"the last {failed} scores could not be engraved")
            new = (page for page in pages if page[0]["name"] not in done)
            for entry, files in islice(new, count - len(done)):
                for ending, data in files.items():
                    write_file(folder / f"{entry['name']}.{ending}", data)
                record.write(json.dumps(entry) + "\n")
                record.flush()
                done.add(entry["name"])
                made += 1
                if progress is not None:
                    progress(len(done), count)
        pool.shutdown(cancel_futures=True)
    return made


def read_manifest(folder: Path) -> list[dict[str, Any]]:
    """Read what a data set's folder holds, page by page; nothing where it holds none."""
    manifest = folder / MANIFEST
    if not manifest.exists():
        return []
    return [json.loads(line) for line in manifest.read_text().splitlines()]


def _make_pages(
    seed: int, *, recipe: Recipe, sources: Callable[[int], Path | str], most: int
) -> list[tuple[dict[str, Any], dict[str, bytes]]]:
    """Make the pages of a score: of each its line in the manifest, and its files."""
    score, own = sources(seed), replace(recipe, seed=seed)
    try:
        scene = build_model(own)(score)
    except ValueError as error:
        _log.warning("%s", error)
        return []
    pages = []
    for sample in islice(scan(scene, f"page{seed:07d}", own), most):
        entry = {
            "seed": seed,
            "name": sample.name,
            "score": score.name if isinstance(score, Path) else "made up",
            "page": sample.page.number,
            "model": recipe.model,
            "preset": recipe.preset,
            "dpi": recipe.dpi,
            "height": sample.picture.grey.shape[0],
            "width": sample.picture.grey.shape[1],
            "counts": dict(count_page(sample.page)),
        }
        pages.append((entry, {ending: FORMATS[ending](sample) for ending in recipe.formats}))
    return pages


def contact_sheet(samples: Sequence[Sample], *, width: int = 900) -> Image.Image:
    """Lay pages side by side, with their truth drawn over.

    Parameters
    ----------
    samples : sequence of Sample
    width : int
        Of each page, pixels.

    Returns
    -------
    sheet : PIL.Image.Image
        Three pages to a row; the ink grey, boxes of glyphs red, staff lines blue.
    """
    pictures = []
    for sample in samples:
        grey = sample.picture.grey
        zoom = width / grey.shape[1]
        image = Image.fromarray(255 - (grey // 2)).resize(
            (width, round(grey.shape[0] * zoom)), Image.Resampling.BOX
        )
        image = image.convert("RGB")
        draw = ImageDraw.Draw(image)
        for line in sample.picture.lines:
            draw.line([(x * zoom, y * zoom) for x, y in line], fill=(60, 90, 220))
        for glyph in sample.page.glyphs:
            if glyph.label:
                box = sample.picture.place.bounds(glyph.outline)
                draw.rectangle([v * zoom for v in box], outline=(210, 30, 30))
        pictures.append(_trim(image, sample, zoom))
    columns = min(3, len(pictures))
    width = max(p.width for p in pictures)
    height = max(p.height for p in pictures)
    rows = -(-len(pictures) // columns)
    sheet = Image.new("RGB", (columns * width, rows * height), "white")
    for number, picture in enumerate(pictures):
        sheet.paste(picture, (number % columns * width, number // columns * height))
    return sheet


def _trim(image: Image.Image, sample: Sample, zoom: float) -> Image.Image:
    """Cut off what is farther than a few staff spaces from any staff."""
    if not sample.picture.lines:
        return image
    points = np.concatenate(sample.picture.lines) * zoom
    margin = TRIM_SP * sample.picture.space * zoom
    (left, top), (right, bottom) = points.min(axis=0) - margin, points.max(axis=0) + margin
    return image.crop(
        (max(0, left), max(0, top), min(image.width, right), min(image.height, bottom))
    )
