"""Measure what is read of the numbers of voltas on sample pages.

    python benchmarks/voltas.py [--preset office-scan] [--first 0] [--pages 60] [--text]

Three bars in ten of made-up music get a volta, for one time or for several. Of those that were
found, it is counted how many have the right times, and the right first one.
"""

import argparse
import re
import sys
from collections import Counter
from collections.abc import Sequence

import numpy as np
from reading import read_page
from records import Symbol, match, place_truth

FIRST_SEED = 71_000_000
"""Training and the other benchmarks count their seeds up from elsewhere."""

LABELS = ("1.", "2.", "3.", "1. 2.", "1.2.", "1., 2.", "1, 2", "1", "2", "1.-3.", "4.")
"""How houses number endings."""

SHARE = 0.3
"""Share of bars that get one."""

ENDING = re.compile(r"<ending[^>]*>(.*?)</ending>", re.DOTALL)
MEASURE = re.compile(r"<measure .*?</measure>", re.DOTALL)


def make_score(seed: int) -> str:
    """Make music up and put bars under voltas."""
    from rastrum_samples.music.compose import generate_score

    rng = np.random.default_rng((seed, 5))

    def wrap(bar: re.Match[str]) -> str:
        label = LABELS[rng.integers(len(LABELS))]
        return f'<ending n="{label}">{bar[0]}</ending>' if rng.random() < SHARE else bar[0]

    return MEASURE.sub(wrap, ENDING.sub(r"\1", generate_score(seed)))


def list_voltas(page) -> list[tuple[Symbol, tuple[int, ...]]]:
    """List the voltas of a page record with their times."""
    found = []
    for system in page.systems:
        for stave in system.staves:
            for volta in stave.voltas:
                ends = tuple((stave.top + volta.r, system.left + c) for c in (volta.c0, volta.c1))
                times = tuple(int(n) for n in (volta.numbers or str(volta.number)).split(","))
                found.append((Symbol("volta", "", ends), times))
    return found


def measure_page(seed: int, options: argparse.Namespace, counts: Counter) -> None:
    """Count the voltas of a page."""
    from rastrum import RastrumError
    from rastrum_samples.datasets.pages import Recipe, build_model, scan
    from rastrum_samples.truth.score import write_truth

    recipe = Recipe(options.preset, seed=seed)
    try:
        sample = next(scan(build_model(recipe)(make_score(seed)), "page", recipe))
        page, sheet_map = read_page(sample.picture.grey > 127, text=options.text)
    except (RastrumError, ValueError) as error:
        print(f"seed {seed}: {error}")
        return
    truth = write_truth(sample.page.scene, [sample.page], level="engine").pages[0]
    true, found = list_voltas(truth), list_voltas(page)
    places = place_truth([symbol for symbol, _ in true], sample, sheet_map)
    counts["true"] += len(true)
    for place, (_, times) in zip(places, true, strict=True):
        for other in found:
            if not match([place], [other[0]])[0]:
                counts["found"] += 1
                counts["right"] += times == other[1]
                counts["first right"] += times[0] == other[1][0]
                counts["ones"] += times == (1,)
                break


def main(arguments: Sequence[str] | None = None) -> int:
    """Print how many voltas were found and have their times right."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--preset", default="office-scan")
    parser.add_argument("--first", type=int, default=0, help="number of the first page")
    parser.add_argument("--pages", type=int, default=60)
    parser.add_argument("--text", action="store_true", help="read numbers with the words' reader")
    options = parser.parse_args(arguments)
    counts: Counter[str] = Counter()
    for number in range(options.first, options.first + options.pages):
        measure_page(FIRST_SEED + number, options, counts)
    print(f"{options.pages} pages, {options.preset}: {counts['true']} voltas")
    print(f"{counts['found']} found, {counts['ones']} of them for the first time alone")
    for what in ("right", "first right"):
        print(f"{counts[what] / max(1, counts['found']):.1%} {what}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
