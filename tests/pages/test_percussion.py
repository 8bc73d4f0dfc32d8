"""Percussion staves of one line are read among those of five."""

import pytest

from rastrum.pipeline import read_page
from rastrum_samples.datasets.pages import Recipe, scan
from rastrum_samples.export.formats import to_bmp
from rastrum_samples.truth.score import write_truth
from support.written.musical import page_of
from support.written.percussion import engraved, music, staves_of


@pytest.fixture(scope="module", params=["between", "above", "below", "through", "two"])
def drummed(request):
    """A page worn like an office scan: what is written of it, and what was read."""
    names = {"above": "drum tune bass", "below": "tune bass drum", "two": "tune drum drum bass"}
    scene = engraved(
        *names.get(request.param, "tune drum bass").split(), through=request.param == "through"
    )
    sample = next(scan(scene, "page", Recipe("office-scan", seed=5)))
    truth = write_truth(scene, [sample.page], level="engine").pages[0]
    return truth, read_page(to_bmp(sample))


@pytest.mark.compiled
def test_staves_of_one_line_are_found_among_those_of_five(drummed):
    truth, reading = drummed

    lines = [[stave.lines for stave in system.staves] for system in page_of(reading).systems]
    assert lines == [[stave.lines for stave in system.staves] for system in truth.systems]


@pytest.mark.compiled
def test_what_stands_on_one_line_is_read(drummed):
    truth, reading = drummed

    for stave, true in zip(staves_of(page_of(reading)), staves_of(truth), strict=True):
        if true.lines == 1:
            assert music(stave) == music(true)
            assert stave.joinedtobelow == true.joinedtobelow


@pytest.mark.compiled
def test_a_staff_of_one_line_has_the_place_of_five_around_it(drummed):
    truth, reading = drummed

    off = page_of(reading).systems[0].top - truth.systems[0].top
    for stave, true in zip(staves_of(page_of(reading)), staves_of(truth), strict=True):
        assert (stave.top, stave.size) == (pytest.approx(true.top + off, abs=4), 64)


@pytest.mark.compiled
def test_a_staff_of_one_line_misses_no_clef(drummed):
    _, reading = drummed

    drums = {(s.system, s.index) for s in reading.sheet.staves if s.lines == 1}
    clefless = [d for d in reading.doubts if "no clef" in d.sentence]
    assert not drums & {(doubt.system, doubt.staff) for doubt in clefless}
