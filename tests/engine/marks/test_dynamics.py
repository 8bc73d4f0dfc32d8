"""Dynamics belong to the right staff."""

import pytest

from rastrum.marks.dynamics import find_dynamics
from support.drawn.dynamics import letters, seen, sheet_of


@pytest.mark.parametrize(
    ("row", "staff"),
    [(130, 0), (170, 0), (20, 0), (222, 1)],
    ids=["under", "middle", "top", "near"],
)
def test_dynamics_belong_to_the_staff_above_unless_another_is_much_nearer(row, staff):
    (found,) = find_dynamics(sheet_of(), seen(letters("dynamicF", float(row))), ())

    assert found.staff == staff
