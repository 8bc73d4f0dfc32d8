"""Percussion staves of one line are found, read and written; other lines are none."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from scipy import ndimage

from rastrum import mro
from rastrum.detection.merge import settle_glyphs
from rastrum.model.detection import Detection, Glyph
from rastrum.model.page import Bitmap
from rastrum.model.sheet import SheetStaff
from rastrum.pipeline import read_page
from rastrum.score.parts import fill_empty_staves, make_rectangular
from rastrum.staff.find import find_staves
from rastrum.staff.scale import measure_scale
from rastrum.staff.verify import verify
from rastrum_samples.datasets.pages import Recipe, scan
from rastrum_samples.engraving.engrave import Style
from rastrum_samples.engraving.fonts import open_fonts
from rastrum_samples.export.formats import to_bmp
from rastrum_samples.music.compose import generate_score
from rastrum_samples.scenes.models import EngravedModel
from rastrum_samples.truth.score import write_truth
from support.draw import draw_barline, draw_line, draw_page
from support.sheets import box_masks, staff_sheet

TUNE = """<note pname="c" oct="5" dur="4"/><note pname="e" oct="5" dur="4"/>
<beam><note pname="g" oct="4" dur="8"/><note pname="b" oct="4" dur="8"/></beam>
<note pname="d" oct="5" dur="4"/>"""

BASS = '<note pname="c" oct="3" dur="2"/><note pname="g" oct="2" dur="2"/>'

DRUM = (
    '<note loc="0" dur="4"/><note loc="1" dur="4"/><note loc="-1" dur="4"/><rest dur="4"/>',
    """<beam><note loc="0" dur="8"/><note loc="0" dur="8"/></beam><beam><note loc="1" dur="16"/>
<note loc="0" dur="16"/><note loc="-1" dur="8"/></beam><note loc="0" dur="4" dots="1"/>
<note loc="0" dur="8"/>""",
    "<mRest/>",
    """<note loc="0" dur="4" head.shape="x"/><note loc="-1" dur="8"/><rest dur="8"/>
