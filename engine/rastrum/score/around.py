"""Say which chords the marks, verses and words of a page stand at."""

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace

from rastrum.model.annotations import Lyrics, Mark, Syllable, Words
from rastrum.model.marks import Marks
from rastrum.model.words import PageText

Home = Callable[[int], tuple[int, int]]
"""Returns the system and the staff of the score that a staff of the sheet is."""


def make_marks(
    marks: Marks, home: Home, columns: Mapping[int, Sequence[tuple[float, int]]]
) -> Iterator[Mark]:
    """Yield the marks of a page.

    Parameters
    ----------
    marks : Marks
    home : callable
    columns : mapping of int to sequence of (float, int)
        Columns and ids of the chords of each staff of the sheet, ascending.

    Yields
    ------
    mark : Mark
        Each at the first and the last chord that it is over or under, or at the nearest.
    """

    def mark(kind: str, what: str, staff: int, row: float, left: float, right: float) -> Mark:
        start, end = _find_under(columns.get(staff, ()), left, right)
        return Mark(kind, what, *home(staff), row, left, right, start=start, end=end)

    for d in marks.dynamics:
        kind = "hairpin" if d.kind.startswith("Hairpin") else "dynamic"
        yield replace(mark(kind, d.kind, d.staff, d.row, d.left, d.right), height=d.height)
    for f in marks.fingerings:
        digit = mark("fingering", f.text, f.staff, f.row, f.left, f.left)
        yield replace(digit, height=f.height)
    for o in marks.octave_lines:
        yield replace(mark("octave", "", o.staff, o.row, o.left, o.right), shift=o.shift)
    for v in marks.voltas:
        yield replace(mark("volta", "", v.staff, v.row, v.left, v.right), times=v.times)
    for s in marks.signs:
        yield replace(mark("sign", s.kind, s.staff, s.row, s.column, s.column), count=s.count)


def _find_under(own: Sequence[tuple[float, int]], left: float, right: float) -> tuple[int, int]:
    """Return the first and last chord between two columns, or twice the one nearest to the left."""
    columns = [column for column, _ in own]
    first, last = bisect_left(columns, left), bisect_right(columns, right)
    if first < last:
        return own[first][1], own[last - 1][1]
    near = own[max(0, first - 1) : first + 1]
    nearest = min(near, key=lambda place: abs(place[0] - left), default=(0.0, -1))[1]
    return nearest, nearest


def make_lyrics(text: PageText, home: Home, ids: Mapping[int, int]) -> Iterator[Lyrics]:
    """Yield the verses of a page; `ids` are those of its chords."""
    verses: Counter[int] = Counter()
    for verse in text.verses:
        verses[verse.staff] += 1
        syllables = (
            Syllable(s.text, s.left, s.right, s.middle, s.extender, ids.get(s.chord, -1))
            for s in verse.syllables
        )
        system, staff = home(verse.staff)
        yield Lyrics(
            system,
            staff,
            verses[verse.staff],
            verse.baseline,
            verse.size,
            verse.style,
            tuple(syllables),
        )


def make_words(text: PageText, home: Home) -> Iterator[Words]:
    """Yield the words of a page that are not sung."""
    for w in text.words:
        system, staff = home(w.staff)
        yield Words(w.text, w.kind, system, staff, w.baseline, w.left, w.size, w.style)
