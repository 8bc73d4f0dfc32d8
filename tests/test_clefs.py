"""A clef that was hardly seen is believed where the next line begins with it."""

from dataclasses import replace

import numpy as np
import pytest

from rastrum.clefs import SeenClef, believe_clefs
from rastrum.page import Glyph, SheetStaff, System
from support.sheets import staff_sheet

LEAST = 0.4


def sheet():
    staves = tuple(SheetStaff(64.0 + 160 * n, 8.0, 632.0, 16.0, 5, n, 0) for n in (0, 1))
    model = staff_sheet(np.zeros((320, 640), np.uint8), 64.0)
    return replace(model, staves=staves, systems=(System((0,)), System((1,))))


def clef(staff, label, column, score, steps=None):
    steps = {"clefG": 0.8, "clefF": -1.5}[label] if steps is None else steps
    row = sheet().staves[staff].row(steps)
    glyph = Glyph(label, row, column, 60.0, 40.0, score)
    return SeenClef(staff, glyph, label, 2 if label == "clefG" else -2)


def believed(first, second):
    """Return the labels believed on two lines of one staff each."""
    found = believe_clefs(sheet(), [first, second], LEAST)
    return [[c.label for c in own] for own in found]


TREBLE, BASS = clef(0, "clefG", 40.0, 0.9), clef(1, "clefF", 40.0, 0.9)


@pytest.mark.parametrize(("score", "steps"), [(0.39, -1.5), (0.1, -1.5)])
def test_the_next_line_asks_for_a_faint_clef(score, steps):
    faint = clef(0, "clefF", 400.0, score, steps)

    assert believed([TREBLE, faint], [BASS]) == [["clefG", "clefF"], ["clefF"]]


@pytest.mark.parametrize(
    "faint",
    [
        clef(0, "clefF", 400.0, 0.3, steps=3.0),  # not where a bass clef stands
        clef(0, "clefG", 400.0, 0.3),  # not the one that is asked for
    ],
    ids=["misplaced", "another"],
)
def test_other_faint_clefs_are_none(faint):
    assert believed([TREBLE, faint], [BASS]) == [["clefG"], ["clefF"]]


def test_nothing_is_asked_for_where_lines_agree():
    again = clef(1, "clefG", 40.0, 0.9)

    assert believed([TREBLE, clef(0, "clefF", 400.0, 0.3)], [again]) == [["clefG"], ["clefG"]]


@pytest.mark.parametrize(("score", "kept"), [(0.5, False), (0.8, True)])
def test_a_doubtful_clef_falls_where_the_next_line_contradicts_it(score, kept):
    doubtful = clef(0, "clefF", 400.0, score)
    again = clef(1, "clefG", 40.0, 0.9)

    assert believed([TREBLE, doubtful], [again])[0] == ["clefG", "clefF"][: 1 + kept]


def test_a_change_to_the_clef_in_force_tells_of_another_before_it():
    again = clef(0, "clefG", 500.0, 0.8)
    faint = clef(0, "clefF", 300.0, 0.2)

    assert believed([TREBLE, faint, again], [])[0] == ["clefG", "clefF", "clefG"]
    assert believed([TREBLE, again], [])[0] == ["clefG", "clefG"]


def test_most_lines_say_whether_a_treble_clef_has_an_eight():
    staves = tuple(SheetStaff(64.0 + 160 * n, 8.0, 632.0, 16.0, 5, n, 0) for n in range(3))
    three = replace(sheet(), staves=staves, systems=tuple(System((n,)) for n in range(3)))
    lines = [[replace(TREBLE, staff=n)] for n in range(3)]
    lines[1] = [replace(lines[1][0], label="clefG8vb")]

    found = believe_clefs(three, lines, LEAST)

    assert [c.label for own in found for c in own] == ["clefG"] * 3
