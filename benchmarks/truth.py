"""Measure the truth of sample pages against its source: pieces of the music21 corpus.

    python benchmarks/truth.py [--pieces N] [--tools TOOLS]

Each piece is engraved, its truth written as .mro, and that compared with the MusicXML it came from.
What is missing then is what the format cannot say or the source does not print.
"""

import argparse
import random
import sys
import tempfile
import warnings
from collections import Counter, defaultdict
from collections.abc import Sequence
from pathlib import Path

from accuracy import load_ruler, read_truth

LARGEST = 120_000
"""Bytes of compressed MusicXML; larger pieces take music21 minutes to parse."""

FULL, BARS = 0.999, 0.995


def choose_pieces(count: int) -> list[Path]:
    """Choose pieces of all composers in turn, the same ones every time."""
    from music21 import corpus

    shelves: dict[str, list[Path]] = defaultdict(list)
    for path in sorted(Path(str(p)) for p in corpus.getCorePaths()):
        if path.suffix in (".mxl", ".xml", ".musicxml") and path.stat().st_size < LARGEST:
            shelves[str(path).partition("/corpus/")[2].split("/")[0]].append(path)
    shelves.pop("demos", None)
    chance = random.Random(1)
    for shelf in shelves.values():
        chance.shuffle(shelf)
    chosen: list[Path] = []
    while len(chosen) < count and any(shelves.values()):
        chosen += [shelves[name].pop() for name in sorted(shelves) if shelves[name]]
    return chosen[:count]


def explain(found: Counter, true: Counter) -> str:
    """Say why a bar's truth differs from its source."""
    missing, extra = list((true - found).elements()), list((found - true).elements())
    if missing and not extra:
        return "notes that the source hides"
    if any(e[-1] is not None and e[-1].denominator > 384 for e in missing):
        return "durations that the source rounds"
    if all(e[0] == "rest" for e in (*missing, *extra)):
        return "rests for a whole bar, written as one or as a value"
    return "other"


def measure(piece: Path, ruler) -> tuple[dict, Counter]:
    """Return the figures of a piece, and its reasons for what is missing."""
    from rastrum import mro
    from rastrum_samples.models import EngravedModel
    from rastrum_samples.truth import write_truth

    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "truth.mro"
        file.write_bytes(mro.write(write_truth(EngravedModel(seed=1)(piece))))
        found = ruler.mro_read.events(ruler.mro_read.parse(file)[1])
    true = read_truth(ruler, piece)
    reasons: Counter[str] = Counter()
    for own, other in zip(found, true, strict=False):
        for i, j in ruler.align(own, other):
            a, b = (Counter(map(ruler.full_key, bar)) for bar in (own[i], other[j]))
            if a != b:
                reasons[explain(a, b)] += 1
    return ruler.score(found, true), reasons


def main(arguments: Sequence[str] | None = None) -> int:
    """Print a row per piece; return 0 where all that falls short is explained."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--pieces", type=int, default=60)
    parser.add_argument("--tools", type=Path, default=Path("../shared/tools"))
    options = parser.parse_args(arguments)
    warnings.filterwarnings("ignore")
    ruler = load_ruler(options.tools)
    exact, unread, total = 0, 0, Counter()
    pieces = choose_pieces(options.pieces)
    for piece in pieces:
        name = str(piece).partition("/corpus/")[2]
        try:
            figures, reasons = measure(piece, ruler)
        except ValueError as error:
            print(f"{name[-44:]:44}  {error}", flush=True)
            unread += 1
            continue
        good = figures["full"] >= FULL and figures["bars"] >= BARS
        exact += good
        total.update(reasons)
        row = "  ".join(f"{figures[k]:.4f}" for k in ("pitch", "full", "bars"))
        why = ", ".join(f"{n} bars: {reason}" for reason, n in reasons.most_common())
        print(f"{name[-44:]:44}  {row}  {why}", flush=True)
    print(f"{exact} of {len(pieces) - unread} pieces: full >= {FULL} and bars >= {BARS}")
    return 0 if not total["other"] else 1


if __name__ == "__main__":
    sys.exit(main())
