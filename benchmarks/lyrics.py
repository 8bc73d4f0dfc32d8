"""Measure lyrics against true MusicXML: letters that are wrong, syllables at another note.

    python benchmarks/lyrics.py [EVAL_FOLDER] [--set engraved|scans] [--only ID] [--show]

Verse by verse, the syllables of a part are aligned with the true ones, so that one that is missing
costs its letters only. A syllable is at its note where as many notes precede it in its bar as there
should, and it is as many bars behind the syllable before it.
"""

import argparse
import sys
from collections import Counter, defaultdict
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from reading import read_page
from records import count_edits
from ruler import ROOT, find_entries, open_pages

PLAIN = str.maketrans({"’": "'", "‘": "'", "–": "-", "—": "-", "\xa0": " "})


@dataclass(frozen=True)
class Sung:
    """A syllable, the bar of its note, and how many notes of the staff precede it there."""

    text: str
    bar: int = -1
    order: int = -1


Verses = dict[tuple[int, int], list[Sung]]


def read_truth(file: Path) -> Verses:
    """Return the syllables of each part and verse of a MusicXML file."""
    verses: Verses = defaultdict(list)
    for number, part in enumerate(ElementTree.parse(file).getroot().findall("part")):
        for bar, measure in enumerate(part.findall("measure")):
            onsets = _onsets(measure)
            begun = sorted(
                {at for note, at in onsets if note.find("rest") is None is note.find("grace")}
            )
            for note, onset in onsets:
                order = sum(at < onset for at in begun)
                for lyric in note.findall("lyric"):
                    text = "".join(t.text or "" for t in lyric.findall("text")).translate(PLAIN)
                    if lyric.findtext("syllabic") in ("begin", "middle"):
                        text += "-"
                    verse = "".join(filter(str.isdigit, lyric.get("number", "1")))
                    if text:
                        verses[number, int(verse or 1)].append(Sung(text, bar, order))
    return verses


def _onsets(measure: ElementTree.Element) -> list[tuple[ElementTree.Element, int]]:
    """Return the notes of a measure with the times at which they begin."""
    onsets = []
    now = begun = 0
    for element in measure:
        duration = int(element.findtext("duration", "0"))
        if element.tag == "note":
            if element.find("chord") is None:
                begun, now = now, now + duration
            onsets.append((element, begun))
        elif element.tag in ("backup", "forward"):
            now += duration if element.tag == "forward" else -duration
    return onsets


def read_found(pages: Sequence[Any]) -> Verses:
    """Return the syllables of each staff and verse of what was read."""
    verses: Verses = defaultdict(list)
    bars: Counter[int] = Counter()
    for page in pages:
        for system in page.systems:
            for number, stave in enumerate(system.staves):
                for verse, line in enumerate(stave.lyriclines, start=1):
                    for element in line.elements:
                        if element.extender:
                            continue
                        sung = Sung(element.text.translate(PLAIN))
                        if element.bar >= 0:
                            order = _order(stave.bars[element.bar].chords, element.symbol)
                            sung = Sung(sung.text, bars[number] + element.bar, order)
                        verses[number, verse].append(sung)
                bars[number] += len(stave.bars)
    return verses


def _order(chords: Sequence[Any], symbol: int) -> int:
    """Return how many notes of a bar stand before a chord."""
    notes = [c for c in chords if not c.notes[0].shape.endswith("rest")]
    columns = sorted(c.flagposn[1] for c in notes if c.notes[0].shape != "Grace")
    before = [c for c in columns if c < chords[symbol].flagposn[1] - SAME_COLUMN]
    return sum(b - a > SAME_COLUMN for a, b in pairwise([-SAME_COLUMN - 1, *before]))


SAME_COLUMN = 24
"""Units within which chords of two voices stand in one column: seconds are set side by side."""


