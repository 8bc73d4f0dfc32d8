"""Engrave scores with Verovio: one SVG a page, every shape tagged with what it is."""

import codecs
import zipfile
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import verovio

FONTS = ("Leipzig", "Bravura", "Leland", "Gootville", "Petaluma")
FONT_WEIGHTS = (0.33, 0.25, 0.2, 0.17, 0.05)
"""How often pages are set in each: Petaluma imitates handwriting, and is rare in print."""


@dataclass(frozen=True, slots=True)
class Style:
    """Engraving parameters of one page.

    Attributes
    ----------
    font : str
        A music font that Verovio ships.
    options : dict
        Verovio options, varied within what printed editions show.
    """

    font: str = "Leipzig"
    options: dict[str, float | int | str | bool] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Engraving:
    """An engraved score.

    Attributes
    ----------
    pages : tuple of str
        SVG texts.
    mei : str
        The music as Verovio understood it; its ids are those of the SVG.
    """

    pages: tuple[str, ...]
    mei: str


def random_style(rng: np.random.Generator) -> Style:
    """Draw engraving parameters.

    Parameters
    ----------
    rng : numpy.random.Generator
        Source of every choice.

    Returns
    -------
    style : Style
        Line widths are Verovio's own unit, half a staff space.
    """
    options: dict[str, float | int | str | bool] = {
        "staffLineWidth": float(rng.uniform(0.10, 0.24)),
        "stemWidth": float(rng.uniform(0.14, 0.28)),
        "barLineWidth": float(rng.uniform(0.18, 0.42)),
        "ledgerLineThickness": float(rng.uniform(0.2, 0.36)),
        "ledgerLineExtension": float(rng.uniform(0.3, 0.7)),
        "thickBarlineThickness": float(rng.uniform(0.8, 1.3)),
        "beamMaxSlope": int(rng.integers(4, 20)),
        "beamFrenchStyle": bool(rng.random() < 0.15),
        "slurMidpointThickness": float(rng.uniform(0.35, 0.8)),
        "tieMidpointThickness": float(rng.uniform(0.3, 0.7)),
        "spacingLinear": float(rng.uniform(0.18, 0.32)),
        "spacingNonLinear": float(rng.uniform(0.5, 0.65)),
        "spacingStaff": int(rng.integers(5, 14)),
        "spacingSystem": int(rng.integers(3, 10)),
        "graceFactor": float(rng.uniform(0.6, 0.75)),
        "lyricSize": float(rng.uniform(3.6, 5.4)),
        "hairpinThickness": float(rng.uniform(0.15, 0.3)),
        "tupletNumHead": bool(rng.random() < 0.3),
        "pageWidth": int(rng.integers(1500, 2500)),
        "pageHeight": int(rng.integers(2200, 3200)),
        "condense": "none",
    }
    return Style(str(rng.choice(FONTS, p=FONT_WEIGHTS)), options)


def engrave(
    score: Path | str, style: Style, *, max_pages: int | None = None, seed: int = 0
) -> Engraving:
    """Engrave a score.

    Parameters
    ----------
    score : Path or str
        A file that Verovio reads (MusicXML, .mxl, MEI, kern, ABC), or the text of one.
    style : Style
        Engraving parameters.
    max_pages : int, optional
        Stop after so many pages.
    seed : int
        Of the ids, so that the same score gives the same text.

    Returns
    -------
    engraving : Engraving

    Raises
    ------
    ValueError
        If Verovio cannot read the score.
    """
    verovio.enableLog(verovio.LOG_OFF)
    toolkit = verovio.toolkit()
    toolkit.setOptions(
        {
            "svgRemoveXlink": True,
            "footer": "none",
            "font": style.font,
            "xmlIdSeed": seed + 1,
            **style.options,
        }
    )
    if not _load(toolkit, score):
        raise ValueError(f"Verovio cannot read {str(score)[:80]!r}")
    count = toolkit.getPageCount()
    if max_pages is not None:
        count = min(count, max_pages)
    pages = tuple(toolkit.renderToSVG(number) for number in range(1, count + 1))
    return Engraving(pages, toolkit.getMEI())


def _load(toolkit: verovio.toolkit, score: Path | str) -> bool:
    """Load a score; Verovio itself opens no file in UTF-16."""
    if isinstance(score, str):
        return bool(toolkit.loadData(score))
    if toolkit.loadFile(str(score)):
        return True
    data = _unpack(score)
    if not data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return False
    return bool(toolkit.loadData(data.decode("utf-16", errors="replace")))


def _unpack(score: Path) -> bytes:
    """Return the score inside of a compressed MusicXML file, or any other file as it is."""
    if not zipfile.is_zipfile(score):
        return score.read_bytes()
    with zipfile.ZipFile(score) as archive:
        scores = [
            name
            for name in archive.namelist()
            if name.endswith((".xml", ".musicxml")) and not name.startswith("META-INF")
        ]
        return archive.read(scores[0]) if scores else b""
