"""What a page means, worked out by hand from what is printed."""

from pathlib import Path

import pytest

from rastrum_samples.engraving.engrave import Style
from rastrum_samples.engraving.fonts import open_fonts
from rastrum_samples.scenes.models import EngravedModel
from rastrum_samples.truth.score import write_truth

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
def scene():
    style = Style("Leipzig", {"pageWidth": 2000, "pageHeight": 900})
    return EngravedModel(style, open_fonts(Path("no-typefaces")), seed=3)(PIECE)


def clefs_of(score):
    (stave,) = score.pages[0].systems[0].staves
    return [[(c.shape, c.pitchposn) for c in bar.clefs] for bar in stave.bars]


def notes_of(score):
    (stave,) = score.pages[0].systems[0].staves
    return [[(c.notes[0].p, c.notes[0].accid) for c in bar.chords] for bar in stave.bars]


def test_what_is_printed_is_written_as_it_stands(scene):
    seen = write_truth(scene, level="engine")

    assert clefs_of(seen) == [[("Bass", -2)], [("Treble", 2)], []]
    assert notes_of(seen) == [
        [(-1, "None"), (-4, "Natural")], [(-4, "None"), (0, "None"), (-3, "Natural")],
        [(-3, "None"), (2, "None")],
    ]  # fmt: skip


def test_what_is_meant_is_written_with_the_ties_accidental_and_clefs_for_the_octave_line(scene):
    meant = write_truth(scene)

    assert clefs_of(meant) == [
        [("Bass", -2)], [("Treble", 2), ("TrebleUp8", 2)], [("Treble", 2)],
    ]  # fmt: skip
    assert notes_of(meant) == [
        [(-1, "None"), (-4, "Natural")], [(-4, "Natural"), (0, "None"), (-3, "Natural")],
        [(-3, "None"), (2, "None")],
    ]  # fmt: skip