<note loc="0" dur="2"/>""",
)

STAVES = {
    "tune": ('lines="5"><clef shape="G" line="2"/>', (TUNE,)),
    "bass": ('lines="5"><clef shape="F" line="4"/>', (BASS,)),
    "drum": ('lines="1" keysig="0"><clef shape="perc"/>', DRUM),
}


def engraved(*names, bars=8, through=False):
    """Engrave a score of staves; return its scene."""
    staves = [STAVES[name] for name in names]
    numbers = range(1, len(staves) + 1)
    group = f'<staffGrp bar.thru="{"true" if through else "false"}">'
    parts = "".join(
        f'{group}<staffDef n="{n}" {definition}</staffDef></staffGrp>'
        for n, (definition, _) in zip(numbers, staves, strict=True)
    )
    if through:
        parts = parts.replace("</staffGrp>" + group, "")
    body = ""
    for bar in range(bars):
        layers = (
            f'<staff n="{n}"><layer n="1">{music[bar % len(music)]}</layer></staff>'
            for n, (_, music) in zip(numbers, staves, strict=True)
        )
        body += f'<measure n="{bar + 1}">{"".join(layers)}</measure>'
    mei = (
        '<mei xmlns="http://www.music-encoding.org/ns/mei" meiversion="5.0"><music><body><mdiv>'
        '<score><scoreDef keysig="2f" meter.count="4" meter.unit="4"><staffGrp symbol="bracket">'
        f"{parts}</staffGrp></scoreDef><section>{body}</section></score></mdiv></body></music></mei>"
    )
    style = Style("Leipzig", {"pageWidth": 2100, "pageHeight": 1400})
    return EngravedModel(style, open_fonts(Path("no-typefaces")), seed=3)(mei)


def staves_of(page):
    return [stave for system in page.systems for stave in system.staves]


def music(stave):
    """Return what stands in each bar: times, barline, and shapes, places, lengths and stems."""
    return [
        (
            bar.clefs,
            bar.keysigs,
            bar.timesig and (bar.timesig.top, bar.timesig.bottom),
            bar.barline.type,
            [
                (
                    [(note.shape, note.p, note.accid) for note in chord.notes],
                    max(chord.beam.nofleft, chord.beam.nofright) if chord.beam else chord.nflags,
                    chord.naugdots,
                    chord.virtualstem or chord.stemup,
                )
                for chord in sorted(bar.chords, key=lambda c: c.flagposn[1])
            ],
        )
        for bar in stave.bars
    ]


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

    lines = [[stave.lines for stave in system.staves] for system in reading.page.systems]
    assert lines == [[stave.lines for stave in system.staves] for system in truth.systems]


@pytest.mark.compiled
def test_what_stands_on_one_line_is_read(drummed):
    truth, reading = drummed

    for stave, true in zip(staves_of(reading.page), staves_of(truth), strict=True):
        if true.lines == 1:
            assert music(stave) == music(true)
            assert stave.joinedtobelow == true.joinedtobelow


@pytest.mark.compiled
def test_a_staff_of_one_line_has_the_place_of_five_around_it(drummed):
    truth, reading = drummed

    off = reading.page.systems[0].top - truth.systems[0].top
    for stave, true in zip(staves_of(reading.page), staves_of(truth), strict=True):
        assert (stave.top, stave.size) == (pytest.approx(true.top + off, abs=4), 64)


@pytest.mark.compiled
def test_a_staff_of_one_line_misses_no_clef(drummed):
    _, reading = drummed

    drums = {(s.system, s.index) for s in reading.sheet.staves if s.lines == 1}
    clefless = [d for d in reading.assembly.doubts if "no clef" in d.sentence]
    assert not drums & {(doubt.system, doubt.staff) for doubt in clefless}


def found(page):
    bitmap = Bitmap(page.ink)
    _, staves = find_staves(bitmap, measure_scale(bitmap))
    return [len(staff.ys) for staff in staves]


@pytest.mark.parametrize(("warp", "turn"), [(0.0, 0.0), (1.0, 0.0), (0.0, 3.0), (1.0, -2.0)])
def test_a_line_across_the_barlines_of_a_system_is_a_staff(warp, turn):
    page = draw_page(warp_sp=warp)
    draw_line(page, 2, 5)
    page.ink = ndimage.rotate(page.ink.astype(np.uint8), turn, order=0).astype(bool)

    assert found(page) == [5, 5, 5, 1, 5, 5, 5]


def test_a_line_outside_is_a_staff_where_the_first_line_leads_to_it_and_barlines_cross_it():
    page = draw_page()
    draw_line(page, 5, 5)
    draw_barline(page, 5, 0.0, 0, 5)
    for share in (0.5, 1.0):
        draw_barline(page, 5, share, 4, 6)

    assert found(page) == [5, 5, 5, 5, 5, 5, 1]


@pytest.mark.parametrize(
    ("begin", "end"), [(7, 0), (0, 40), (3.5, 3.5)], ids=["extender", "pedal", "hairpin"]
)
def test_a_line_that_begins_behind_the_clefs_or_ends_early_is_no_staff(begin, end):
    page = draw_page()
    draw_line(page, 2, 5, begin_sp=begin, end_sp=end)

    assert found(page) == [5] * 6


def test_a_line_that_goes_on_beyond_the_staves_is_a_rule():
    page = draw_page()
    draw_line(page, 2, 5, begin_sp=-5, end_sp=-5)

    assert found(page) == [5] * 6


def test_lines_a_space_apart_are_no_staves_of_one():
    page = draw_page()
    draw_line(page, 2, 4.5)
    draw_line(page, 2, 5.5)

    assert found(page) == [5] * 6


def test_a_line_between_systems_is_no_staff():
    page = draw_page()
    draw_line(page, 1, 5)
    for share in (0.0, 0.5, 1.0):
        draw_barline(page, 1, share, 4, 6)

    assert found(page) == [5] * 6


def test_a_line_that_no_barline_crosses_is_no_staff():
    page = draw_page()
    draw_line(page, 5, 5)
    draw_barline(page, 5, 0.0, 0, 5)

    assert found(page) == [5] * 6


def test_a_line_whose_barlines_are_those_of_five_is_no_staff_of_one():
    page = draw_page()
    draw_line(page, 5, 6)
    draw_barline(page, 5, 0.0, 0, 9)
    for share in (0.5, 1.0):
        draw_barline(page, 5, share, 5, 9)

    assert 1 not in found(page)


def single_sheet():
    """Return a sheet of one staff whose one line is at row 132."""
    grey = np.zeros((240, 480), np.uint8)
    grey[131:134, 8:472] = 255
    sheet = staff_sheet(grey, 100.0)
    return replace(sheet, staves=(replace(sheet.staves[0], lines=1),))


def seen(*glyphs):
    return Detection(tuple(glyphs), box_masks((240, 480)))


def test_places_on_one_line_are_those_of_five_around_it():
    staff = SheetStaff(100.0, 8.0, 472.0, 16.0, 1, 0, 0)

    assert (staff.bottom, staff.middle, staff.line_rows) == (164.0, 132.0, (132.0,))
    assert (staff.pitch(132.0), staff.row(-1)) == (0.0, 124.0)
    assert replace(staff, lines=5).line_rows == (100.0, 116.0, 132.0, 148.0, 164.0)


def test_clefs_and_accidentals_on_one_line_are_none_and_double_sharps_are_crosses():
    clef, sharp = Glyph("clefC", 132, 20, 40, 16, 0.9), Glyph("sharp", 132, 90, 40, 16, 0.9)
    double, rest = (
        Glyph("doubleSharp", 132, 120, 16, 16, 0.8),
        Glyph("restQuarter", 132, 200, 44, 16, 0.9),
    )

    settled = settle_glyphs(single_sheet(), seen(clef, sharp, double, rest))

    assert settled.glyphs == (replace(double, label="noteheadX"), rest)


def test_a_cross_that_was_also_seen_as_a_head_is_there_once():
    head = Glyph("noteheadX", 132, 121, 16, 16, 0.9)

    settled = settle_glyphs(single_sheet(), seen(head, Glyph("doubleSharp", 132, 120, 16, 16, 0.6)))

    assert settled.glyphs == (head,)


def test_a_line_that_begins_with_a_treble_clef_is_what_is_left_of_five():
    sheet = single_sheet()
    other = replace(sheet.staves[0], top=8.0, lines=5)
    grey = np.pad(sheet.grey, ((160, 0), (0, 0)))
    grey[[8, 24, 40, 56, 72], 8:472] = 255
    sheet = replace(sheet, grey=grey, staves=(other, replace(sheet.staves[0], top=260.0)))

    settled = verify(sheet, seen(Glyph("clefG", 293, 24, 110, 40, 0.9)))

    assert all(staff.lines == 5 for staff in settled.staves)


def test_only_a_staff_of_one_line_says_how_many_it_has():
    score = mro.Score(pages=(mro.Page(systems=(mro.System(staves=(mro.Stave(),)),)),))
    drum = mro.System(staves=(mro.Stave(lines=1),))
    drums = replace(score, pages=(mro.Page(systems=(drum,)),))

    assert b"lines" not in mro.write(score)
    assert b"lines 1" in mro.write(drums)
    assert b"lines" not in mro.write(drums, version=2000)
    assert mro.read(mro.write(drums)) == drums


def part(lines, shape=None):
    rest = mro.Chord(virtualstem=True, notes=(mro.Note("Crotchetrest"),))
    clefs = (mro.Clef(shape, (32, 20), 2),) if shape else ()
    bar = mro.Bar(clefs=clefs, chords=(rest,), barline=mro.Barline(rightlinex=200))
    return mro.Stave(bars=(bar,), lines=lines)


def test_a_drum_that_a_system_leaves_out_rests_on_its_one_line():
    whole = mro.System(staves=(part(5, "Treble"), part(1), part(5, "Treble")))
    short = mro.System(staves=(part(5, "Treble"), part(5, "Treble")))
    score = mro.Score(pages=(mro.Page(systems=(whole, short)),))

    filled = make_rectangular(score).pages[0].systems[1].staves

    assert [stave.lines for stave in filled] == [5, 1, 5]
    (rest,) = filled[1].bars[0].chords
    assert (rest.notes[0].shape, rest.notes[0].p) == ("Sbreverest", 0)


def test_a_drum_on_which_nothing_was_read_rests():
    empty = replace(part(1), bars=(mro.Bar(barline=mro.Barline(rightlinex=200)),))
    system = mro.System(staves=(part(5, "Treble"), empty))

    score = fill_empty_staves(mro.Score(pages=(mro.Page(systems=(system,)),)))

    (rest,) = score.pages[0].systems[0].staves[1].bars[0].chords
    assert rest.notes[0].p == 0


def test_the_truth_of_one_line_has_places_around_it_and_neither_clef_nor_key():
    (page,) = write_truth(engraved("drum", bars=2)).pages

    (stave,) = page.systems[0].staves
    assert (stave.size, stave.lines) == (64, 1)
    assert [n.p for c in stave.bars[0].chords for n in c.notes] == [0, -1, 1, 0]
    assert not any(bar.clefs or bar.keysigs for bar in stave.bars)


MUSICXML = """\
<?xml version="1.0" encoding="UTF-8"?>
<score-partwise version="4.0"><part-list><score-part id="P1"><part-name>Drum</part-name>
</score-part></part-list><part id="P1"><measure number="1"><attributes><divisions>1</divisions>
<time><beats>2</beats><beat-type>4</beat-type></time><clef><sign>percussion</sign></clef>
<staff-details><staff-lines>1</staff-lines></staff-details></attributes>
<note><unpitched/><duration>1</duration><type>quarter</type></note>
<note><rest/><duration>1</duration><type>quarter</type></note></measure></part></score-partwise>
"""


def test_musicxml_says_how_many_lines_a_staff_has():
    style = Style("Leipzig", {"pageWidth": 1000, "pageHeight": 600})
    scene = EngravedModel(style, open_fonts(Path("no-typefaces")), seed=3)(MUSICXML)

    (stave,) = write_truth(scene).pages[0].systems[0].staves

    assert stave.lines == 1
    assert [c.notes[0].shape for c in stave.bars[0].chords] == ["Solid", "Crotchetrest"]


@pytest.mark.parametrize("seed", [4, 5])
def test_a_drum_leaves_the_music_of_the_others_as_it_was(seed):
    alone, drummed = generate_score(seed), generate_score(seed, drums=True)

    number = alone.count("<staffDef") + 1
    before, _, rest = drummed.partition(f'<staffDef n="{number}" lines="1"')
    rest = rest.partition("</staffDef>")[2]
    pieces = (before + rest).split(f'<staff n="{number}">')
    assert pieces[0] + "".join(p.partition("</staff>")[2] for p in pieces[1:]) == alone
