"""Places on the page and on the levelled sheet lead to each other."""

import numpy as np
import pytest

from rastrum.staff.normalise import to_page, to_sheet
from support.drawn.draw import draw_page
from support.drawn.levelled import level

pytestmark = pytest.mark.compiled


def test_the_map_is_exact_both_ways():
    sheet = level(draw_page(skew_deg=3.0, warp_sp=1.0))
    rng = np.random.default_rng(0)
    rows, columns = rng.uniform(0, 1500, (2, 400))

    there = to_page(sheet.map, rows, columns)
    back = to_sheet(sheet.map, *there)

    assert back[0] == pytest.approx(rows, abs=0.02)
    assert back[1] == pytest.approx(columns, abs=0.02)


def test_the_map_recorded_in_a_file_finds_the_corner_of_a_staff():
    page = draw_page(skew_deg=2.0)

    sheet = level(page)

    left, _, curves, _ = page.lines[0]
    rows, columns = to_page(
        sheet.map, np.array([sheet.staves[0].top]), np.array([sheet.staves[0].left])
    )
    assert columns[0] == pytest.approx(left, abs=page.space / 2)
    assert rows[0] == pytest.approx(curves[0](left), abs=page.space / 8)
