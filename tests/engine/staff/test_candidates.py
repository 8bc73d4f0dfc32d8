"""Places where five lines lie as a staff's do score highest, and are linked to tracks."""

from dataclasses import replace

import numpy as np
import pytest

from rastrum.model.page import Staff
from rastrum.staff.candidates import brighten, link, look, score_combs
from support.drawn.draw import draw_page

SPACE = 10.0
LINE = 1.2


def drawn(**more):
    more = {"staves": 1, "width_sp": 40.0, "music": False} | more
    return draw_page(space=SPACE, **more)


def staff_of(page, number=0, shift=0.0):
    left, right, curves, space = page.lines[number]
    xs = np.linspace(left, right, 9)
    return Staff(xs, np.array([curve(xs) + shift for curve in curves]), space, LINE)


def test_the_top_line_of_a_staff_scores_best_in_every_strip():
    page = drawn()
    comb = score_combs(page.ink, SPACE, LINE)
    left, right, curves, _ = page.lines[0]
    inside = slice(int(left / comb.strip) + 1, int(right / comb.strip) - 1)

    tops = comb.scores[inside].argmax(axis=1)

    # A line's evidence is added up over its thickness and two rows more.
    assert np.abs(tops - curves[0](left)).max() <= 2
    assert comb.scores[inside].max(axis=1).min() > 0.8


def test_a_staff_of_another_size_scores_less():
    right, wrong = (
        score_combs(drawn(sizes=[size]).ink, SPACE, LINE).scores.max() for size in (1.0, 1.4)
    )

    assert wrong < 0.5 < right


def test_the_texture_of_a_scanners_border_shows_no_lines():
    ink = drawn().ink
    ink[:, :40] = True
    ink[::5, :40] = False

    assert not score_combs(ink, SPACE, LINE).lines[:2].any()


def test_places_are_linked_to_a_track_along_a_slanting_staff():
    page = drawn(skew_deg=2.0)
    comb = score_combs(page.ink, SPACE, LINE)

    evidence, track = max(link(comb, ()))

    top = page.lines[0][2][0]
    off = [row - top((strip + 0.5) * comb.strip) for strip, row in track]
    assert np.abs(off).max() <= 2
    assert len(track) == pytest.approx(40 * SPACE / comb.strip, abs=3)
    assert evidence == pytest.approx(len(track), rel=0.25)


def test_every_staff_has_a_track_and_those_that_are_known_have_none():
    page = drawn(staves=2)
    comb = score_combs(page.ink, SPACE, LINE)
    tops = [float(lines[2][0](60)) for lines in page.lines]

    both = sorted(link(comb, ()))[-2:]
    (_, lower) = max(link(comb, [staff_of(page, 0)]))

    assert sorted(track[0][1] for _, track in both) == pytest.approx(tops, abs=2)
    assert lower[0][1] == pytest.approx(tops[1], abs=2)
    assert link(comb, [staff_of(page, n) for n in (0, 1)]) == []


def test_short_combs_are_no_staves():
    page = drawn(width_sp=7.0)

    assert link(score_combs(page.ink, SPACE, LINE), ()) == []


@pytest.mark.parametrize("known", [True, False])
def test_faint_lines_are_brought_up_along_the_slope_of_the_page(known):
    page = drawn(staves=2, skew_deg=1.5, broken=0.85)
    comb = score_combs(page.ink, SPACE, LINE)
    inside = slice(8, 30)

    bright = brighten(comb, [staff_of(page, 1)] if known else ())

    rows = [round(float(page.lines[0][2][0]((s + 0.5) * comb.strip))) for s in range(8, 30)]
    near = [bright.scores[s, r - 2 : r + 3].max() for s, r in enumerate(rows, start=8)]
    assert comb.scores[inside].max(axis=1).mean() < 0.5
    assert np.mean(near) > 0.6


def test_a_staff_looks_clear_and_paper_does_not():
    page = drawn()
    comb = score_combs(page.ink, SPACE, LINE)
    staff = staff_of(page)

    assert look(comb, staff) > 0.9
    assert look(comb, staff_of(page, shift=5.0)) < 0.1
    assert look(comb, replace(staff, ys=staff.ys + 45)) < 0.1


def test_a_grid_with_lines_between_those_of_a_staff_looks_like_none():
    page = drawn()
    page.ink[page.ink.shape[0] % 5 :: 5] = True
    comb = score_combs(page.ink, SPACE, LINE)

    assert look(comb, staff_of(page)) < 0.2
