"""Shards are made out of seeds, from scores that engrave quickly."""

from collections import Counter
from pathlib import Path

import numpy as np
import pytest

from rastrum.model.vocabulary import GLYPHS
from rastrum_samples.datasets.shards import (
    LARGEST_SCORE,
    Sources,
    find_scores,
    load_shard,
    make_shard,
    save_shard,
)
from rastrum_samples.engraving.fonts import open_fonts
from support.written.scores import MEI


def test_scores_are_listed_in_order_without_large_ones_and_other_files(tmp_path):
    for name in ("b.mei", "a.musicxml", "notes.txt"):
        (tmp_path / name).write_text("x")
    (tmp_path / "large.mxl").write_bytes(bytes(LARGEST_SCORE + 1))

    assert [file.name for file in find_scores(tmp_path)] == ["a.musicxml", "b.mei"]


@pytest.fixture(scope="module")
def crops():
    seen = Counter()
    return make_crops(seen), seen


def make_crops(seen):
    sources = Sources((), lambda _: MEI, 1.0)
    return make_shard(11, 4, sources, open_fonts(Path("no-typefaces")), seen)


def test_as_many_crops_are_made_as_are_asked_for_and_their_glyphs_counted(crops):
    made, seen = crops

    assert len(made) == 4
    assert seen == Counter(GLYPHS[int(k)] for crop in made for k in crop.boxes[:, 0])


def test_the_same_seed_makes_them_again(crops):
    for first, again in zip(crops[0], make_crops(Counter()), strict=True):
        assert np.array_equal(first.grey, again.grey)
        assert np.array_equal(first.boxes, again.boxes)


def test_a_score_that_cannot_be_engraved_is_passed_over():
    scores = iter(["not music", MEI, MEI, MEI, MEI])
    sources = Sources((), lambda _: next(scores), 1.0)

    made = make_shard(3, 1, sources, open_fonts(Path("no-typefaces")), Counter())

    assert len(made) == 1


def test_a_shard_is_written_whole_and_one_of_other_masks_is_refused(crops, tmp_path):
    file = tmp_path / "shard_00000.npz"
    save_shard(crops[0], file)

    assert [f.name for f in tmp_path.iterdir()] == [file.name]
    assert len(load_shard(file)) == 4
    with np.load(file) as data:
        parts = dict(data)
    fewer = {name: parts[name][:, :-1] for name in ("masks", "unsure")}
    np.savez(file, **parts | fewer)
    with pytest.raises(ValueError, match="make it anew"):
        load_shard(file)
