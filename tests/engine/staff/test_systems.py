"""Staves that barlines join are one system."""

import numpy as np
import pytest

from support.drawn.draw import draw_page
from support.drawn.levelled import level

pytestmark = pytest.mark.compiled


def test_staves_joined_by_barlines_are_one_system():
    sheet = level(draw_page())

    assert [system.staves for system in sheet.systems] == [(0, 1), (2, 3), (4, 5)]
    assert [(s.system, s.index) for s in sheet.staves] == [
        (0, 0), (0, 1), (1, 0), (1, 1), (2, 0), (2, 1),
    ]  # fmt: skip


def test_the_thin_edge_of_a_scan_joins_no_systems():
    page = draw_page()
    left = round(page.lines[0][0])
    page.ink[:, left - 8 : left - 5] = True

    sheet = level(page)

    assert [system.staves for system in sheet.systems] == [(0, 1), (2, 3), (4, 5)]


def test_a_black_border_with_a_ragged_edge_joins_no_systems():
    page = draw_page()
    left = round(page.lines[0][0])
    edges = left - 12 + np.random.default_rng(5).integers(0, 6, len(page.ink))
    page.ink[np.arange(page.ink.shape[1]) < edges[:, None]] = True

    sheet = level(page)

    assert [system.staves for system in sheet.systems] == [(0, 1), (2, 3), (4, 5)]
