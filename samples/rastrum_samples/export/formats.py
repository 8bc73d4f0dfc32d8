"""Write pages and their truth for other people's tools."""

import io
import json
import math
import xml.etree.ElementTree as ET
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

import numpy as np
import skia
from PIL import Image

from rastrum import mro
from rastrum.image.bmp import write_bmp
from rastrum.model.vocabulary import GLYPHS
from rastrum_samples.engraving.content import Note
from rastrum_samples.export.masks import Region, cover
from rastrum_samples.scenes.scene import Glyph, Page, Stroke
from rastrum_samples.truth.score import Level, write_truth
from rastrum_samples.wear.render import Picture

STROKES = {
    "stem": "stem", "beam": "beam", "slur": "slur", "tie": "tie", "hairpin": "hairpin",
    "barLine": "barline", "ledgerLines": "legerLine", "tupletBracket": "tupletBracket",
}  # fmt: skip
"""MuNG's names of strokes."""

MUNG_NAMES = {
    "noteheadBlack": "noteheadFull", "noteheadGrace": "noteheadFullSmall",
    "sharp": "accidentalSharp", "flat": "accidentalFlat", "natural": "accidentalNatural",
    "doubleSharp": "accidentalDoubleSharp", "doubleFlat": "accidentalDoubleFlat",
    "dot": "augmentationDot", "staccato": "articulationStaccato", "accent": "articulationAccent",
    "tenuto": "articulationTenuto", "clefG": "gClef", "clefF": "fClef", "clefC": "cClef",
    "clefG8vb": "gClef", "clefG8va": "gClef", "timeCommon": "timeSigCommon",
    "timeCut": "timeSigCutCommon", "fermata": "fermataAbove",
}  # fmt: skip
"""MuNG's names of glyphs where they differ from ours."""


@dataclass(frozen=True, slots=True)
class Sample:
    """A page as a picture, with what it stands for.

    Attributes
    ----------
    name : str
        Its files' stem.
    page : Page
    picture : Picture
    """

    name: str
    page: Page
    picture: Picture


def to_bmp(sample: Sample) -> bytes:
    """Return a 1-bit BMP with its resolution."""
    return write_bmp(sample.picture.grey > 127, dpi=sample.picture.dpi)


def to_png(sample: Sample) -> bytes:
    """Return a grey PNG with its resolution, ink dark on light paper."""
    stream = io.BytesIO()
    dpi = sample.picture.dpi
    Image.fromarray(255 - sample.picture.grey).save(stream, "PNG", dpi=(dpi, dpi))
    return stream.getvalue()


def to_mro(sample: Sample, level: Level = "score") -> bytes:
    """Return the truth as `.mro`.

    Parameters
    ----------
    sample : Sample
    level : str
        As for `write_truth`.

    Returns
    -------
    data : bytes
        Positions are those of the flat page; its map leads to the picture's pixels, but for bends,
        which the format has no field for.
    """
    page, picture = sample.page, sample.picture
    score = write_truth(page.scene, [page], level=level)
    (a, b, c), (d, e, f) = picture.place.matrix
    x, y = page.margin
    record = replace(
        score.pages[0],
        origheight=picture.grey.shape[0],
        origwidth=picture.grey.shape[1],
        skewangle=round(math.degrees(math.atan2(d, a)) * 1024),
        rowoffset=round(f - d * x - e * y),
        coloffset=round(c - a * x - b * y),
        spacing=round(picture.space * 1024),
        imagefpath=f"{sample.name}.bmp",
    )
    return mro.write(replace(score, pages=(record,)))


def _regions(sample: Sample) -> Iterable[tuple[Glyph | Stroke, str, Region]]:
    """Yield everything that has a name, with the pixels it covers."""
    size = sample.picture.grey.shape
    place = sample.picture.place
    for glyph in sample.page.glyphs:
        if glyph.label:
            region = cover(glyph.outline, place, size)
            if region is not None:
                yield glyph, glyph.label, region
    for stroke in sample.page.strokes:
        if stroke.kind in STROKES:
            region = cover(stroke.outline, place, size, width=stroke.width)
            if region is not None:
                yield stroke, stroke.kind, region


def to_coco(samples: Sequence[Sample]) -> str:
    """Describe glyphs and strokes as COCO does: boxes, masks as run lengths, categories.

    Parameters
    ----------
    samples : sequence of Sample

    Returns
    -------
    text : str
        JSON; images are named `<name>.bmp`.
    """
    names = (*GLYPHS, *STROKES)
    images: list[dict[str, Any]] = []
    annotations: list[dict[str, Any]] = []
    for number, sample in enumerate(samples):
        height, width = sample.picture.grey.shape
        images.append(
            {"id": number, "file_name": f"{sample.name}.bmp", "height": height, "width": width}
        )
        for _, label, region in _regions(sample):
            annotations.append(
                {
                    "id": len(annotations),
                    "image_id": number,
                    "category_id": names.index(label),
                    "bbox": list(region.box),
                    "area": int(region.mask.sum()),
                    "segmentation": {
                        "size": [height, width],
                        "counts": _run_lengths(region, height, width),
                    },
                    "iscrowd": 0,
                }
            )
    categories = [{"id": n, "name": name} for n, name in enumerate(names)]
    return json.dumps(
        {"images": images, "annotations": annotations, "categories": categories},
        separators=(",", ":"),
    )


