"""Beams of two hands that nearly touch are two groups."""

import numpy as np
import pytest

from rastrum.model.strokes import Stem
from rastrum.model.vocabulary import STRIDE
from rastrum.notes.beam_hands import part_hands

LEFT, RIGHT = 40, 200


def labels():
    """Return one group of beams in rows 80 to 104."""
    cells = np.zeros((64, 64), np.int64)
    cells[80 // STRIDE : 104 // STRIDE, LEFT // STRIDE : RIGHT // STRIDE] = 1
    return cells


def stems(over, under, columns=(50.0, 120.0, 190.0)):
    """Return stems down that end at rows `over`, and stems up that end at rows `under`."""
    down = [(Stem(c, 20.0, float(r)), False) for c, r in zip(columns, over, strict=True)]
    up = [(Stem(c + 4, float(r), 170.0), True) for c, r in zip(columns, under, strict=True)]
    return [*down, *up]


def parted(own, groups=None):
    cells, numbers = part_hands(labels(), groups or [1] * len(own), own)
    return len(np.unique(cells[cells > 0])), numbers


def test_where_stems_down_end_above_those_up_each_hand_has_a_beam():
    cells, numbers = part_hands(labels(), [1] * 6, stems([88] * 3, [96] * 3))

    assert numbers == [1] * 3 + [2] * 3
    assert (cells[: 92 // STRIDE][cells[: 92 // STRIDE] > 0] == 1).all()
    assert (cells[92 // STRIDE :][cells[92 // STRIDE :] > 0] == 2).all()


def test_the_parts_slant_with_the_stems_ends():
    own = stems([84, 90, 96], [90, 96, 102])

    cells, _ = part_hands(labels(), [1] * 6, own)

    assert cells[92 // STRIDE, 44 // STRIDE] == 2
    assert cells[92 // STRIDE, 192 // STRIDE] == 1


@pytest.mark.parametrize(
    "own",
    [
        stems([104] * 3, [80] * 3),
        stems([88] * 3, [96] * 3)[:4],
        stems([88] * 3, [96] * 3)[2:],
        stems([88, 70, 88], [96] * 3),
        stems([88] * 3, [96] * 3, columns=(50.0, 51.0, 52.0)),
    ],
    ids=["a common beam", "one stem up", "one stem down", "no straight line", "one place"],
)
def test_other_groups_stay_whole(own):
    assert parted(own) == (1, [1] * len(own))


def test_what_was_given_is_left_as_it_is():
    cells, groups = labels(), [1] * 6

    part_hands(cells, groups, stems([88] * 3, [96] * 3))

    assert np.array_equal(cells, labels())
    assert groups == [1] * 6


def test_stems_without_a_beam_have_none_afterwards():
    own = stems([88] * 3, [96] * 3)

    _, numbers = part_hands(labels(), [0, *[1] * 5], own)

    assert numbers[0] == 0
