"""Measure what is told of texts on sample pages: what they are for, and of which type they are.

    python benchmarks/texts.py MUSIC [--preset office-scan] [--first 0] [--pages 40] [--face NAME]

Of each true text that was found, its place is right: baseline within half a space, left end within
two. Without --face, pages draw their type as sample pages do, twelve families of which one has no
serifs.
"""

import argparse
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from reading import read_page
from records import FIRST_SEED, Symbol, place_truth

KINDS = {
    "label": "PartName",
    "labelAbbr": "PartName",
    "tempo": "Tempo",
    "dir": "Direction",
    "dynam": "Direction",
}
"""What the engraver's kinds of text are called."""

LEAST_LETTERS = 3
"""Shorter texts are left out: letters that stand for bars to play, ends of words."""

OFF = 8.0, 32.0
"""How far a text may be off, units: its baseline, its left end."""

SANS_BELOW = 4
"""Styles of type without serifs."""


@dataclass(frozen=True)
class Told:
    """A text of a page: what it says, what it is for and its style."""

    text: str
    kind: str | None
    style: int


def list_true(sample) -> Iterator[Symbol]:
    """List the texts of a sample page whose kind is known, in its units."""
    from rastrum_samples.truth.signatures import UNITS_PER_SPACE

    page = sample.page
    unit, margin = page.space / UNITS_PER_SPACE, page.margin
    for text in page.texts:
        says = text.text.strip()
        if text.kind in KINDS and sum(c.isalpha() for c in says) >= LEAST_LETTERS:
            family = 0 if page.inked.sans else SANS_BELOW
            style = family + text.bold + 2 * text.italic
            told = Told(says, KINDS[text.kind], style)
            place = (text.baseline + margin[1]) / unit, (text.left + margin[0]) / unit
            yield Symbol("text", told, (place,))


def list_found(page) -> Iterator[Symbol]:
    """List the texts of a page record, on the sheet."""
    for system in page.systems:
        for stave in system.staves:
            for text in stave.texts:
                place = stave.top + text.abot, stave.left + text.c0
                yield Symbol("text", Told(text.text, text.type, text.style), (place,))


def measure_page(source, seed: int, options: argparse.Namespace, counts: Counter) -> None:
    """Count the true texts of a page by what they were told to be."""
    from rastrum import RastrumError
    from rastrum_samples.datasets.pages import Recipe, build_model, scan
    from rastrum_samples.engraving.fonts import FontBook, open_face, open_fonts

    recipe = Recipe(options.preset, seed=seed)
    model = build_model(recipe)
    if options.face:
        model = replace(model, fonts=FontBook(open_fonts().music, (open_face(options.face),)))
    sample = next(scan(model(source), "page", recipe))
    try:
        page, sheet_map = read_page(sample.picture.grey > 127, text=True)
    except RastrumError as error:
        print(f"seed {seed}: {error}")
        return
    left = list(list_found(page))
    for true in place_truth(list(list_true(sample)), sample, sheet_map):
        row, column = true.points[0]
        near = [
            s
            for s in left
            if abs(s.points[0][0] - row) <= OFF[0] and abs(s.points[0][1] - column) <= OFF[1]
        ]
        counts[true.value.kind, "true"] += 1
        if near:
            found = min(near, key=lambda s: abs(s.points[0][1] - column))
            left.remove(found)
            counts[true.value.kind, found.value.kind] += 1
            counts["style", found.value.style == true.value.style] += 1
            alike = (found.value.style < SANS_BELOW) == (true.value.style < SANS_BELOW)
            counts["serifs", alike] += 1
    counts["other", "true"] += len(left)
    counts.update(("other", s.value.kind) for s in left)
    lines = [line for s in page.systems for t in s.staves for line in t.lyriclines]
    sans = sample.page.inked.sans
    counts.update(("lyrics", (line.style < SANS_BELOW) == sans) for line in lines)


def main(arguments: Sequence[str] | None = None) -> int:
    """Print a row per kind of text."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("music", type=Path, help="folder of scores")
    parser.add_argument("--preset", default="office-scan")
    parser.add_argument("--first", type=int, default=0, help="number of the first page")
    parser.add_argument("--pages", type=int, default=40)
    parser.add_argument("--made-up", type=float, default=0.25, help="share of made-up scores")
    parser.add_argument("--face", help="package of a text family, to set every page in")
    options = parser.parse_args(arguments)
    from rastrum_samples.datasets.pages import ScoreChoice
    from rastrum_samples.datasets.shards import find_scores

    real, made_up = ScoreChoice(find_scores(options.music)), ScoreChoice()
    counts: Counter = Counter()
    for number in range(options.first, options.first + options.pages):
        source = made_up if (number + 0.5) * options.made_up % 1 < options.made_up else real
        seed = FIRST_SEED + number
        measure_page(source(seed), seed, options, counts)
    print(f"{options.pages} pages, {options.preset}, {options.face or 'all families'}")
    for kind in (*dict.fromkeys(KINDS.values()), "other"):
        told = {str(k): n for (own, k), n in counts.items() if own == kind and k != "true"}
        print(f"{kind:10} {counts[kind, 'true']:5}, told {told}")
    for what in ("lyrics", "serifs", "style"):
        right, wrong = counts[what, True], counts[what, False]
        share = right / max(1, right + wrong)
        name = {"lyrics": "lines of lyrics told right, serifs or none",
                "serifs": "other texts told right, serifs or none",
                "style": "other texts told right in style"}[what]  # fmt: skip
        print(f"{share:.1%} of {right + wrong} {name}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
