"""What the format has no slot for is found all the same: voltas, tremolos, long rests."""

import pytest

from rastrum.pipeline import read_page
from rastrum_samples.datasets.pages import Recipe, scan
from rastrum_samples.truth.score import write_truth
from support.written.musical import page_of
from support.written.scores import engrave

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
    scene = engrave(MEI, seed=5, pageWidth=2600, breaks="none")
    sample = next(scan(scene, "page", Recipe("clean", seed=5)))
    page = page_of(read_page(sample.picture.grey > 127))
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
