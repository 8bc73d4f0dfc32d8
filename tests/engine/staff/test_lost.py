"""A staff that has lost its lines is found by the barlines that are left of it."""

import numpy as np
import pytest

from rastrum.model.page import Staff
from rastrum.staff.lost import find_lost_staves

SPACE, LEFT, RIGHT = 16.0, 60, 660


def staff_at(top):
    xs = np.array([LEFT, (LEFT + RIGHT) / 2, RIGHT], np.float64)
    ys = (top + SPACE * np.arange(5))[:, None] + np.zeros(3)
    return Staff(xs, ys, SPACE, 2.0)


KNOWN = staff_at(300.0)


def page(lost, *, barlines=3, first_line=True, beyond=0):
    """Return ink of the known staff and of what is left of one at a row.

    The barlines of the lost staff go on `beyond` it.
    """
    ink = np.zeros((560, 720), bool)
    for line in range(5):
        ink[299 + 16 * line : 301 + 16 * line, LEFT:RIGHT] = True
    for top, more in ((300, 0), (lost, beyond)):
        for column in np.linspace(LEFT, RIGHT, barlines + 1).astype(int)[1:]:
            ink[top - more : top + 64 + more, column - 2 : column + 1] = True
    if first_line:
        ink[min(lost, 300) : max(lost, 300) + 64, LEFT : LEFT + 3] = True
    return ink


@pytest.mark.parametrize("lost", [120, 440])
def test_a_staff_without_lines_stands_where_the_first_line_of_its_system_ends(lost):
    (found,) = find_lost_staves(page(lost), [KNOWN])

    assert found.ys[0].mean() == pytest.approx(lost, abs=2)
    assert (found.xs[0], found.xs[-1]) == (LEFT, RIGHT)
    assert found.space_px == SPACE


@pytest.mark.parametrize(
    "left",
    [{"barlines": 1}, {"first_line": False}, {"beyond": 40}],
    ids=["one barline", "no first line", "rules that go on"],
)
def test_less_than_that_is_no_staff(left):
    assert find_lost_staves(page(120, **left), [KNOWN]) == []


def test_what_is_known_is_not_found_again():
    assert find_lost_staves(page(120), [staff_at(120.0), KNOWN]) == []


def test_a_staff_of_one_line_tells_nothing():
    single = Staff(KNOWN.xs, KNOWN.ys[2:3], SPACE, 2.0)

    assert find_lost_staves(page(120), [single]) == []
