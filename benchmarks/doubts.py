"""Measure whether doubts are worth reading: how many wrong bars carry one, and how many right ones.

    python benchmarks/doubts.py [EVAL_FOLDER] [--set scans]

Only pages on which all systems have equally many staves are counted, where a bar of the page is
the same bar of a part. A bar is right where the ruler calls it so: of its staff, or of all staves
of its instrument together.
"""

import argparse
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from ruler import ROOT, Truth, find_entries, load_ruler, open_pages, read_mro, read_truth


def measure(folder: Path, ruler) -> Counter:
    """Count the true bars of an entry: read right or wrong, with or without a doubt."""
    import rastrum

    result = rastrum.recognise(open_pages(folder), text=False)
    staves = {len(system.staves) for page in result.pages for system in page.sheet.systems}
    if len(staves) != 1:
        return Counter()
    data = rastrum.mro.write(result.score)
    pages = rastrum.mro.read(data).pages
    marked = {(n, d.system, d.staff, d.bar) for n, d in result.doubts if d.bar >= 0}
    doubted = [
        [
            (n, s, staff, bar) in marked
            for n, page in enumerate(pages)
            for s, system in enumerate(page.systems)
            for bar in range(len(system.staves[staff].bars))
        ]
        for staff in range(staves.pop())
    ]
    found = read_mro(ruler, data)
    counts: Counter[tuple[str, bool]] = Counter()
    for staff, bar, right in judge_bars(ruler, found, read_truth(ruler, folder / "truth.musicxml")):
        own = doubted[staff] if staff < len(doubted) else []
        doubt = bar is not None and bar < len(own) and own[bar]
        counts["right" if right else "wrong", doubt] += 1
    return counts


def judge_bars(ruler, found, truth: Truth) -> Iterator[tuple[int, int | None, bool]]:
    """Yield of each true bar of a staff: staff, number of the bar that was read, is it right."""
    ignored = {tuple(place) for place in truth.ignored}

    def content(events) -> Counter:
        return ruler.count(events, ruler.full_key)

    for _, read, true, pairs, _, skipped in ruler.compare(
        found, truth.parts, truth.groups, ignored
    ):
        for i, j in pairs:
            whole = content(ruler.flat(read[i])) == content(ruler.flat(true[j]))
            own = dict(read[i])
            for staff, events in true[j]:
                right = whole or (staff in own and content(own[staff]) == content(events))
                yield staff, i, right
        for j in set(range(len(true))) - skipped - {j for _, j in pairs}:
            for staff, _ in true[j]:
                yield staff, None, False


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
    for entry in find_entries(options.folder, options.only).get(options.set, []):
        counts = measure(entry, ruler)
        total += counts
        print_row(entry.name, counts)
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
