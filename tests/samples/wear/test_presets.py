"""Pages are worn by name, each a little otherwise."""

import numpy as np
import pytest

from rastrum_samples.wear.chain import degrade
from rastrum_samples.wear.ink import Exposure, Threshold
from rastrum_samples.wear.page import Border, Curl
from rastrum_samples.wear.paper import Paper
from rastrum_samples.wear.presets import CROP_SHARES, PRESETS, SKEW_DEG, crop_chain
from support.drawn.pictures import inked, ruled


@pytest.mark.parametrize("name", sorted(PRESETS))
def test_every_preset_ends_in_black_and_white_with_its_lines_left(name):
    for seed in range(3):
        steps = PRESETS[name](np.random.default_rng(seed))

        worn = degrade(ruled(), steps, np.random.default_rng(seed))

        assert set(np.unique(worn.grey)) <= {0, 255}
        assert inked(worn) > 0.4 * inked(ruled())
        assert any(isinstance(step, Threshold) for step in steps)


def test_a_clean_page_is_left_as_it_is():
    worn = degrade(ruled(), PRESETS["clean"](np.random.default_rng(1)), np.random.default_rng(1))

    assert np.array_equal(worn.grey, ruled().grey)


def test_every_preset_has_its_share_and_its_skew():
    assert set(CROP_SHARES) == set(SKEW_DEG) == set(PRESETS)
    assert sum(CROP_SHARES.values()) == pytest.approx(1)


def test_crops_are_worn_without_what_moves_ink_or_needs_a_page():
    rng = np.random.default_rng(1)
    drawn = [crop_chain(rng) for _ in range(200)]

    assert {name for name, _ in drawn} == set(PRESETS)
    assert not any(isinstance(s, (Curl, Border, Paper)) for _, steps in drawn for s in steps)


def test_of_some_crops_nobody_saw_to_it_that_lines_hold():
    rng = np.random.default_rng(2)
    scans = [steps for name, steps in (crop_chain(rng) for _ in range(300)) if name != "clean"]
    faint = sum(not any(isinstance(s, Exposure) for s in steps) for steps in scans)

    assert 0.05 < faint / len(scans) < 0.25
