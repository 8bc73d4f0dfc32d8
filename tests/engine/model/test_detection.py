"""Glyphs count from the scores of their class on."""

import numpy as np
import pytest

from rastrum.model.detection import Detection, Glyph, Levels, plane
from rastrum.model.vocabulary import MASKS

POINTS = {"sharp": Levels(0.1, 0.2, 0.6, 0.8)}


def seen(*scores, label="sharp"):
    glyphs = tuple(Glyph(label, 0.0, 10.0 * n, 16.0, 8.0, s) for n, s in enumerate(scores))
    return Detection(glyphs, np.zeros((len(MASKS), 4, 4), np.uint8), POINTS)


def test_every_level_takes_glyphs_from_its_score_on():
    detection = seen(0.15, 0.2, 0.5, 0.6, 0.7, 0.8)

    counts = [len(ask(("sharp",))) for ask in (detection.faint, detection.believed, detection.sure)]

    assert counts == [5, 3, 1]
    assert [detection.is_believed(g) for g in detection.glyphs] == [False] * 3 + [True] * 3
    assert [detection.is_sure(g) for g in detection.glyphs] == [False] * 5 + [True]


def test_a_class_that_no_table_names_has_the_usual_levels():
    usual = Levels()
    detection = seen(usual.faint, usual.believed, usual.sure, label="flat")

    assert len(detection.faint(["flat"])) == 3
    assert len(detection.believed(["flat"])) == 2
    assert len(detection.sure(["flat"])) == 1


def test_only_the_classes_that_are_asked_for_are_given_in_their_order():
    detection = seen(0.9, 0.7, 0.9)

    assert detection.believed(["flat"]) == []
    assert detection.believed(iter(["flat", "sharp"])) == list(detection.glyphs)


def test_the_left_edge_of_a_glyph_is_half_its_width_from_its_middle():
    assert Glyph("sharp", 0.0, 10.0, 16.0, 8.0, 0.9).left == 6.0


@pytest.mark.parametrize("name", MASKS)
def test_every_kind_of_stroke_has_its_plane(name):
    masks = np.arange(len(MASKS), dtype=np.uint8)[:, None, None] + np.zeros((1, 2, 2), np.uint8)

    assert (plane(Detection((), masks), name) == MASKS.index(name)).all()
