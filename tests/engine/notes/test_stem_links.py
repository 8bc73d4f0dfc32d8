"""Heads hang on the stems that reach them, each voice on its own."""

import pytest

from rastrum.model.strokes import Stem
from rastrum.notes.stem_links import hang_on_stems, part_voices
from support.drawn.strokes import INK, blank, head


@pytest.mark.parametrize(
    ("bottom", "inked", "shared"),
    [(150.0, 152, True), (146.0, 152, False), (150.0, 139, False)],
    ids=["it runs beside it", "it ends before", "the heads alone touch"],
)
def test_a_head_hangs_on_a_second_stem_only_where_that_runs_beside_it(bottom, inked, shared):
    grey = blank()
    grey[80:inked, 110] = grey[152:210, 90] = INK
    heads = [head(136, 100), head(152, 100)]
    stems = [Stem(90.0, 152.0, 210.0), Stem(110.0, 80.0, bottom)]

    hung = hang_on_stems(grey, heads, stems, [])

    assert [[h.glyph.row for h in group] for _, group in hung] == (
        [[152], [136, 152]] if shared else [[152], [136]]
    )


def test_a_slur_that_ends_at_a_head_is_no_second_stem_of_it():
    grey = blank()
    grey[152:210, 90] = INK
    for row in range(100, 150):
        grey[row, 116 - round((row - 125) ** 2 / 100)] = INK
    stems = [Stem(90.0, 152.0, 210.0), Stem(112.0, 100.0, 150.0)]

    hung = hang_on_stems(grey, [head(152, 100)], stems, [])

    assert [stem for stem, _ in hung] == stems[:1]


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
