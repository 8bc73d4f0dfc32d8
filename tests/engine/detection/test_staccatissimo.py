"""A fingering that tapers towards its head is a wedge."""

import numpy as np
import pytest

from rastrum.detection.staccatissimo import find_staccatissimi
from rastrum.model.detection import Glyph
from support.sheets import box_masks, detected, staff_sheet

SHAPE = 320, 640
HEAD = Glyph("noteheadBlack", 192.0, 200.0, 16.0, 20.0, 0.9)


def drop(row, *, half=None, gap=()):
    """Draw rows of ink around column 200, each as wide to both sides as `half` says."""
    grey = np.zeros(SHAPE, np.uint8)
    for n in range(16):
        wide = (3 - n // 5) if half is None else half(n)
        if n not in gap:
            grey[row - 8 + n, 200 - wide : 201 + wide] = 255
    return grey


def label(grey, row=176.0, *, text="", width=9.0, head=HEAD, top=240.0):
    finger = Glyph("fingering", row, 200.0, 18.0, width, 0.9, text)
    seen = detected((head, finger), box_masks(SHAPE))
    return find_staccatissimi(staff_sheet(grey, top), seen).glyphs[1].label


@pytest.mark.parametrize(
    ("row", "half"), [(176, None), (208, lambda n: n // 5)], ids=["above", "below"]
)
def test_a_wedge_points_at_its_head(row, half):
    assert label(drop(row, half=half), row) == "staccatissimo"


@pytest.mark.parametrize(
    ("row", "more"),
    [
        (208, {}),
        (176, {"half": lambda n: 3 if n < 3 else 1}),
        (176, {"half": lambda _: 2}),
        (176, {"half": lambda n: 7 - n // 2}),
        (176, {"gap": (6, 7)}),
        (176, {"gap": range(9, 16)}),
    ],
    ids=["turned away", "a serif", "a bar", "too wide", "broken", "short"],
)
def test_other_shapes_are_none(row, more):
    assert label(drop(row, **more), row) == "fingering"


def test_what_goes_on_beside_it_is_the_end_of_a_bracket():
    grey = drop(176)
    grey[168, 196:230] = 255

    assert label(grey) == "fingering"


@pytest.mark.parametrize(
    ("more", "found"),
    [
        ({"text": "1"}, True),
        ({"text": "2"}, False),
        ({"width": 14.0}, False),
        ({"head": Glyph("noteheadBlack", 192.0, 240.0, 16.0, 20.0, 0.9)}, False),
        ({"head": Glyph("noteheadBlack", 300.0, 200.0, 16.0, 20.0, 0.9)}, False),
        ({"head": Glyph("restHalf", 192.0, 200.0, 16.0, 20.0, 0.9)}, False),
    ],
    ids=["a one", "a two", "a wide box", "beside the head", "far from it", "at a rest"],
)
def test_only_what_looks_like_a_one_near_a_head_is_looked_at(more, found):
    assert (label(drop(176), **more) == "staccatissimo") == found


def test_a_staff_line_may_run_through_it():
    grey = drop(176)
    grey[174:176, 8:-8] = 255

    assert label(grey, top=111.0) == "staccatissimo"


def test_the_glyphs_keep_their_order_and_the_rest_of_their_values():
    finger = Glyph("fingering", 176.0, 200.0, 18.0, 9.0, 0.9, "1")
    other = Glyph("fingering", 100.0, 400.0, 18.0, 9.0, 0.9, "1")
    seen = detected((other, HEAD, finger), box_masks(SHAPE))

    told = find_staccatissimi(staff_sheet(drop(176), 240.0), seen).glyphs

    assert told[:2] == (other, HEAD)
    assert (told[2].row, told[2].score, told[2].text) == (176.0, 0.9, "")
