"""Read clefs and key signatures by position and grammar, and time signatures with them."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from rastrum.model.detection import Detection, Glyph
from rastrum.model.doubt import Doubt
from rastrum.model.notation import START_SP, SeenClef, SeenKey, SeenTime, Signatures, sign_row
from rastrum.model.sheet import UNITS_PER_SPACE, Sheet, SheetStaff, nearest_staff
from rastrum.model.strokes import Barline
from rastrum.model.vocabulary import CLEFS, NOTEHEADS, TIME_DIGITS, TIME_LETTERS
from rastrum.signatures.clefs import believe_clefs, read_clef
from rastrum.signatures.meters import read_times

KEY_GAP_SP = 1.1
"""From one accidental of a key signature to the next, edge to edge."""

KEY_START_SP = 3.2
"""From the clef or barline to the first accidental of a key signature."""

KEY_OFF_STEPS = 0.8
"""How far an accidental of a key signature may stand from its place."""

NOTE_AFTER_SP = 1.6
"""An accidental this close before a head on its own step is the head's."""

PREVIOUS_WEIGHT = 0.8
"""What a key counts in the vote for having been the key of the system before: less than a staff."""

KEY_SIGNS = ("sharp", "flat", "natural")

CLEF_OFF_STEPS, TIME_OFF_STEPS = 6, 5
"""Clefs, and the parts of time signatures, are centred nearer than this to their staff's middle."""

SHARPS, FLATS = "FCGDAEB", "BEADGCF"
STEPS = "CDEFGAB"


NO_CLEF = 0.5
"""Confidence in a staff that begins without a clef."""


@dataclass(slots=True)
class _StaffRow:
    """What stands on one staff, in order of columns."""

    number: int
    staff: SheetStaff
    clefs: list[SeenClef] = field(default_factory=list)
    accidentals: list[Glyph] = field(default_factory=list)
    heads: list[Glyph] = field(default_factory=list)
    digits: list[Glyph] = field(default_factory=list)


def read_signatures(sheet: Sheet, detection: Detection, barlines: Sequence[Barline]) -> Signatures:
    """Find the clefs, key signatures and time signatures of a page.

    Parameters
    ----------
    sheet : Sheet
        Staves and systems.
    detection : Detection
        Glyphs.
    barlines : sequence of Barline
        New keys stand after them.

    Returns
    -------
    signatures : Signatures
        Keys and times agree between the staves of a system: what most staves show is taken for
        all of them. Staves of one line have a time, but neither clef nor key.
    """
    rows = _sort_by_staff(sheet, detection)
    keys: list[SeenKey] = []
    times: list[SeenTime] = []
    used: set[Glyph] = set()
    previous: int | None = None
    middles: dict[int, int] = {}
    pitched = [[n for n in s.staves if sheet.staves[n].lines > 1] for s in sheet.systems]
    for number, system in enumerate(sheet.systems):
        staves = [rows[n] for n in system.staves]
        times += read_times([(row.number, row.staff, row.digits) for row in staves])
        bars = sorted({(b.left + b.right) / 2 for b in barlines if b.staff in system.staves})
        after = next((numbers for numbers in pitched[number + 1 :] if numbers), ())
        following = _start_key([rows[n] for n in after], middles)[0] if after else None
        staves = [rows[n] for n in pitched[number]]
        if staves:
            previous = _read_keys(staves, bars, (previous, following), middles, keys, used)
        for row in staves:
            if row.clefs:
                middles[row.staff.index] = row.clefs[-1].middle
    clefs = (clef for row in rows for clef in row.clefs)
    return Signatures(tuple(clefs), tuple(keys), tuple(times), frozenset(used))


