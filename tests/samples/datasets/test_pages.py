"""Data sets can be made again, and go on where they stopped."""

import json

import numpy as np
import pytest

from rastrum_samples.datasets.pages import (
    MANIFEST,
    Recipe,
    ScoreChoice,
    make_dataset,
    read_manifest,
    scan,
)
from support.written.scores import MEI


def test_the_same_seed_gives_the_same_scan(scene):
    first, again = (next(scan(scene, "page", Recipe("bad-copy", seed=9))) for _ in range(2))
    (other,) = scan(scene, "page", Recipe("bad-copy", seed=10))

    assert np.array_equal(first.picture.grey, again.picture.grey)
    assert not np.array_equal(first.picture.grey, other.picture.grey)


def test_a_data_set_goes_on_where_it_stopped(tmp_path):
    recipe = Recipe("clean", dpi=72, seed=40)
    stopped, at_once = tmp_path / "stopped", tmp_path / "at once"
    make_dataset(stopped, 2, recipe, ScoreChoice())
    before = {f: f.stat().st_mtime_ns for f in stopped.glob("*.bmp")}

    made = make_dataset(stopped, 12, recipe, ScoreChoice(), workers=2)
    make_dataset(at_once, 12, recipe, ScoreChoice())

    assert made == 10
    assert {f: f.stat().st_mtime_ns for f in before} == before
    assert (stopped / MANIFEST).read_text() == (at_once / MANIFEST).read_text()
    entries = [json.loads(line) for line in (stopped / MANIFEST).read_text().splitlines()]
    assert len({e["seed"] for e in entries}) > 1
    names = {f"{e['name']}.{ending}" for e in entries for ending in ("bmp", "mro")}
    assert {f.name for f in stopped.iterdir()} == {*names, MANIFEST}
    assert all((stopped / n).read_bytes() == (at_once / n).read_bytes() for n in names)


def test_a_data_set_leaves_out_what_cannot_be_read(tmp_path):
    tune, junk = tmp_path / "tune.mei", tmp_path / "junk.mei"
    tune.write_text(MEI)
    junk.write_text("not music")
    recipe = Recipe("clean", dpi=72)

    make_dataset(tmp_path / "some", 3, recipe, ScoreChoice((junk, tune)))

    assert {e["score"] for e in read_manifest(tmp_path / "some")} == {"tune.mei"}
    with pytest.raises(ValueError, match="could not be engraved"):
        make_dataset(tmp_path / "none", 1, recipe, ScoreChoice((junk,)))
