"""Words are read from their crops."""

import numpy as np

from rastrum.text.reader import read_words
from rastrum.text.words import ReadText


def test_the_reader_takes_nothing_for_nothing():
    assert read_words([]) == []
    assert read_words([np.zeros((0, 5), np.uint8)]) == [ReadText("", 0.0, ())]
