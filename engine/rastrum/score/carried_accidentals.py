"""Let accidentals last as long as the ties of their notes."""

from collections.abc import Iterator
from dataclasses import replace

from rastrum.curves.placed_heads import list_heads
from rastrum.curves.tied_heads import tied_heads
from rastrum.mro import records as mro
from rastrum.mro.walk import Where, map_staves

NAMED_LINE = {"Treble": 32, "TrebleUp8": 39, "TrebleDown8": 25, "Bass": 24, "Alto": 28}
"""Diatonic number of the line that a clef names; C4 is 28."""

SIGNS = {1: "Sharp", -1: "Flat", 0: "Natural", 2: "DoubleSharp", -2: "DoubleFlat"}
ALTERS = {
    "Sharp": 1, "Flat": -1, "Natural": 0, "DoubleSharp": 2, "DoubleFlat": -2,
    "NaturalSharp": 1, "NaturalFlat": -1,
}  # fmt: skip
SHARPS, FLATS = "FCGDAEB", "BEADGCF"

SPELLED_DC = -18
"""Where an accidental would stand that is not printed, units left of its head."""

Place = tuple[int, int, int, int, int, int]
"""Page, system, staff, bar, chord and note."""


def spell_ties(score: mro.Score) -> mro.Score:
    """Print the accidentals that ties carry over barlines.

    A reader of the file forgets accidentals at each barline, but a tied note keeps its own.

    Parameters
    ----------
    score : Score
        With its curves attached, see `rastrum.curves.anchors`.

    Returns
    -------
    score : Score
        The same, with accidentals at the ends of ties where they are needed.
    """
    ties = dict(_ties(score))
    if not ties:
        return score
    spelled = _Speller(score, ties).spelled()
    return map_staves(score, lambda stave, where: _with_signs(stave, where, spelled))


def _with_signs(stave: mro.Stave, where: Where, spelled: dict[Place, str]) -> mro.Stave:
    bars = []
    for d, bar in enumerate(stave.bars):
        chords = []
        for e, chord in enumerate(bar.chords):
            notes = tuple(
                replace(note, accid=spelled[place], accid_dc=SPELLED_DC)
                if (place := (*where, d, e, f)) in spelled
                else note
                for f, note in enumerate(chord.notes)
            )
            chords.append(replace(chord, notes=notes))
        bars.append(replace(bar, chords=tuple(chords)))
    return replace(stave, bars=tuple(bars))


def _ties(score: mro.Score) -> Iterator[tuple[Place, Place]]:
    """Yield the second and the first note of every tie."""
    systems = [
        ((a, b), system)
        for a, page in enumerate(score.pages)
        for b, system in enumerate(page.systems)
    ]
    for number, (where, system) in enumerate(systems):
        heads = list_heads(system)
        for slur in system.slurs:
            if slur.type != "Tie":
                continue
            if slur.partner < 0:
                pair = tied_heads(slur, heads)
                if pair is not None:
                    first, second = pair
                    yield (*where, *second.symbol, second.note), (*where, *first.symbol, first.note)
            elif slur.leftsymbol >= 0:
                yield from _cut_tie(systems[number], systems[number + 1], slur)


def _cut_tie(
    above: tuple[tuple[int, int], mro.System],
    below: tuple[tuple[int, int], mro.System],
    first: mro.Slur,
) -> Iterator[tuple[Place, Place]]:
    """Yield the second and the first note of a tie over the end of a system."""
    second = below[1].slurs[first.partner]
    early = (first.leftstave, first.leftbar, first.leftsymbol)
    late = (second.rightstave, second.rightbar, second.rightsymbol)
    lasts = [h for h in list_heads(above[1]) if h.symbol == early]
    nexts = {h.p: h for h in list_heads(below[1]) if h.symbol == late}
    for head in sorted(lasts, key=lambda h: abs(h.row - first.leftpt[0])):
        if head.p in nexts:
            other = nexts[head.p]
            yield (*below[0], *other.symbol, other.note), (*above[0], *head.symbol, head.note)
            return


class _Speller:
    """Follows clefs, keys and accidentals, as a reader of the file does."""

    def __init__(self, score: mro.Score, ties: dict[Place, Place]) -> None:
        self.score, self.ties = score, ties
        self.alters: dict[Place, int] = {}
        self.clefs: dict[int, mro.Clef] = {}
        self.keys: dict[int, int] = {}

    def spelled(self) -> dict[Place, str]:
        """Return the signs that tied notes need."""
        signs: dict[Place, str] = {}
        for a, page in enumerate(self.score.pages):
            for b, system in enumerate(page.systems):
                for c, stave in enumerate(system.staves):
                    for d, bar in enumerate(stave.bars):
                        self._bar(bar, (a, b, c, d), signs)
        return signs

    def _bar(self, bar: mro.Bar, where: tuple[int, int, int, int], signs: dict[Place, str]) -> None:
        staff = where[2]
        items: list[tuple[int, mro.Clef | mro.KeySig | int]] = [
            *((c.centre[1], c) for c in bar.clefs),
            *((k.centre[1], k) for k in bar.keysigs),
            *((c.flagposn[1], e) for e, c in enumerate(bar.chords)),
        ]
        heard: dict[int, int] = {}
        for _, item in sorted(items, key=lambda pair: pair[0]):
            if isinstance(item, mro.Clef):
                self.clefs[staff] = item
            elif isinstance(item, mro.KeySig):
                self.keys[staff] = item.key
            else:
                for f, note in enumerate(bar.chords[item].notes):
                    if not note.shape.endswith("rest"):
                        self._note(note, (*where, item, f), heard, signs)

    def _note(
        self, note: mro.Note, place: Place, heard: dict[int, int], signs: dict[Place, str]
    ) -> None:
        clef = self.clefs.get(place[2], mro.Clef("Treble", (0, 0), 2))
        number = NAMED_LINE[clef.shape] + clef.pitchposn - note.p
        first = self.ties.get(place)
        if note.accid in ALTERS:
            heard[number] = ALTERS[note.accid]
        elif first in self.alters:
            wanted = self.alters[first]
            if wanted != heard.get(number, in_key(number, self.keys.get(place[2], 0))):
                signs[place] = SIGNS[wanted]
                heard[number] = wanted
        self.alters[place] = heard.get(number, in_key(number, self.keys.get(place[2], 0)))


def in_key(number: int, key: int) -> int:
    """Return the alteration of a diatonic number in a key."""
    step = "CDEFGAB"[number % 7]
    if step in SHARPS[: max(key, 0)]:
        return 1
    return -1 if step in FLATS[: max(-key, 0)] else 0
