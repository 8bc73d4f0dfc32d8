"""What a text is for is told by its place, its type and its first word."""

from dataclasses import replace

import numpy as np
import pytest

from rastrum.model.sheet import SheetStaff, System
from rastrum.model.words import BOLD, ITALIC, SERIF
from rastrum.mro.records import TEXT_TYPES
from rastrum.text.roles import tell_kinds
from rastrum.text.syllables import Syllable, TextLine
from support.sheets import staff_sheet

TOP, SYSTEM, DISTANCE, LEFT, WIDTH = 500, 224, 500, 200, 1800
"""Two staves to a system, the upper one's top line at the system's top; four systems."""

LINES = 64


def page(indent=100):
    """Return four systems of two staves, the first one indented."""
    staves = []
    for n in range(4):
        top, left = TOP + n * DISTANCE, LEFT + (indent if n == 0 else 0)
        for k, row in enumerate((top, top + SYSTEM - LINES)):
            staves.append(SheetStaff(row, left, LEFT + WIDTH, 16.0, 5, n, k))
    systems = tuple(System((2 * n, 2 * n + 1)) for n in range(4))
    return replace(
        staff_sheet(np.zeros((8, 8), np.uint8), 0.0), staves=tuple(staves), systems=systems
    )


def text(says, row, left, *, size=40, style=SERIF, width=None):
    """Return a line of text; its letters are half as wide as the type is large."""
    right = left + (width or len(says) * size / 2)
    return TextLine(row, size, (Syllable(says, left, right),), style)


def kind(line, place=(0, 0), others=()):
    """Say what a line is for, on a page with others of system and staff 0."""
    lines = [line, *others]
    return tell_kinds(lines, [place, *[(0, 0)] * len(others)], page())[0]


MIDDLE, RIGHT = LEFT + WIDTH / 2, LEFT + WIDTH
TITLE = text("Abendlied", 180, MIDDLE - 150, size=66)
POET = text("(Heine.)", 260, MIDDLE - 70)
COMPOSER = text("R. Schumann", 330, RIGHT - 220)
PLATE = text("D. & F. 9327", 2400, MIDDLE - 120)


@pytest.mark.parametrize(
    ("line", "told"),
    [
        (TITLE, "Title"), (POET, None), (COMPOSER, "Composer"),
        (text("Heinrich Heine", 330, LEFT), "Credit"),
        (text("Opus 12", 330, RIGHT - 140), None),
        (text("à Joseph Haydn", 180, MIDDLE - 140, style=SERIF + ITALIC), None),
        (text("132", 120, RIGHT - 60), "PageNumber"),
        (text("- 7 -", 120, MIDDLE - 50), "PageNumber"),
        (text("1", 330, MIDDLE), None),
        (text("nd", 120, MIDDLE - 20), None),
        (text("illi", 180, MIDDLE - 20, size=17), None),
        (PLATE, "Footer"),
        (text("© 1955 Praha", 2400, LEFT), "Footer"),
        (text("Zweite Strophe", 2310, LEFT), None),
        (text("12", 2400, RIGHT - 40), "PageNumber"),
    ],
)  # fmt: skip
def test_what_stands_above_and_below_the_music_is_told_by_its_place(line, told):
    others = [other for other in (TITLE, PLATE) if other is not line]

    assert kind(line, others=others) == told


@pytest.mark.parametrize(
    ("line", "told"),
    [
        (text("Allegro", TOP - 40, LEFT + 200, style=SERIF + BOLD), "Tempo"),
        (text("Nicht schnell.", TOP - 40, LEFT + 200), "Tempo"),
        (text("Wie im Traum", TOP - 40, LEFT + 200), "Tempo"),
        (text("Wie im Traum", TOP - 40, LEFT + 900), None),
        (text("( = 80)", TOP - 40, LEFT + 900), "Tempo"),
        (text("Andante", TOP - 95, LEFT + 200), "Tempo"),
        (text("dolce", TOP - 95, LEFT + 200, style=SERIF + ITALIC), "Direction"),
        (text("cresc.", TOP + 3 * DISTANCE + SYSTEM + 110, LEFT + 200), "Direction"),
        (text("dolce", TOP - 40, LEFT + 200, style=SERIF + ITALIC), "Direction"),
        (text("a tempo", TOP - 40, LEFT + 900, style=SERIF + ITALIC), "Direction"),
        (text("risoluto-", TOP - 40, LEFT + 900, style=SERIF + ITALIC), "Direction"),
        (text("zart", TOP + 110, LEFT + 300, style=SERIF + ITALIC), "Direction"),
        (text("cresc.", TOP + 110, LEFT + 300), "Direction"),
        (text("Maggiore", TOP + 110, LEFT + 300), None),
        (text("schmerz-ver-sun-ken", TOP + 110, LEFT + 300, style=SERIF + ITALIC), None),
        (text("15", TOP - 30, LEFT + 100, style=SERIF + ITALIC), None),
        (text("Viola", TOP + 40, LEFT - 20), "PartName"),
        (text("12", TOP + 40, LEFT - 20), None),
    ],
)  # fmt: skip
def test_what_stands_at_a_staff_is_told_by_its_words_and_its_type(line, told):
    assert kind(line, others=[TITLE]) == told


def test_slanting_words_between_staves_are_no_tempo():
    below = text("langsamer", TOP + SYSTEM - LINES - 20, LEFT + 900, style=SERIF + ITALIC)

    assert kind(below, place=(0, 1)) == "Direction"


def test_every_kind_that_is_told_is_one_that_the_format_of_ours_has():
    lines = [TITLE, COMPOSER, PLATE, text("Viola", TOP + 40, LEFT - 20)]

    kinds = tell_kinds(lines, [(0, 0)] * 4, page())

    assert set(kinds) <= set(TEXT_TYPES)
    assert tell_kinds(lines, [(0, 0)] * 4, replace(page(), staves=(), systems=())) == [None] * 4
    assert tell_kinds([], [], page()) == []
