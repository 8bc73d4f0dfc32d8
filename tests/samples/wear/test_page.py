"""What lies on a page: specks, broken and thick lines, bends, borders, pencil."""

import numpy as np
import pytest

from rastrum_samples.wear.page import (
    BleedThrough,
    Border,
    BrokenLines,
    Curl,
    Pencil,
    Specks,
    ThickLines,
)
from support.drawn.pictures import ROWS, SPACE, inked, ruled

RNG = np.random.default_rng


def blank():
    return ruled(grey=np.zeros((600, 800), np.uint8))


def test_specks_of_ink_fall_on_paper_and_others_on_ink():
    black = ruled(grey=np.full((600, 800), 255, np.uint8))

    assert 0 < inked(Specks(5.0)(blank(), RNG(1))) < 60_000
    assert inked(black) - inked(Specks(5.0, ink=False)(black, RNG(1))) > 0
    assert inked(Specks(0.0)(blank(), RNG(1))) == 0


def test_no_speck_is_larger_than_the_largest():
    grey = Specks(0.5, largest_sp=0.1)(blank(), RNG(3)).grey > 127
    widths = [len(run) for row in grey for run in "".join("x" if p else " " for p in row).split()]

    assert max(widths) <= 2 * 0.1 * SPACE + 2


def test_lines_lose_about_the_share_that_is_asked_for():
    share = 1 - inked(BrokenLines(0.3)(ruled(), RNG(1))) / inked(ruled())

    assert 0.1 < share < 0.5


def test_lines_run_thick_in_places():
    thick = ThickLines(0.5)(ruled(), RNG(1)).grey > 127

    heights = thick[ROWS[0] - 4 : ROWS[0] + 4].sum(axis=0)
    assert set(heights.tolist()) > {2}
    assert heights.min() == 2


@pytest.mark.parametrize("step", [BrokenLines(0.8), ThickLines(0.8)])
def test_where_something_lies_on_a_line_it_is_left(step):
    picture = ruled()
    picture.grey[30:120, 100:140] = 200

    worn = step(picture, RNG(2)).grey

    assert (worn[30:120, 100:140] == 200).all()


def test_a_curled_page_carries_its_lines_along():
    curled = Curl(1.0)(ruled(), RNG(4))

    for line in curled.lines:
        columns, rows = line[:, 0], line[:, 1]
        inside = (columns > 4) & (columns < 315)
        near = [
            curled.grey[round(y) - 2 : round(y) + 3, round(x)].max()
            for x, y in zip(columns[inside], rows[inside], strict=True)
        ]
        assert min(near, default=255) > 60
    moved = curled.place.apply(np.array([[160.0, 40.0]])) - (160, 40)
    assert 0 < np.abs(moved).max() <= SPACE


def test_the_other_side_shows_through_mirrored_and_paler():
    picture = blank()
    picture.grey[300:340, 100:160] = 255

    through = BleedThrough(0.3)(picture, RNG(1)).grey
    faint = np.argwhere((through > 30) & (through < 200))

    assert through[320, 130] == 255
    assert faint[:, 1].min() > 600
    assert through[:, 500:].max() < 100


def test_a_border_is_black_at_one_or_two_edges_and_nowhere_else():
    for seed in range(6):
        grey = Border(2.0)(blank(), RNG(seed)).grey
        edges = [grey[:2].mean(), grey[-2:].mean(), grey[:, :2].mean(), grey[:, -2:].mean()]

        assert 1 <= sum(edge > 200 for edge in edges) <= 3
        assert not grey[80:-80, 80:-80].any()


def test_pencil_is_drawn_as_often_as_is_asked_for():
    assert inked(Pencil(0.0)(blank(), RNG(1))) == 0
    few, many = (
        np.mean([inked(Pencil(count)(blank(), RNG(seed))) for seed in range(8)])
        for count in (1.0, 8.0)
    )
    assert few < many / 2
