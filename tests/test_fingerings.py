"""Fingerings and sforzati are told by what they say."""

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from rastrum.detection.second_look import KINDS, cut_glyph, look_again, run
from rastrum.marks.fingerings import find_fingerings
from rastrum.model.detection import Detection, Glyph
from rastrum.model.marks import SeenVolta
from rastrum.model.notation import Head, SeenChord, SeenNote
from rastrum.model.sheet import Sheet, SheetMap, SheetStaff, Strip, System
from rastrum.pipeline import read_page
from rastrum.text.words import ReadText
from rastrum_samples.datasets.pages import Recipe, scan
from rastrum_samples.engraving.engrave import Style
from rastrum_samples.engraving.fonts import open_fonts
from rastrum_samples.scenes.models import EngravedModel
from rastrum_samples.truth.score import write_truth

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
    style = Style("Leipzig", {"pageWidth": 3000, "pageHeight": 900, "breaks": "none"})
    scene = EngravedModel(style, open_fonts(Path("no-typefaces")), seed=6)(MEI)
    return scene, next(scan(scene, "page", Recipe(preset, seed=6))).picture.grey > 127


@pytest.fixture(scope="module")
def page():
    """The staff as it truly is, and as it is read."""
    scene, ink = engraved()
    return write_truth(scene).pages[0].systems[0].staves[0], read_page(ink).page


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

    (stave,) = read_page(ink, reader=reader).page.systems[0].staves

    assert said(stave, "Fingering") == list(FINGERS)
    assert said(stave, None) == list(WORDS)
    assert not stave.lyriclines


@pytest.mark.compiled
def test_a_page_is_told_the_same_way_each_time(page):
    _, ink = engraved()

    assert read_page(ink).page == page[1]


WIDTH = 480


def sheet_of(grey=None):
    """Return a sheet with one staff, rows 96 to 160."""
    nowhere = np.zeros(2)
    mapping = SheetMap(0.0, 16.0, 0.0, 0.0, nowhere, nowhere, np.zeros((2, 2)))
    staff = SheetStaff(96.0, 8.0, WIDTH - 8.0, 16.0, 5, 0, 0)
    grey = np.zeros((256, WIDTH), np.uint8) if grey is None else grey
    return Sheet(grey, (staff,), (System((0,)),), mapping)


def chord(column, row=128.0, **more):
    glyph = Glyph("noteheadBlack", row, column, 16.0, 20.0, 0.9)
    notes = (SeenNote(Head(glyph, 0, 0)),)
    return SeenChord(0, "Solid", column + 9, row - 56, notes, has_stem=True, **more)


def digit(text, row, column, score=0.8):
    return Glyph("fingering", row, column, 18.0, 11.0, score, text)


def find(digits, chords, voltas=()):
    heads = [n.head.glyph for c in chords for n in c.notes]
    detection = Detection((*digits, *heads), np.zeros((11, 64, 120), np.uint8))
    return [(f.text, f.left) for f in find_fingerings(detection, chords, voltas)]


def test_a_digit_far_from_every_head_is_no_fingering():
    digits = [digit("1", 80.0, 100.0), digit("2", 80.0, 300.0)]

    assert find(digits, [chord(100.0)]) == [("1", 94.5)]


def test_fingerings_of_a_chord_with_accidentals_stand_left_of_them():
    digits = [digit("1", 126.0, 60.0), digit("2", 126.0, 150.0), digit("3", 60.0, 55.0)]

    assert [text for text, _ in find(digits, [chord(100.0)])] == ["1"]


def test_what_was_not_told_is_not_written():
    assert find([digit("", 80.0, 100.0)], [chord(100.0)]) == []


def test_the_digit_that_counts_a_tuplet_is_no_fingering():
    tuplet = [chord(c, tuplet=Fraction(2, 3), tuplet_id=0) for c in (100.0, 140.0, 180.0)]
    digits = [digit("4", 150.0, 101.0), digit("3", 60.0, 142.0), digit("3", 150.0, 181.0)]

    assert [text for text, _ in find(digits, tuplet)] == ["4", "3"]


def test_the_number_of_a_volta_is_no_fingering():
    volta = SeenVolta(0, 1, 90.0, 300.0, 50.0)
    digits = [digit("1", 66.0, 102.0), digit("2", 66.0, 200.0)]

    assert find(digits, [chord(100.0), chord(200.0)], [volta]) == [("2", 194.5)]


def test_nothing_is_told_of_paper():
    glyphs = (digit("", 50.0, 100.0), Glyph("dynamicSF", 200.0, 100.0, 30.0, 30.0, 0.9))
    detection = Detection(glyphs, np.zeros((11, 64, 120), np.uint8))

    told = look_again(sheet_of(), detection)

    assert [g.text for g in told.glyphs] == ["", ""]


def test_a_page_without_fingerings_is_left_as_it_is():
    detection = Detection((), np.zeros((11, 64, 120), np.uint8))

    assert look_again(sheet_of(), detection) is detection


def test_crops_at_the_edge_of_a_sheet_are_filled_up_with_paper():
    grey = np.full((256, WIDTH), 255, np.uint8)

    crop = cut_glyph(sheet_of(grey), digit("", 4.0, WIDTH - 4.0), (32, 32))

    assert crop.shape == (32, 32)
    assert (crop > 0).sum() == 20 * 20


def test_glyphs_of_a_small_staff_are_cut_out_of_its_strip():
    strip = Strip(0, np.full((512, 960), 255, np.uint8), 2.0, 0.0, 0.0)

    crop = cut_glyph(replace(sheet_of(), strips=(strip,)), digit("", 128.0, 100.0), (32, 32))

    assert crop.all()


def test_probabilities_add_up_whatever_the_number_of_crops():
    for count in (0, 1, 5):
        crops = {name: [np.zeros(kind.crop, np.uint8)] * count for name, kind in KINDS.items()}
        for name, scores in run(crops).items():
            assert scores.shape == (count, len(KINDS[name].says))
            assert scores.sum(axis=1) == pytest.approx(np.ones(count), abs=1e-4)
