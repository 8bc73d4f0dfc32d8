"""What a page means, worked out by hand from what is printed."""

import pytest

from rastrum import mro
from rastrum_samples.datasets.pages import Recipe, scan
from rastrum_samples.export.formats import to_mro
from rastrum_samples.truth.score import write_truth
from support.written.percussion import engraved
from support.written.scores import engrave, staves_of

PIECE = """\
<mei xmlns="http://www.music-encoding.org/ns/mei" meiversion="5.0"><music><body><mdiv><score>
<scoreDef keysig="3f" meter.count="2" meter.unit="4"><staffGrp>
<staffDef n="1" lines="5"><clef shape="F" line="4"/></staffDef></staffGrp></scoreDef><section>
<measure n="1"><staff n="1"><layer n="1">
<note xml:id="a" pname="e" oct="3" dur="4" accid.ges="f"/>
<note xml:id="b" pname="a" oct="3" dur="4"><accid accid="n"/></note></layer></staff>
<tie startid="#b" endid="#c"/></measure>
<measure n="2"><staff n="1"><layer n="1">
<note xml:id="c" pname="a" oct="3" dur="4" accid.ges="n"/><clef shape="G" line="2"/>
<note xml:id="d" pname="b" oct="4" dur="8" accid.ges="f"/>
<note xml:id="e" pname="e" oct="5" dur="8" oct.ges="6"><accid accid="n"/></note></layer></staff>
<octave staff="1" startid="#e" endid="#f" dis="8" dis.place="above"/></measure>
<measure n="3"><staff n="1"><layer n="1">
<note xml:id="f" pname="e" oct="5" dur="4" oct.ges="6" accid.ges="f"/>
<note xml:id="g" pname="g" oct="4" dur="4"/></layer></staff></measure>
</section></score></mdiv></body></music></mei>
"""


@pytest.fixture(scope="module")
def piece():
    return engrave(PIECE, pageWidth=2000)


def clefs_of(score):
    (stave,) = score.pages[0].systems[0].staves
    return [[(c.shape, c.pitchposn) for c in bar.clefs] for bar in stave.bars]


def notes_of(score):
    (stave,) = score.pages[0].systems[0].staves
    return [[(c.notes[0].p, c.notes[0].accid) for c in bar.chords] for bar in stave.bars]


def test_what_is_printed_is_written_as_it_stands(piece):
    seen = write_truth(piece, level="engine")

    assert clefs_of(seen) == [[("Bass", -2)], [("Treble", 2)], []]
    assert notes_of(seen) == [
        [(-1, "None"), (-4, "Natural")], [(-4, "None"), (0, "None"), (-3, "Natural")],
        [(-3, "None"), (2, "None")],
    ]  # fmt: skip


def test_what_is_meant_is_written_with_the_ties_accidental_and_clefs_for_the_octave_line(piece):
    meant = write_truth(piece)

    assert clefs_of(meant) == [
        [("Bass", -2)], [("Treble", 2), ("TrebleUp8", 2)], [("Treble", 2)],
    ]  # fmt: skip
    assert notes_of(meant) == [
        [(-1, "None"), (-4, "Natural")], [(-4, "Natural"), (0, "None"), (-3, "Natural")],
        [(-3, "None"), (2, "None")],
    ]  # fmt: skip


def test_the_truth_says_every_value(scene):
    upper, lower = staves_of(write_truth(scene, level="engine"))

    chords = [c for bar in upper.bars for c in bar.chords]
    assert [[(n.shape, n.p, n.accid) for n in c.notes] for c in chords] == [
        [("Solid", -1, "None")], [("Solid", -2, "None")], [("Solid", -4, "Natural")],
        [("Quaverrest", 0, "None")], [("Solid", -5, "None")], [("Solid", 1, "Flat")],
        [("Solid", 1, "None")], [("Minim", 1, "None"), ("Minim", 2, "None")],
    ]  # fmt: skip
    assert [c.naugdots for c in chords] == [1, 0, 0, 0, 0, 0, 0, 0]
    assert [str(c.tuplettransform) for c in chords[2:6]] == ["2/3", "2/3", "2/3", "1"]
    nodes = [c.beam for c in chords if c.beam]
    assert [(n.nofnodes, n.nofleft, n.nofright) for n in nodes[:2]] == [(2, 0, 1), (2, 2, 0)]
    assert chords[5].staccato
    assert {n.normalside for n in chords[7].notes} == {True, False}
    assert [b.barline.type for b in upper.bars] == ["Single", "Rightrepeat"]
    assert upper.bars[0].keysigs[0].key == 2
    assert (upper.bars[0].timesig.top, upper.bars[0].timesig.bottom) == (3, 4)
    assert [(c.shape, c.pitchposn) for bar in lower.bars for c in bar.clefs] == [
        ("Bass", -2), ("Alto", -2),
    ]  # fmt: skip
    assert lower.bars[0].chords[0].notes[0].shape == "Sbreverest"


def test_the_score_level_spells_out_what_a_tie_carries_over_a_barline(scene):
    seen, _ = staves_of(write_truth(scene, level="engine"))
    meant, _ = staves_of(write_truth(scene, level="score"))

    assert seen.bars[1].chords[0].notes[0].accid == "None"
    assert meant.bars[1].chords[0].notes[0].accid == "Flat"


def test_the_truth_reads_back_the_same(scene):
    (sample,) = scan(scene, "page", Recipe("clean"))

    score = mro.read(to_mro(sample))

    assert score.pages[0].systems == write_truth(scene).pages[0].systems
    assert score.pages[0].origwidth == sample.picture.grey.shape[1]


OCTAVES = """\
<mei xmlns="http://www.music-encoding.org/ns/mei" meiversion="5.0"><music><body><mdiv><score>
<scoreDef meter.count="4" meter.unit="4"><staffGrp><staffDef n="1" lines="5">
<clef shape="G" line="2"/></staffDef></staffGrp></scoreDef><section>
<measure n="1"><staff n="1"><layer n="1"><note pname="c" oct="5" dur="4"/>
<note xml:id="a" pname="d" oct="5" oct.ges="6" dur="4"/>
<note xml:id="b" pname="e" oct="5" oct.ges="6" dur="4"/><note pname="f" oct="5" dur="4"/>
</layer></staff><octave staff="1" dis="8" dis.place="above" startid="#a" endid="#b"/></measure>
</section></score></mdiv></body></music></mei>
"""


def test_octave_lines_are_lines_as_seen_and_clefs_as_meant():
    page = engrave(OCTAVES)

    (seen,) = staves_of(write_truth(page, level="engine"))
    (meant,) = staves_of(write_truth(page))

    (line,) = seen.octavelines
    columns = [c.flagposn[1] for c in seen.bars[0].chords]
    assert line.shift == 1
    assert columns[0] < line.c0 < columns[1] + 12
    assert columns[2] - 12 < line.c1 < columns[3]
    assert [c.shape for c in seen.bars[0].clefs] == ["Treble"]
    assert [c.shape for c in meant.bars[0].clefs] == ["Treble", "TrebleUp8", "Treble"]


def test_the_truth_of_one_line_has_places_around_it_and_neither_clef_nor_key():
    (page,) = write_truth(engraved("drum", bars=2)).pages

    (stave,) = page.systems[0].staves
    assert (stave.size, stave.lines) == (64, 1)
    assert [n.p for c in stave.bars[0].chords for n in c.notes] == [0, -1, 1, 0]
    assert not any(bar.clefs or bar.keysigs for bar in stave.bars)
