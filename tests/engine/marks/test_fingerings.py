"""Digits near heads are fingerings; those of tuplets and voltas are none."""

from fractions import Fraction

import numpy as np

from rastrum.marks.fingerings import find_fingerings
from rastrum.model.detection import Detection, Glyph
from rastrum.model.marks import SeenVolta
from rastrum.model.notation import Head, SeenChord, SeenNote
from support.drawn.fingerings import digit


def chord(column, row=128.0, **more):
    glyph = Glyph("noteheadBlack", row, column, 16.0, 20.0, 0.9)
    notes = (SeenNote(Head(glyph, 0, 0)),)
    return SeenChord(0, "Solid", column + 9, row - 56, notes, has_stem=True, **more)


def find(digits, chords, voltas=()):
    heads = [n.head.glyph for c in chords for n in c.notes]
    detection = Detection((*digits, *heads), np.zeros((11, 64, 120), np.uint8))
    return [(f.text, f.left) for f in find_fingerings(detection, chords, voltas)]


def test_a_digit_far_from_every_head_is_no_fingering():
    digits = [digit("1", 80.0, 100.0), digit("2", 80.0, 300.0)]

    assert find(digits, [chord(100.0)]) == [("1", 94.5)]


def test_fingerings_of_a_chord_with_accidentals_stand_left_of_them():
    digits = [digit("1", 126.0, 60.0), digit("2", 126.0, 150.0), digit("3", 60.0, 55.0)]

    assert [text for text, _ in find(digits, [chord(100.0)])] == ["1"]


def test_what_was_not_told_is_not_written():
    assert find([digit("", 80.0, 100.0)], [chord(100.0)]) == []


def test_the_digit_that_counts_a_tuplet_is_no_fingering():
    tuplet = [chord(c, tuplet=Fraction(2, 3), tuplet_id=0) for c in (100.0, 140.0, 180.0)]
    digits = [digit("4", 150.0, 101.0), digit("3", 60.0, 142.0), digit("3", 150.0, 181.0)]

    assert [text for text, _ in find(digits, tuplet)] == ["4", "3"]


def test_the_number_of_a_volta_is_no_fingering():
    volta = SeenVolta(0, 1, 90.0, 300.0, 50.0)
    digits = [digit("1", 66.0, 102.0), digit("2", 66.0, 200.0)]

    assert find(digits, [chord(100.0), chord(200.0)], [volta]) == [("2", 194.5)]
