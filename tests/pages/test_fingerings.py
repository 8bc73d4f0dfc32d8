"""Fingerings and sforzati of a whole page are told by what they say."""

import pytest

from rastrum.pipeline import read_page
from rastrum.text.words import ReadText
from rastrum_samples.datasets.pages import Recipe, scan
from rastrum_samples.truth.score import write_truth
from support.written.musical import page_of
from support.written.scores import engrave

FINGERS = "1234551423104325"
WORDS = ("sf", "sfz", "fz", "sf", "rfz", "fp", "sfz", "sf")

NOTES = "".join(
    f'<note xml:id="n{n}" pname="{"cdefgab"[n * 3 % 7]}" oct="5" dur="4"/>'
    for n in range(len(FINGERS))
)

MEI = """\
<mei xmlns="http://www.music-encoding.org/ns/mei" meiversion="5.0"><music><body><mdiv><score>
<scoreDef meter.count="16" meter.unit="4"><staffGrp>
<staffDef n="1" lines="5"><clef shape="G" line="2"/></staffDef></staffGrp></scoreDef><section>
<measure n="1"><staff n="1"><layer n="1">{}</layer></staff>{}</measure>
</section></score></mdiv></body></music></mei>
""".format(
    NOTES,
    "".join(
        [f'<fing startid="#n{n}" place="above">{d}</fing>' for n, d in enumerate(FINGERS)]
        + [
            f'<dynam staff="1" tstamp="{1 + 2 * n}" place="below">{word}</dynam>'
            for n, word in enumerate(WORDS)
        ]
    ),
)


def engraved(preset="office-scan"):
    scene = engrave(MEI, seed=6, pageWidth=3000, breaks="none")
    return scene, next(scan(scene, "page", Recipe(preset, seed=6))).picture.grey > 127


@pytest.fixture(scope="module")
def page():
    """The staff as it truly is, and as it is read."""
    scene, ink = engraved()
    return write_truth(scene).pages[0].systems[0].staves[0], page_of(read_page(ink))


def said(stave, kind):
    texts = sorted((t for t in stave.texts if t.type == kind), key=lambda t: t.c0)
    return [text.text for text in texts]


@pytest.mark.compiled
def test_fingerings_come_out_with_their_digits(page):
    true, read = page
    (stave,) = read.systems[0].staves

    assert said(true, "Fingering") == list(FINGERS)
    assert said(stave, "Fingering") == list(FINGERS)
    for text, other in zip(stave.texts[-len(FINGERS) :], true.texts[-len(FINGERS) :], strict=True):
        assert (text.abot, text.c0) == pytest.approx((other.abot, other.c0), abs=8)


@pytest.mark.compiled
def test_sforzati_say_what_is_printed(page):
    true, read = page
    (stave,) = read.systems[0].staves

    assert said(true, None) == list(WORDS)
    assert said(stave, None) == list(WORDS)


@pytest.mark.compiled
def test_a_fingering_is_not_read_as_a_word_once_more(page):
    _, ink = engraved()

    def reader(crops):
        return [ReadText("3", 0.9, (0.5,)) for _ in crops]

    (stave,) = page_of(read_page(ink, reader=reader)).systems[0].staves

    assert said(stave, "Fingering") == list(FINGERS)
    assert said(stave, None) == list(WORDS)
    assert not stave.lyriclines


@pytest.mark.compiled
def test_a_page_is_told_the_same_way_each_time(page):
    _, ink = engraved()

    assert page_of(read_page(ink)) == page[1]
