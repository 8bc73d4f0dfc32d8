"""Tell ties from slurs, and let accidentals last as long as their ties."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from rastrum.mro import records as mro
from rastrum.mro.walk import Where, map_staves

END_BESIDE = 26
"""A tie ends within so many units left or right of its head's middle."""

END_ROWS = 18
"""And so many above or below it."""

LONGEST = 40 * 16
"""No tie reaches farther."""

OPEN_END = 40
"""A tie into the next system ends so near the end of its staff; there it begins so far before
its note."""

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


@dataclass(frozen=True, slots=True)
class _Head:
    place: Place
    row: float
    column: float
    p: int
    up: bool


def spell_ties(score: mro.Score) -> mro.Score:
    """Print the accidentals that ties carry over barlines.

    A reader of the file forgets accidentals at each barline, but a tied note keeps its own.

    Parameters
    ----------
    score : Score
        With its curves.

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
    open_ends: list[_Head] = []
    for a, page in enumerate(score.pages):
        for b, system in enumerate(page.systems):
            heads = list(_heads(system, a, b))
            waiting, open_ends = open_ends, []
            for slur in system.slurs:
                if slur.rightpt[1] - slur.leftpt[1] > LONGEST:
                    continue
                lefts = [h for h in heads if _meets(h, slur.leftpt, 1)]
                rights = [h for h in heads if _meets(h, slur.rightpt, -1)]
                pair = _pair(lefts, rights, heads)
                if pair is not None:
                    yield pair[1].place, pair[0].place
                elif lefts and not rights and slur.rightpt[1] > system.width - OPEN_END:
                    open_ends.append(min(lefts, key=lambda h: abs(h.row - slur.leftpt[0])))
                elif rights and not lefts:
                    for first in waiting:
                        second = next(
                            (h for h in rights if h.p == first.p and _first(h, heads)), None
                        )
                        if second is not None and second.place[2] == first.place[2]:
                            yield second.place, first.place
                            break


def _heads(system: mro.System, a: int, b: int) -> Iterator[_Head]:
    for c, stave in enumerate(system.staves):
        for d, bar in enumerate(stave.bars):
            for e, chord in enumerate(bar.chords):
                for f, note in enumerate(chord.notes):
                    if note.shape.endswith("rest") or note.shape == "Grace":
                        continue
                    side = 0 if chord.virtualstem else (-9 if chord.stemup else 9)
                    column = chord.flagposn[1] + (side if note.normalside else -side)
                    row = stave.top - system.top + 32 + 8 * note.p
                    yield _Head((a, b, c, d, e, f), row, column, note.p, chord.stemup)


def _meets(head: _Head, point: tuple[int, int], side: int) -> bool:
    """Whether a curve's end lies at a head: right of it for a left end, and the other way."""
    beside = side * (point[1] - head.column)
    return -8 <= beside <= END_BESIDE and abs(point[0] - head.row) <= END_ROWS


def _pair(
    lefts: Sequence[_Head], rights: Sequence[_Head], heads: Sequence[_Head]
) -> tuple[_Head, _Head] | None:
    """Return the two heads of the same pitch that a curve joins, if there are such.

    Nothing else of the same voice stands between them: then the curve would be a phrase.
    """
    pairs = [
        (one, other)
        for one in lefts
        for other in rights
        if one.p == other.p
        and one.place[2] == other.place[2]
        and one.column < other.column
        and not any(
            h.place[2] == one.place[2]
            and h.up in (one.up, other.up)
            and one.column + 14 < h.column < other.column - 14
            for h in heads
        )
    ]
    return min(pairs, key=lambda pair: pair[1].column - pair[0].column, default=None)


def _first(head: _Head, heads: Sequence[_Head]) -> bool:
    """Whether a head is in its staff's first chord, or as near the left."""
    return all(
        h.column > head.column - 12 for h in heads if h.place[2] == head.place[2] and h is not head
    )


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
