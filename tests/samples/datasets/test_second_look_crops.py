"""Crops that train the second look show what they say."""

from pathlib import Path

import numpy as np
import pytest

from rastrum_samples.datasets.second_look_crops import load_crops, make_crops, save_crops
from rastrum_samples.datasets.shards import Sources
from rastrum_samples.engraving.fonts import open_fonts
from rastrum_samples.music.compose import generate_score
from rastrum_samples.training.second_look_evaluation import classify_crops, evaluate


@pytest.fixture(scope="module")
def crops():
    book = open_fonts(Path("no-typefaces"))
    return make_crops(9_000, 1, Sources((), generate_score, 1.0), book)


@pytest.mark.compiled
def test_crops_for_training_say_what_they_show(crops):
    digits = crops["digits"]
    read = classify_crops("digits", digits.greys[digits.seen])

    assert len(read) > 20
    assert np.mean(read == digits.says[digits.seen]) > 0.8
    assert (crops["words"].says > 0).any()


@pytest.mark.compiled
def test_crops_are_kept_as_they_are(crops, tmp_path):
    save_crops(crops, tmp_path / "second_look_00000.npz")

    kept = load_crops(tmp_path)

    for name, own in crops.items():
        assert (kept[name].greys == own.greys).all()
        assert (kept[name].says == own.says).all()
    assert "digits" in evaluate(kept)
