"""A clef that was hardly seen is believed where the next line begins with it."""

from dataclasses import replace

import numpy as np
import pytest

from rastrum.model.detection import Glyph
from rastrum.model.notation import SeenClef
from rastrum.signatures.clefs import believe_clefs, read_clef
from support.sheets import detected, staff_sheet

SEEN = detected((), np.zeros((0, 0, 0), np.uint8))


def sheet(grey=None):
    grey = np.zeros((320, 640), np.uint8) if grey is None else grey
    return staff_sheet(grey, 64.0, 224.0, per_system=1)


def clef(staff, label, column, score, steps=None):
    steps = {"clefG": 0.8, "clefF": -1.5}[label] if steps is None else steps
    row = sheet().staves[staff].row(steps)
    glyph = Glyph(label, row, column, 60.0, 40.0, score)
    return SeenClef(staff, glyph, label, 2 if label == "clefG" else -2)


def believed(first, second):
    """Return the labels believed on two lines of one staff each."""
    found = believe_clefs(sheet(), SEEN, [first, second])
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
    three = staff_sheet(sheet().grey, 64.0, 224.0, 384.0, per_system=1)
    lines = [[replace(TREBLE, staff=n)] for n in range(3)]
    lines[1] = [replace(lines[1][0], label="clefG8vb")]

    found = believe_clefs(three, SEEN, lines)

    assert [c.label for own in found for c in own] == ["clefG"] * 3


def bass_clef(size):
    """Return ink like a bass clef's: an open ring and two dots."""
    rows, columns = np.mgrid[: round(56 * size), : round(40 * size)] / size
    away = np.hypot(rows - 22, columns - 14)
    ring = (away > 9) & (away < 14) & ((columns > 10) | (rows < 22))
    dots = np.hypot(np.minimum(abs(rows - 14), abs(rows - 30)), columns - 35) < 3.5
    return np.where(ring | dots, 255, 0).astype(np.uint8)


def drawn(grey, staff, column, size, steps=-1.5):
    """Draw a bass clef, its middle in a column and so many steps below the middle line."""
    ink = bass_clef(size)
    top = round(sheet().staves[staff].row(steps) - ink.shape[0] / 2)
    left = round(column - ink.shape[1] / 2)
    grey[top : top + ink.shape[0], left : left + ink.shape[1]] |= ink


@pytest.mark.parametrize(
    ("size", "steps", "found"),
    [(0.75, -1.62, True), (0.75, 2.0, False), (None, None, False)],
    ids=["small", "misplaced", "nothing"],
)
def test_a_clef_that_nothing_was_seen_of_looks_like_those_that_begin_lines(size, steps, found):
    grey = np.zeros((320, 640), np.uint8)
    drawn(grey, 1, 40, 1.0)
    if size is not None:
        drawn(grey, 0, 400, size, steps)

    first, _ = believe_clefs(sheet(grey), SEEN, [[TREBLE], [BASS]])

    assert [c.label for c in first] == ["clefG", "clefF"][: 1 + found]
    if found:
        assert first[1].glyph.column == pytest.approx(400, abs=2)
        assert first[1].middle == BASS.middle


@pytest.mark.parametrize("size", [0.75, None])
def test_a_faint_clef_is_believed_if_it_looks_like_those_that_begin_lines(size):
    """Also where the next line does not ask for it."""
    grey = np.zeros((320, 640), np.uint8)
    drawn(grey, 1, 40, 1.0)
    if size is not None:
        drawn(grey, 1, 300, size, -1.62)
    faint, treble = clef(1, "clefF", 300.0, 0.2), clef(1, "clefG", 170.0, 0.9)

    _, last = believe_clefs(sheet(grey), SEEN, [[TREBLE], [BASS, treble, faint]])

    assert [c.label for c in last] == ["clefF", "clefG", "clefF"][: 2 + (size is not None)]


@pytest.mark.parametrize(
    ("steps", "height", "line"),
    [(-0.8, 52.0, -2), (1.1, 52.0, 0), (-2.8, 52.0, -4), (-2.3, 38.0, -2)],
    ids=["bass", "baritone", "sub-bass", "small bass"],
)
def test_an_f_clef_names_the_line_it_stands_on(steps, height, line):
    glyph = Glyph("clefF", sheet().staves[0].row(steps), 40.0, height, 40.0, 0.9)

    assert read_clef(sheet(), 0, glyph).pitch == line
