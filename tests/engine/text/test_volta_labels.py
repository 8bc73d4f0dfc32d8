"""A reader of words says the times of a volta, and its number is no text."""

import pytest

from rastrum.model.marks import SeenVolta
from rastrum.text.syllables import Syllable, TextLine
from rastrum.text.volta_labels import drop_numbers, parse_numbers, reread_numbers
from rastrum.text.words import ReadText
from support.drawn.voltas import LEFT, ROW, volta


@pytest.mark.parametrize(
    ("label", "times"),
    [("l.", (1,)), ("1.2.", (1, 2)), ("1.-3.", (1, 2, 3)), ("2.1", ()), ("", ()), ("Fine", ())],
)
def test_what_a_reader_says_is_taken_for_times_where_it_makes_sense(label, times):
    assert parse_numbers(label) == times


def test_a_reader_of_words_says_the_times_of_a_volta():
    voltas = [
        SeenVolta(0, (1,), LEFT, LEFT + 140, ROW),
        SeenVolta(0, (2,), LEFT + 140, LEFT + 280, ROW),
    ]
    shown = []

    def reader(crops):
        shown.extend(crops)
        return [ReadText("1.-2.", 0.9, ()), ReadText("", 0.0, ())]

    read = reread_numbers(volta("1.-2."), voltas, reader)

    assert [v.times for v in read] == [(1, 2), (2,)]
    assert shown[0].min() == 0
    assert shown[1].size == 0
    assert reread_numbers(volta(""), [], reader) == ()


def test_the_number_of_a_volta_is_no_text():
    printed = SeenVolta(0, (1,), 250.0, 450.0, 40.0)
    number = Syllable("1.", 262.0, 280.0)
    word = Syllable("dolce", 320.0, 380.0)

    kept = drop_numbers(
        [
            TextLine(70, 36, (number,)),
            TextLine(70, 36, (number, word)),
            TextLine(300, 36, (number,)),
        ],
        [printed],
    )

    assert [[s.text for s in line.syllables] for line in kept] == [["dolce"], ["1."]]
