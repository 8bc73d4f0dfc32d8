"""New weights believe as many glyphs as the old ones did."""

import numpy as np
import pytest

from rastrum.detection import operating_points as engine
from rastrum.model.detection import Levels
from rastrum_samples.training.operating_points import FEWEST, carry_over, list_scores, write_points
from rastrum_samples.training.operating_points import shipped_weights as shipped


def falling(count, highest, lowest):
    return np.linspace(highest, lowest, count)


def test_levels_move_with_the_scores():
    old = falling(100, 1.0, 0.25)
    points = {"sharp": Levels(0.25, 0.3, 0.5, 0.7)}

    moved = carry_over(points, {"sharp": old}, {"sharp": old - 0.1})["sharp"]

    assert moved.listed == 0.25
    assert (moved.believed, moved.sure) == pytest.approx((0.4, 0.6), abs=0.01)
    assert ((old - 0.1) >= moved.believed).sum() == (old >= 0.5).sum()


def test_the_same_weights_keep_their_levels():
    scores = {label: falling(200, 0.99, 0.08) for label in engine.operating_points()}

    assert carry_over(engine.operating_points(), scores, scores) == engine.operating_points()


def test_levels_of_a_rare_class_stay():
    old = falling(FEWEST - 1, 1.0, 0.6)
    points = {"coda": Levels(0.25, 0.3, 0.5, 0.7)}

    assert carry_over(points, {"coda": old}, {"coda": old - 0.3}) == points


def test_levels_are_read_as_they_were_written(tmp_path):
    write_points(engine.operating_points(), tmp_path / "points.json")

    packaged = engine.files("rastrum.detection").joinpath(engine.FILE)
    assert (tmp_path / "points.json").read_text() == packaged.read_text()


def test_the_shipped_weights_list_nothing_on_white_paper():
    scores = list_scores(shipped(), [np.zeros((64, 128), np.uint8)])

    assert set(scores) == set(engine.operating_points())
    assert not any(len(own) for own in scores.values())
