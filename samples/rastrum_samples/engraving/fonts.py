"""Typefaces for sample pages: music fonts beyond Verovio's own, and text faces.

All are under the SIL Open Font License and come from the npm registry, fetched once by
`rastrum-samples fonts` into a folder of the user's; without them pages use Verovio's glyphs
and the system's text face.
"""

import io
import os
import tarfile
import urllib.error
import urllib.request
from dataclasses import dataclass
from pathlib import Path

import skia
from fontTools.ttLib import TTFont

REGISTRY = "https://registry.npmjs.org"
MUSIC_PACKAGES = {
    "bravura": "1.0.2",
    "finaleash": "1.0.1",
    "finalebroadway": "1.0.0",
    "finalemaestro": "1.0.0",
    "gonville": "1.0.0",
    "leipzig": "1.0.1",
    "leland": "1.0.1",
    "sebastian": "1.0.1",
}
TEXT_PACKAGES = {
    "old-standard-tt": "5.3.0",
    "libre-baskerville": "5.3.0",
    "eb-garamond": "5.3.0",
    "tinos": "5.3.0",
    "playfair-display": "5.3.0",
    "crimson-text": "5.3.0",
    "libre-caslon-text": "5.3.0",
    "arimo": "5.3.0",
    "source-serif-4": "5.3.1",
    "libre-bodoni": "5.3.0",
    "im-fell-english": "5.3.0",
    "cormorant": "5.3.0",
}
MEASURED_PACKAGES = {
    "open-sans": "5.3.0",
    "source-sans-3": "5.3.1",
    "work-sans": "5.3.0",
    "lato": "5.3.0",
    "jost": "5.3.0",
    "libre-franklin": "5.3.0",
    "fira-sans": "5.3.0",
    "pt-serif": "5.3.0",
    "spectral": "5.3.0",
    "gelasio": "5.3.0",
}
"""Serifs are told by these, too; no page is set in them: which face it draws depends on how many
there are to choose from."""

SANS = (
    "arimo", "open-sans", "source-sans-3", "work-sans", "lato", "jost", "libre-franklin",
    "fira-sans",
)  # fmt: skip
"""Families without serifs."""


@dataclass(frozen=True, slots=True)
class Face:
    """One text family.

    Attributes
    ----------
    plain, bold, italic : skia.Typeface
        The plain face stands in for a missing one.
    sans : bool
        Whether it has no serifs.
    """

    plain: skia.Typeface
    bold: skia.Typeface
    italic: skia.Typeface
    sans: bool = False


@dataclass(frozen=True, slots=True)
class FontBook:
    """What there is to draw with.

    Attributes
    ----------
    music : tuple of skia.Typeface
        SMuFL fonts; may be empty.
    text : tuple of Face
        At least the system's default face.
    """

    music: tuple[skia.Typeface, ...]
    text: tuple[Face, ...]


def font_folder() -> Path:
    """Return the user's folder for fetched typefaces."""
    cache = os.environ.get("XDG_CACHE_HOME")
    return (Path(cache) if cache else Path.home() / ".cache") / "rastrum" / "fonts"


def fetch_fonts(folder: Path | None = None) -> int:
    """Fetch every typeface that is not there yet.

    Parameters
    ----------
    folder : Path, optional
        Where to keep them; `font_folder()` if left out.

    Returns
    -------
    count : int
        Files in the folder afterwards.

    Raises
    ------
    OSError
        If the registry cannot be reached or the folder not be written.
    """
    folder = folder or font_folder()
    folder.mkdir(parents=True, exist_ok=True)
    for scope, packages in (
        ("@vexflow-fonts", MUSIC_PACKAGES),
        ("@fontsource", TEXT_PACKAGES | MEASURED_PACKAGES),
    ):
        for name, version in packages.items():
            if not any(folder.glob(f"{scope[1:]}--{name}--*")):
                _fetch(folder, scope, name, version)
    return sum(1 for _ in folder.iterdir())


def _fetch(folder: Path, scope: str, name: str, version: str) -> None:
    url = f"{REGISTRY}/{scope}/{name}/-/{name}-{version}.tgz"
    with urllib.request.urlopen(url, timeout=60) as answer:
        packed = io.BytesIO(answer.read())
    with tarfile.open(fileobj=packed) as archive:
        _unpack(folder, scope, name, archive)


def _unpack(folder: Path, scope: str, name: str, archive: tarfile.TarFile) -> None:
    for member in archive.getmembers():
        file = Path(member.name).name
        wanted = file == f"{name}.otf" or any(
            file == f"{name}-latin-{style}.woff"
            for style in ("400-normal", "700-normal", "400-italic")
        )
        data = archive.extractfile(member) if wanted else None
        if data is None:
            continue
        target = folder / f"{scope[1:]}--{name}--{Path(file).stem}.ttf"
        part = target.with_suffix(".part")
        font = TTFont(io.BytesIO(data.read()))
        font.flavor = None  # unpacked from woff: skia reads plain OpenType only
        font.save(part)
        part.replace(target)


def open_fonts(folder: Path | None = None) -> FontBook:
    """Open the typefaces that were fetched.

    Parameters
    ----------
    folder : Path, optional
        `font_folder()` if left out.

    Returns
    -------
    book : FontBook
        Empty of music fonts, and with one system face, where nothing was fetched.
    """
    folder = folder or font_folder()
    music = tuple(
        skia.Typeface.MakeFromFile(str(file))
        for file in sorted(folder.glob("vexflow-fonts--*.ttf"))
    )
    text = [face for name in TEXT_PACKAGES if (face := open_face(name, folder)) is not None]
    if not text:
        system = skia.FontMgr.RefDefault().legacyMakeTypeface("", skia.FontStyle.Normal())
        text.append(Face(system, system, system))
    return FontBook(music, tuple(text))


def open_face(name: str, folder: Path | None = None) -> Face | None:
    """Open one text family.

    Parameters
    ----------
    name : str
        Of its package.
    folder : Path, optional
        `font_folder()` if left out.

    Returns
    -------
    face : Face or None
        None where it was not fetched.
    """
    folder = folder or font_folder()
    faces = {
        style: skia.Typeface.MakeFromFile(str(file))
        for style in ("400-normal", "700-normal", "400-italic")
        if (file := folder / f"fontsource--{name}--{name}-latin-{style}.ttf").exists()
    }
    if "400-normal" not in faces:
        return None
    plain = faces["400-normal"]
    bold, italic = faces.get("700-normal", plain), faces.get("400-italic", plain)
    return Face(plain, bold, italic, name in SANS)
