"""Keys are read from all staves of a line, and from the lines around it."""

from dataclasses import replace

import numpy as np
import pytest

from rastrum.model.detection import Detection, Glyph
from rastrum.model.notation import FLAT_BELLY
from rastrum.model.strokes import Barline
from rastrum.signatures.keys import read_signatures
from support.sheets import box_masks, staff_sheet

HEIGHT, WIDTH = 800, 960
CLEFS = (("clefG", 0.8), ("clefF", -0.6))
PLACES = {"flat": (0, 2), "sharp": (-4, -2)}
"""Steps of the first flat and the first sharp, under a treble and a bass clef."""

SHEET = staff_sheet(
    np.zeros((HEIGHT, WIDTH), np.uint8), *(80.0 + 160 * n for n in range(4)), per_system=2
)
STAVES = SHEET.staves


def sign(line, staff, label, column, steps=0):
    """Return the first flat or sharp of a key, or a sign so many steps below its place."""
    height = 40.0
    row = STAVES[2 * line + staff].row(PLACES.get(label, PLACES["flat"])[staff] + steps)
    row -= FLAT_BELLY * height if label == "flat" else 0.0
    return Glyph(label, row, column, height, 14.0, 0.9)


def keys(*signs, ink=()):
    """Return the keys of two lines of two staves: staff, key and whether it opens the line."""
    clefs = [
        Glyph(CLEFS[s.index][0], s.row(CLEFS[s.index][1]), 40.0, 100.0, 40.0, 0.9) for s in STAVES
    ]
    grey = np.zeros((HEIGHT, WIDTH), np.uint8)
    for number in ink:
        staff = STAVES[number]
        grey[int(staff.top) : int(staff.bottom), 78:82] = 255
    sheet = replace(SHEET, grey=grey)
    barlines = [Barline(n, "Single", 480.0, 480.0) for n in range(4)]
    seen = Detection((*clefs, *signs), box_masks((HEIGHT, WIDTH)))
    found = read_signatures(sheet, seen, barlines).keys
    return sorted((k.staff, k.key, k.column < 160) for k in found)


def opening(line, *labels):
    return [sign(line, staff, label, 80.0) for staff, label in enumerate(labels) if label]


@pytest.mark.parametrize("first", [("flat", ""), ("", "flat"), ("", "")])
def test_a_flat_that_the_first_line_lost_is_that_of_the_next(first):
    found = keys(*opening(0, *first), *opening(1, "flat", "flat"), ink=(0, 1))

    assert found == [(n, -1, True) for n in range(4)]


def test_a_first_line_without_a_sign_or_ink_in_its_place_has_no_key():
    found = keys(*opening(1, "flat", "flat"))

    assert {key for staff, key, _ in found if staff < 2} <= {0}


def test_a_line_without_a_key_before_another_one_without_has_none():
    assert {key for _, key, _ in keys()} <= {0}


@pytest.mark.parametrize(("second", "changes"), [("flat", False), ("sharp", True)])
def test_a_change_that_the_next_line_takes_back_is_none(second, changes):
    change = [sign(0, staff, "sharp", 500.0) for staff in (0, 1)]

    found = keys(*opening(0, "flat", "flat"), *change, *opening(1, second, second))

    assert ((0, 1, False) in found) == changes


@pytest.mark.parametrize(("flat", "key"), [(True, -1), (False, 0)])
def test_naturals_too_few_for_the_key_agree_with_the_other_staff(flat, key):
    """One staff shows what is left of three flats; the flat of the other one was lost."""
    three = [
        sign(0, staff, "flat", 80.0 + 16 * n, steps)
        for staff in (0, 1)
        for n, steps in enumerate((0, -3, 1))
    ]
    change = [
        sign(0, staff, "natural", 500.0 + 16 * n, steps)
        for staff in (0, 1)
        for n, steps in enumerate((-3, 1))
    ]
    if flat:
        change.append(sign(0, 1, "flat", 532.0))
    labels = ("flat", "flat") if flat else ("", "")

    found = keys(*three, *change, *opening(1, *labels))

    assert [k for k in found if not k[2]] == [(0, key, False), (1, key, False)]
