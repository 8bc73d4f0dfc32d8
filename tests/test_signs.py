"""What the format has no slot for is found all the same: voltas, tremolos, long rests."""

from pathlib import Path

import numpy as np
import pytest

from rastrum.detection.merge import settle_waves
from rastrum.marks.ornaments import find_signs
from rastrum.marks.voltas import find_voltas
from rastrum.model.detection import Detection, Glyph
from rastrum.model.sheet import Sheet, SheetMap, SheetStaff, System
from rastrum.model.strokes import Barline
from rastrum.model.vocabulary import MASKS
from rastrum.pipeline import read_page
from rastrum_samples.datasets.pages import Recipe, scan
from rastrum_samples.engraving.engrave import Style
from rastrum_samples.engraving.fonts import open_fonts
from rastrum_samples.scenes.models import EngravedModel
from rastrum_samples.truth.score import write_truth

NOTE = '<note pname="b" oct="4" dur="{}"/>'
WHOLE, HALF = NOTE.format(1), NOTE.format(2)
SCORE = """\
<mei xmlns="http://www.music-encoding.org/ns/mei" meiversion="5.0"><music><body><mdiv><score>
<scoreDef meter.count="4" meter.unit="4"><staffGrp><staffDef n="1" lines="5">
<clef shape="G" line="2"/></staffDef></staffGrp></scoreDef>
<section>{}</section></score></mdiv></body></music></mei>"""


def bar(layer, attributes=""):
    return f'<measure {attributes}><staff n="1"><layer n="1">{layer}</layer></staff></measure>'


FIRST = bar(WHOLE + HALF, 'right="rptend"')
MEI = SCORE.format(
    bar(WHOLE)
    + f'<ending n="1.">{FIRST}</ending>'
    + f'<ending n="2.">{bar(WHOLE + HALF)}</ending>'
    + bar('<multiRest num="12"/>')
    + bar(f'<bTrem unitdur="16">{HALF}</bTrem>{HALF}')
)


@pytest.fixture(scope="module")
def staves():
    """The staff as it is read, and as it truly is."""
    style = Style("Leipzig", {"pageWidth": 2600, "pageHeight": 900, "breaks": "none"})
    scene = EngravedModel(style, open_fonts(Path("no-typefaces")), seed=5)(MEI)
    sample = next(scan(scene, "page", Recipe("clean", seed=5)))
    page = read_page(sample.picture.grey > 127).page
    return page.systems[0].staves[0], write_truth(scene).pages[0].systems[0].staves[0]


@pytest.mark.compiled
def test_first_and_second_times_are_found_with_their_numbers(staves):
    read, true = staves

    assert [volta.number for volta in true.voltas] == [1, 2]
    assert [volta.number for volta in read.voltas] == [1, 2]
    for found, volta in zip(read.voltas, true.voltas, strict=True):
        assert (found.c0, found.c1, found.r) == pytest.approx((volta.c0, volta.c1, volta.r), abs=16)


@pytest.mark.compiled
def test_a_rest_of_several_bars_says_how_many(staves):
    for stave in staves:
        assert [s.n for s in stave.signs if s.type == "MultiBarRest"] == [12]


@pytest.mark.compiled
def test_a_tremolo_says_how_many_strokes(staves):
    read, true = staves

    (found,) = [s for s in read.signs if s.type == "Tremolo"]
    (sign,) = [s for s in true.signs if s.type == "Tremolo"]

    assert found.n == 2
    assert (found.c, found.r) == pytest.approx((sign.c, sign.r), abs=8)


def wave(row, column, score=0.8):
    return Glyph("arpeggio", row, column, 18.0, 8.0, score)


def test_a_single_wave_is_no_arpeggio():
    """Crotchet rests look like one."""
    chain = wave(100.0, 200.0), wave(118.0, 201.0)
    others = (
        wave(100.0, 300.0),
        wave(102.0, 301.0),
        Glyph("restQuarter", 100.0, 300.0, 40.0, 14.0, 0.5),
    )

    assert settle_waves([*chain, *others]) == [*chain, others[-1]]


def test_worn_waves_of_an_arpeggio_are_no_dots():
    """The dots of a chord stand a space apart, and beside it."""
    waves = wave(100.0, 200.0), wave(111.0, 201.0)
    worn = Glyph("dot", 122.0, 199.0, 7.0, 7.0, 0.7), Glyph("staccato", 133.0, 200.0, 7.0, 7.0, 0.7)
    dots = Glyph("dot", 122.0, 232.0, 7.0, 7.0, 0.7), Glyph("dot", 149.0, 200.0, 7.0, 7.0, 0.7)

    labels = [glyph.label for glyph in settle_waves([*waves, *worn, *dots])]

    assert labels == ["arpeggio"] * 4 + ["dot"] * 2


def test_waves_above_each_other_are_an_arpeggio():
    nowhere = np.zeros(2)
    staves = tuple(SheetStaff(top, 0.0, 400.0, 16.0, 5, 0, n) for n, top in ((0, 64.0), (1, 256.0)))
    sheet = Sheet(
        np.zeros((16, 16), np.uint8),
        staves,
        (System((0, 1)),),
        SheetMap(0.0, 16.0, 0.0, 0.0, nowhere, nowhere, np.zeros((2, 2))),
    )
    glyphs = (*(wave(row, 100.0) for row in (70, 88, 106, 124)), wave(300.0, 220.0))
    detection = Detection(glyphs, np.zeros((0, 0, 0), np.uint8))

    (sign,) = find_signs(sheet, detection)

    assert (sign.kind, sign.staff, sign.row, sign.column, sign.count) == ("Arpeggio", 0, 97, 100, 4)


def volta_sheet(rise=0.0):
    """Return a staff with barlines at 100, 300 and 500, and lines over both bars.

    The lines hang down where they begin, and rise by so much in their middle.
    """
    grey = np.zeros((300, 640), np.uint8)
    for left, right in ((100, 294), (300, 494)):
        grey[120:140, left : left + 3] = 255
        for column in range(left, right):
            off = 1 - (2 * (column - left) / (right - left) - 1) ** 2
            row = 120 - round(rise * off)
            grey[row : row + 3, column] = 255
    staff = SheetStaff(180.0, 8.0, 632.0, 16.0, 5, 0, 0)
    mapping = SheetMap(0.0, 16.0, 0.0, 0.0, np.zeros(2), np.zeros(2), np.zeros((2, 2)))
    return Sheet(grey, (staff,), (System((0,)),), mapping)


BARLINES = [Barline(0, "Single", float(column), float(column)) for column in (100, 300, 500)]
NO_MASKS = np.zeros((len(MASKS), 75, 160), np.uint8)


def test_two_voltas_may_stand_close():
    voltas = find_voltas(volta_sheet(), Detection((), NO_MASKS), BARLINES)

    assert [volta.times for volta in voltas] == [(1,), (2,)]
    assert [v.left for v in voltas] == pytest.approx([100, 300], abs=4)
    assert [v.right for v in voltas] == pytest.approx([294, 494], abs=4)


def test_the_flat_part_of_a_curve_is_no_volta():
    assert find_voltas(volta_sheet(rise=4.0), Detection((), NO_MASKS), BARLINES) == ()


def test_a_row_of_letters_is_no_volta():
    masks = NO_MASKS.copy()
    masks[MASKS.index("text"), 28:34] = 200

    assert find_voltas(volta_sheet(), Detection((), masks), BARLINES) == ()
