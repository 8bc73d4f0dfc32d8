"""A page goes through its steps in order, with one source of chance."""

import numpy as np
import pytest

from rastrum_samples.wear.chain import degrade, shift_grey, smooth_noise
from rastrum_samples.wear.ink import Grain, Threshold, Toner
from support.drawn.pictures import ruled


def test_noise_has_no_direction_and_its_usual_size():
    noise = smooth_noise(400, 300, 8.0, np.random.default_rng(1))

    assert noise.shape == (400, 300)
    assert noise.mean() == pytest.approx(0, abs=0.05)
    assert np.abs(noise).mean() < 0.5


@pytest.mark.parametrize("cell", [4.0, 32.0])
def test_noise_is_as_smooth_as_its_cells_are_wide(cell):
    noise = smooth_noise(256, 256, cell, np.random.default_rng(2))

    assert np.abs(np.diff(noise, axis=1)).mean() < 1.5 / cell


def test_grey_stays_within_its_bounds():
    grey = np.array([[0, 100, 255]], np.uint8)

    assert shift_grey(grey, np.array([[-50, 20, 50]])).tolist() == [[0, 120, 255]]
    assert shift_grey(grey, np.full((1, 3), 0.7)).dtype == np.uint8


def test_steps_are_taken_in_their_order():
    seen = []

    def step(name):
        return lambda picture, _: seen.append(name) or picture

    picture = ruled()

    assert degrade(picture, [step("print"), step("scan")], np.random.default_rng(0)) is picture
    assert seen == ["print", "scan"]


def test_the_same_seed_gives_the_same_scan():
    steps = [Toner(0.3, 2.0), Grain(0.4), Threshold()]
    scans = [degrade(ruled(), steps, np.random.default_rng(seed)).grey for seed in (3, 3, 4)]

    assert np.array_equal(scans[0], scans[1])
    assert not np.array_equal(scans[0], scans[2])
