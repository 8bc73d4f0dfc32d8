"""Stems end at the beams that they meet."""

import numpy as np
import pytest

from rastrum.model.notation import BeamShare
from rastrum.model.strokes import Stem
from rastrum.model.vocabulary import STRIDE
from rastrum.notes.beam_ends import fit_stems

SHARE = BeamShare(1, 1, 1)


def labels(top=80, bottom=88):
    cells = np.zeros((64, 128), np.int64)
    cells[top // STRIDE : bottom // STRIDE, 8:120] = 1
    return cells


def fitted(*tops, up=True, share=SHARE):
    """Return where stems end that seemed to end at these rows, a beam over or under them."""
    columns = [40.0 + 30 * n for n in range(len(tops))]
    stems = [
        (Stem(c, t, 180.0) if up else Stem(c, 20.0, t), up)
        for c, t in zip(columns, tops, strict=True)
    ]
    found = fit_stems(labels(), stems, [share] * len(stems))
    return [stem.end(up=up) for stem in found]


@pytest.mark.parametrize(("top", "end"), [(60.0, 80), (72.0, 72), (80.0, 80)])
def test_what_leads_on_beyond_the_beams_is_a_bracket(top, end):
    assert fitted(80.0, top, 80.0)[1] == end


def test_stems_down_end_at_the_lower_edge():
    assert fitted(88.0, 110.0, 88.0, up=False)[1] == 88


def test_a_stem_without_a_beam_is_left():
    assert fitted(60.0, share=None) == [60]


def test_a_stem_that_is_too_short_is_drawn_out_to_the_line_of_the_outer_ones():
    assert fitted(80.0, *[80.0] * 8, 95.0, 80.0)[-2] == 80


@pytest.mark.parametrize("end", [84.0, 125.0], ids=["hardly", "far"])
def test_one_that_ends_elsewhere_is_left(end):
    assert fitted(80.0, *[80.0] * 8, end, 80.0)[-2] == end


def test_where_most_inner_stems_end_at_the_inner_beam_they_do_so_on_purpose():
    assert fitted(80.0, 95.0, 95.0, 95.0, 80.0)[1:-1] == [95.0] * 3


def test_stems_from_both_sides_of_a_beam_are_left():
    stems = [(Stem(40.0, 80.0, 180.0), True), (Stem(70.0, 95.0, 180.0), True)]
    stems += [(Stem(100.0, 20.0, 88.0), False)]

    found = fit_stems(labels(), stems, [SHARE] * 3)

    assert [stem.top for stem in found] == [80, 95, 20]
