"""Curves are drawn out to where they stand upright."""

import pytest

from rastrum.curves.steep_ends import draw_steep_ends
from rastrum.model.strokes import SeenArc, Stem, Strokes
from support.curves import bare_of, curve, half_ellipse, hint_along
from support.sheets import staff_sheet


@pytest.mark.parametrize(("stem", "end"), [((), 180), ((Stem(192.0, 150.0, 230.0),), 150)])
def test_a_curve_is_drawn_out_to_its_steep_ends_but_not_along_a_stem(stem, end):
    ink = half_ellipse() | {(row, 192) for s in stem for row in range(150, 230)}
    short = SeenArc((130.0, 115.0), (130.0, 185.0), 40.0)
    sheet = staff_sheet(bare_of(ink), 8.0)

    (arc,) = draw_steep_ends(
        sheet, sheet.grey, hint_along(half_ellipse()), Strokes(stem, ()), [short]
    )

    assert arc.left == pytest.approx((180, 108), abs=6)
    assert arc.right[0] == pytest.approx(end, abs=10)


def test_a_flat_curve_stays_as_it_was_found():
    ink = curve((120, 100), (120, 200), 9)
    found = SeenArc((120.0, 104.0), (120.0, 196.0), 9.0)
    sheet = staff_sheet(bare_of(ink), 8.0)

    assert draw_steep_ends(sheet, sheet.grey, hint_along(ink), Strokes((), ()), [found]) == [found]
