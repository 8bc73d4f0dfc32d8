"""Type with and without serifs is told by the ends of its strokes."""

import numpy as np

from rastrum.text.serifs import cut_strokes, lack_serifs
from rastrum.text.syllables import Syllable, TextLine
from support.drawn.words import BASELINE, HEIGHT, SIZE, WIDTH, printed


def test_a_word_without_strokes_says_nothing_of_serifs():
    grey = np.zeros((HEIGHT, WIDTH), np.uint8)
    empty = TextLine(BASELINE, SIZE, (Syllable("o", 40.0, 60.0),))
    held = TextLine(BASELINE, SIZE, (Syllable("", 40.0, 90.0, extender=True),))

    assert len(cut_strokes(grey, empty)) == 0
    assert len(cut_strokes(grey, held)) == 0
    assert lack_serifs(grey, [empty, held]) == [False, False]


def test_strokes_are_cut_out_at_the_height_of_their_letters():
    small, line = printed("lullaby", size=24)
    large, other = printed("lullaby", size=48)

    pictures = [cut_strokes(grey, own) for grey, own in ((small, line), (large, other))]

    assert len(pictures[0]) == len(pictures[1]) >= 7
    assert np.abs(pictures[0] - pictures[1]).mean() < 0.1
