"""Measure what is read of each kind of symbol on sample pages that training never saw.

    python benchmarks/records.py MUSIC [--preset office-scan] [--first 0] [--pages 40] [--text]

Pages are engraved, printed and scanned; what is written of them is compared, record by record,
with the truth: a symbol counts where kind, value and place are right.
"""

import argparse
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from reading import read_page

FIRST_SEED = 70_000_000
"""Training and the other benchmarks count their seeds up from elsewhere."""

BOLD_ITALIC_SERIF = 7
"""Style of the dynamics that the format has no type for."""

VERSE_NUMBER = re.compile(r"^\d+[.:)] ")

MARKS = ("staccato", "tenuto", "accent", "pause")


@dataclass(frozen=True)
class Symbol:
    """A symbol of a page.

    Attributes
    ----------
    kind : str
        Its row in the table.
    value : object
        What it says.
    points : tuple of (row, column)
        Where it stands, units: its middle, or its ends.
    """

    kind: str
    value: object
    points: tuple[tuple[float, float], ...]


WIDE = {
    **dict.fromkeys(("curve", "tie", "slur", "time signature"), 20.0),
    **dict.fromkeys(("hairpin", "octave line", "volta"), 24.0),
}
USUAL = 12.0
"""How far a symbol may be off, units: three quarters of a space."""


def list_symbols(page) -> Iterator[Symbol]:
    """List what stands in a page record."""
    for system in page.systems:
        for number, stave in enumerate(system.staves):
            yield from _staff_symbols(stave, system)
            for bar in stave.bars:
                yield from _bar_symbols(bar, number, system)
        for slur in system.slurs:
            ends = [(p[0] + system.top, p[1] + system.left) for p in (slur.leftpt, slur.rightpt)]
            yield Symbol("curve", slur.radius < 0, tuple(ends))
            yield Symbol(slur.type.lower(), slur.radius < 0, tuple(ends))


def _staff_symbols(stave, system) -> Iterator[Symbol]:
    from rastrum.model.vocabulary import SFORZATI
    from rastrum.mro.records import FINGERING

    for dynamic in stave.dynamics:
        row = stave.top + dynamic.r
        if dynamic.type.startswith("Hairpin"):
            ends = tuple((row, system.left + c) for c in (dynamic.c0, dynamic.c1))
            yield Symbol("hairpin", dynamic.type, ends)
        else:
            yield Symbol("dynamic", dynamic.type, ((row, system.left + dynamic.c),))
    for text in stave.texts:
        place = (stave.top + text.abot, system.left + text.c0)
        if text.type == FINGERING:
            yield Symbol("fingering", text.text, (place,))
        elif text.style == BOLD_ITALIC_SERIF and text.text in SFORZATI:
            yield Symbol("dynamic", text.text, (place,))
    for sign in stave.signs:
        value = sign.type, sign.n if sign.type == "MultiBarRest" else 0
        yield Symbol("sign", value, ((stave.top + sign.r, system.left + sign.c),))
    for volta in stave.voltas:
        ends = tuple((stave.top + volta.r, system.left + c) for c in (volta.c0, volta.c1))
        yield Symbol("volta", "", ends)
    for line in stave.octavelines:
        ends = tuple((stave.top + line.r, system.left + c) for c in (line.c0, line.c1))
        yield Symbol("octave line", line.shift, ends)


def _bar_symbols(bar, number, system) -> Iterator[Symbol]:
    stave = system.staves[number]

    def at(row: float, column: float) -> tuple[tuple[float, float]]:
        return ((stave.top + row, stave.left + column),)

    for clef in bar.clefs:
        yield Symbol("clef", (clef.shape, clef.pitchposn), at(*clef.centre))
    for key in bar.keysigs:
        if key.key:
            yield Symbol("key signature", key.key, at(0, key.centre[1]))
    if bar.timesig is not None:
        time = bar.timesig
        yield Symbol(
            "time signature", (time.showasalpha, time.top, time.bottom), at(0, time.centre[1])
        )
    if bar.barline is not None and not bar.barline.invented:
        yield Symbol("barline", bar.barline.type, at(0, bar.barline.leftlinex))
    for chord in bar.chords:
        row, column = chord.flagposn
        for note in chord.notes:
            printed = system.staves[number + note.staveoffset]
            step = note.p if note.drawnp is None else note.drawnp
            level = printed.top - stave.top + stave.size / 2 + step * stave.size / 8
            if "rest" in note.shape.lower():
                yield Symbol("rest", note.shape, at(level, column))
                continue
            kind = "grace note" if note.shape == "Grace" else "head"
            middle = column + _beside_stem(chord, note)
            yield Symbol(kind, note.shape, at(level, middle))
            if note.accid != "None":
                yield Symbol("accidental", note.accid, at(level, middle - HALF + note.accid_dc))
        if chord.beam is not None:
            share = chord.beam.nofleft, chord.beam.nofright
            yield Symbol("beam", share, at(row, column))
        if chord.nflags:
            yield Symbol("flag", chord.nflags, at(row, column))
        # On the staff that its notes are printed on, whichever its voice belongs to.
        highest = number + min(note.staveoffset for note in chord.notes)
        staff_top = system.staves[highest].top - stave.top
        if chord.naugdots:
            yield Symbol("dot", chord.naugdots, at(staff_top, column))
        if chord.tuplettransform != 1:
            yield Symbol("tuplet", chord.tuplettransform, at(staff_top, column))
        for mark in MARKS:
            if getattr(chord, mark):
                yield Symbol("articulation", mark, at(row + getattr(chord, f"{mark}_dr"), column))


