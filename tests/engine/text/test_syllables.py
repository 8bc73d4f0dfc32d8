"""What was read is cut into syllables that know where they stand."""

import pytest

from rastrum.text.syllables import Syllable, TextLine, read_lines, split_line
from rastrum.text.words import ReadText, find_words
from support.drawn.words import BASELINE, DASH, EXTENDER, letter, sheet_with, word

STEP = 15
"""Columns from letter to letter of a drawn word."""


def read(*texts, pieces, score=0.9):
    """Read the words that pieces of ink are; they say these texts in their order."""

    def reader(crops):
        assert len(crops) == len(texts)
        return [
            ReadText(text, score, tuple((n + 0.5) / len(text) for n in range(len(text))))
            for text in texts
        ]

    sheet, detection = sheet_with(*pieces)
    lines = read_lines(sheet, find_words(sheet, detection), reader)
    return [[s.text for s in line.syllables] for line in lines]


@pytest.mark.parametrize(
    ("text", "syllables"),
    [
        ("Lied", ["Lied"]),
        ("lieb-ten", ["lieb-", "ten"]),
        ("lieb~ten", ["lieb-", "ten"]),
        ("du bist", ["du", "bist"]),
        ("du, bist", ["du,", "bist"]),
        ("du,bist", ["du,", "bist"]),
        ("du , bist", ["du,", "bist"]),
        ("1. Al-le", ["1. Al-", "le"]),
        ("aIIes", ["alles"]),
        ("0 du", ["O", "du"]),
        ("10", ["10"]),
    ],
)
def test_what_was_read_falls_into_syllables(text, syllables):
    (line,) = read(text, pieces=word(140, 6))

    assert line == syllables


def test_words_in_capitals_are_left():
    (line,) = read("MILD", pieces=word(140, 4))

    assert line == ["MILD"]


@pytest.mark.parametrize(("score", "text"), [(0.2, "Lied"), (0.9, ""), (0.9, "..-")])
def test_what_cannot_be_read_or_says_nothing_is_none(score, text):
    assert read(text, pieces=word(140), score=score) == []


def test_a_dash_goes_to_the_syllable_before_it_and_an_extender_is_one_by_itself():
    (line,) = read("Al", "le", pieces=[*word(140), DASH, *word(260)])
    (held,) = read("Lied", pieces=[*word(140), EXTENDER])

    assert line == ["Al-", "le"]
    assert held == ["Lied", ""]


def test_the_number_of_a_verse_is_none_of_its_letters():
    numbered = Syllable("1. Al", 100.0, 150.0, (104.0, 110.0, 118.0, 126.0, 140.0))

    assert (numbered.begin, numbered.middle) == (126, 138)
    assert Syllable("Al", 100.0, 150.0, (110.0, 130.0)).begin == 100


def line_of(text, pieces, columns):
    """Split a line of one syllable over the notes at these columns."""
    sheet, _ = sheet_with(*pieces)
    left, right = pieces[0][0], pieces[-1][1]
    places = tuple((a + b) / 2 for a, b, *_ in pieces)
    line = TextLine(BASELINE, 40, (Syllable(text, left, right, places),))
    return split_line(sheet, line, columns).syllables


def test_a_word_under_one_note_stays_whole():
    (whole,) = line_of("lieb", word(140, 4), [165.0])

    assert whole.text == "lieb"


def test_syllables_that_stand_under_two_notes_are_split_at_the_gap_between_them():
    pieces = [letter(140), letter(155), letter(185), letter(200)]

    first, second = line_of("duda", pieces, [150.0, 200.0])

    assert (first.text, second.text) == ("du", "da")
    assert first.right <= second.left
    assert (first.left, second.right) == (140, 212)


def test_a_word_without_a_gap_is_split_where_it_falls_into_syllables():
    first, second = line_of("Liebe", word(140, 5), [150.0, 200.0])

    assert (first.text, second.text) == ("Lie-", "be")


def test_a_word_of_one_syllable_is_not_split():
    (whole,) = line_of("schon", word(140, 5), [150.0, 200.0])

    assert whole.text == "schon"
