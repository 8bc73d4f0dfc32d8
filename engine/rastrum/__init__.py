"""Optical music recognition: reads scans of printed music, writes .mro.

    score = rastrum.read("page.bmp")
    data = rastrum.mro.write(score)

`read` gives the score, `recognise` the score with doubts, timings and what each stage saw. Both
are imported on first use, so that `import rastrum` costs nothing.
"""

from importlib import import_module
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING, Any

from rastrum.errors import (
    InputError,
    MroError,
    NoStavesFoundError,
    OutputError,
    RastrumError,
    RecognitionError,
    TruncatedImageError,
    UnsupportedImageError,
)

if TYPE_CHECKING:
    from rastrum import mro
    from rastrum.api import Result, read, recognise

try:
    __version__ = version("rastrum")
except PackageNotFoundError:  # a checkout that is not installed
    __version__ = "0"

__all__ = [
    "InputError",
    "MroError",
    "NoStavesFoundError",
    "OutputError",
    "RastrumError",
    "RecognitionError",
    "Result",
    "TruncatedImageError",
    "UnsupportedImageError",
    "__version__",
    "mro",
    "read",
    "recognise",
]

_DEFERRED = {"read": "rastrum.api", "recognise": "rastrum.api", "Result": "rastrum.api"}


def __getattr__(name: str) -> Any:  # noqa: ANN401  whatever the name stands for
    if name in _DEFERRED:
        return getattr(import_module(_DEFERRED[name]), name)
    if name == "mro":
        return import_module("rastrum.mro")
    raise AttributeError(f"module 'rastrum' has no attribute {name!r}")
