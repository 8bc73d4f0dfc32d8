"""Staves of systems are staves of the score, and a brace or a voice makes one part of some."""

from dataclasses import replace

import numpy as np
import pytest

from rastrum.model.detection import Glyph
from rastrum.model.measures import Voice
from rastrum.model.notation import SeenClef
from rastrum.model.sheet import Brace, System
from rastrum.model.strokes import Barline
from rastrum.score.parts import group_staves, number_staves
from support.readings import notation
from support.sheets import staff_sheet
from support.timed import chord

PITCH = {"clefG": 2, "clefF": -2, "clefC": 0}


def page(*systems, braces=(), joined=(), single=(), chords=(), voices=()):
    """Return a page whose systems are given by the clefs of their staves.

    `joined` are staves of the page whose barlines run on, `single` those of one line, `braces`
    are (system, first, last).
    """
    labels = [label for own in systems for label in own]
    sheet = staff_sheet(
        np.zeros((16, 640), np.uint8), *(64.0 + 160 * n for n in range(len(labels)))
    )
    staves, groups = list(sheet.staves), []
    for s, own in enumerate(systems):
        first = sum(map(len, systems[:s]))
        numbers = tuple(range(first, first + len(own)))
        for index, n in enumerate(numbers):
            lines = 1 if n in single else 5
            staves[n] = replace(staves[n], system=s, index=index, lines=lines)
        held = tuple(Brace("brace", a, b) for system, a, b in braces if system == s)
        groups.append(System(numbers, held))
    sheet = replace(sheet, staves=tuple(staves), systems=tuple(groups))
    clefs = tuple(
        SeenClef(n, Glyph(label, 0.0, 40.0, 60.0, 40.0, 0.9), label, PITCH[label])
        for n, label in enumerate(labels)
        if label
    )
    barlines = [Barline(n, "Single", 300.0, 300.0, n in joined) for n in range(len(labels))]
    return notation(sheet, barlines=barlines, clefs=clefs, chords=chords, voices=voices)


SONG = ("clefG", "clefG", "clefF")


def test_systems_of_as_many_staves_have_them_in_their_order():
    assert number_staves([page(SONG, SONG)]) == [[(0, 1, 2), (0, 1, 2)]]


@pytest.mark.parametrize(
    ("own", "numbers"), [(("clefG", "clefF"), (1, 2)), (("clefF",), (2,)), (("clefG",), (1,))]
)
def test_a_staff_that_is_left_out_is_told_by_the_clefs_of_the_others(own, numbers):
    """Among equals the upper one rests."""
    assert number_staves([page(SONG), page(own)]) == [[(0, 1, 2)], [numbers]]


def test_barlines_that_run_on_tell_staves_of_one_clef_apart():
    quartet = ("clefG", "clefG", "clefG")

    (numbers,) = number_staves([page(quartet, ("clefG", "clefG"), joined=(0, 3))])

    assert numbers[1] == (0, 2)


def test_a_staff_of_one_line_is_never_one_of_five():
    (numbers,) = number_staves([page(("clefG", "", "clefG"), ("",), single=(1, 3))])

    assert numbers[1] == (1,)


def test_too_many_staves_are_counted_as_they_come():
    full, less = ("clefG",) * 13, ("clefG",) * 12

    (numbers,) = number_staves([page(full, less)])

    assert numbers[1] == tuple(range(12))


def test_no_pages_have_no_staves():
    assert number_staves([]) == []
    assert group_staves([], []) == []


def grouped(*pages):
    return group_staves(pages, number_staves(pages))


def test_each_staff_without_a_brace_is_a_part():
    assert grouped(page(SONG)) == [(0,), (1,), (2,)]


@pytest.mark.parametrize(("braced", "parts"), [(2, [(0,), (1, 2)]), (1, [(0,), (1,), (2,)])])
def test_a_brace_in_most_systems_makes_one_part(braced, parts):
    braces = [(system, 1, 2) for system in range(braced)]

    assert grouped(page(SONG, SONG, SONG, braces=braces)) == parts


def test_a_system_that_leaves_a_staff_out_says_nothing_about_its_brace():
    assert grouped(page(SONG, ("clefF",), ("clefF",), braces=[(0, 1, 2)])) == [(0,), (1, 2)]


def test_staves_that_a_voice_goes_between_are_one_part():
    chords = [
        replace(chord(100.0, 0, up=True), staff=1),
        replace(chord(150.0, 0, up=True), staff=2),
    ]
    chords = [
        replace(c, notes=tuple(replace(n, head=replace(n.head, staff=c.staff)) for n in c.notes))
        for c in chords
    ]
    voice = Voice(0, 1, 0, 100.0, (0, 1), whole=True)

    assert grouped(page(SONG, chords=chords, voices=[voice])) == [(0,), (1, 2)]
