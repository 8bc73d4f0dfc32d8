"""Hairpins are found on drawn sheets, and other pairs of lines are none."""

import numpy as np
import pytest

from rastrum.marks.hairpins import find_hairpins
from rastrum.model.detection import Glyph
from support.drawn.dynamics import ROW, WIDTH, seen, sheet_of


def hairpin(tip, end, opening=16, row=ROW):
    """Return the two legs of a hairpin."""
    return [(tip, row, end, row - opening // 2), (tip, row, end, row + opening // 2)]


@pytest.mark.parametrize("opening", [8, 16, 26])
@pytest.mark.parametrize(("tip", "end", "grows"), [(100, 300, True), (300, 100, False)])
def test_a_hairpin_reaches_from_tip_to_end(tip, end, opening, grows):
    (found,) = find_hairpins(sheet_of(*hairpin(tip, end, opening)), seen())

    assert found.grows == grows
    assert (found.left, found.right) == pytest.approx((100, 300), abs=8)
    assert found.row == pytest.approx(ROW, abs=2)


def test_a_long_hairpin_is_followed_to_where_its_legs_have_run_together():
    (found,) = find_hairpins(sheet_of(*hairpin(40, 440, 12), width=3), seen())

    assert (found.left, found.right) == pytest.approx((40, 440), abs=8)


@pytest.mark.parametrize("inwards", [True, False])
def test_two_hairpins_that_touch_are_two(inwards):
    first, second = (
        (hairpin(60, 200), hairpin(340, 204)) if inwards else (hairpin(200, 60), hairpin(204, 340))
    )

    found = find_hairpins(sheet_of(*first, *second), seen())

    assert [f.grows for f in found] == [inwards, not inwards]
    assert found[0].right == pytest.approx(200, abs=10)


def test_a_stem_or_a_letter_does_not_cut_a_hairpin():
    sheet = sheet_of(*hairpin(80, 400))
    sheet.grey[150:236, 300:302] = 255
    sheet.grey[185:215, 220:244] = 255

    (found,) = find_hairpins(sheet, seen())

    assert (found.left, found.right) == pytest.approx((80, 400), abs=8)


def arc(row, rise):
    columns = np.linspace(-1, 1, 30)
    points = [(240 + 100 * c, row - rise * (1 - c * c)) for c in columns]
    return tuple(v for point in points for v in point)


@pytest.mark.parametrize(
    "lines",
    [
        [(100, 180, 300, 180), (100, 196, 300, 196)],
        [(100, 180, 300, 170), (100, 196, 300, 186)],
        [arc(190, 12), arc(200, 4)],
    ],
    ids=["parallel", "parallel and slanted", "slurs"],
)
def test_other_lines_are_no_hairpins(lines):
    assert find_hairpins(sheet_of(*lines), seen()) == ()


@pytest.mark.parametrize(
    ("bottom", "end", "count"),
    [(202, 160, 0), (202, 300, 0), (216, 160, 0), (216, 300, 1)],
    ids=["one short leg", "one long leg", "both short legs", "both long legs"],
)
def test_a_leg_that_the_network_takes_for_a_slur_is_none_unless_both_are_long(bottom, end, count):
    sheet = sheet_of(*hairpin(100, end))

    assert len(find_hairpins(sheet, seen(slur=(184, bottom, 90, end + 10)))) == count


def test_what_the_network_hardly_takes_for_a_hairpin_is_none():
    assert find_hairpins(sheet_of(*hairpin(100, 300)), seen(hairpins=30)) == ()
    assert len(find_hairpins(sheet_of(*hairpin(100, 300)), seen(hairpins=70))) == 1


@pytest.mark.parametrize(("end", "sure", "count"), [(200, 160, 0), (200, 255, 1), (400, 160, 1)])
def test_a_wide_hairpin_is_long_or_the_network_is_sure_of_it(end, sure, count):
    assert len(find_hairpins(sheet_of(*hairpin(100, end, 30)), seen(hairpins=sure))) == count


@pytest.mark.parametrize(("begin", "left"), [(60, 60), (280, 240)], ids=["a line's start", "worn"])
def test_a_hairpin_from_the_line_before_begins_open(begin, left):
    """Elsewhere legs that begin apart have lost their tip."""
    legs = [(begin, ROW + side * 5, begin + 120, ROW + side * 16) for side in (-1, 1)]

    (found,) = find_hairpins(sheet_of(*legs), seen())

    assert found.grows
    assert (found.left, found.right) == pytest.approx((left, begin + 120), abs=16)


def test_a_small_hairpin_is_no_accent():
    (found,) = find_hairpins(sheet_of(*hairpin(136, 100, 10)), seen())

    assert (found.left, found.right) == pytest.approx((100, 136), abs=6)


def test_the_thin_tip_of_a_long_hairpin_may_have_lost_its_ink():
    sheet = sheet_of(*hairpin(40, 460, 24))
    sheet.grey[ROW - 4 : ROW + 4, :110] = 0

    (found,) = find_hairpins(sheet, seen())

    assert found.left == pytest.approx(40, abs=12)


def test_a_short_hairpin_before_a_long_one_is_told_from_it():
    short, long = hairpin(164, 200), hairpin(330, 206)

    first, second = find_hairpins(sheet_of(*short, *long), seen())

    assert (first.grows, second.grows) == (True, False)
    assert second.left == pytest.approx(206, abs=8)


def test_an_accent_of_a_large_print_is_no_hairpin():
    sheet = sheet_of(*hairpin(136, 100))

    assert find_hairpins(sheet, seen(Glyph("accent", ROW, 118.0, 16.0, 36.0, 0.8))) == ()


@pytest.mark.parametrize(("tip", "end"), [(510, 300), (-30, 180)])
def test_a_hairpin_that_the_scan_cuts_ends_at_its_edge(tip, end):
    (found,) = find_hairpins(sheet_of(*hairpin(tip, end)), seen())

    assert 0 <= found.left < found.right < WIDTH
