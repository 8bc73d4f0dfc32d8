"""Syllables belong to the notes they stand under."""

from rastrum.text.syllables import Syllable
from rastrum.text.underlay import give_notes


def syllable(left, right):
    return Syllable("la", left, right)


def test_syllables_take_the_nearest_notes_in_their_order():
    both = [syllable(100, 140), syllable(150, 190)]

    assert give_notes(both, [120, 170]) == [0, 1]
    assert give_notes(both, [135, 172, 300]) == [0, 1]
    assert give_notes(both, [170]) == [-1, 0]
    assert give_notes(both, []) == [-1, -1]


def test_a_syllable_of_many_notes_begins_at_the_first():
    assert give_notes([syllable(100, 190)], [110, 150]) == [0]
    assert give_notes([syllable(100, 190)], [60, 145]) == [1]
