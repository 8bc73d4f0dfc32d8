"""Staves are measured along their tracks: five exact curves with exact ends."""

from dataclasses import replace

import numpy as np
import pytest

from rastrum.model.page import Staff
from rastrum.staff.candidates import link, score_combs
from rastrum.staff.line_curves import cover, extend_like, trace_staff
from support.drawn.draw import draw_page

SPACE, LINE = 10.0, 1.2


def drawn(**more):
    more = {"staves": 1, "width_sp": 40.0, "music": False} | more
    return draw_page(space=SPACE, **more)


def tracked(page):
    comb = score_combs(page.ink, SPACE, LINE)
    (_, track), *_ = link(comb, ())
    return track, comb


def true_staff(page, share=(0.0, 1.0)):
    left, right, curves, space = page.lines[0]
    first, last = (left + part * (right - left) for part in share)
    xs = np.linspace(first, last, 9)
    return Staff(xs, np.array([curve(xs) for curve in curves]), space, LINE)


@pytest.mark.parametrize(
    "wear", [{}, {"skew_deg": 3.0}, {"warp_sp": 1.0}, {"broken": 0.3}, {"lost": (3, 4)}]
)
def test_every_line_is_traced_to_a_tenth_of_a_space(wear):
    page = drawn(**wear)

    staff = trace_staff(page.ink, *tracked(page), LINE)

    left, right, curves, space = page.lines[0]
    assert (staff.xs[0], staff.xs[-1]) == pytest.approx((left, right), abs=0.6 * SPACE)
    assert staff.space_px == pytest.approx(space, abs=0.1)
    inside = (staff.xs > left + SPACE) & (staff.xs < right - SPACE)
    for row, curve in zip(staff.ys, curves, strict=True):
        assert np.abs(row - curve(staff.xs))[inside].max() < 0.1 * SPACE


def test_what_ends_too_soon_is_no_staff():
    page = drawn(width_sp=7.0)
    track = [(s, page.lines[0][2][0](60.0)) for s in range(4, 8)]

    assert trace_staff(page.ink, track, score_combs(page.ink, SPACE, LINE), LINE) is None


def test_of_two_staves_side_by_side_the_longer_one_is_traced():
    page = drawn()
    left = page.lines[0][0]
    page.ink[:, round(left + 120) : round(left + 160)] = False
    top = page.lines[0][2][0](left)
    comb = score_combs(page.ink, SPACE, LINE)
    strips = [s for s in range(4, 30) if not left + 120 <= (s + 0.5) * comb.strip <= left + 160]

    staff = trace_staff(page.ink, [(s, float(top)) for s in strips], comb, LINE)

    assert staff.xs[0] == pytest.approx(left + 160, abs=6)


def test_cover_is_the_share_of_columns_with_ink_on_each_line_the_weakest_first():
    page = drawn()
    staff = true_staff(page)
    gone = page.ink.copy()
    row = round(float(staff.ys[1, 0]))
    gone[row - 2 : row + 3, : gone.shape[1] // 2] = False

    assert cover(page.ink, staff) == pytest.approx([1.0] * 5, abs=0.03)
    assert cover(gone, staff) == pytest.approx([0.5, 1, 1, 1, 1], abs=0.05)
    assert cover(np.zeros_like(page.ink), staff).tolist() == [0] * 5


@pytest.mark.parametrize("share", [(0.0, 0.5), (0.4, 1.0)], ids=["right", "left"])
def test_a_staff_that_was_lost_halfway_is_drawn_out_as_far_as_its_neighbours(share):
    page = drawn(warp_sp=1.0)
    half, whole = true_staff(page, share), true_staff(page)
    ends = whole.xs[0], whole.xs[-1]

    found = extend_like(page.ink, half, replace(whole, ys=whole.ys + 140), *ends)

    assert (found.xs[0], found.xs[-1]) == ends
    assert (np.diff(found.xs) > 0).all()
    expected = np.array([curve(found.xs) for curve in page.lines[0][2]])
    assert np.abs(found.ys - expected).max() < 1.5


def test_a_staff_is_not_drawn_out_over_blank_paper():
    page = drawn()
    half, whole = true_staff(page, (0.0, 0.5)), true_staff(page)
    page.ink[:, int(half.xs[-1]) :] = False

    assert extend_like(page.ink, half, whole, whole.xs[0], whole.xs[-1]) is half
