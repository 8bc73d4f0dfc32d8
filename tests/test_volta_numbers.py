"""The numbers under a volta's line are read from their ink."""

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from rastrum import mro
from rastrum.marks.volta_numbers import lay_out, read_numbers
from rastrum.model.marks import write_times
from rastrum.text.syllables import Syllable, TextLine
from rastrum.text.volta_labels import drop_numbers, parse_numbers, reread_numbers
from rastrum.text.words import ReadText
from rastrum_samples.engraving.mei import _times

LEFT, RIGHT, ROW = 20, 300, 20


def volta(label, *, size=32, gap=8, thick=3):
    """Draw a volta's line, its hook and a label in Pillow's own typeface, Aileron."""
    image = Image.new("L", (320, 120))
    draw = ImageDraw.Draw(image)
    draw.rectangle((LEFT, ROW - thick // 2, RIGHT, ROW + thick // 2), 255)
    draw.rectangle((LEFT, ROW, LEFT + 2, ROW + 28), 255)
    face = ImageFont.load_default(size)
    draw.text((LEFT + gap, ROW + 30), label, 255, face, anchor="ls")
    return np.asarray(image)


@pytest.mark.parametrize(
    ("label", "times"),
    [
        ("1.", (1,)), ("2.", (2,)), ("3", (3,)), ("4.", (4,)), ("1. 2.", (1, 2)), ("1, 2", (1, 2)),
        ("1.-3.", (1, 2, 3)), ("", ()), ("o", ()),
    ],
)  # fmt: skip
def test_the_times_that_are_printed_are_read(label, times):
    assert read_numbers(volta(label), LEFT, RIGHT, ROW) == times


def test_a_thick_line_and_its_hook_are_no_digits():
    assert read_numbers(volta("2.", thick=7), LEFT, RIGHT, ROW) == (2,)
    assert read_numbers(volta("", thick=7), LEFT, RIGHT, ROW) == ()


def test_a_stem_is_no_one():
    grey = volta("").copy()
    grey[ROW + 8 : ROW + 36, LEFT + 30 : LEFT + 33] = 255

    assert read_numbers(grey, LEFT, RIGHT, ROW) == ()


def test_what_stands_far_from_the_hook_is_no_number():
    assert read_numbers(volta("2.", gap=70), LEFT, RIGHT, ROW) == ()


def test_the_edge_of_the_sheet_is_no_hindrance():
    grey = volta("1.")[: ROW + 1]

    assert read_numbers(grey, LEFT, RIGHT, ROW) == ()
    assert read_numbers(grey, 318, 330, ROW) == ()


def test_digits_are_compared_without_regard_to_size_and_ink():
    large = np.zeros((48, 30), np.uint8)
    large[:, 10:20] = 255
    small = np.where(large[::2, ::2], np.uint8(200), np.uint8(0))

    likeness = float(lay_out(large) @ lay_out(small))

    assert likeness > 0.98
    assert np.linalg.norm(lay_out(large)) == pytest.approx(1.0, abs=1e-3)


def test_several_times_are_written_with_commas():
    assert write_times((1, 2)) == "1,2"
    assert write_times((2,)) is None
    assert [_times(label) for label in ("1.", "1. 2.", "1.-3.", "ossia")] == [
        (1,), (1, 2), (1, 2, 3), (1,)
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("label", "times"),
    [("l.", (1,)), ("1.2.", (1, 2)), ("1.-3.", (1, 2, 3)), ("2.1", ()), ("", ()), ("Fine", ())],
)
def test_what_a_reader_says_is_taken_for_times_where_it_makes_sense(label, times):
    assert parse_numbers(label) == times


def test_a_reader_of_words_says_the_times_of_a_volta():
    voltas = mro.Volta(1, 0, 140, 0), mro.Volta(2, 140, 280, 0)
    stave = mro.Stave(top=ROW, left=LEFT, voltas=voltas)
    shown = []

    def reader(crops):
        shown.extend(crops)
        return [ReadText("1.-2.", 0.9, ()), ReadText("", 0.0, ())]

    (system,) = reread_numbers(volta("1.-2."), [mro.System(staves=(stave,))], reader)

    assert [(v.number, v.numbers) for v in system.staves[0].voltas] == [(1, "1,2"), (2, None)]
    assert shown[0].min() == 0
    assert shown[1].size == 0
    assert reread_numbers(volta(""), [mro.System()], reader) == (mro.System(),)


def test_the_number_of_a_volta_is_no_text():
    stave = mro.Stave(top=100, left=50, voltas=(mro.Volta(1, 200, 400, -60),))
    system = mro.System(top=100, left=50, staves=(stave,))
    number = Syllable("1.", 262.0, 280.0)
    word = Syllable("dolce", 320.0, 380.0)

    kept = drop_numbers(
        [
            TextLine(70, 36, (number,)),
            TextLine(70, 36, (number, word)),
            TextLine(300, 36, (number,)),
        ],
        [system],
    )

    assert [[s.text for s in line.syllables] for line in kept] == [["dolce"], ["1."]]