def _run_lengths(region: Region, height: int, width: int) -> list[int]:
    """Return lengths of runs down the columns of the whole picture, paper first."""
    columns, rows = np.nonzero(region.mask.T)
    places = (columns + region.left) * height + rows + region.top
    breaks = np.flatnonzero(np.diff(places) > 1)
    starts = np.concatenate(([places[0]], places[breaks + 1]))
    stops = np.concatenate((places[breaks], [places[-1]])) + 1
    edges = np.concatenate(([0], np.stack([starts, stops], axis=1).ravel(), [height * width]))
    return [int(n) for n in np.diff(edges)]


def to_mung(sample: Sample) -> str:
    """Describe a page as a MuNG graph: nodes with masks, and links from heads to what they own.

    Parameters
    ----------
    sample : Sample

    Returns
    -------
    text : str
        XML as Hajič and Pecina's MUSCIMA++ 2.0 has it.
    """
    nodes = list(_regions(sample))
    numbers = {id(drawn): n for n, (drawn, _, _) in enumerate(nodes)}
    outlinks: dict[int, list[int]] = {n: [] for n in numbers.values()}
    inlinks: dict[int, list[int]] = {n: [] for n in numbers.values()}
    for number, (drawn, label, _) in enumerate(nodes):
        if not label.startswith("notehead") or not isinstance(drawn.subject, Note):
            continue
        for other in _belongings(sample.page, drawn.subject):
            target = numbers.get(id(other))
            if target is not None and target != number:
                outlinks[number].append(target)
                inlinks[target].append(number)
    root = ET.Element("Nodes", dataset="rastrum-samples", document=sample.name)
    for number, (_, label, region) in enumerate(nodes):
        node = ET.SubElement(root, "Node")
        left, top, width, height = region.box
        for name, value in (
            ("Id", number),
            ("ClassName", STROKES.get(label, MUNG_NAMES.get(label, label))),
            ("Top", top),
            ("Left", left),
            ("Width", width),
            ("Height", height),
            ("Mask", _mung_mask(region)),
        ):
            ET.SubElement(node, name).text = str(value)
        for name, links in (("Outlinks", outlinks[number]), ("Inlinks", inlinks[number])):
            if links:
                ET.SubElement(node, name).text = " ".join(map(str, links))
    ET.indent(root)
    return ET.tostring(root, encoding="unicode")


def _belongings(page: Page, note: Note) -> list[Glyph | Stroke]:
    """Return what hangs on a note's head: stem, flags, beams, dots, accidental, marks."""
    drawn: list[Glyph | Stroke] = []
    for item in page.scene.drawn_for(note.event):
        # What hangs on another head of the same chord does not hang on this one.
        other = isinstance(item.subject, Note) and item.subject is not note
        if isinstance(item, Glyph | Stroke) and not other:
            drawn.append(item)
    owner = ("beam", note.event.beam_id)
    if note.event.beam_id:
        drawn += [s for s in page.strokes if s.kind == "beam" and owner in s.owners]
    return drawn


def _mung_mask(region: Region) -> str:
    """Return run lengths row by row: `0:3 1:5 ...`."""
    flat = region.mask.ravel().astype(np.int8)
    edges = np.flatnonzero(np.diff(flat)) + 1
    starts = np.concatenate(([0], edges, [len(flat)]))
    return " ".join(f"{flat[a]}:{b - a}" for a, b in pairwise(starts))


def to_svg(page: Page, *, regions: bool = False) -> str:
    """Draw a page as vectors.

    Parameters
    ----------
    page : Page
    regions : bool
        Add a labelled rectangle for every glyph, in a group of its own.

    Returns
    -------
    text : str
        SVG in page units.
    """
    stream = skia.DynamicMemoryWStream()
    canvas = skia.SVGCanvas.Make((page.width, page.height), stream)
    canvas.translate(*page.margin)
    canvas.drawPicture(page.inked.ink)
    del canvas
    text = bytes(stream.detachAsData()).decode()
    if not regions:
        return text
    x, y = page.margin
    group = ET.Element("g", {"class": "regions", "transform": f"translate({x:g} {y:g})"})
    for glyph in page.glyphs:
        if not glyph.label:
            continue
        frame = ET.SubElement(
            group,
            "rect",
            {
                "x": f"{glyph.left:.1f}",
                "y": f"{glyph.top:.1f}",
                "width": f"{glyph.right - glyph.left:.1f}",
                "height": f"{glyph.bottom - glyph.top:.1f}",
                "class": glyph.label,
                "fill": "none",
                "stroke": "#c22",
                "stroke-width": f"{page.space / 20:.1f}",
            },
        )
        ET.SubElement(frame, "title").text = glyph.label
    return text.replace("</svg>", ET.tostring(group, encoding="unicode") + "</svg>")
