"""Words break between their syllables."""

from itertools import pairwise

import pytest

from rastrum.text.hyphenation import find_breaks


@pytest.mark.parametrize(
    ("word", "syllables"),
    [
        ("gold'nen", "gold'-nen"), ("schwanken,", "schwan-ken,"), ("Mädchen", "Mäd-chen"),
        ("treuen", "treu-en"), ("libro", "li-bro"), ("glorious", "glo-ri-ous"),
        ("aquele", "a-que-le"), ("qui", "qui"), ("Lohn.", "Lohn."),
    ],
)  # fmt: skip
def test_words_break_between_their_syllables(word, syllables):
    places = [0, *find_breaks(word), len(word)]

    assert "-".join(word[a:b] for a, b in pairwise(places)) == syllables