def doubt_clefs(sheet: Sheet, signatures: Signatures) -> list[Doubt]:
    """Doubt the beginnings of staves where no clef was found.

    Parameters
    ----------
    sheet : Sheet
    signatures : Signatures

    Returns
    -------
    doubts : list of Doubt
    """
    doubts = []
    for number, staff in enumerate(sheet.staves):
        opening = staff.left + START_SP * UNITS_PER_SPACE
        clefs = (c for c in signatures.clefs if c.staff == number and c.glyph.column <= opening)
        if next(clefs, None) is None and staff.lines > 1:
            doubts.append(
                Doubt(
                    "find signatures",
                    "no clef found at the start of the staff; the one before is kept",
                    NO_CLEF,
                    (staff.top, staff.left, staff.bottom, staff.left + 3 * UNITS_PER_SPACE),
                    staff.system,
                    staff.index,
                )
            )
    return doubts


def _sort_by_staff(sheet: Sheet, detection: Detection) -> list[_StaffRow]:
    rows = [_StaffRow(n, staff) for n, staff in enumerate(sheet.staves)]
    signs = detection.believed((*KEY_SIGNS, *NOTEHEADS, *TIME_DIGITS, *TIME_LETTERS))
    clefs = (g for g in detection.glyphs if g.label in CLEFS)
    for glyph in sorted((*clefs, *signs), key=lambda g: g.column):
        number = nearest_staff(sheet, glyph.row, glyph.column)
        if number is None:
            continue
        row, off = rows[number], abs(sheet.staves[number].pitch(glyph.row))
        if glyph.label in KEY_SIGNS:
            row.accidentals.append(glyph)
        elif glyph.label in NOTEHEADS:
            row.heads.append(glyph)
        elif glyph.label in CLEFS and off < CLEF_OFF_STEPS:
            row.clefs.append(read_clef(sheet, number, glyph))
        elif glyph.label not in CLEFS and off < TIME_OFF_STEPS:
            row.digits.append(glyph)
    believed = believe_clefs(sheet, detection, [row.clefs for row in rows])
    for row, own in zip(rows, believed, strict=True):
        row.clefs = own
    return rows


_Chains = list[tuple[_StaffRow, list[Glyph], int]]


def _start_key(
    staves: list[_StaffRow], middles: dict[int, int], previous: int | None = None
) -> tuple[int, _Chains]:
    """Return the key that a line begins with, and what is seen of it on each staff."""
    votes: Counter[int] = Counter()
    chains = []
    for row in staves:
        opening = row.staff.left + START_SP * 16
        first = next((c for c in row.clefs if c.glyph.column < opening), None)
        middle = first.middle if first else middles.get(row.staff.index, 34)
        start = first.glyph.column + first.glyph.width / 2 if first else row.staff.left
        chain = _chain(row, start, middle)
        chains.append((row, chain, middle))
        votes[_key_of(chain)] += 1
    scores = {k: n + (PREVIOUS_WEIGHT if k == previous else 0) for k, n in votes.items()}
    return max(scores, key=lambda k: (scores[k], abs(k))), chains


def _read_keys(
    staves: list[_StaffRow],
    bars: list[float],
    known: tuple[int | None, int | None],
    middles: dict[int, int],
    keys: list[SeenKey],
    used: set[Glyph],
) -> int:
    """Read the key at the start of a system and every change in it; return the last one.

    `known` are the keys before and behind it. A change that the next line takes back is none; one
    sharp or flat is lost where the lines around have it.
    """
    previous, following = known
    around = following if previous is None else previous
    key, chains = _start_key(staves, middles, around)
    changes: list[tuple[int, list[SeenKey], list[Glyph]]] = []
    now = key
    for place in bars:
        change = _read_change(staves, place, now, chains)
        if change is not None:
            changes.append(change)
            now = change[0]
    if changes and following == (changes[-2][0] if len(changes) > 1 else key):
        changes.pop()
    lost = not changes and not any(chain for _, chain, _ in chains) and following != 0
    if lost and around in (-1, 1):
        key = around
    for row, chain, _ in chains:
        own = chain[: abs(key)] if _key_of(chain) * key > 0 else []
        naturals = [g for g in chain if g.label == "natural"]
        used.update(own if key else naturals)
        if key or naturals:
            column, place = _middle(own or naturals, row)
            keys.append(SeenKey(row.number, key, column, place))
        elif previous:
            keys.append(SeenKey(row.number, 0, row.staff.left + 4 * 16, row.staff.middle))
    for _, new, signs in changes:
        keys += new
        used.update(signs)
    return changes[-1][0] if changes else key


