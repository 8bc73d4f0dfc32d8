"""What was read is drawn over the scan, in its place and its colour."""

from dataclasses import replace

import numpy as np
import pytest

from rastrum.export.overlay import COLOURS, PIXELS_PER_SPACE, draw_overlay
from rastrum.model.detection import Glyph
from rastrum.model.doubt import Doubt
from rastrum.model.marks import Marks, SeenDynamic, SeenFingering
from rastrum.model.notation import SeenChord, SeenKey
from rastrum.model.strokes import Barline, SeenArc, SeenCurve
from rastrum.model.words import PageText, SeenWords
from support.readings import notation, reading
from support.sheets import staff_sheet
from support.timed import chord

HEIGHT, WIDTH = 200, 1200
FOOT = 26


def page_with(*, doubts=(), **more):
    """Return a page whose scan is its sheet: white, of 16 pixels to a staff space."""
    sheet = staff_sheet(np.zeros((HEIGHT, WIDTH), np.uint8), 64.0)
    ink = np.zeros((HEIGHT, WIDTH), bool)
    return reading(notation(sheet, **more), ink=ink, doubts=doubts)


def painted(kind, **more):
    """Return the rows and columns that have changed to about the colour of a kind."""
    plain, own = (
        np.asarray(draw_overlay(page), np.int64)[:HEIGHT]
        for page in (page_with(), page_with(**more))
    )
    near = np.abs(own - np.array(COLOURS[kind])).max(axis=2) < 90
    return np.argwhere(near & (own != plain).any(axis=2))


def test_the_picture_is_as_large_as_the_scan_and_has_a_legend_below():
    picture = draw_overlay(page_with())

    assert picture.mode == "RGB"
    assert picture.size == (WIDTH, HEIGHT + FOOT)
    foot = np.asarray(picture)[HEIGHT:].reshape(-1, 3)
    assert {tuple(colour) for colour in foot.tolist()} >= set(COLOURS.values())


def test_a_fine_scan_is_made_smaller():
    page = page_with()
    sheet = replace(page.sheet, map=replace(page.sheet.map, space_px=2.0 * PIXELS_PER_SPACE))
    page = replace(page, notation=replace(page.notation, sheet=sheet))

    assert draw_overlay(page).size == (WIDTH // 2, HEIGHT // 2 + FOOT)


def test_ink_of_the_scan_is_grey():
    page = page_with()
    page.bitmap.ink[150:160, 300:310] = True

    assert np.asarray(draw_overlay(page))[155, 305].tolist() == [110, 110, 110]


HEAD = chord(100.0, 1, up=True)
REST = SeenChord(
    0, "Crotchetrest", 200.0, 96.0, rest=Glyph("restQuarter", 96.0, 200.0, 40.0, 16.0, 0.9)
)
ARC = SeenArc((40.0, 100.0), (40.0, 160.0), 8.0)


@pytest.mark.parametrize(
    ("kind", "more", "place"),
    [
        ("head", {"chords": [HEAD]}, (80, 100)),
        ("stem", {"chords": [HEAD]}, (60, 109)),
        ("rest", {"chords": [REST]}, (96, 200)),
        ("barline", {"barlines": [Barline(0, "Single", 300.0, 300.0)]}, (96, 300)),
        ("curve", {"curves": [SeenCurve(ARC, 0, "Slur", None, None)]}, (34, 130)),
        ("signature", {"keys": [SeenKey(0, -3, 50.0, 96.0)]}, (40, 50)),
        (
            "dynamic",
            {"marks": Marks(dynamics=(SeenDynamic(0, "Dyn_p", 90.0, 110.0, 160.0),))},
            (170, 95),
        ),
        ("text", {"marks": Marks(fingerings=(SeenFingering(0, "3", 30.0, 90.0, 18.0),))}, (40, 95)),
        (
            "text",
            {"text": PageText(words=(SeenWords(0, "dolce", None, 150.0, 90.0, 30.0, 4),))},
            (160, 105),
        ),
    ],
)
def test_a_symbol_is_drawn_in_its_colour_where_it_stands(kind, more, place):
    found = painted(kind, **more)

    assert len(found)
    assert np.abs(found.mean(axis=0) - place).max() < 30


def test_doubtful_places_lie_on_yellow():
    doubt = Doubt("rhythm", "", 0.5, (70.0, 200.0, 120.0, 260.0))

    colour = np.asarray(draw_overlay(page_with(doubts=[doubt])))[75, 230].tolist()

    assert colour[0] > 200
    assert colour[1] > 200
    assert colour[2] < 180