HALF = 9.5
"""Half the width of a head, units."""


def _beside_stem(chord, note) -> float:
    """Return how far right of its chord's place, the stem if there is one, a head's middle is."""
    if chord.virtualstem:
        return 0.0
    return -HALF if chord.stemup == note.normalside else HALF


def place_truth(symbols: Sequence[Symbol], sample, sheet_map) -> list[Symbol]:
    """Bring the truth's places from the engraved page to the engine's sheet."""
    from rastrum.staff.normalise import to_sheet
    from rastrum_samples.truth.signatures import UNITS_PER_SPACE

    places = np.array([p for s in symbols for p in s.points], float).reshape(-1, 2)
    unit, margin = sample.page.space / UNITS_PER_SPACE, np.array(sample.page.margin)
    pixels = sample.picture.place.apply(places[:, ::-1] * unit - margin)
    rows, columns = to_sheet(sheet_map, pixels[:, 1] - 0.5, pixels[:, 0] - 0.5)
    moved = iter(zip(rows.tolist(), columns.tolist(), strict=True))
    return [Symbol(s.kind, s.value, tuple(next(moved) for _ in s.points)) for s in symbols]


def list_syllables(page) -> Iterator[Symbol]:
    """List the syllables of a page record: their middle, and the note that they belong to."""
    for system in page.systems:
        for stave in system.staves:
            for line in stave.lyriclines:
                for element in line.elements:
                    if element.extender:
                        continue
                    row, column = stave.top + line.abot, system.left + element.midc
                    note = NOWHERE
                    if element.bar >= 0:
                        chord = stave.bars[element.bar].chords[element.symbol]
                        note = stave.top, system.left + chord.flagposn[1]
                    # The format's encoding has the straight apostrophe only; the truth says the
                    # syllables without the numbers of verses.
                    text = VERSE_NUMBER.sub("", element.text.replace("’", "'"))
                    yield Symbol("syllable", (text, line.style), ((row, column), note))


NOWHERE = (-1000.0, -1000.0)
"""Where the note is of a syllable that has none."""

SYLLABLE_OFF = 24.0
"""How far a syllable or its note may be off, units."""


def compare_syllables(true: Sequence[Symbol], found: Sequence[Symbol]) -> Counter:
    """Count letters, wrong letters, syllables, those with the right note and in the right type."""
    letters = sum(len(s.value[0]) for s in true)
    counts: Counter[str] = Counter(syllables=len(true), letters=letters)
    left = list(found)
    for one in true:
        near = [(np.abs(np.subtract(one.points[0], s.points[0])).max(), s) for s in left]
        off, other = min(near, key=lambda pair: pair[0], default=(np.inf, None))
        if off > SYLLABLE_OFF:
            counts["wrong"] += len(one.value[0])
            continue
        left.remove(other)
        counts["found"] += 1
        counts["styled"] += one.value[1] == other.value[1]
        counts["wrong"] += count_edits(one.value[0], other.value[0])
        apart = np.abs(np.subtract(one.points[1], other.points[1])).max()
        counts["attached"] += apart <= SYLLABLE_OFF
    counts["wrong"] += sum(len(s.value[0]) for s in left)
    return counts


def count_edits(a: str, b: str) -> int:
    """Return the edit distance of two texts (Levenshtein 1966)."""
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, start=1):
        above, row[0] = row[0], i
        for j, y in enumerate(b, start=1):
            above, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, above + (x != y))
    return row[-1]


