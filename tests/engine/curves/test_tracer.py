"""Curves are traced along their ink, and taken apart where one ends on the next."""

import numpy as np
import pytest

from rastrum.curves.tracer import Path, fit_arc, part_at_corners, trace_pieces
from rastrum.model.strokes import SeenArc
from support.drawn.curves import bare_of, curve, half_ellipse


def course(*arcs):
    """Return places, a pixel apart, along arcs one behind the other."""
    places = np.concatenate(
        [
            [(arc.row(column), column) for column in np.arange(arc.left[1], arc.right[1], 0.25)]
            for arc in arcs
        ]
    )
    way = np.concatenate([[0.0], np.hypot(*np.diff(places, axis=0).T).cumsum()])
    steps = np.arange(0.0, way[-1])
    return np.stack([np.interp(steps, way, side) for side in places.T], axis=1)


UP = SeenArc((160.0, 40.0), (160.0, 160.0), 28.0)
NEXT_UP = SeenArc((160.0, 160.0), (168.0, 256.0), 24.0)
DOWN = SeenArc((160.0, 160.0), (168.0, 256.0), -24.0)


@pytest.mark.parametrize(
    ("left", "right", "bulge"),
    [((120, 100), (120, 160), 9), ((60, 100), (200, 130), -14), ((150, 40), (150, 300), 30)],
    ids=["flat", "steep", "long"],
)
def test_a_piece_is_traced_to_both_ends(left, right, bulge):
    arc = SeenArc(left, right, bulge)
    middle = course(arc)[len(course(arc)) // 2 - 8 :][:16]

    (path,) = trace_pieces(bare_of(curve(left, right, bulge)), [middle])

    assert path.places[0] == pytest.approx(left, abs=3)
    assert path.places[-1] == pytest.approx(right, abs=3)


def test_a_tall_slur_is_traced_down_to_its_upright_ends():
    piece = np.array([(90.0, column) for column in np.arange(140.0, 160.0)])

    (path,) = trace_pieces(bare_of(half_ellipse()), [piece])

    assert path.places[0] == pytest.approx((180, 108), abs=4)
    assert path.places[-1] == pytest.approx((180, 192), abs=4)


def test_paths_run_from_left_to_right():
    arc = SeenArc((120, 100), (120, 160), 9)

    (path,) = trace_pieces(bare_of(curve(arc.left, arc.right, 9)), [course(arc)[20:40][::-1]])

    assert path.places[0, 1] < path.places[-1, 1]


def test_nothing_comes_of_nothing():
    assert trace_pieces(bare_of({(1, 1)}), []) == []


def test_a_path_is_taken_apart_at_the_cusp():
    first, second = part_at_corners(Path(course(UP, NEXT_UP)))

    assert first.places[-1] == pytest.approx((160, 160), abs=5)
    assert (first.cornered, second.cornered) == ((False, True), (True, False))


@pytest.mark.parametrize("arcs", [(UP,), (UP, DOWN)], ids=["one curve", "a wave"])
def test_what_has_no_cusp_stays_whole(arcs):
    (whole,) = part_at_corners(Path(course(*arcs)))

    assert np.array_equal(whole.places, course(*arcs))


def test_three_ties_in_a_row_are_three():
    third = SeenArc((168.0, 256.0), (160.0, 360.0), 24.0)

    assert len(part_at_corners(Path(course(UP, NEXT_UP, third)))) == 3


def test_a_large_slur_that_is_no_parabola_stays_whole():
    """Engravers lay the middle of a long slur flat and bend it at its ends: a Bezier curve."""
    along = np.linspace(0, 1, 1600)
    across = 0.3 * along * (1 - along) ** 2 + 2.7 * along**2 * (1 - along) + along**3
    columns = np.arange(10.0, 410.0)
    rows = 240 - np.interp((columns - 10) / 400, across, 256 * along * (1 - along))

    assert len(part_at_corners(Path(np.stack([rows, columns], axis=1)))) == 1


@pytest.mark.parametrize("arc", [UP, SeenArc((40.0, 60.0), (120.0, 90.0), -9.0)])
def test_the_arc_that_fits_a_path_is_the_one_it_runs_on(arc):
    along = np.subtract(arc.right, arc.left)
    share = np.linspace(0, 1, 200)[:, None]
    away = np.array((-along[1], along[0])) / arc.length
    places = arc.left + share * along + 4 * arc.bulge * share * (1 - share) * away

    fitted, off = fit_arc(places)

    assert (fitted.left, fitted.right) == (pytest.approx(arc.left), pytest.approx(arc.right))
    assert fitted.bulge == pytest.approx(arc.bulge)
    assert off == pytest.approx(0, abs=1e-6)
