"""Read key signatures: accidentals where a key's stand, at the beginning of lines and in them."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from rastrum.model.detection import Glyph
from rastrum.model.notation import SeenClef, SeenKey, sign_row
from rastrum.model.sheet import HEADER, INK, LINE_PX, UNITS_PER_SPACE, Sheet, SheetStaff
from rastrum.model.strokes import Barline

KEY_GAP = 1.1 * UNITS_PER_SPACE
"""From one accidental of a key signature to the next, edge to edge."""

KEY_START = 3.2 * UNITS_PER_SPACE
"""From the clef or barline to the first accidental of a key signature."""

KEY_OFF_STEPS = 0.8
"""How far an accidental of a key signature may stand from its place."""

NOTE_AFTER = 1.6 * UNITS_PER_SPACE
"""An accidental this close before a head on its own step is the head's."""

PREVIOUS_WEIGHT = 0.8
"""What a key counts in the vote for having been the key of the system before: less than a staff."""

FAR_NOTE = 4 * UNITS_PER_SPACE
"""On single staves one sharp or flat alone is a new key only if no head on its step follows within
this: that of a chord's lowest note stands up to 3.5 before it."""

WRONG = 2
"""A staff has a key of its own where so many accidentals, over the systems of the page, would have
to be misread for it to have that of the others."""

OWN_SHARE = 0.6
"""A staff has a key of its own if it shows that in so large a share of its systems."""

SIGN_RUN, SIGN_REACH = 0.8 * UNITS_PER_SPACE, 1.6 * UNITS_PER_SPACE
"""Where an accidental was overlooked there is a stroke so high, beside the staff lines, within this
of the clef or of the accidental before it."""

SHARPS, FLATS = "FCGDAEB", "BEADGCF"
STEPS = "CDEFGAB"


@dataclass(slots=True)
class StaffRow:
    """What stands on one staff, in order of columns."""

    number: int
    staff: SheetStaff
    clefs: list[SeenClef] = field(default_factory=list)
    accidentals: list[Glyph] = field(default_factory=list)
    heads: list[Glyph] = field(default_factory=list)
    digits: list[Glyph] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Opening:
    """What the beginning of a staff shows of a key."""

    row: StaffRow
    chain: tuple[Glyph, ...]
    middle: int
    """Diatonic number of its middle line."""
    edge: float
    """Right edge of its clef."""

    @property
    def key(self) -> int:
        return _key_of(self.chain)


