"""Text of whole pages is read."""

import pytest

from rastrum import recognise
from rastrum.export.mro import to_records
from rastrum.mro.records import SERIF
from rastrum_samples.truth.score import write_truth
from rastrum_samples.wear.render import render
from support.paths import PLATE
from support.written.scores import engrave

SONG = """\
<mei xmlns="http://www.music-encoding.org/ns/mei" meiversion="5.0"><music><body><mdiv><score>
<scoreDef meter.count="4" meter.unit="4"><staffGrp>
<staffDef n="1" lines="5"><clef shape="G" line="2"/></staffDef></staffGrp></scoreDef><section>
<measure n="1"><staff n="1"><layer n="1">
<note pname="g" oct="4" dur="4"><verse n="1"><syl wordpos="i" con="d">Al</syl></verse></note>
<note pname="a" oct="4" dur="4"><verse n="1"><syl wordpos="t">le</syl></verse></note>
<note pname="b" oct="4" dur="4"><verse n="1"><syl wordpos="i" con="d">Vö</syl></verse></note>
<note pname="c" oct="5" dur="4"><verse n="1"><syl wordpos="t">gel</syl></verse></note>
</layer></staff></measure>
<measure n="2"><staff n="1"><layer n="1">
<note pname="d" oct="5" dur="2"><verse n="1"><syl>sind</syl></verse></note><rest dur="4"/>
<note pname="e" oct="5" dur="4"><verse n="1"><syl>schon</syl></verse></note>
</layer></staff></measure></section></score></mdiv></body></music></mei>
"""


@pytest.fixture(scope="module")
def song():
    return engrave(SONG, pageHeight=700)


def elements(score):
    (stave,) = score.pages[0].systems[0].staves
    (line,) = stave.lyriclines
    return [(e.text, e.bar, e.symbol) for e in line.elements]


EXPECTED = [
    ("Al-", 0, 0), ("le", 0, 1), ("Vö-", 0, 2), ("gel", 0, 3), ("sind", 1, 0), ("schon", 1, 2),
]  # fmt: skip


def test_the_truth_says_the_lyrics(song):
    assert elements(write_truth(song)) == EXPECTED


@pytest.mark.compiled
def test_lyrics_of_an_engraved_page_are_read(song):
    ink = render(song.pages[0]).grey > 127

    assert elements(to_records(recognise(ink).score)) == EXPECTED
    assert (
        to_records(recognise(ink, text=False).score).pages[0].systems[0].staves[0].lyriclines == ()
    )


@pytest.mark.compiled
def test_the_type_of_old_plates_has_serifs():
    (page,) = to_records(recognise(PLATE).score).pages
    texts = [t for system in page.systems for staff in system.staves for t in staff.texts]

    assert len(texts) >= 8
    assert all(text.style >= SERIF for text in texts)
