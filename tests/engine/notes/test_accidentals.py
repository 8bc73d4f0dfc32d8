"""Accidentals belong to their notes, once."""

import pytest

from rastrum.model.notation import Head, SeenChord, SeenNote
from rastrum.notes.accidentals import add_accidentals, keep_once
from support.drawn.chord_sheets import glyph


@pytest.mark.parametrize(("column", "accidental"), [(70, "None"), (50, "Sharp")])
def test_an_accidental_under_a_turn_is_for_the_turn(column, accidental):
    note = SeenNote(Head(glyph("noteheadBlack", 192, 100), 0, 0))
    chord = SeenChord(0, "Solid", 109.0, 120.0, (note,), has_stem=True)
    signs = glyph("sharp", 192, 70, 40.0, 16.0), glyph("turn", 166, column, 12.0, 28.0)

    (found,) = add_accidentals([chord], signs)

    assert found.notes[0].accidental == accidental


@pytest.mark.parametrize(("staff", "signs"), [(0, ["Sharp", "None"]), (1, ["Sharp", "Sharp"])])
def test_two_chords_on_one_head_print_its_accidental_once_on_a_staff(staff, signs):
    head = Head(glyph("noteheadBlack", 192, 100), 0, 0)
    note = SeenNote(head, "Sharp", 80.0)
    up = SeenChord(staff, "Solid", 109.0, 120.0, (note,), has_stem=True)
    down = SeenChord(0, "Solid", 91.0, 260.0, (note,), stem_up=False, has_stem=True)

    found = keep_once([up, down])

    assert [chord.column for chord in found] == [91.0, 109.0]
    assert [chord.notes[0].accidental for chord in found] == signs
