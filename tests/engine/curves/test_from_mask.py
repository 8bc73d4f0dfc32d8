"""Pieces of curves are found in the network's mask, however they touch."""

import numpy as np
import pytest

from rastrum.curves.from_mask import LEVELS, curve_mask, find_pieces
from rastrum.model.detection import Detection
from rastrum.model.vocabulary import MASKS
from support.drawn.curves import SHAPE
from support.sheets import box_masks

CELLS = (32, 64)


def mask_of(*places, confidence=200):
    mask = np.zeros(CELLS, np.uint8)
    for row, column in places:
        mask[row, column] = confidence
    return mask


def test_a_flat_piece_is_found_at_every_level_of_confidence():
    pieces = find_pieces(mask_of(*((10, column) for column in range(20, 40))))

    assert len(pieces) == len(LEVELS)
    for piece in pieces:
        assert piece[0] == pytest.approx((42, 82))
        assert piece[-1] == pytest.approx((42, 158), abs=1)
        assert np.hypot(*np.diff(piece, axis=0).T) == pytest.approx(1)


def test_an_upright_piece_is_found_from_row_to_row():
    pieces = find_pieces(mask_of(*((row, 30) for row in range(4, 24))))

    assert len(pieces) == len(LEVELS)
    assert pieces[0][0] == pytest.approx((18, 122))
    assert pieces[0][-1] == pytest.approx((94, 122), abs=1)


def test_where_two_curves_meet_each_has_a_piece_of_its_own():
    together = [(10, column) for column in range(10, 20)]
    upper = [(8, column) for column in range(20, 40)]
    lower = [(12, column) for column in range(20, 40)]
    joint = [(row, 19) for row in range(8, 13)]

    pieces = find_pieces(mask_of(*together, *upper, *lower, *joint))

    rows = {round(float(piece[:, 0].mean())) for piece in pieces}
    assert {34, 50} <= rows


def test_what_touches_faintly_falls_apart_at_a_higher_level():
    mask = mask_of(*((10, column) for column in range(10, 50)))
    mask[10, 28:31] = 90

    lengths = sorted(len(piece) for piece in find_pieces(mask))

    assert lengths[-1] > 150
    assert lengths[0] < 80


def test_blots_are_no_pieces():
    blot = [(row, column) for row in range(5, 20) for column in range(20, 50)]

    assert find_pieces(mask_of(*blot)) == []


def test_a_beam_is_no_curve():
    masks = box_masks(SHAPE, slur=[(60, 80, 100, 200)], beam=[(60, 80, 100, 160)])
    masks[MASKS.index("slur")] //= 2

    mask = curve_mask(Detection((), masks))

    assert not mask[15:20, 25:40].any()
    assert mask[15:20, 40:50].all()
