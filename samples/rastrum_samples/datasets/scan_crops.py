"""Cut training crops out of real scans, labelled by what the engine read and made sense of."""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from PIL import Image

from rastrum.errors import RecognitionError
from rastrum.model.arrays import Grey, Planes
from rastrum.model.detection import Glyph
from rastrum.model.reading import Reading
from rastrum.model.sheet import UNITS_PER_SPACE, Sheet
from rastrum.model.vocabulary import GLYPHS, NOTEHEADS, RESTS, STRIDE
from rastrum.pipeline import read_page
from rastrum_samples.datasets.crops import (
    HEIGHT,
    JITTER_SP,
    UNSURE,
    UNSURE_STROKE,
    USUAL_DPI,
    USUAL_SPACE_PX,
    WIDTH,
    Crop,
    draw_space,
    prefer_seldom,
)
from rastrum_samples.wear.chain import Step, degrade
from rastrum_samples.wear.presets import crop_chain
from rastrum_samples.wear.render import Picture, Place

SURE = 0.5
"""Glyphs of this score count as there, heads and rests only if they went into the music. About the
others, down to the least that is listed, training is told nothing."""

NO_STROKE, STROKE = 13, 153
"""A mask's byte up to the first says that no stroke is there, one from the second on that one is
(0.05 and 0.6): a slur that was only half seen must not be unlearnt."""

CROPS_PER_PAGE = 25
"""A shard of 200 crops then shows eight pages, and takes ten seconds to make."""

UNWORN_SHARE = 0.25
"""Share of crops that stay as they are; real scans are worn already."""

_INDEX = {label: index for index, label in enumerate(GLYPHS)}


def find_scans(folder: Path) -> tuple[Path, ...]:
    """List the pictures under a folder, sorted."""
    return tuple(sorted(f for f in folder.rglob("*") if f.suffix in {".bmp", ".png"}))


def make_scan_shard(seed: int, count: int, files: Sequence[Path], seen: Counter[str]) -> list[Crop]:
    """Read scans and cut crops out of them.

    Parameters
    ----------
    seed : int
        Makes the same crops again, given the same `seen` and engine.
    count : int
        Crops wanted.
    files : sequence of Path
        Pictures of pages; those without music are passed over.
    seen : Counter of str
        Glyphs per class so far; updated.

    Returns
    -------
    crops : list of Crop
        Fewer than wanted only if there is music on none of the scans.
    """
    rng = np.random.default_rng(seed)
    crops: list[Crop] = []
    missed = 0
    while len(crops) < count and missed < len(files):
        try:
            with Image.open(files[int(rng.integers(len(files)))]) as picture:
                reading = read_page(picture)
        except RecognitionError:
            missed += 1
            continue
        wanted = min(CROPS_PER_PAGE, count - len(crops))
        crops += cut_scan(reading, wanted, rng, seen)
    return crops


def cut_scan(
    reading: Reading, count: int, rng: np.random.Generator, seen: Counter[str]
) -> list[Crop]:
    """Cut crops out of a page that was read, and wear them more than the scan was.

    A network that is shown them learns to see in worse ink what it saw in better ("noisy
    student", Xie et al. 2020), on paper and plates that no engraving program draws.

    Parameters
    ----------
    reading : rastrum.model.reading.Reading
        The page.
    count : int
        Crops wanted; none on a page without glyphs.
    rng : numpy.random.Generator
        Source of places and wear.
    seen : Counter of str
        Glyphs per class so far; updated. Places around rare ones are preferred.

    Returns
    -------
    crops : list of Crop
        Their preset is "scan". Glyphs that may be there or not have the class `UNSURE`.
    """
    labels = _label(reading)
    known = [glyph for glyph, label in labels if label != UNSURE]
    if not known:
        return []
    crops = []
    for _ in range(count):
        chances = prefer_seldom([g.label for g in known], seen)
        glyph = known[rng.choice(len(known), p=chances)]
        column, row = rng.uniform(-1, 1, 2) * JITTER_SP * UNITS_PER_SPACE
        top = round((glyph.row + row - HEIGHT / 2) / STRIDE) * STRIDE
        left = round((glyph.column + column - WIDTH / 2) / STRIDE) * STRIDE
        boxes = [
            (label, g.row - top, g.column - left, g.height, g.width)
            for g, label in labels
            if top <= g.row < top + HEIGHT and left <= g.column < left + WIDTH
        ]
        seen.update(GLYPHS[label] for label, *_ in boxes if label != UNSURE)
        steps = () if rng.random() < UNWORN_SHARE else crop_chain(rng)[1]
        crops.append(
            Crop(
                _wear(reading.sheet, top, left, steps, rng),
                np.array(boxes, np.float32).reshape(-1, 5),
                _strokes(_window(reading.detection.masks, top // STRIDE, left // STRIDE)),
                "scan",
            )
        )
    return crops


def _label(reading: Reading) -> list[tuple[Glyph, int]]:
    chords = reading.notation.timing.chords
    music = {note.head.glyph for chord in chords for note in chord.notes}
    music |= {chord.rest for chord in chords if chord.rest is not None}
    labels = []
    for glyph in reading.detection.glyphs:
        sure = glyph in music if glyph.label in NOTEHEADS + RESTS else glyph.score >= SURE
        labels.append((glyph, _INDEX[glyph.label] if sure else UNSURE))
    return labels


def _strokes(seen: Planes) -> Planes:
    masks: Planes = np.where(seen >= STROKE, 1, np.where(seen > NO_STROKE, UNSURE_STROKE, 0))
    return masks.astype(np.uint8)


def _wear(
    sheet: Sheet, top: int, left: int, steps: Sequence[Step], rng: np.random.Generator
) -> Grey:
    grey: Grey = _window(sheet.grey[None], top, left, HEIGHT, WIDTH)[0]
    if not steps:
        return grey
    space_px = draw_space(rng)
    zoom = space_px / UNITS_PER_SPACE
    size = round(WIDTH * zoom), round(HEIGHT * zoom)
    resampling = Image.Resampling.BOX if zoom < 1 else Image.Resampling.BILINEAR
    scan = Image.fromarray(grey).resize(size, resampling)
    lines = tuple(
        (np.array([(staff.left, row), (staff.right, row)]) - (left, top)) * zoom
        for staff in sheet.staves
        for row in staff.line_rows
        if top <= row < top + HEIGHT
    )
    place = Place(np.array([[1.0, 0.0, 0.0], [0.0, 1.0, 0.0]]))
    dpi = USUAL_DPI * space_px / USUAL_SPACE_PX
    worn = degrade(Picture(np.asarray(scan), dpi, space_px, place, lines), steps, rng).grey
    resampling = Image.Resampling.BOX if zoom > 1 else Image.Resampling.BILINEAR
    crop: Grey = np.asarray(Image.fromarray(worn).resize((WIDTH, HEIGHT), resampling))
    return crop


def _window(
    planes: Planes,
    top: int,
    left: int,
    height: int = HEIGHT // STRIDE,
    width: int = WIDTH // STRIDE,
) -> Planes:
    """Cut a window out of planes; what lies beyond their edge is empty."""
    window: Planes = np.zeros((len(planes), height, width), np.uint8)
    rows = slice(max(0, top), max(0, top + height))
    columns = slice(max(0, left), max(0, left + width))
    part = planes[:, rows, columns]
    row, column = max(0, -top), max(0, -left)
    window[:, row : row + part.shape[1], column : column + part.shape[2]] = part
    return window
