"""Curves that meet end to end are two, wherever the network or the ink runs them together."""

import numpy as np
import pytest

from rastrum.curves.cusps import split_course, stop_at_cusps
from rastrum.curves.from_mask import find_arcs
from rastrum.model.detection import Detection
from rastrum.model.strokes import SeenArc
from rastrum.model.vocabulary import MASKS, STRIDE


def course(*arcs, step=1.0):
    """Return rows and columns of arcs, one behind the other."""
    return np.concatenate(
        [
            [(arc.row(column), column) for column in np.arange(arc.left[1], arc.right[1], step)]
            for arc in arcs
        ]
    )


UP = SeenArc((40.0, 10.0), (40.0, 40.0), 7.0)
NEXT_UP = SeenArc((40.0, 40.0), (42.0, 64.0), 6.0)
DOWN = SeenArc((40.0, 40.0), (42.0, 64.0), -6.0)


def test_a_course_is_taken_apart_at_the_cusp():
    first, second = split_course(course(UP, NEXT_UP))

    assert first[-1] == pytest.approx((40, 40), abs=1.5)
    assert np.array_equal(second[0], first[-1])


@pytest.mark.parametrize("arcs", [(UP,), (UP, DOWN)], ids=["one curve", "a wave"])
def test_what_has_no_cusp_stays_whole(arcs):
    (whole,) = split_course(course(*arcs))

    assert np.array_equal(whole, course(*arcs))


def test_a_large_slur_that_is_no_parabola_stays_whole():
    """Engravers lay the middle of a long slur flat and bend it at its ends: a Bezier curve."""
    along = np.linspace(0, 1, 400)
    across = 0.3 * along * (1 - along) ** 2 + 2.7 * along**2 * (1 - along) + along**3
    columns = np.arange(10.0, 110.0)
    rows = 60 - np.interp((columns - 10) / 100, across, 64 * along * (1 - along))

    assert len(split_course(np.stack([rows, columns], axis=1))) == 1


def test_a_course_is_taken_apart_where_it_leaps():
    below = SeenArc((60.0, 40.0), (60.0, 70.0), 4.0)

    parts = split_course(course(UP, below))

    assert [len(part) for part in parts] == [30, 30]


def test_scraps_are_dropped():
    scrap = SeenArc((60.0, 40.0), (60.0, 43.0), 0.5)

    (part,) = split_course(course(UP, scrap))

    assert part[-1, 1] < 40


def test_a_curve_followed_past_a_cusp_ends_there():
    pieces = course(UP)[3:-2] * STRIDE, course(NEXT_UP)[1:-3] * STRIDE
    right_end = (168.0, 256.0)
    followed = [(pieces[0], (160.0, 40.0), right_end), (pieces[1], (160.0, 158.0), right_end)]

    (first, second) = stop_at_cusps(followed)

    assert first[2] == pytest.approx((160, 160), abs=16)
    assert second[2] == right_end
    wave = [followed[0], (course(DOWN)[1:-3] * STRIDE, (160.0, 158.0), right_end)]
    assert stop_at_cusps(wave)[0][2] == right_end


def test_two_ties_whose_ends_touch_are_found():
    shape = (64, 96)
    masks = np.zeros((len(MASKS), *shape), np.uint8)
    bare = np.zeros((shape[0] * STRIDE, shape[1] * STRIDE), np.uint8)
    for row, column in course(UP, NEXT_UP, step=0.25):
        masks[MASKS.index("slur"), round(row), int(column)] = 200
        top = round(row * STRIDE)
        bare[top - 2 : top + 3, round(column * STRIDE)] = 255

    arcs = find_arcs(bare, Detection((), masks))

    ends = [(arc.left[1] / STRIDE, arc.right[1] / STRIDE) for arc in arcs]
    assert ends == [pytest.approx((10, 40), abs=2), pytest.approx((40, 64), abs=2)]


@pytest.mark.parametrize(("bulge", "end"), [(2.1, 300.0), (-2.1, 960.0)])
def test_flat_ties_in_a_row_end_between_their_heads(bulge, end):
    """Both seem to go on along the staff line between them. A wave does go on."""
    first = SeenArc((40.0, 20.0), (40.0, 72.0), 2.1)
    pieces = [course(arc) * STRIDE for arc in (first, SeenArc((40.0, 78.0), (40.0, 158.0), bulge))]
    followed = [(pieces[0], (160.0, 80.0), (160.0, 960.0))]
    followed += [(pieces[1], (160.0, 310.0), (160.0, 640.0))]

    stopped = stop_at_cusps(followed)

    assert stopped[0][2][1] == pytest.approx(end, abs=12)
