"""Keys of transposing instruments, of single staves, and of lines whose clef was not seen."""

from dataclasses import replace

import numpy as np
import pytest

from rastrum.model.detection import Detection, Glyph
from rastrum.model.notation import FLAT_BELLY
from rastrum.model.sheet import SheetStaff, System
from rastrum.model.strokes import Barline
from rastrum.signatures.keys import read_signatures
from support.sheets import box_masks, staff_sheet

SHARPS, FLATS = (-4, -1, -5, -2), (0, -3, 1, -2)
"""Steps of a key's sharps and flats below the middle line, under a treble clef."""


def signs_of(staff, key, column):
    """Return the accidentals of a key."""
    label, places = ("sharp", SHARPS) if key > 0 else ("flat", FLATS)
    sink = FLAT_BELLY * 40.0 if key < 0 else 0.0
    return [
        Glyph(label, staff.row(step) - sink, column + 16.0 * n, 40.0, 12.0, 0.9)
        for n, step in enumerate(places[: abs(key)])
    ]


def keys_of(*systems, clefless=(), ink=(), heads=(), changes=()):
    """Return the keys of lines whose staves show these: system, staff and key.

    `clefless` and `ink` are staves without a clef, and with a stroke where the next sign would be;
    `changes` are line, key and column of keys behind the barline at 480.
    """
    staves, numbers, glyphs = [], [], []
    for s, keys in enumerate(systems):
        numbers.append(tuple(range(len(staves), len(staves) + len(keys))))
        for n, key in enumerate(keys):
            staff = SheetStaff(80.0 + 160 * len(staves), 8.0, 952.0, 16.0, 5, s, n)
            if len(staves) not in clefless:
                glyphs.append(Glyph("clefG", staff.row(0.8), 40.0, 100.0, 40.0, 0.9))
            glyphs += signs_of(staff, key, 80.0)
            staves.append(staff)
    grey = np.zeros((160 * len(staves) + 160, 960), np.uint8)
    for number in ink:
        grey[int(staves[number].top) : int(staves[number].bottom), 98:102] = 255
    for line, key, column in changes:
        glyphs += signs_of(staves[numbers[line][0]], key, column)
    glyphs += [
        Glyph("noteheadBlack", staves[n].row(step), column, 16.0, 20.0, 0.9)
        for n, step, column in heads
    ]
    sheet = replace(
        staff_sheet(grey, 80.0), staves=tuple(staves), systems=tuple(map(System, numbers))
    )
    barlines = [Barline(n, "Single", 480.0, 480.0) for n in range(len(staves))]
    seen = Detection(tuple(glyphs), box_masks(grey.shape))
    found = read_signatures(sheet, seen, barlines).keys
    order = sorted(found, key=lambda k: (k.staff, k.column))
    return [(staves[k.staff].system, staves[k.staff].index, k.key) for k in order]


def test_a_transposing_staff_has_its_own_key_on_every_line():
    found = keys_of((1, -1, -1), (1, -1, -1))

    assert found == [(s, n, key) for s in (0, 1) for n, key in enumerate((1, -1, -1))]


def test_a_sign_that_was_overlooked_on_one_staff_is_that_of_the_others():
    """Its ink is there."""
    found = keys_of((-1, -2, -2), (-2, -2, -2), ink=(0,))

    assert {key for _, _, key in found} == {-2}


def test_signs_that_are_overlooked_on_every_line_leave_their_ink():
    found = keys_of((-1, -2, -2), (-1, -2, -2), ink=(0, 3))

    assert {key for _, _, key in found} == {-2}


def test_a_transposing_staff_changes_its_key_with_the_others():
    found = keys_of((2, 0, 0), (3, 1, 1))

    assert [key for _, _, key in found if key] == [2, 3, 1, 1]


@pytest.mark.parametrize("key", [1, -1])
def test_one_sign_behind_a_barline_of_a_single_staff_is_a_new_key(key):
    assert keys_of((2,), changes=[(0, key, 500.0)]) == [(0, 0, 2), (0, 0, key)]


def test_an_accidental_of_a_note_behind_a_barline_is_no_key():
    """It belongs to the lowest note of a chord whose other accidentals stand nearer."""
    heads = [(0, SHARPS[0], 550.0)]

    assert keys_of((2,), changes=[(0, 1, 500.0)], heads=heads) == [(0, 0, 2)]


def test_a_line_without_its_clef_keeps_the_key_that_stands_there():
    found = keys_of((-3,), (-3,), (-3,), clefless=(1,))

    assert found == [(s, 0, -3) for s in range(3)]
