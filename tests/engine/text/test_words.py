"""Words, dashes and extenders are found in a line of ink."""

from dataclasses import replace

import numpy as np
import pytest

from rastrum.model.detection import Glyph
from rastrum.model.vocabulary import MASKS, STRIDE
from rastrum.text.words import crop_word, find_words
from support.drawn.words import BASELINE, BODY, DASH, EXTENDER, SIZE, letter, sheet_with, word


def test_a_line_is_cut_at_the_gaps_between_words():
    found = find_words(*sheet_with(*word(40), *word(100), *word(300)))

    assert [(w.kind, w.left, w.right) for w in found] == [
        ("word", 40, 82), ("word", 100, 142), ("word", 300, 342)
    ]  # fmt: skip
    assert {w.baseline for w in found} == {BASELINE}
    assert found[0].size == pytest.approx(SIZE, abs=6)


def test_lines_that_touch_are_two():
    sheet, detection = sheet_with(*word(60), *word(140), *word(220), *word(300))
    plane = detection.masks[MASKS.index("text")]
    rows = slice((BASELINE - BODY) // STRIDE, BASELINE // STRIDE)
    above = np.zeros_like(plane)
    above[: -BODY // STRIDE - 1] = plane[BODY // STRIDE + 1 :]
    plane |= above
    sheet.grey[: -BODY - 4] |= sheet.grey[BODY + 4 :]
    plane[rows.start - 1, 140 // STRIDE : 180 // STRIDE] = 255  # something hangs down here

    words = find_words(sheet, detection)

    assert len(words) == 8
    assert len({w.line for w in words}) == 2
    assert {round(w.size) for w in words} == {SIZE}


@pytest.mark.parametrize(("mark", "kind"), [(DASH, "dash"), (EXTENDER, "extender")])
def test_dashes_and_extenders_are_told_from_words(mark, kind):
    found = find_words(*sheet_with(*word(150), mark, *word(300)))

    assert [w.kind for w in found] == ["word", kind, "word"]


def test_other_ink_in_the_line_is_no_word():
    found = find_words(*sheet_with(*word(40), (120, 124, 150, 220, False), *word(200)))

    assert [w.left for w in found] == [40, 200]


def test_signs_made_of_letters_are_no_words():
    sheet, detection = sheet_with(*word(40), *word(100))
    pedal = Glyph("pedal", BASELINE - 10.0, 120.0, 30.0, 42.0, 0.8)

    found = find_words(sheet, replace(detection, glyphs=(pedal,)))

    assert [w.left for w in found] == [40]


@pytest.mark.parametrize(("text", "lefts"), [("3", [40]), ("", [40, 100])])
def test_a_digit_that_was_told_as_a_fingering_is_no_word(text, lefts):
    sheet, detection = sheet_with(*word(40), letter(100))
    digit = Glyph("fingering", BASELINE - 10.0, 106.0, 20.0, 12.0, 0.8, text)

    found = find_words(sheet, replace(detection, glyphs=(digit,)))

    assert [w.left for w in found] == lefts


def test_a_fingering_over_a_word_leaves_the_word():
    sheet, detection = sheet_with(*word(40), *word(100))
    digit = Glyph("fingering", BASELINE - 10.0, 120.0, 20.0, 12.0, 0.8, "3")

    found = find_words(sheet, replace(detection, glyphs=(digit,)))

    assert [w.left for w in found] == [40, 100]


def test_a_word_is_cut_out_black_on_white():
    sheet, detection = sheet_with(*word(40))
    (found,) = find_words(sheet, detection)

    crop = crop_word(sheet, found)

    assert crop[0, 0] == 255
    assert crop.min() == 0
    assert crop.shape[1] >= 42


def test_an_extender_that_touches_its_word_is_none_of_its_letters():
    line = (182, 300, BASELINE - 3, BASELINE, False)

    found = find_words(*sheet_with(*word(140), line, *word(400)))

    assert [(w.kind, w.left, w.right) for w in found] == [
        ("word", 140, 182), ("extender", 182, 300), ("word", 400, 442)
    ]  # fmt: skip


def test_specks_are_no_part_of_a_word():
    speck = (130, 132, BASELINE - 9, BASELINE - 7, False)

    assert find_words(*sheet_with(speck, *word(140)))[0].left == 140


def test_a_hyphen_far_behind_the_last_word_is_found():
    found = find_words(*sheet_with(*word(140), (300, 314, BASELINE - 12, BASELINE - 9, False)))

    assert [w.kind for w in found] == ["word", "dash"]
