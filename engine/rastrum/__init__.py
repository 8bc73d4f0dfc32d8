"""Optical music recognition: reads scans of printed music, writes .mro.

    score = rastrum.read("page.bmp")
    data = rastrum.mro.write(score)

`read` gives the score, `recognise` the score with doubts, timings and what each stage saw. Both
are imported on first use, so that `import rastrum` costs nothing.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from rastrum.errors import (
    InputError,
    MroError,
    NoMusicError,
    NoStavesFoundError,
    OutputError,
    RastrumError,
    RecognitionError,
    TruncatedImageError,
    UnsupportedImageError,
)
from rastrum.version import __version__

if TYPE_CHECKING:
    from rastrum import mro
    from rastrum.api import from_mro, read, recognise
    from rastrum.model.reading import Result

__all__ = [
    "InputError",
    "MroError",
    "NoMusicError",
    "NoStavesFoundError",
    "OutputError",
    "RastrumError",
    "RecognitionError",
    "Result",
    "TruncatedImageError",
    "UnsupportedImageError",
    "__version__",
    "from_mro",
    "mro",
    "read",
    "recognise",
]

_DEFERRED = {
    "from_mro": "rastrum.api",
    "read": "rastrum.api",
    "recognise": "rastrum.api",
    "Result": "rastrum.model.reading",
}


def __getattr__(name: str) -> Any:  # noqa: ANN401  whatever the name stands for
    if name in _DEFERRED:
        return getattr(import_module(_DEFERRED[name]), name)
    if name == "mro":
        return import_module("rastrum.mro")
    raise AttributeError(f"module 'rastrum' has no attribute {name!r}")
