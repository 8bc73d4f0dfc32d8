"""TODO."""

from pathlib import Path

import numpy as np
import pytest

from rastrum.marks.ornaments import find_signs
from rastrum.model.detection import Detection
from rastrum.model.sheet import Sheet, SheetMap, SheetStaff, System
from rastrum.pipeline import read_page
from rastrum_samples.datasets.pages import Recipe, scan
from rastrum_samples.engraving.engrave import Style
from rastrum_samples.engraving.fonts import open_fonts
from rastrum_samples.scenes.models import EngravedModel
from rastrum_samples.truth.score import write_truth
from support.signs import wave

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
