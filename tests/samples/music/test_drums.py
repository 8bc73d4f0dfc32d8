"""A drum leaves the music of the other parts as it was."""

import pytest

from rastrum_samples.music.compose import generate_score


@pytest.mark.parametrize("seed", [4, 5])
def test_a_drum_leaves_the_music_of_the_others_as_it_was(seed):
    alone, drummed = generate_score(seed), generate_score(seed, drums=True)

    number = alone.count("<staffDef") + 1
    before, _, rest = drummed.partition(f'<staffDef n="{number}" lines="1"')
    rest = rest.partition("</staffDef>")[2]
    pieces = (before + rest).split(f'<staff n="{number}">')
    assert pieces[0] + "".join(p.partition("</staff>")[2] for p in pieces[1:]) == alone
