"""Say what a line of text on a page is for: title, tempo, direction ..., by its place and type."""

import re
from collections.abc import Sequence

from rastrum.model.sheet import (
    UNITS_PER_SPACE,
    Sheet,
)
from rastrum.model.words import BOLD, ITALIC
from rastrum.text.syllables import TextLine

APART, WORDS = 5.0 * UNITS_PER_SPACE, 7.0 * UNITS_PER_SPACE
"""What stands farther above the first system or below the last one heads or ends the page. Tempo
marks stand within 4.5 of their staff, names of composers 6 above it; words of a tempo or a
direction are believed farther off, over high notes and under low ones."""

CENTRED = 0.06
"""A centred line's middle lies so near that of the page's music, as a share of its width."""

AT_SIDE = 0.12
"""A line at a side ends, or begins, so near the end of the music, as a share of its width."""

TITLE_SHARE, WIDEST_TITLE = 0.85, 0.6
"""A title is at least so large, against the largest centred line above the music, and no wider, as
a share of the music's width: what is wider is a note to the player."""

PAGE_NUMBER, FOOTER_DIGITS = re.compile(r"[-–— (]*\d{1,3}[-–— ).]*"), re.compile(r"\d{3}|©|\(c\)")
"""A page's number; and what plate numbers and imprints hold: three digits or more, or a sign of
rights."""

OPUS = re.compile(r"op(?:us|\.| )")
"""How the number of a work begins, which may stand where the composer's name does."""

ROW = 3.0 * UNITS_PER_SPACE
"""A footer stands within this of the lowest text on the page, verses are printed above it; a page's
number within this of the highest, titles may hold numbers."""

BESIDE = 1.0 * UNITS_PER_SPACE
"""The name of a part ends left of its system, or reaches so far into it."""

BEYOND = 1.5 * UNITS_PER_SPACE
"""The name of a part stands beside the staves of its system, or so far above or below them."""

NEAR = 5.0 * UNITS_PER_SPACE
"""Tempo marks stand within this above their staff, directions within this of theirs."""

TEMPO = re.compile(
    r"(?:all?egr|alle?gr|andant|adagi|prest|lent|larg|viv|moder|grave|maest|anim|tempo di|in tempo"
    r"|m(?:arsch|arci)|(?:sehr |ziemlich |mässig |etwas |nicht )?(?:bewegt|langsam|schnell|rasch"
    r"|lebhaft|ruhig|mässig|innig|breit|leicht)|gemäch|vif|modér|très|scherz|(?:molto|meno|più|poco|"
    r"un poco|non troppo) (?:mosso|all|and|ada|viv|prest|larg|lent|mod|anim|maest)"
    r"|(?:1|i|l)[°ºo]? ?tempo|tempo|a tempo|alla |con moto|not too|slow|fast|quick)"
)
"""How tempo marks begin in the usual tongues."""

METRONOME = re.compile(r"= ?(?:ca?\.? ?)?\d{2,3}\b")
"""What a reader makes of a note, an equals sign and a number."""

DIRECTION = re.compile(
    r"(?:de)?cre(?:s|a)|dim(?:\.|in)|dol|espr|legat|legg|semp|poco|ritar|rit\.|ritenu|rall|riten"
    r"|accel|string|ten\.|marc|cant|stacc|a tempo|pizz|arco|solo|tutti|m\. ?[gsdv]\.|smorz|fine"
    r"|calando|mor?rend|sost|trem|sotto|mezza|tranq|piu|più|ped\.|con |senza|simile|[lr]\. ?h\."
)
"""How directions begin in the usual tongue."""

SMALLEST = 1.2 * UNITS_PER_SPACE
"""Smaller lines above and below the music are pieces of larger letters that were read alone."""

LEAST_LETTERS = 3
"""Fewer letters are a specimen of dirt, or a mark of another kind, rather than words."""

UPRIGHT_LETTERS = 4
"""Upright words above the first bar of a piece are its tempo, if they have so many letters."""

FIRST_BAR = 0.3
"""The tempo of a piece begins within this share of the first system's width."""


def tell_kinds(
    lines: Sequence[TextLine],
    places: Sequence[tuple[int, int]],
    sheet: Sheet,
) -> list[str | None]:
    """Say what lines of text are for.

    Parameters
    ----------
    lines : sequence of TextLine
        Those of a page that are not sung.
    places : sequence of (int, int)
        System of each, and the staff of it that it stands at.
    sheet : Sheet
        The systems.

    Returns
    -------
    kinds : list of str or None
        Title, Composer, Credit, Tempo, Direction, PartName, Footer or PageNumber; None where it is
        not plain.
    """
    if not sheet.systems:
        return [None] * len(lines)
    page = _Layout(lines, sheet)
    return [page.tell(line, place) for line, place in zip(lines, places, strict=True)]


def _says(line: TextLine) -> str:
    return " ".join(s.text for s in line.syllables if not s.extender)


def _letters(line: TextLine) -> int:
    return sum(c.isalpha() for c in _says(line))


