"""Marks know their shape, and say what they mean in the words of the format."""

import numpy as np
import pytest

from rastrum.model.marks import SeenDynamic, SeenHairpin, SeenVolta, is_word, write_times

HAIRPIN = SeenHairpin(100.0, 200.0, 140.0, 0.0, 16.0)


def test_several_times_are_written_with_commas():
    assert write_times((1, 2)) == "1,2"
    assert write_times((2,)) is None
    assert SeenVolta(0, (1, 2, 3), 0.0, 9.0, 20.0).numbers == "1,2,3"


def test_a_hairpin_that_opens_to_the_right_grows():
    assert HAIRPIN.grows
    assert not SeenHairpin(100.0, 200.0, 140.0, 16.0, 0.0).grows


def test_its_legs_lie_as_far_apart_as_it_is_open():
    upper, lower = HAIRPIN.legs(np.array([100.0, 150.0, 200.0]))

    assert upper.tolist() == [140, 136, 132]
    assert lower.tolist() == [140, 144, 148]


@pytest.mark.parametrize(
    ("row", "column", "inside"),
    [(140, 150, True), (151, 150, True), (140, 90, True), (160, 150, False), (140, 60, False)],
)
def test_what_lies_between_or_on_its_legs_is_its_own(row, column, inside):
    assert HAIRPIN.holds(row, column) == inside


@pytest.mark.parametrize(("kind", "word"), [("sfz", True), ("fp", True), ("Dyn_p", False)])
def test_a_dynamic_without_a_type_is_a_word(kind, word):
    assert is_word(SeenDynamic(0, kind, 0.0, 9.0, 20.0)) == word
