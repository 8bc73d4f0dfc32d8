"""Measure the truth of sample pages against its source: pieces of the music21 corpus.

    python benchmarks/truth.py [--pieces N] [--tools TOOLS]

Each piece is engraved, its truth written as .mro, and that compared with the MusicXML it came from.
What is missing then is what the format cannot say or the source does not print.
"""

import argparse
import random
import sys
import warnings
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from ruler import FIGURES, Parts, Truth, load_ruler, read_mro, read_truth
from ruler import compare as compare_whole

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


Event = tuple
"""Kind, step, octave, alteration and duration, as the ruler compares them."""


@dataclass(frozen=True)
class Difference:
    """A bar of one part whose truth is not its source.

    Attributes
    ----------
    bar : int
        Its number in the source.
    missing, extra : Counter of Event
        What the truth lacks, and what only it has.
    """

    bar: int
    missing: Counter
    extra: Counter

    def explain(self, across: "Difference") -> str:
        """Say why, knowing how the bar differs over all parts together."""
        missing, extra = list(self.missing.elements()), list(self.extra.elements())
        if not across.missing and not across.extra:
            return "notes printed on another part's staff"
        if missing and not extra:
            return "notes that the source hides"
        lengths = [e[-1] for e in missing if e[-1] is not None]
        if any(length.denominator > 384 for length in lengths):
            return "durations that the source rounds"
        if all(e[0] == "rest" for e in (*missing, *extra)):
            return "rests for a whole bar, written as one or as a value"
        same = Counter(e[:-1] for e in missing) == Counter(e[:-1] for e in extra)
        if same and any(length.numerator == 31 for length in lengths):
            return "four dots"
        if same and any(length.denominator & (length.denominator - 1) for length in lengths):
            return "tuplets that the source counts but does not mark"
        if same:
            return "durations that contradict the printed note values"
        return "other"


def compare(found: Parts, truth: Truth, ruler) -> list[Difference]:
    """List the bars of all instruments that differ."""
    differences = []
    for _, own, other, pairs, *_ in ruler.compare(found, truth.parts, truth.groups):
        for i, j in pairs:
            a, b = (ruler.count(ruler.flat(bar), ruler.full_key) for bar in (own[i], other[j]))
            if a != b:
                differences.append(Difference(j, b - a, a - b))
    return differences


def measure(piece: Path, ruler) -> tuple[dict, Counter]:
    """Return the figures of a piece, and its reasons for what is missing."""
    from rastrum import mro
    from rastrum_samples.scenes.models import EngravedModel
    from rastrum_samples.truth.score import write_truth

    found = read_mro(ruler, mro.write(write_truth(EngravedModel(seed=1)(piece))))
    truth = read_truth(ruler, piece)
    differences = compare(found, truth, ruler)
    missing: dict[int, Counter] = defaultdict(Counter)
    extra: dict[int, Counter] = defaultdict(Counter)
    for one in differences:
        missing[one.bar] += one.missing
        extra[one.bar] += one.extra
    reasons: Counter[str] = Counter()
    for one in differences:
        more, less = missing[one.bar], extra[one.bar]
        reasons[one.explain(Difference(one.bar, more - less, less - more))] += 1
    return compare_whole(ruler, found, truth), reasons


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
        row = "  ".join(f"{figures[k]:.4f}" for k in FIGURES)
        why = ", ".join(f"{n} bars: {reason}" for reason, n in reasons.most_common())
        print(f"{name[-44:]:44}  {row}  {why}", flush=True)
    print(f"{exact} of {len(pieces) - unread} pieces: full >= {FULL} and bars >= {BARS}")
    return 0 if not total["other"] else 1


if __name__ == "__main__":
    sys.exit(main())
