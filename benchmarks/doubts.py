"""Measure whether doubts are worth reading: how many wrong bars carry one, and how many right ones.

    python benchmarks/doubts.py [EVAL_FOLDER] [--set scans]

Only pages on which all systems have equally many staves are counted, where a bar of the page is
the same bar of a part.
"""

import argparse
import sys
import tempfile
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from accuracy import ROOT, load_ruler, pages_of, read_truth


def measure(folder: Path, ruler) -> Counter:
    """Count the true bars of an entry: read right or wrong, with or without a doubt."""
    from PIL import Image

    from rastrum.mro import Score, write
    from rastrum.pipeline import read_page
    from rastrum.score.interpret import interpret

    Image.MAX_IMAGE_PIXELS = None
    scans = [p if p.suffix == ".bmp" else Image.open(p) for p in pages_of(folder)]
    readings = [read_page(scan) for scan in scans]
    systems = [(r, s) for r in readings for s in range(len(r.page.systems))]
    if len({len(r.page.systems[s].staves) for r, s in systems}) != 1:
        return Counter()
    with tempfile.TemporaryDirectory() as name:
        file = Path(name) / "page.mro"
        file.write_bytes(write(interpret(Score(pages=tuple(r.page for r in readings)))))
        found = ruler.mro_read.events(ruler.mro_read.parse(file)[1])
    true = read_truth(ruler, folder / "truth.musicxml")
    counts: Counter[str] = Counter()
    for part, (own, other) in enumerate(zip(found, true, strict=False)):
        doubted: list[bool] = []
        for reading, system in systems:
            marked = {
                d.bar
                for d in reading.assembly.doubts
                if (d.system, d.staff) == (system, part) and d.bar >= 0
            }
            bars = len(reading.page.systems[system].staves[part].bars)
            doubted += [bar in marked for bar in range(bars)]
        pairs = ruler.align(own, other)
        for i, j in pairs:
            right = Counter(map(ruler.full_key, own[i])) == Counter(map(ruler.full_key, other[j]))
            counts["right" if right else "wrong", doubted[i]] += 1
        counts["wrong", False] += len(other) - len(pairs)
    return counts


def main(arguments: Sequence[str] | None = None) -> int:
    """Print a row per entry and the shares over all."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", nargs="?", type=Path, default=ROOT / "../shared/eval")
    parser.add_argument("--set", default="scans")
    parser.add_argument("--only", default="", help="only entries whose name holds this")
    options = parser.parse_args(arguments)
    ruler = load_ruler(options.folder.resolve().parent / "tools")
    total: Counter = Counter()
    print(f"{'':24} {'wrong':>6} {'doubted':>8} {'right':>6} {'doubted':>8}")
    for truth in sorted((options.folder / options.set).glob("*/truth.musicxml")):
        if options.only not in truth.parent.name:
            continue
        counts = measure(truth.parent, ruler)
        total += counts
        print_row(truth.parent.name, counts)
    print_row("all", total)
    for kind in ("wrong", "right"):
        share = total[kind, True] / max(1, total[kind, True] + total[kind, False])
        print(f"of the {kind} bars {share:.1%} carry a doubt")
    return 0


def print_row(name: str, counts: Counter) -> None:
    """Print how many bars are wrong and right, and how many of each are doubted."""
    row = [counts["wrong", True] + counts["wrong", False], counts["wrong", True]]
    row += [counts["right", True] + counts["right", False], counts["right", True]]
    print(f"{name:24} {row[0]:6} {row[1]:8} {row[2]:6} {row[3]:8}", flush=True)


if __name__ == "__main__":
    sys.exit(main())
