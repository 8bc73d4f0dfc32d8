"""What sample pages should hold, and how often they do: glyph classes and constructions."""

import math
from collections import Counter
from collections.abc import Iterable, Mapping
from itertools import pairwise

from rastrum import mro
from rastrum.model.vocabulary import GLYPHS
from rastrum_samples.engraving.content import Event
from rastrum_samples.scenes.scene import Page
from rastrum_samples.truth.chords import count_levels
from rastrum_samples.truth.signatures import SignReader

CONSTRUCTIONS = (
    *(f"key {n:+d}" for n in range(-7, 8) if n),
    *(f"{n} beams" for n in range(1, 6)),
    *(f"{n} dots" for n in (1, 2, 3)),
    "barline Double", "barline ThinThick", "barline Leftrepeat", "barline Rightrepeat",
    "barline Backtobackrepeat", "fractional beam", "chord with a second", "two voices", "tuplet",
    "rest within a beam", "grace notes in a beam", "slashed grace note", "clef change within a bar",
    "cancelling naturals", "ledger lines above 4", "ledger lines below 4", "tie", "slur", "hairpin",
    "lyrics", "octave line",
)  # fmt: skip
"""Beyond glyph classes: what assembly must understand."""

COVERAGE = (*GLYPHS, *CONSTRUCTIONS)
"""Everything that data sets are checked for."""

LEDGER_STEPS = 13
"""Steps from the middle line to the fifth ledger line and beyond."""


def count_page(page: Page) -> Counter[str]:
    """Count what stands on a page.

    Parameters
    ----------
    page : Page

    Returns
    -------
    counts : Counter of str
        By name, as in `COVERAGE`.
    """
    counts: Counter[str] = Counter(g.label for g in page.glyphs if g.label)
    counts.update(_signs(page))
    for stroke in page.strokes:
        name = {"tie": "tie", "slur": "slur", "hairpin": "hairpin", "octave": "octave line"}.get(
            stroke.kind
        )
        if name:
            counts[name] += 1
    counts["lyrics"] += sum(text.kind == "syl" for text in page.texts)
    counts["fingering"] += sum(text.kind == "fing" for text in page.texts)
    for system in page.systems:
        for box in system.measures:
            counts.update(_count_events(box.measure.events))
    for glyph in page.glyphs:
        if glyph.label.startswith("notehead"):
            counts.update(_ledger(page, glyph.origin[1], dict(glyph.owners).get("staff", "")))
    return counts


def _signs(page: Page) -> Iterable[str]:
    reader = SignReader(page)
    firsts = _first_columns(page)
    for sign in (sign for signs in reader.signs().values() for sign in signs):
        if isinstance(sign.record, mro.KeySig) and sign.record.key:
            yield f"key {sign.record.key:+d}"
    for barlines in reader.barlines().values():
        yield from (f"barline {barline.type}" for barline in barlines)
    for glyph in page.glyphs:
        names = dict(glyph.owners)
        if "clef" in names and glyph.left > firsts.get(names.get("staff", ""), math.inf):
            yield "clef change within a bar"
    naturals = {
        (dict(g.owners).get("keySig"), dict(g.owners).get("measure"), dict(g.owners).get("staff"))
        for g in page.glyphs
        if g.label == "natural" and "keySig" in dict(g.owners)
    }
    yield from ("cancelling naturals" for _ in naturals)


def _first_columns(page: Page) -> dict[str, float]:
    """Return where the first note or rest of each staff's measure stands, by the staff's id."""
    columns: dict[str, float] = {}
    for glyph in page.glyphs:
        if glyph.label.startswith(("notehead", "rest")):
            staff = dict(glyph.owners).get("staff", "")
            columns[staff] = min(glyph.left, columns.get(staff, math.inf))
    return columns


def _count_events(events: list[Event]) -> Counter[str]:
    counts: Counter[str] = Counter()
    groups: dict[str, list[Event]] = {}
    tuplets: set[str] = set()
    voices: dict[int, set[int]] = {}
    for event in events:
        if not event.visible:
            continue
        voices.setdefault(event.staff, set()).add(event.voice)
        if event.beam_id:
            groups.setdefault(event.beam_id, []).append(event)
        if event.tuplet_id:
            tuplets.add(event.tuplet_id)
        if event.dots:
            counts[f"{min(3, event.dots)} dots"] += 1
        if event.grace and event.slashed:
            counts["slashed grace note"] += 1
        numbers = sorted(n.number for n in event.notes)
        if any(b - a == 1 for a, b in pairwise(numbers)):
            counts["chord with a second"] += 1
    counts["two voices"] += sum(len(v) > 1 for v in voices.values())
    counts["tuplet"] += len(tuplets)
    for group in groups.values():
        levels = [count_levels(e.written) for e in group]
        counts[f"{max(levels)} beams"] += 1
        counts["rest within a beam"] += any(e.kind != "chord" for e in group)
        counts["grace notes in a beam"] += all(e.grace for e in group)
        counts["fractional beam"] += len(set(levels)) > 1
    return counts


def _ledger(page: Page, row: float, staff: str) -> Iterable[str]:
    number = page.scene.content.staves.get(staff)
    staves = [s for system in page.systems for s in system.staves if s.number == number]
    if not staves:
        return
    middle = min((s.middle for s in staves), key=lambda m: abs(m - row))
    steps = round((row - middle) / (page.space / 2))
    if steps <= -LEDGER_STEPS:
        yield "ledger lines above 4"
    elif steps >= LEDGER_STEPS:
        yield "ledger lines below 4"


def table(counts: Mapping[str, int], pages: int) -> str:
    """Lay out how often everything occurs.

    Parameters
    ----------
    counts : mapping of str to int
    pages : int
        That were counted.

    Returns
    -------
    text : str
        The rarest first.
    """
    rows = sorted((counts.get(name, 0), name) for name in COVERAGE)
    lines = [f"{'in ' + str(pages) + ' pages':28} count"]
    return "\n".join([*lines, *(f"{name:28} {count:5d}" for count, name in rows)])
