"""Files are read as the format says; errors name their place."""

import hypothesis.strategies as st
import pytest
from hypothesis import given, settings

from rastrum.errors import MroError
from rastrum.mro import read, records
from support.written.golden import GOLDEN, golden_score


def test_the_golden_text_is_read_as_the_score():
    assert read(GOLDEN.encode()) == golden_score()


def test_order_and_unknown_names_do_not_matter():
    text = 'X score { later { nof 1 thing { a 1 } } pages { page { height 7 odd$ "}" width 5 } } }'

    assert read(text.encode()).pages == (records.Page(width=5, height=7),)


def test_shapes_are_read_without_regard_to_case():
    text = "X score { pages { page { systems { system { staves { stave { bars { bar { chords {"
    text += " chord { notes { note { shape CrotchetRest } } } } } } } } } } } } }"

    score = read(text.encode())

    assert score.pages[0].systems[0].staves[0].bars[0].chords[0].notes[0].shape == "Crotchetrest"


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("", 1, "ends"),
        ("X\nscore {\n  title$ 5\n}", 3, "quoted"),
        ("X\nscore {\n  preedit 7\n}", 3, "preedit"),
        ("X score {\n pages {\n nof 2\n page { }\n }\n}", 5, "nof 2"),
        ('X score { title$ "open', 1, "not closed"),
        ("X fileheader { version 2011 }", 1, "no score"),
        ("{ }", 1, "identifier"),
        ("X score { pages {", 1, "ends"),
    ],
)
def test_errors_name_line_and_column(text, line, words):
    with pytest.raises(MroError) as caught:
        read(text.encode(), path="a.mro")

    assert words in str(caught.value)
    assert caught.value.line == line
    assert "a.mro" in str(caught.value)


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=200))
def test_noise_is_an_mro_error(data):
    with pytest.raises(MroError):
        read(data)


@settings(max_examples=200, deadline=None)
@given(st.integers(0, len(GOLDEN) - 1), st.sampled_from('{}" x9\n'))
def test_a_damaged_file_is_read_or_named(place, character):
    damaged = GOLDEN[:place] + character + GOLDEN[place + 1 :]

    try:
        read(damaged.encode("latin-1"))
    except MroError as error:
        assert error.line >= 1