class KeyReader:
    """Reads the keys of a page, system by system.

    Parameters
    ----------
    sheet : Sheet
        Staves and systems, and the ink.
    rows : sequence of StaffRow
        What stands on each staff.
    barlines : sequence of Barline
        New keys stand after them.
    """

    def __init__(self, sheet: Sheet, rows: Sequence[StaffRow], barlines: Sequence[Barline]) -> None:
        self.sheet, self.rows, self.barlines = sheet, rows, barlines
        self.systems = [
            [rows[n] for n in system.staves if sheet.staves[n].lines > 1]
            for system in sheet.systems
        ]
        self.openings = self._open()
        self.offsets: dict[int, int] = {}
        self.offsets = self._find_offsets()
        self.keys: list[SeenKey] = []
        self.used: set[Glyph] = set()

    def read(self) -> tuple[list[SeenKey], set[Glyph]]:
        """Return the keys, and the accidentals that are part of one."""
        previous: int | None = None
        for number, openings in enumerate(self.openings):
            if openings:
                after = next((own for own in self.openings[number + 1 :] if own), None)
                following = None if after is None else self._common(after)
                previous = self._read_system(number, openings, previous, following)
        return self.keys, self.used

    def _open(self) -> list[list[_Opening]]:
        """Look at the beginning of every staff."""
        middles: dict[int, int] = {}
        openings = []
        for staves in self.systems:
            openings.append([_look_at(row, middles.get(row.staff.index, 34)) for row in staves])
            for row in staves:
                if row.clefs:
                    middles[row.staff.index] = row.clefs[-1].middle
        return openings

    def _find_offsets(self) -> dict[int, int]:
        """Return how many sharps more than the others' each staff of a system always has.

        Staves of transposing instruments have keys of their own. An accidental that the network
        overlooked leaves ink; one that it made up stands on one line of many.
        """
        most = max((len(own) for own in self.openings), default=0)
        whole = [own for own in self.openings if len(own) == most > 1]
        apart: dict[int, Counter[int]] = defaultdict(Counter)
        wrong: dict[int, Counter[int]] = defaultdict(Counter)
        for own in whole:
            common = self._common(own)
            for opening in own:
                staff, offset = opening.row.staff.index, opening.key - common
                apart[staff][offset] += 1
                wrong[staff][offset] += self._count_wrong(opening, common)
        offsets = {}
        for staff, counts in apart.items():
            offset, count = counts.most_common(1)[0]
            if offset and count >= OWN_SHARE * len(whole) and wrong[staff][offset] >= WRONG:
                offsets[staff] = offset
        return offsets

    def _count_wrong(self, opening: _Opening, key: int) -> int:
        """Count the accidentals that were misread if a staff has another key than it shows."""
        own = opening.key
        made_up = abs(own) if own * key <= 0 else max(0, abs(own) - abs(key))
        lost = abs(key) if own * key <= 0 else max(0, abs(key) - abs(own))
        if lost and self._may_hide_sign(opening):
            lost = 0
        return made_up + lost

    def _may_hide_sign(self, opening: _Opening) -> bool:
        """Whether ink stands where the next accidental of a key would."""
        staff = opening.row.staff
        edge = opening.edge
        if opening.chain:
            edge = opening.chain[-1].column + opening.chain[-1].width / 2
        first = round(edge) + 2
        last = round(edge + SIGN_REACH)
        for glyph in (*opening.row.digits, *opening.row.heads):
            if glyph.left > edge - 2:
                last = min(last, int(glyph.left) - 2)
        top, bottom = max(0, int(staff.top) - 8), int(staff.bottom) + 8
        ink = self.sheet.grey[top:bottom, max(0, first) : max(0, last)] >= INK
        if not ink.size:
            return False
        ink = ink.copy()
        for row in staff.line_rows:
            middle = round(row) - top
            ink[max(0, middle - LINE_PX) : middle + LINE_PX + 1] = False
        return bool(ink.sum(axis=0).max() >= SIGN_RUN)

    def _offset(self, row: StaffRow) -> int:
        return self.offsets.get(row.staff.index, 0)

    def _common(self, openings: Sequence[_Opening], previous: int | None = None) -> int:
        """Return the key that most staves show, less what each of them always has more."""
        votes = Counter(opening.key - self._offset(opening.row) for opening in openings)
        scores = {k: n + (PREVIOUS_WEIGHT if k == previous else 0) for k, n in votes.items()}
        return max(scores, key=lambda k: (scores[k], abs(k)))

    def _read_system(
        self,
        number: int,
        openings: Sequence[_Opening],
        previous: int | None,
        following: int | None,
    ) -> int:
        """Read the key at the start of a system and every change in it; return the last one.

        A change that the next line takes back is none; one sharp or flat is lost where the lines
        around have it and there is ink in its place.
        """
        around = following if previous is None else previous
        key = self._common(openings, around)
        system = self.sheet.systems[number]
        bars = {(b.left + b.right) / 2 for b in self.barlines if b.staff in system.staves}
        changes: list[tuple[int, list[SeenKey], list[Glyph]]] = []
        now = key
        for place in sorted(bars):
            change = self._read_change(openings, place, now, following)
            if change is not None:
                changes.append(change)
                now = change[0]
        if changes and following == (changes[-2][0] if len(changes) > 1 else key):
            changes.pop()
        seen = any(opening.chain for opening in openings)
        if not changes and not seen and following != 0 and around in (-1, 1):
            hidden = [self._may_hide_sign(opening) for opening in openings]
            key = around if 2 * sum(hidden) >= len(hidden) else key
        for opening in openings:
            self._add(opening, key, previous)
        for _, new, signs in changes:
            self.keys += new
            self.used.update(signs)
        return changes[-1][0] if changes else key

    def _add(self, opening: _Opening, common: int, previous: int | None) -> None:
        row, chain = opening.row, opening.chain
        key = _within(common + self._offset(row))
        own = chain[: abs(key)] if opening.key * key > 0 else ()
        naturals = tuple(g for g in chain if g.label == "natural")
        self.used.update(own if key else naturals)
        if key or naturals:
            self.keys.append(SeenKey(row.number, key, *_middle(own or naturals, row)))
        elif previous:
            column = row.staff.left + 4 * UNITS_PER_SPACE
            self.keys.append(SeenKey(row.number, 0, column, row.staff.middle))

    def _read_change(
        self, openings: Sequence[_Opening], place: float, key: int, following: int | None
    ) -> tuple[int, list[SeenKey], list[Glyph]] | None:
        """Read a new key after a barline, if most staves show one: key, where, and its signs."""
        votes: Counter[int] = Counter()
        found = []
        for opening in openings:
            row = opening.row
            before = [c for c in row.clefs if c.glyph.column < place + 3.5 * UNITS_PER_SPACE]
            middle = before[-1].middle if before else opening.middle
            start = place
            if before and before[-1].glyph.column > place:
                start = _right(before[-1])
            if start < row.staff.left + 4 * UNITS_PER_SPACE:
                return None
            old = _within(key + self._offset(row))
            chain = _chain(row, start, middle, old=old)
            signs = [g for g in chain if g.label != "natural"]
            if signs or len(chain) >= min(2, abs(old)) > 0:
                found.append((row, chain))
                if signs or len(chain) >= abs(old):
                    votes[_key_of(chain) - self._offset(row)] += 1
        if not found:
            return None
        # Too few naturals to cancel a key agree with any: a note may stand close behind its signs.
        best, count = (votes or Counter({0: 0})).most_common(1)[0]
        count += len(found) - votes.total()
        if best == key or 2 * count <= len(openings):
            return None
        if len(openings) == 1 and len(found[0][1]) < 2 and best != following:
            row, (sign, *_) = found[0]
            if _is_of_note(sign, row, FAR_NOTE):
                return None
        column = sum(_middle(chain, row)[0] for row, chain in found) / len(found)
        keys = [
            SeenKey(o.row.number, _within(best + self._offset(o.row)), column, o.row.staff.middle)
            for o in openings
        ]
        return best, keys, [glyph for _, chain in found for glyph in chain]


