"""Hold accuracy to a floor that only ever rises.

    python benchmarks/floor.py [--raise]

Always: the glyphs on sample pages that are engraved, worn and read here, so that their truth is
exact. Where an eval folder stands beside the project: a few of its pages, against their MusicXML.
The floors stand in floor.json; --raise lifts them to what was measured now, less a small margin.
"""

import argparse
import json
import math
import sys
from collections.abc import Sequence
from pathlib import Path

from accuracy import measure
from ruler import FIGURES, ROOT
from symbols import measure_symbols

FLOOR = Path(__file__).with_name("floor.json")

MARGIN = 0.005
GLYPH_MARGIN = 0.02
"""Below what was measured: processors differ in the last bits of the network's sums, and systems in
the typeface that stands in for words."""


def measure_all(floor: dict[str, dict[str, float]]) -> dict[str, dict[str, float]]:
    """Measure what the floor lists and can be measured here."""
    measured = {"sample glyphs": measure_symbols(crops=floor_crops(floor))[0]}
    for entry in floor:
        folder = ROOT.parent / "shared" / "eval" / entry
        if (folder / "truth.musicxml").exists():
            result = measure(folder, ROOT.parent / "shared" / "tools")
            measured[entry] = {figure: result[figure] for figure in FIGURES}
    return measured


def floor_crops(floor: dict[str, dict[str, float]]) -> int:
    """Return how many crops the floor of the sample glyphs was measured on."""
    return int(floor["sample glyphs"].get("crops", 120))


def main(arguments: Sequence[str] | None = None) -> int:
    """Compare, and fail below any floor."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--raise", dest="lift", action="store_true", help="lift the floors")
    options = parser.parse_args(arguments)
    floor = json.loads(FLOOR.read_text())
    failed = False
    for entry, figures in measure_all(floor).items():
        for name, figure in figures.items():
            least = floor[entry].get(name, 0.0)
            low = figure < least
            failed |= low
            print(f"{entry:28s} {name:10s} {figure:.4f} floor {least:.4f}{'  BELOW' * low}")
            if options.lift:
                margin = GLYPH_MARGIN if entry == "sample glyphs" else MARGIN
                lifted = math.floor((figure - margin) * 1000) / 1000
                floor[entry][name] = max(least, lifted)
    if options.lift:
        FLOOR.write_text(json.dumps(floor, indent=1) + "\n")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
