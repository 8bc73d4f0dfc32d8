"""Scores are written as the format says, in each of its versions."""

from dataclasses import replace

import pytest

from rastrum import mro
from rastrum.mro import read, records, write
from support.written.golden import GOLDEN, GOLDEN_WORDS, golden_score, normal, score_of_words


def test_words_and_curves_are_written_and_read_as_the_format_says():
    assert normal(write(score_of_words()).decode("latin-1")) == normal(GOLDEN_WORDS)
    assert read(GOLDEN_WORDS.encode()) == score_of_words()


def test_a_score_is_written_as_the_format_says():
    assert normal(write(golden_score()).decode("latin-1")) == normal(GOLDEN)


def test_version_1000_leaves_out_what_it_does_not_know():
    text = write(golden_score(), version=1000).decode("ascii")

    assert "stemslash" not in text
    assert "tupletID" not in text
    assert "tupletcount" in text
    assert "TrebleDown8" not in text
    assert "shape Treble" in text


def test_version_2000_leaves_out_texts():
    stave = records.Stave(
        texts=(records.Text(text="dolce"),),
        dynamics=(records.Dynamic("Dyn_p"),),
        octavelines=(records.OctaveLine(),),
        signs=(records.Sign(),),
    )
    page = records.Page(systems=(records.System(staves=(stave,)),))

    text = write(records.Score(pages=(page,)), version=2000).decode("latin-1")

    assert "dolce" not in text
    assert "octaveline" not in text
    assert "Dyn_p" in text


def test_an_unknown_version_is_the_callers_mistake():
    with pytest.raises(ValueError, match="1234"):
        write(golden_score(), version=1234)


def test_an_empty_array_is_left_out():
    assert "nof 0" not in write(records.Score()).decode()


def test_only_a_staff_of_one_line_says_how_many_it_has():
    score = mro.Score(pages=(mro.Page(systems=(mro.System(staves=(mro.Stave(),)),)),))
    drum = mro.System(staves=(mro.Stave(lines=1),))
    drums = replace(score, pages=(mro.Page(systems=(drum,)),))

    assert b"lines" not in mro.write(score)
    assert b"lines 1" in mro.write(drums)
    assert b"lines" not in mro.write(drums, version=2000)
    assert mro.read(mro.write(drums)) == drums


def test_the_kind_of_a_text_is_written_only_where_it_is_known():
    known, unknown = mro.Text(text="Viola", type="PartName"), mro.Text(text="x")
    stave = mro.Stave(texts=(known, unknown))
    score = mro.Score(pages=(mro.Page(systems=(mro.System(staves=(stave,)),)),))

    data = mro.write(score)

    assert data.count(b"type PartName") == 1
    assert b"type None" not in data
    assert mro.read(data) == score