def _look_at(row: StaffRow, middle: int) -> _Opening:
    """Return what the beginning of a staff shows; without a clef, its key stands farther in."""
    opening = row.staff.left + HEADER
    first = next((c for c in row.clefs if c.glyph.column < opening), None)
    if first is None:
        chain = _chain(row, row.staff.left, middle, reach=HEADER)
        edge = chain[0].left if chain else row.staff.left + KEY_START
        return _Opening(row, tuple(chain), middle, edge)
    edge = _right(first)
    return _Opening(row, tuple(_chain(row, edge, first.middle)), first.middle, edge)


def _right(clef: SeenClef) -> float:
    return clef.glyph.column + clef.glyph.width / 2


def _within(key: int) -> int:
    return max(-7, min(7, key))


def _middle(chain: Sequence[Glyph], row: StaffRow) -> tuple[float, float]:
    if not chain:
        return row.staff.left + 4 * UNITS_PER_SPACE, row.staff.middle
    return (chain[0].column + chain[-1].column) / 2, (chain[0].row + chain[-1].row) / 2


def _key_of(chain: Sequence[Glyph]) -> int:
    sharps = sum(g.label == "sharp" for g in chain)
    flats = sum(g.label == "flat" for g in chain)
    return _within(sharps or -flats)


def _chain(
    row: StaffRow, start: float, middle: int, *, old: int = 0, reach: float = KEY_START
) -> list[Glyph]:
    """Follow accidentals from a column on as long as they stand where a key's would."""
    chain: list[Glyph] = []
    edge = start
    counts: dict[str, int] = defaultdict(int)
    for glyph in row.accidentals:
        left = glyph.column - glyph.width / 2
        if left < edge - 8 or glyph in chain:
            continue
        if left > edge + reach:
            break
        if not _in_place(row.staff, glyph, middle, counts, old, chain):
            break
        if _is_of_note(glyph, row, NOTE_AFTER):
            break
        counts[glyph.label] += 1
        chain.append(glyph)
        edge, reach = glyph.column + glyph.width / 2, KEY_GAP
    return chain


def _is_of_note(sign: Glyph, row: StaffRow, reach: float) -> bool:
    """Whether a head on an accidental's own step follows so close behind it."""
    return any(
        abs(head.row - sign_row(sign)) < UNITS_PER_SPACE / 4 and 0 < head.left - sign.column < reach
        for head in row.heads
    )


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
