"""TODO."""

import pytest

from rastrum.model.strokes import Stem
from rastrum.notes.stem_links import hang_on_stems, part_voices
from support.strokes import head


@pytest.mark.parametrize(("bottom", "shared"), [(150.0, True), (146.0, False)])
def test_a_head_hangs_on_a_second_stem_only_where_that_reaches_it(bottom, shared):
    heads = [head(136, 100), head(152, 100)]
    stems = [Stem(90.0, 152.0, 210.0), Stem(110.0, 80.0, bottom)]

    hung = hang_on_stems(heads, stems, [])

    assert [[h.glyph.row for h in group] for _, group in hung] == (
        [[152], [136, 152]] if shared else [[152], [136]]
    )


@pytest.mark.parametrize(
    ("top", "bottom", "ways"),
    [(40.0, 200.0, {True, False}), (40.0, 157.0, {True}), (93.0, 200.0, {False})],
    ids=["both ways", "up", "down"],
)
def test_heads_on_either_side_that_are_no_seconds_are_two_voices_of_a_stem_both_ways(
    top, bottom, ways
):
    left, right = [head(96, 90), head(152, 90)], [head(112, 110)]

    parted = part_voices([(Stem(100.0, top, bottom), [*left, *right])], [])

    assert {up for _, _, up in parted} == ways
    assert sorted(h.glyph.row for _, heads, _ in parted for h in heads) == [96, 112, 152]