def align(true: Sequence[Sung], found: Sequence[Sung]) -> list[tuple[Sung | None, Sung | None]]:
    """Align syllables, the letters of what is missing or too much being its cost."""
    rows = [[0.0] * (len(found) + 1) for _ in range(len(true) + 1)]
    for i, a in enumerate(true, start=1):
        rows[i][0] = rows[i - 1][0] + len(a.text)
    for j, b in enumerate(found, start=1):
        rows[0][j] = rows[0][j - 1] + len(b.text)
    for i, a in enumerate(true, start=1):
        for j, b in enumerate(found, start=1):
            rows[i][j] = min(
                rows[i - 1][j] + len(a.text),
                rows[i][j - 1] + len(b.text),
                rows[i - 1][j - 1] + count_edits(a.text, b.text),
            )
    pairs: list[tuple[Sung | None, Sung | None]] = []
    i, j = len(true), len(found)
    while i or j:
        if i and j:
            cost = count_edits(true[i - 1].text, found[j - 1].text)
            if rows[i][j] == rows[i - 1][j - 1] + cost:
                i, j = i - 1, j - 1
                pairs.append((true[i], found[j]))
                continue
        if i and rows[i][j] == rows[i - 1][j] + len(true[i - 1].text):
            i -= 1
            pairs.append((true[i], None))
        else:
            j -= 1
            pairs.append((None, found[j]))
    return pairs[::-1]


def compare(true: Verses, found: Verses) -> tuple[Counter[str], list[tuple[str, str]]]:
    """Count letters, wrong ones, syllables and those at their note; list what differs."""
    counts: Counter[str] = Counter()
    wrong: list[tuple[str, str]] = []
    names = [sorted({part for part, _ in verses}) for verses in (true, found)]
    for verses, parts in zip((true, found), names, strict=True):
        for part, verse in list(verses):
            verses[parts.index(part), verse + 1000] = verses.pop((part, verse))
    for key in sorted({*true, *found}):
        before: int | None = None
        for a, b in align(true.get(key, []), found.get(key, [])):
            x, y = a.text if a else "", b.text if b else ""
            counts["letters"] += len(x)
            counts["wrong"] += count_edits(x, y)
            counts["syllables"] += a is not None
            if a and b and b.bar >= 0:
                steady = before is None or b.bar - a.bar == before
                counts["attached"] += a.order == b.order and steady
                before = b.bar - a.bar
            if x != y:
                wrong.append((x, y))
    return counts, wrong


def measure(folder: Path) -> tuple[Counter[str], list[tuple[str, str]]]:
    """Read one entry and compare its lyrics."""
    pages = [read_page(scan, text=True)[0] for scan in open_pages(folder)]
    return compare(read_truth(folder / "truth.musicxml"), read_found(pages))


def main(arguments: Sequence[str] | None = None) -> int:
    """Print a row per entry that has lyrics, and the sums of each set."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", nargs="?", type=Path, default=ROOT / "../shared/eval")
    parser.add_argument("--set", help="only this set")
    parser.add_argument("--only", default="", help="only entries whose name holds this")
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--show", action="store_true", help="list the syllables that differ")
    options = parser.parse_args(arguments)
    for name, everything in find_entries(options.folder, options.only).items():
        if options.set and name != options.set:
            continue
        entries = [e for e in everything if "<lyric" in (e / "truth.musicxml").read_text("utf-8")]
        if not entries:
            continue
        total: Counter[str] = Counter()
        with ProcessPoolExecutor(options.jobs) as pool:
            for entry, (counts, wrong) in zip(entries, pool.map(measure, entries), strict=True):
                total += counts
                print(f"{entry.name:28} {_say(counts)}", flush=True)
                if options.show:
                    print("    " + "  ".join(f"{x or '·'}>{y or '·'}" for x, y in wrong))
        print(f"{name:28} {_say(total)}")
    return 0


def _say(counts: Counter[str]) -> str:
    wrong = counts["wrong"] / max(1, counts["letters"])
    right = counts["attached"] / max(1, counts["syllables"])
    count = counts["syllables"]
    return f"{count:5} syllables: {wrong:.1%} of letters wrong, {right:.1%} at their note"


if __name__ == "__main__":
    sys.exit(main())
