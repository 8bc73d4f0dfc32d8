"""A rest between two staves goes where it fills the bar."""

from dataclasses import replace

import pytest

from rastrum.model.notation import SeenTime, Signatures
from rastrum.model.strokes import Barline
from rastrum.rhythm.cross_staff import lend_rests
from support.drawn.two_staves import ABOVE, BELOW, chord, rest, sheet
from support.timed import timed

END = 470.0
LOWER_TOP, LOWER_BOTTOM = 204.0, 276.0
"""Rows just outside the lower staff's outer lines."""


def staff_of_rest(row, *chords):
    """Return the staff of a rest that was read on the lower staff in a bar of 2/4."""
    between = rest(BELOW, 250)
    between = replace(between, row=row, rest=replace(between.rest, row=row))
    signatures = Signatures((), (), (SeenTime(0, 2, 4, False, 60.0, 80.0),), frozenset())
    barlines = [Barline(staff, "Single", END, END) for staff in (ABOVE, BELOW)]
    order = sorted((between, *chords), key=lambda c: c.centre)
    lent = lend_rests(timed(sheet(), order, barlines), signatures).chords
    return next(c.staff for c in lent if c.rest is not None)


FULL = chord(BELOW, 120, True, 0, half=True)


def test_a_rest_goes_to_the_staff_whose_bar_lacks_it():
    assert staff_of_rest(LOWER_TOP, chord(ABOVE, 120, True), FULL) == ABOVE


@pytest.mark.parametrize(
    ("row", "chords"),
    [
        (LOWER_BOTTOM, [chord(ABOVE, 120, True), FULL]),
        (LOWER_TOP, [chord(ABOVE, 120, True, half=True), FULL]),
        (LOWER_TOP, [chord(ABOVE, 120, True), chord(BELOW, 120, True)]),
    ],
    ids=["on the other side", "nothing lacks it", "its own bar lacks it"],
)
def test_other_rests_stay(row, chords):
    assert staff_of_rest(row, *chords) == BELOW
