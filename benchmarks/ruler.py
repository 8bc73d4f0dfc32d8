"""Compare what was read with true MusicXML, by the score tool that stands beside the pages.

The tool shares no code with the engine: it parses the .mro by itself and MusicXML by music21.
"""

import hashlib
import importlib.util
import pickle
import re
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

ROOT = Path(__file__).parent.parent

FIGURES = ("pitch", "full", "bars", "staff")
"""F1 of step and octave; F1 of step, octave, alteration and duration, with rests; share of the true
bars that are exactly right; share of the right notes that stand on the true staff of their
instrument."""

Parts = list[list[list[tuple[Any, ...]]]]
"""Events of each bar of each staff."""


@dataclass(frozen=True, slots=True)
class Truth:
    """What the pages of an entry say.

    Attributes
    ----------
    parts : Parts
    groups : list of list of int
        Which staves are one instrument: their notes are compared together.
    ignored : list of (int, int)
        Staff and bar where the MusicXML is known to differ from the print.
    """

    parts: Parts
    groups: list[list[int]] | None = None
    ignored: Sequence[Sequence[int]] = ()


@cache
def load_ruler(tools: Path) -> ModuleType:
    """Import the score tool by its path."""
    sys.path.insert(0, str(tools))
    spec = importlib.util.spec_from_file_location("score", tools / "score.py")
    if spec is None or spec.loader is None:
        raise SystemExit(f"no score tool in {tools}")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def read_truth(ruler: ModuleType, file: Path) -> Truth:
    """Parse true MusicXML; that takes seconds, so what came of it is kept in .cache."""
    digest = hashlib.sha256(file.read_bytes())
    digest.update(Path(str(ruler.__file__)).read_bytes())
    kept = ROOT / ".cache" / "truth" / f"{digest.hexdigest()[:24]}.pickle"
    if kept.exists():
        parts, groups = pickle.loads(kept.read_bytes())
    else:
        parts, groups = ruler.truth(file)
        kept.parent.mkdir(parents=True, exist_ok=True)
        kept.write_bytes(pickle.dumps((parts, groups)))
    return Truth(parts, groups, ruler.ignored(file))


def read_mro(ruler: ModuleType, data: bytes) -> Parts:
    """Let the tool parse a .mro."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "score.mro"
        file.write_bytes(data)
        _, root = ruler.mro_read.parse(file)
    parts: Parts = ruler.mro_read.events(root)
    return parts


def compare(ruler: ModuleType, found: Parts, truth: Truth) -> dict[str, Any]:
    """Return the figures, and what was counted for them."""
    figures: dict[str, Any] = ruler.score(found, truth.parts, truth.groups, truth.ignored)
    return figures


def open_pages(folder: Path) -> list[Any]:
    """Return the pages of an entry in order, as the engine takes them."""
    from PIL import Image

    Image.MAX_IMAGE_PIXELS = None
    pages = [p for p in folder.iterdir() if re.fullmatch(r"page\d*\.(bmp|png)", p.name)]
    pages.sort(key=lambda p: int("0" + re.sub(r"\D", "", p.stem)))
    return [page if page.suffix == ".bmp" else Image.open(page) for page in pages]


def find_entries(folder: Path, only: str = "") -> dict[str, list[Path]]:
    """Return the entries of a folder by their sets, those whose name holds a text."""
    sets: dict[str, list[Path]] = {}
    for truth in sorted(folder.resolve().glob("**/truth.musicxml")):
        if only in truth.parent.name:
            sets.setdefault(truth.parent.parent.name, []).append(truth.parent)
    return sets