class _Layout:
    """Where the music of a page is, and what stands above and below it."""

    def __init__(self, lines: Sequence[TextLine], sheet: Sheet) -> None:
        self.sheet = sheet
        boxes = [sheet.box(n) for n in range(len(sheet.systems))]
        # The first system of a piece is indented.
        self.left = min(box[1] for box in boxes)
        self.right = max(box[3] for box in boxes)
        self.top = boxes[0][0]
        self.bottom = max(box[2] for box in boxes)
        above = [line for line in lines if self._heads(line)]
        titles = [line.size for line in above if self._is_centred(line) and self._may_title(line)]
        self.largest = max(titles, default=0.0)
        rows = [line.baseline for line in lines if line.size >= SMALLEST]
        self.highest, self.lowest = min(rows, default=0.0), max(rows, default=0.0)

    def tell(self, line: TextLine, place: tuple[int, int]) -> str | None:
        """Say what one line is for."""
        below = line.baseline - line.size / 2 > self.bottom + APART
        if self._heads(line) or below:
            if line.size < SMALLEST:
                return None
            return self._foot(line) if below else self._head(line)
        top, left, bottom, _ = self.sheet.box(place[0])
        level = top - BEYOND <= line.baseline - line.size / 3
        level = level and line.baseline <= bottom + BEYOND
        if level and line.syllables[-1].right <= left + BESIDE:
            return "PartName" if _letters(line) >= LEAST_LETTERS else None
        return self._beside_staff(line, place)

    def _heads(self, line: TextLine) -> bool:
        return line.baseline < self.top - APART

    def _middle(self, line: TextLine) -> float:
        return (line.syllables[0].left + line.syllables[-1].right) / 2

    def _is_centred(self, line: TextLine) -> bool:
        width = self.right - self.left
        return abs(self._middle(line) - (self.left + self.right) / 2) <= CENTRED * width

    def _may_title(self, line: TextLine) -> bool:
        # Dedications and poets stand in the middle, too: in italics, or in brackets.
        slender = line.style & (ITALIC | BOLD) == ITALIC
        words = _letters(line) >= LEAST_LETTERS and not _says(line).startswith("(")
        width = line.syllables[-1].right - line.syllables[0].left
        return words and not slender and width <= WIDEST_TITLE * (self.right - self.left)

    def _is_aside(self, line: TextLine) -> bool:
        side = AT_SIDE * (self.right - self.left)
        left, right = line.syllables[0].left, line.syllables[-1].right
        return left <= self.left + side or right >= self.right - side

    def _head(self, line: TextLine) -> str | None:
        says = _says(line)
        if PAGE_NUMBER.fullmatch(says):
            outermost = line.baseline <= self.highest + ROW
            aside = self._is_aside(line) or self._is_centred(line)
            return "PageNumber" if outermost and aside else None
        if _letters(line) < LEAST_LETTERS:
            return None
        if line.baseline > self.top - WORDS:
            if TEMPO.match(says.lower()):
                return "Tempo"
            if DIRECTION.match(says.lower()):
                return "Direction"
        if self._is_centred(line):
            large = line.size >= TITLE_SHARE * self.largest and self._may_title(line)
            return "Title" if large else None
        if not self._is_aside(line) or OPUS.match(says.lower()):
            return None
        middle = (self.left + self.right) / 2
        if line.syllables[0].left > middle:
            return "Composer"
        return "Credit" if line.syllables[-1].right < middle else None

    def _foot(self, line: TextLine) -> str | None:
        says = _says(line)
        near = line.baseline - line.size / 2 <= self.bottom + WORDS
        if near and _letters(line) >= LEAST_LETTERS and DIRECTION.match(says.lower()):
            return "Direction"
        if line.baseline < self.lowest - ROW:
            return None
        if PAGE_NUMBER.fullmatch(says):
            return "PageNumber" if self._is_aside(line) or self._is_centred(line) else None
        plain = FOOTER_DIGITS.search(says.lower()) is not None or self._is_centred(line)
        return "Footer" if plain and len(says) > 2 else None

    def _beside_staff(self, line: TextLine, place: tuple[int, int]) -> str | None:
        _, left, _, right = self.sheet.box(place[0])
        staff = self.sheet.staves[self.sheet.systems[place[0]].staves[place[1]]]
        says = _says(line).lower().lstrip("( ")
        letters = _letters(line)
        above = staff.top - line.baseline
        if 0 < above <= NEAR:
            if letters >= LEAST_LETTERS and TEMPO.match(says):
                leans = line.style & ITALIC and (place[1] or DIRECTION.match(says))
                return "Direction" if leans else "Tempo"
            if METRONOME.search(says):
                return "Tempo"
            first = place == (0, 0) and line.syllables[0].left - left < (FIRST_BAR * (right - left))
            upright = not line.style & ITALIC
            if first and upright and letters >= UPRIGHT_LETTERS and not DIRECTION.match(says):
                return "Tempo"
        below = line.baseline - line.size - staff.bottom
        near = above <= NEAR and below <= NEAR
        leans = line.style & ITALIC and "-" not in says.rstrip("- ")
        if near and letters >= LEAST_LETTERS and (leans or DIRECTION.match(says)):
            return "Direction"
        return None
