"""The detector finds drawn signs where they stand, on the sheet and on strips of small staves."""

from dataclasses import replace

import numpy as np
import pytest

from rastrum.detection.detector import detect, find_glyphs, territory
from rastrum.model.sheet import Strip
from rastrum.model.vocabulary import MASKS, STRIDE
from support.sheets import staff_sheet

HEIGHT, WIDTH, TOP = 240, 400, 88


def note(grey, row, column):
    """Draw a filled head, slanting, and its stem."""
    rows, columns = np.mgrid[: grey.shape[0], : grey.shape[1]]
    down, right = rows - row, columns - column
    along, across = right * 0.94 - down * 0.34, right * 0.34 + down * 0.94
    grey[(along / 10.5) ** 2 + (across / 7.2) ** 2 <= 1] = 255
    grey[row - 56 : row - 2, column + 8 : column + 10] = 255


def staff(*notes, height=HEIGHT, top=TOP):
    grey = np.zeros((height, WIDTH), np.uint8)
    for line in range(5):
        grey[top - 1 + 16 * line : top + 1 + 16 * line, 8 : WIDTH - 8] = 255
    for row, column in notes:
        note(grey, row, column)
    return grey


PLACES = [(TOP + 40, 120), (TOP + 48, 200), (TOP + 24, 280)]


def heads(glyphs):
    found = [g for g in glyphs if g.label == "noteheadBlack" and g.score > 0.5]
    return sorted((g.row, g.column) for g in found)


def test_drawn_notes_are_found_where_they_stand():
    seen = detect(staff_sheet(staff(*PLACES), float(TOP)))

    assert np.array(heads(seen.glyphs)) == pytest.approx(np.array(sorted(PLACES)), abs=2)
    assert list(seen.glyphs) == sorted(seen.glyphs, key=lambda g: (g.row, g.column))


def test_stems_are_marked_where_they_stand_and_nowhere_else():
    stems = detect(staff_sheet(staff(*PLACES), float(TOP))).masks[MASKS.index("stem")]

    for row, column in PLACES:
        assert stems[(row - 30) // STRIDE, (column + 9) // STRIDE] > 127
    assert not (stems[:, : 80 // STRIDE] > 127).any()


def test_masks_cover_the_sheet_and_cannot_be_changed():
    sheet = staff_sheet(staff()[:, : WIDTH - 3], float(TOP))

    masks = detect(sheet).masks

    assert masks.shape == (len(MASKS), HEIGHT // STRIDE, WIDTH // STRIDE)
    with pytest.raises(ValueError, match="read-only"):
        masks[0, 0, 0] = 1


def test_on_a_sheet_without_staves_nothing_is_looked_for():
    sheet = replace(staff_sheet(staff(*PLACES), float(TOP)), staves=(), systems=())

    seen = detect(sheet)

    assert seen.glyphs == ()
    assert not seen.masks.any()


@pytest.mark.parametrize("shape", [(64, 64), (61, 70)])
def test_on_paper_there_is_nothing(shape):
    assert find_glyphs(np.zeros(shape, np.uint8)) == []


def test_glyphs_of_a_piece_of_sheet_are_the_surest_first():
    scores = [g.score for g in find_glyphs(staff(*PLACES))]

    assert scores == sorted(scores, reverse=True)


def test_high_sheets_are_looked_at_in_bands_that_lose_nothing():
    tops = [TOP + 400 * n for n in range(4)]
    grey = np.concatenate([staff(*PLACES, height=400) for _ in tops])

    seen = detect(staff_sheet(grey, *map(float, tops)))

    expected = [(row + 400 * n, column) for n in range(4) for row, column in PLACES]
    assert np.array(heads(seen.glyphs)) == pytest.approx(np.array(sorted(expected)), abs=2)


def small_staff():
    """Return a sheet whose second staff is half as large, with its strip of twice the size."""
    strip_grey = staff(*PLACES)
    grey = np.concatenate([staff(*PLACES), np.zeros((HEIGHT // 2, WIDTH), np.uint8)])
    grey[HEIGHT:, : WIDTH // 2] = strip_grey[::2, ::2]
    sheet = staff_sheet(grey, float(TOP), HEIGHT + TOP / 2)
    small = replace(sheet.staves[1], space=8.0, right=WIDTH / 2)
    strip = Strip(1, strip_grey, 2.0, float(HEIGHT), 0.0)
    return replace(sheet, staves=(sheet.staves[0], small), strips=(strip,))


def test_a_small_staff_is_read_on_its_strip():
    found = heads(detect(small_staff()).glyphs)

    lower = [(HEIGHT + row / 2, column / 2) for row, column in PLACES]
    assert np.array(found) == pytest.approx(np.array(sorted([*PLACES, *lower])), abs=2)


def test_a_strip_speaks_for_the_rows_that_are_nearer_to_its_staff_than_to_others():
    sheet = small_staff()
    (strip,) = sheet.strips

    top, bottom = territory(sheet, strip)

    assert top == max(HEIGHT, (sheet.staves[0].bottom + sheet.staves[1].top) / 2)
    assert bottom == HEIGHT * 1.5
