"""Each class of glyphs has the scores from which it is believed."""

import pytest

from rastrum.detection.operating_points import operating_points
from rastrum.model.vocabulary import GLYPHS


def test_every_class_has_its_levels_in_the_order_of_the_vocabulary():
    assert tuple(operating_points()) == GLYPHS


@pytest.mark.parametrize("label", GLYPHS)
def test_each_level_asks_for_no_less_than_the_one_before(label):
    levels = operating_points()[label]

    assert list(levels) == sorted(levels)
    assert levels.listed > 0
    assert levels.sure < 1


def test_the_table_is_read_once_and_cannot_be_changed():
    points = operating_points()

    assert operating_points() is points
    with pytest.raises(TypeError):
        points["dot"] = points["sharp"]
