"""Code points of a music font are the classes that the networks know."""

from rastrum.model.vocabulary import DIGITS, GLYPHS, SFORZATI
from rastrum_samples.engraving.smufl import CODE_TO_CLASS, CODE_TO_WORD, LETTERS


def test_every_class_of_a_code_point_is_known():
    assert set(CODE_TO_CLASS.values()) <= set(GLYPHS)


def test_every_class_but_those_that_are_told_by_their_place_has_a_code_point():
    by_place = {"noteheadGrace", "dot", "restMulti", "fingering"}

    assert set(GLYPHS) - set(CODE_TO_CLASS.values()) == by_place


def test_what_a_code_point_says_is_what_the_second_look_tells():
    assert set(CODE_TO_WORD.values()) <= {*SFORZATI, *DIGITS}
    assert set(DIGITS) <= set(CODE_TO_WORD.values())


def test_letters_of_dynamics_have_codes_of_their_own():
    assert set(LETTERS) == set("pmfrsz")
    assert len(set(LETTERS.values())) == len(LETTERS)
    assert CODE_TO_CLASS[LETTERS["p"]] == "dynamicP"
