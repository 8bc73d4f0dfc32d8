"""Text is read and given to its notes."""

import pytest

from rastrum.model.detection import Glyph
from rastrum.model.notation import Head, SeenChord, SeenNote
from rastrum.text.lyrics import read_text
from rastrum.text.words import ReadText
from support.drawn.words import BASELINE, DASH, EXTENDER, letter, sheet_with, word


def notes(columns):
    """Return a rest, and crotchets in these columns."""
    glyph = Glyph("restQuarter", 96.0, 18.0, 40.0, 16.0, 0.9)
    chords = [SeenChord(0, "Crotchetrest", 18.0, 96.0, rest=glyph)]
    for column in columns:
        head = Head(Glyph("noteheadBlack", 96.0, column, 16.0, 18.0, 0.9), 0, 0)
        chords.append(SeenChord(0, "Solid", column, 96.0, (SeenNote(head),)))
    return chords


def evenly(text):
    """Return the places of characters that are all of one width."""
    return tuple((n + 0.5) / len(text) for n in range(len(text)))


def read_as(texts, *pieces, columns):
    """Read a line whose words say `texts`; return the staff's lyrics and texts."""

    def reader(crops):
        assert len(crops) == len(texts)
        return [ReadText(text, 0.9, evenly(text)) for text in texts]

    sheet, detection = sheet_with(*pieces)
    text, _ = read_text(sheet, detection, notes(columns), (), reader)
    return text.verses, text.words


def test_syllables_belong_to_the_notes_they_stand_under():
    pieces = [*word(140), DASH, *word(260), *word(400)]

    (line,), texts = read_as(["Al", "le", "sind"], *pieces, columns=[161, 281, 350, 421])

    assert [(e.text, e.chord) for e in line.syllables] == [
        ("Al-", 1), ("le", 2), ("sind", 4)
    ]  # fmt: skip
    assert line.baseline == pytest.approx(BASELINE, abs=1)
    assert [e.middle for e in line.syllables] == pytest.approx([161, 281, 421], abs=2)
    assert texts == ()


@pytest.mark.parametrize("text", ["lieb_ten", "lieb-ten", "lieb – ten"])
def test_a_hyphen_within_a_word_cuts_it(text):
    (line,), _ = read_as([text], *word(140, 8), columns=[165, 230])

    assert [e.text for e in line.syllables] == ["lieb-", "ten"]
    assert [e.chord for e in line.syllables] == [1, 2]


def test_words_that_stand_close_are_read_together():
    (line,), _ = read_as(["so ist"], *word(140, 2), *word(182), columns=[155, 200])

    assert [(e.text, e.chord) for e in line.syllables] == [("so", 1), ("ist", 2)]
    assert [e.left for e in line.syllables] == [140, 182]


def test_a_dash_that_was_not_read_counts():
    pieces = [*word(140), (190, 204, BASELINE - 12, BASELINE - 9, False), *word(210)]

    (line,), _ = read_as(["kei ner"], *pieces, columns=[161, 231])

    assert [e.text for e in line.syllables] == ["kei-", "ner"]


def test_the_number_of_a_verse_goes_with_its_first_syllable():
    (line,), _ = read_as(["2. Und"], *word(140, 2), *word(180), columns=[200, 300])

    assert [(e.text, e.chord) for e in line.syllables] == [("2. Und", 1)]


def test_white_before_a_comma_parts_nothing():
    (line,), _ = read_as(["ein ,"], *word(140), *word(190, 1), columns=[161, 300])

    assert [e.text for e in line.syllables] == ["ein,"]


def test_two_vowels_may_be_sung_on_one_note():
    (line,), _ = read_as(["do a"], *word(140, 2), *word(178, 1), columns=[160, 350, 450])

    assert [(e.text, e.chord) for e in line.syllables] == [("do a", 1)]


def test_words_that_were_read_as_one_are_split_at_the_gap_between_their_notes():
    pieces = [*word(140), *[letter(left) for left in (189, 204, 219)]]

    (line,), _ = read_as(["derist"], *pieces, columns=[161, 210])

    assert [e.text for e in line.syllables] == ["der", "ist"]
    assert [e.left for e in line.syllables] == pytest.approx([140, 186], abs=3)


def test_a_word_under_two_notes_falls_into_syllables():
    (line,), _ = read_as(["gangen"], *word(140, 6), columns=[155, 210])

    assert [(e.text, e.chord) for e in line.syllables] == [("gan-", 1), ("gen", 2)]


def test_a_word_of_one_syllable_may_stand_under_two_notes():
    (line,), _ = read_as(["strength"], *word(140, 8), columns=[155, 225])

    assert [(e.text, e.chord) for e in line.syllables] == [("strength", 1)]


def test_an_extender_has_no_text_and_no_note():
    (line,), _ = read_as(["ah"], *word(150), EXTENDER, columns=[171])

    assert [(e.text, e.extender, e.chord) for e in line.syllables] == [
        ("ah", False, 1), ("", True, -1)
    ]  # fmt: skip


def test_a_word_under_many_notes_is_no_lyric():
    lines, (text,) = read_as(["dolce"], *word(150, 5), columns=[60, 171, 300, 400, 450, 500, 550])

    assert lines == ()
    assert (text.text, text.left) == ("dolce", 150)
    assert text.baseline == pytest.approx(BASELINE, abs=1)


def test_what_cannot_be_read_is_left_out():
    (line,), _ = read_as(["", "ah"], *word(150), *word(300), columns=[171, 321])

    assert [e.text for e in line.syllables] == ["ah"]
    assert read_as(["·"], *word(150), columns=[171]) == ((), ())


def test_a_capital_within_small_letters_is_the_small_one_that_looks_alike():
    (line,), _ = read_as(["AI", "Ieise"], *word(150), *word(300), columns=[171, 321])

    assert [e.text for e in line.syllables] == ["Al", "Ieise"]
