"""TODO."""

from rastrum_samples.truth.score import write_truth
from support.percussion import engraved


def test_the_truth_of_one_line_has_places_around_it_and_neither_clef_nor_key():
    (page,) = write_truth(engraved("drum", bars=2)).pages

    (stave,) = page.systems[0].staves
    assert (stave.size, stave.lines) == (64, 1)
    assert [n.p for c in stave.bars[0].chords for n in c.notes] == [0, -1, 1, 0]
    assert not any(bar.clefs or bar.keysigs for bar in stave.bars)