def _read_change(
    staves: list[_StaffRow],
    place: float,
    key: int,
    chains: _Chains,
) -> tuple[int, list[SeenKey], list[Glyph]] | None:
    """Read a new key after a barline, if most staves show one: key, where, and its signs."""
    votes: Counter[int] = Counter()
    found = []
    for row, _, _ in chains:
        before = [c for c in row.clefs if c.glyph.column < place + 3.5 * 16]
        middle = before[-1].middle if before else 34
        start = place
        if before and before[-1].glyph.column > place:
            start = before[-1].glyph.column + before[-1].glyph.width / 2
        if start < row.staff.left + 4 * 16:
            return None
        chain = _chain(row, start, middle, old=key)
        signs = [g for g in chain if g.label != "natural"]
        if signs or len(chain) >= min(2, abs(key)) > 0:
            found.append((row, chain))
            if signs or len(chain) >= abs(key):
                votes[_key_of(chain)] += 1
    if not found:
        return None
    # Too few naturals to cancel a key agree with any: a note may stand close behind its signs.
    best, count = (votes or Counter({0: 0})).most_common(1)[0]
    count += len(found) - votes.total()
    longest = max(len(chain) for _, chain in found)
    if best == key or 2 * count <= len(staves) or (len(staves) == 1 and longest < 2):
        return None
    column = sum(_middle(chain, row)[0] for row, chain in found) / len(found)
    keys = [SeenKey(row.number, best, column, row.staff.middle) for row in staves]
    return best, keys, [glyph for _, chain in found for glyph in chain]


def _middle(chain: list[Glyph], row: _StaffRow) -> tuple[float, float]:
    if not chain:
        return row.staff.left + 4 * 16, row.staff.middle
    return (chain[0].column + chain[-1].column) / 2, (chain[0].row + chain[-1].row) / 2


def _key_of(chain: list[Glyph]) -> int:
    sharps = sum(g.label == "sharp" for g in chain)
    flats = sum(g.label == "flat" for g in chain)
    return max(-7, min(7, sharps if sharps else -flats))


def _chain(row: _StaffRow, start: float, middle: int, old: int = 0) -> list[Glyph]:
    """Follow accidentals from a column on as long as they stand where a key's would."""
    chain: list[Glyph] = []
    edge, reach = start, KEY_START_SP
    counts: dict[str, int] = defaultdict(int)
    for glyph in row.accidentals:
        left = glyph.column - glyph.width / 2
        if left < edge - 8 or glyph in chain:
            continue
        if left > edge + reach * 16:
            break
        if not _in_place(row.staff, glyph, middle, counts, old, chain):
            break
        if any(
            abs(h.row - sign_row(glyph)) < 4
            and 0 < h.column - h.width / 2 - glyph.column < NOTE_AFTER_SP * 16
            for h in row.heads
        ):
            break
        counts[glyph.label] += 1
        chain.append(glyph)
        edge, reach = glyph.column + glyph.width / 2, KEY_GAP_SP
    return chain


def _in_place(
    staff: SheetStaff,
    glyph: Glyph,
    middle: int,
    counts: dict[str, int],
    old: int,
    chain: list[Glyph],
) -> bool:
    pitch = staff.pitch(sign_row(glyph))
    if abs(pitch) > 6.6:
        return False
    if glyph.label == "natural":
        if chain and chain[-1].label != "natural":
            return False
        letters = (SHARPS[:old] if old > 0 else FLATS[:-old]) or "FCGDAEB"
    else:
        if chain and chain[-1].label not in ("natural", glyph.label):
            return False
        order = SHARPS if glyph.label == "sharp" else FLATS
        number = counts[glyph.label]
        if number >= len(order):
            return False
        letters = order[number]
    for letter in letters:
        off = (middle - pitch - STEPS.index(letter)) % 7
        if min(off, 7 - off) <= KEY_OFF_STEPS:
            return True
    return False
