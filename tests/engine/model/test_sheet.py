"""Places on a sheet are counted from its staves."""

from dataclasses import replace

from rastrum.model.sheet import SheetStaff


def test_places_on_one_line_are_those_of_five_around_it():
    staff = SheetStaff(100.0, 8.0, 472.0, 16.0, 1, 0, 0)

    assert (staff.bottom, staff.middle, staff.line_rows) == (164.0, 132.0, (132.0,))
    assert (staff.pitch(132.0), staff.row(-1)) == (0.0, 124.0)
    assert replace(staff, lines=5).line_rows == (100.0, 116.0, 132.0, 148.0, 164.0)
