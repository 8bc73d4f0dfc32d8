"""The scores from which glyphs are believed, as measured with the weights."""

import json
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from rastrum.model.detection import Levels

FILE = "operating_points.json"


@cache
def operating_points() -> Mapping[str, Levels]:
    """Return the levels of every class, read once; `rastrum-samples export` writes them.

    Returns
    -------
    points : mapping of str to Levels
        By the names of `rastrum.model.vocabulary.GLYPHS`, in their order.
    """
    levels = json.loads(files("rastrum.detection").joinpath(FILE).read_text(encoding="utf-8"))
    return MappingProxyType({label: Levels(**own) for label, own in levels.items()})
