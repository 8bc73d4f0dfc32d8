"""What is left of a tie that a system's end or a repeat cuts is found beside its head."""

import numpy as np
import pytest

from rastrum.curves.from_notes import find_stubs
from rastrum.model.detection import Glyph
from rastrum.model.notation import Head, SeenChord, SeenNote
from rastrum.model.strokes import Barline
from support.drawn.curves import SHAPE, bare_of, curve
from support.sheets import staff_sheet

TOP = 96.0


def note(column, row):
    head = Glyph("noteheadBlack", row, column, 16.0, 20.0, 0.9)
    notes = (SeenNote(Head(head, 0, round((row - 128) / 8))),)
    return SeenChord(0, "Solid", column + 9, row - 56, notes, has_stem=True)


def found(ink, *chords, barlines=()):
    return list(find_stubs(staff_sheet(ink, TOP), ink, chords, barlines))


@pytest.mark.parametrize("bulge", [5, 9])
def test_what_is_left_of_a_tie_is_found_before_the_first_note_of_a_system(bulge):
    ink = bare_of(curve((112, 180), (112, 194), bulge, thickness=2))

    (path,) = found(ink, note(210, 120), note(300, 120))

    assert path.asked
    assert path.places[0, 1] == pytest.approx(180, abs=2)
    assert path.places[-1, 1] == pytest.approx(194, abs=2)
    assert found(ink, note(60, 120), note(210, 120)) == []


def test_half_a_tie_is_found_behind_the_last_note_of_a_system():
    ink = bare_of(curve((112, 226), (112, 240), 6, thickness=2))

    (path,) = found(ink, note(60, 120), note(210, 120))

    assert path.places[0, 1] == pytest.approx(226, abs=2)
    assert found(ink, note(210, 120), note(300, 120)) == []


def test_a_tie_may_come_from_before_a_repeat():
    ink = bare_of(curve((112, 180), (112, 194), 6, thickness=2))
    chords = note(60, 120), note(210, 120)

    assert found(ink, *chords, barlines=[Barline(0, "Single", 150.0, 150.0)]) == []
    assert len(found(ink, *chords, barlines=[Barline(0, "Rightrepeat", 150.0, 150.0)])) == 1


def test_a_tie_bulges_away_from_its_head():
    ink = bare_of(curve((112, 180), (112, 194), -6, thickness=2))

    assert found(ink, note(210, 120)) == []


def test_what_goes_on_past_the_place_of_a_stub_is_none():
    ink = np.zeros(SHAPE, np.uint8)
    ink[112:114, 20:194] = 255

    assert found(ink, note(210, 120)) == []