def match(true: Sequence[Symbol], found: Sequence[Symbol]) -> tuple[list[Symbol], list[Symbol]]:
    """Pair symbols off, the nearest first; return what is missing and what is too much."""
    pairs = []
    for i, a in enumerate(true):
        for j, b in enumerate(found):
            if a.value != b.value:
                continue
            off = np.abs(np.array(a.points) - np.array(b.points)).max()
            if off <= WIDE.get(a.kind, USUAL):
                pairs.append((off, i, j))
    left, right = set(range(len(true))), set(range(len(found)))
    for _, i, j in sorted(pairs):
        if i in left and j in right:
            left.remove(i)
            right.remove(j)
    return [true[i] for i in sorted(left)], [found[j] for j in sorted(right)]


def measure_page(score: Path | str, seed: int, options: argparse.Namespace, text: Counter) -> dict:
    """Return, for each kind of symbol, how many there are, are found, missing, and too much."""
    from rastrum import RastrumError
    from rastrum_samples.datasets.pages import Recipe, build_model, scan
    from rastrum_samples.truth.score import write_truth

    recipe = Recipe(options.preset, seed=seed)
    sample = next(scan(build_model(recipe)(score), "page", recipe))
    truth = write_truth(sample.page.scene, [sample.page], level="engine").pages[0]
    try:
        ink = sample.picture.grey > 127
        page, sheet_map = read_page(ink, text=options.text, rhythm=options.rhythm)
    except RastrumError as error:
        print(f"seed {seed}: {error}")
        found, true = [], list(list_symbols(truth))
    else:
        found = list(list_symbols(page))
        true = place_truth(list(list_symbols(truth)), sample, sheet_map)
        if options.text:
            sung = place_truth(list(list_syllables(truth)), sample, sheet_map)
            text += compare_syllables(sung, list(list_syllables(page)))
    result = {}
    for kind in {s.kind for s in (*true, *found)}:
        ours, theirs = ([s for s in side if s.kind == kind] for side in (true, found))
        missing, extra = match(ours, theirs)
        result[kind] = len(ours), len(theirs), missing, extra
    return result


def main(arguments: Sequence[str] | None = None) -> int:
    """Print a row per kind of symbol."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("music", type=Path, help="folder of scores")
    parser.add_argument("--preset", default="office-scan")
    parser.add_argument("--first", type=int, default=0, help="number of the first page")
    parser.add_argument("--pages", type=int, default=40)
    parser.add_argument("--made-up", type=float, default=0.0, help="share of made-up scores")
    parser.add_argument("--rhythm", default="repair", choices=("keep", "repair"))
    parser.add_argument("--text", action="store_true", help="read lyrics, too")
    parser.add_argument("--confusions", type=int, default=0, help="show so many of each kind")
    options = parser.parse_args(arguments)
    from rastrum_samples.datasets.pages import ScoreChoice
    from rastrum_samples.datasets.shards import find_scores

    real, made_up = ScoreChoice(find_scores(options.music)), ScoreChoice()
    true, found, hit = Counter(), Counter(), Counter()
    missing, extra = defaultdict(Counter), defaultdict(Counter)
    text: Counter[str] = Counter()
    for number in range(options.first, options.first + options.pages):
        seed = FIRST_SEED + number
        source = made_up if (number + 0.5) * options.made_up % 1 < options.made_up else real
        for kind, (ours, theirs, lost, more) in measure_page(
            source(seed), seed, options, text
        ).items():
            true[kind] += ours
            found[kind] += theirs
            hit[kind] += ours - len(lost)
            missing[kind].update(str(s.value) for s in lost)
            extra[kind].update(str(s.value) for s in more)
    print(f"{options.pages} pages, {options.preset}")
    print(f"{'symbol':16} {'true':>6} {'found':>6} {'precision':>9} {'recall':>7} {'F1':>6}")
    for kind, count in true.most_common():
        precision, recall = hit[kind] / max(1, found[kind]), hit[kind] / max(1, count)
        both = 2 * hit[kind] / max(1, count + found[kind])
        print(f"{kind:16} {count:6} {found[kind]:6} {precision:9.3f} {recall:7.3f} {both:6.3f}")
        if options.confusions:
            print(f"    missing {dict(missing[kind].most_common(options.confusions))}")
            print(f"    extra   {dict(extra[kind].most_common(options.confusions))}")
    decided = (hit["tie"] + hit["slur"]) / max(1, hit["curve"])
    print(f"{decided:.1%} of the curves that were found are told right, tie or slur")
    if text:
        wrong = text["wrong"] / max(1, text["letters"])
        right = text["attached"] / max(1, text["syllables"])
        count = text["syllables"]
        print(f"{count} syllables: {wrong:.1%} of letters wrong, {right:.1%} at their note")
        styled = text["styled"] / max(1, text["found"])
        print(f"{styled:.1%} of the syllables found are told right, serifs, bold and italic")
    return 0


if __name__ == "__main__":
    sys.exit(main())
