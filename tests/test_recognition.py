"""Pages whose music and whose every position is known are read exactly."""

from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
import skia

import rastrum
from rastrum import mro
from rastrum.image.load import load
from rastrum.pipeline import read_page
from rastrum.staff.normalise import to_page, to_sheet
from rastrum_samples.engraving.drawing import read_drawing
from rastrum_samples.engraving.engrave import Style, engrave
from rastrum_samples.engraving.fonts import open_fonts
from rastrum_samples.inking.press import ink

pytestmark = pytest.mark.compiled

SCANS = Path(__file__).parent.parent / "samples" / "scans"

MEI = """\
<mei xmlns="http://www.music-encoding.org/ns/mei" meiversion="5.0"><music><body><mdiv><score>
<scoreDef keysig="3f" meter.count="3" meter.unit="4"><staffGrp symbol="brace" bar.thru="true">
<staffDef n="1" lines="5"><clef shape="G" line="2"/></staffDef>
<staffDef n="2" lines="5"><clef shape="F" line="4"/></staffDef></staffGrp></scoreDef><section>
<measure n="1"><staff n="1"><layer n="1">
<beam><note pname="c" oct="5" dur="8" dots="1"/><note pname="d" oct="5" dur="16"/></beam>
<note pname="f" oct="5" dur="4"><accid accid="s"/></note><rest dur="8"/>
<note pname="g" oct="4" dur="8"/>
</layer></staff><staff n="2"><layer n="1"><mRest/></layer></staff></measure>
<measure n="2" right="rptend"><staff n="1"><layer n="1">
<chord dur="2"><note pname="a" oct="4"/><note pname="c" oct="5"/></chord>
<beam><note pname="e" oct="5" dur="16"/><note pname="d" oct="5" dur="16"/>
<note pname="c" oct="5" dur="16"><accid accid="n"/></note><note pname="b" oct="4" dur="16"/></beam>
</layer></staff><staff n="2"><layer n="1">
<note pname="c" oct="3" dur="2" dots="1"/></layer></staff></measure>
<measure n="3"><staff n="1"><layer n="1">
<note pname="c" oct="6" dur="4"/><rest dur="4"/><rest dur="16"/><note pname="g" oct="5" dur="16"/>
<note pname="c" oct="4" dur="8"/>
</layer></staff><staff n="2"><layer n="1"><clef shape="C" line="3"/>
<note pname="c" oct="4" dur="4"/><note pname="e" oct="4" dur="4"/><note pname="g" oct="4" dur="4"/>
</layer></staff></measure>
<measure n="4" right="end"><staff n="1"><layer n="1">
<note pname="g" oct="4" dur="2" dots="1"/></layer></staff><staff n="2"><layer n="1">
<rest dur="2"/><note pname="a" oct="4" dur="4"><accid accid="n"/></note>
</layer></staff></measure>
</section></score></mdiv></body></music></mei>
"""

Q, E, S = Fraction(1, 4), Fraction(1, 8), Fraction(1, 16)

UPPER = [
    [("C5", 3 * S), ("D5", S), ("F5#", Q), ("rest", E), ("G4", E)],
    [("A4", 2 * Q), ("C5", 2 * Q), ("E5", S), ("D5", S), ("C5n", S), ("B4", S)],
    [("C6", Q), ("rest", Q), ("rest", S), ("G5", S), ("C4", E)],
    [("G4", 3 * Q)],
]
LOWER = [
    [("rest", Fraction(1))],
    [("C3", 3 * Q)],
    [("C4", Q), ("E4", Q), ("G4", Q)],
    [("rest", 2 * Q), ("A4n", Q)],
]
SIGNS = {"Sharp": "#", "Flat": "b", "Natural": "n", "None": ""}
MIDDLE = {"Treble": 34, "Bass": 22, "Alto": 28}
LENGTHS = {
    "Minim": 2 * Q, "Solid": Q, "Sbreverest": 4 * Q, "Minimrest": 2 * Q, "Crotchetrest": Q,
    "Quaverrest": E, "Squaverrest": S,
}  # fmt: skip


MARGIN = 80
"""Pixels left of the staves, where braces stand."""


def engraved_page(mei=MEI):
    """Engrave a score as a bitmap of 20 px to a staff space; also return the true boxes."""
    style = Style("Leipzig", {"pageWidth": 2100, "pageHeight": 1500, "breaks": "none"})
    page = ink(
        read_drawing(engrave(mei, style).pages[0]),
        np.random.default_rng(7),
        open_fonts(Path("no-typefaces")),
    )
    scale = 20.0 / page.space
    height, width = round(page.height * scale), round(page.width * scale) + MARGIN
    grey = np.zeros((height, width), np.uint8)
    info = skia.ImageInfo.Make(width, height, skia.kAlpha_8_ColorType, skia.kPremul_AlphaType)
    canvas = skia.Surface.MakeRasterDirect(info, grey, width).getCanvas()
    canvas.translate(MARGIN, 0)
    canvas.scale(scale, scale)
    canvas.drawPicture(page.ink)
    boxes = [(b.label, b.y * scale, b.x * scale + MARGIN, b.width * scale) for b in page.boxes]
    return grey > 127, boxes


@pytest.fixture(scope="module")
def reading():
    bitmap, boxes = engraved_page()
    return rastrum.recognise(bitmap), boxes


def staves(result):
    (system,) = result.score.pages[0].systems
    return system.staves


def music(stave):
    """Spell out a staff bar by bar."""
    middle, bars = 34, []
    for bar in stave.bars:
        events = [(c.centre[1], c) for c in bar.clefs] + [(c.flagposn[1], c) for c in bar.chords]
        out = []
        for _, event in sorted(events, key=lambda e: e[0]):
            if isinstance(event, mro.Clef):
                usual = {"Treble": 2, "Bass": -2, "Alto": 0}[event.shape]
                middle = MIDDLE[event.shape] + event.pitchposn - usual
                continue
            for note in event.notes:
                beam = event.beam
                levels = max(beam.nofleft, beam.nofright) if beam else event.nflags
                length = LENGTHS[note.shape] / (2**levels if note.shape == "Solid" else 1)
                length *= 2 - Fraction(1, 2**event.naugdots)
                if note.shape.endswith("rest"):
                    out.append(("rest", length))
                else:
                    step = middle - note.p
                    out.append((f"{'CDEFGAB'[step % 7]}{step // 7}{SIGNS[note.accid]}", length))
        bars.append(out)
    return bars


def test_every_note_of_the_upper_staff_is_read(reading):
    assert [sorted(bar) for bar in music(staves(reading[0])[0])] == [sorted(b) for b in UPPER]


def test_every_note_of_the_lower_staff_is_read(reading):
    assert [sorted(bar) for bar in music(staves(reading[0])[1])] == [sorted(b) for b in LOWER]


def test_key_time_and_clefs_stand_in_the_first_bar(reading):
    for stave, shape in zip(staves(reading[0]), ("Treble", "Bass"), strict=True):
        first = stave.bars[0]
        assert [clef.shape for clef in first.clefs] == [shape]
        assert [key.key for key in first.keysigs] == [-3]
        assert (first.timesig.top, first.timesig.bottom) == (3, 4)


def test_barlines_have_their_types(reading):
    types = [bar.barline.type for bar in staves(reading[0])[0].bars]

    assert types == ["Single", "Rightrepeat", "Single", "ThinThick"]


def test_the_second_is_on_the_wrong_side_of_no_stem(reading):
    chord = next(c for c in staves(reading[0])[0].bars[1].chords if len(c.notes) == 2)

    assert [note.normalside for note in chord.notes] == [True, True]


def test_heads_lie_within_two_units_of_their_places(reading):
    result, boxes = reading
    page = result.pages[0]
    found = [n.head.glyph for c in page.assembly.chords for n in c.notes]
    true = [b for b in boxes if b[0].startswith("notehead")]
    assert len(found) == len(true)
    for _, y, x, _ in true:
        row, column = (v[0] for v in to_sheet(page.sheet.map, np.array([y]), np.array([x])))
        off = min(max(abs(g.row - row), abs(g.column - column)) for g in found)
        assert off <= 2


def test_accidentals_are_placed_from_the_left_edge_of_the_head(reading):
    result, boxes = reading
    scale = result.pages[0].sheet.map.space_px / 16
    sharp = next(b for b in boxes if b[0] == "sharp")
    head = min(
        (b for b in boxes if b[0].startswith("notehead") and b[2] > sharp[2]),
        key=lambda b: b[2] - sharp[2],
    )
    true = (sharp[2] - (head[2] - head[3] / 2)) / scale
    notes = [n for s in staves(result) for b in s.bars for c in b.chords for n in c.notes]

    assert next(n for n in notes if n.accid == "Sharp").accid_dc == pytest.approx(true, abs=2)


def test_a_stem_ends_where_its_flag_begins(reading):
    result, _ = reading
    for stave in staves(result):
        for bar in stave.bars:
            for chord in bar.chords:
                if chord.virtualstem:
                    continue
                rows = [32 + 8 * note.p for note in chord.notes]
                if chord.stemup:
                    assert chord.flagposn[0] < min(rows) - 16
                    assert chord.headend == max(note.p for note in chord.notes)
                else:
                    assert chord.flagposn[0] > max(rows) + 16
                    assert chord.headend == min(note.p for note in chord.notes)


def test_beams_know_their_chords(reading):
    bar = staves(reading[0])[0].bars[1]
    nodes = [c.beam for c in bar.chords if c.beam]

    assert len({node.id for node in nodes}) == 1
    assert [(n.nofnodes, n.nofleft, n.nofright) for n in nodes] == [
        (4, 0, 2), (4, 2, 2), (4, 2, 2), (4, 2, 0),
    ]  # fmt: skip


def one_staff(definition, measures):
    """A score of one staff."""
    return f"""\
<mei xmlns="http://www.music-encoding.org/ns/mei" meiversion="5.0"><music><body><mdiv><score>
<scoreDef {definition[0]}><staffGrp><staffDef n="1" lines="5"><clef {definition[1]}/></staffDef>
</staffGrp></scoreDef><section>{measures}</section></score></mdiv></body></music></mei>"""


def measure(content, attributes=""):
    return f'<measure {attributes}><staff n="1"><layer n="1">{content}</layer></staff></measure>'


def read_staff(mei):
    (system,) = rastrum.read(engraved_page(mei)[0]).pages[0].systems
    (stave,) = system.staves
    return stave


WHOLE = '<note pname="b" oct="4" dur="1"/>'


@pytest.mark.parametrize("key", [-7, -4, -1, 0, 1, 3, 5, 7])
def test_every_key_is_read(key):
    name = f"{abs(key)}{'s' if key > 0 else 'f'}" if key else "0"
    definition = (f'keysig="{name}" meter.sym="common"', 'shape="G" line="2"')

    stave = read_staff(one_staff(definition, measure(WHOLE) * 3))

    assert [k.key for bar in stave.bars for k in bar.keysigs] == ([key] if key else [])
    assert stave.bars[0].timesig.showasalpha


@pytest.mark.parametrize(
    ("attributes", "shape", "place", "pitch"),
    [
        ('shape="G" line="2"', "Treble", 2, 0),
        ('shape="F" line="4"', "Bass", -2, -12),
        ('shape="C" line="3"', "Alto", 0, -6),
        ('shape="C" line="4"', "Alto", -2, -8),
        ('shape="C" line="1"', "Alto", 4, -2),
        ('shape="C" line="2"', "Alto", 2, -4),
        ('shape="C" line="5"', "Alto", -4, -10),
        ('shape="G" line="2" dis="8" dis.place="below"', "TrebleDown8", 2, -7),
        ('shape="G" line="2" dis="8" dis.place="above"', "TrebleUp8", 2, 7),
    ],
)
def test_every_clef_is_read(attributes, shape, place, pitch):
    stave = read_staff(
        one_staff(('meter.count="4" meter.unit="4"', attributes), measure(WHOLE) * 3)
    )

    (clef,) = (c for bar in stave.bars for c in bar.clefs)
    assert (clef.shape, clef.pitchposn) == (shape, place)
    # B4 stands on the middle line of a treble staff, higher up in all others.
    assert [n.p for bar in stave.bars for c in bar.chords for n in c.notes] == [pitch] * 3


def test_all_six_barlines_are_read_with_their_outer_lines():
    measures = measure(WHOLE)
    measures += measure(WHOLE, 'right="dbl"')
    measures += measure(WHOLE, 'right="rptstart"')
    measures += measure(WHOLE, 'right="rptboth"')
    measures += measure(WHOLE, 'right="rptend"')
    measures += measure(WHOLE, 'right="end"')
    definition = ('meter.count="4" meter.unit="4"', 'shape="G" line="2"')

    stave = read_staff(one_staff(definition, measures))

    lines = [bar.barline for bar in stave.bars]
    assert [line.type for line in lines] == [
        "Single", "Double", "Leftrepeat", "Backtobackrepeat", "Rightrepeat", "ThinThick",
    ]  # fmt: skip
    assert lines[0].leftlinex == lines[0].rightlinex
    for line in lines[1:]:
        assert 3 <= line.rightlinex - line.leftlinex <= 28


def test_braces_and_brackets_are_told_apart():
    clef = '<clef shape="G" line="2"/>'
    definition = [f'<staffDef n="{n}" lines="5">{clef}</staffDef>' for n in (1, 2, 3, 4, 5)]
    groups = f'<staffGrp symbol="bracket" bar.thru="true">{"".join(definition[:2])}</staffGrp>'
    groups += definition[2]
    groups += f'<staffGrp symbol="brace" bar.thru="true">{"".join(definition[3:])}</staffGrp>'
    staff = '<staff n="{}"><layer n="1"><note pname="b" oct="4" dur="1"/></layer></staff>'
    bar = f"<measure>{''.join(staff.format(n) for n in (1, 2, 3, 4, 5))}</measure>"
    mei = f"""\
<mei xmlns="http://www.music-encoding.org/ns/mei" meiversion="5.0"><music><body><mdiv><score>
<scoreDef meter.count="4" meter.unit="4"><staffGrp>{groups}</staffGrp></scoreDef>
<section>{bar * 3}</section></score></mdiv></body></music></mei>"""

    (system,) = read_page(load(engraved_page(mei)[0])).sheet.systems

    assert [(b.kind, b.first, b.last) for b in system.braces] == [
        ("bracket", 0, 1),
        ("brace", 3, 4),
    ]


def test_a_staff_that_has_lost_its_lines_is_found_by_its_clef():
    ink, _ = engraved_page()
    whole = read_page(load(ink)).sheet
    for line in range(5):
        rows, _ = to_page(whole.map, np.array([whole.staves[0].top + 16.0 * line]), np.zeros(1))
        row = round(rows[0])
        alone = ~(ink[row - 6 : row - 3].any(axis=0) | ink[row + 4 : row + 7].any(axis=0))
        ink[row - 3 : row + 4, alone] = False

    worn = read_page(load(ink)).sheet

    assert [s.staves for s in worn.systems] == [(0, 1)]
    assert worn.staves[0].top - worn.staves[1].top == pytest.approx(
        whole.staves[0].top - whole.staves[1].top, abs=3
    )


def shapes_of(stave):
    return [n.shape for bar in stave.bars for c in bar.chords for n in c.notes]


def test_every_head_is_read():
    content = '<note pname="g" oct="4" dur="breve"/><note pname="a" oct="4" dur="1"/>'
    content += '<note pname="g" oct="4" dur="2"/><note pname="c" oct="5" dur="4"/>'
    definition = ('meter.count="15" meter.unit="4"', 'shape="G" line="2"')

    stave = read_staff(one_staff(definition, measure(content)))

    assert shapes_of(stave) == ["Breve", "Sbreve", "Minim", "Solid"]
    assert [c.virtualstem for c in stave.bars[0].chords] == [True, True, False, False]


def test_every_rest_is_read():
    lengths = ["breve", "1", "2", "4", "8", "16", "32", "64"]
    content = WHOLE + "".join(f'<rest dur="{n}"/>' for n in lengths)
    definition = ('meter.count="15" meter.unit="4"', 'shape="G" line="2"')

    stave = read_staff(one_staff(definition, measure(content)))

    assert shapes_of(stave) == [
        "Sbreve", "Breverest", "Sbreverest", "Minimrest", "Crotchetrest", "Quaverrest",
        "Squaverrest", "DSquaverrest", "HDSquaverrest",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("top", "bottom"), [(2, 4), (3, 8), (5, 4), (6, 16), (7, 8), (9, 8), (12, 16), (10, 4)]
)
def test_time_signatures_of_any_digits_are_read(top, bottom):
    definition = (f'meter.count="{top}" meter.unit="{bottom}"', 'shape="G" line="2"')

    stave = read_staff(one_staff(definition, measure(WHOLE) * 2))

    time = stave.bars[0].timesig
    assert (time.top, time.bottom, time.showasalpha) == (top, bottom, False)


def test_dots_and_flags_are_counted():
    content = "".join(
        f'<note pname="{name}" oct="{octave}" dur="{length}" dots="{dots}"/>'
        for name, octave, length, dots in (
            ("g", 4, 4, 0), ("a", 4, 4, 1), ("g", 4, 4, 2), ("a", 4, 4, 3),
            ("g", 4, 8, 0), ("e", 5, 8, 1), ("g", 4, 16, 0), ("e", 5, 16, 1),
        )
    )  # fmt: skip
    definition = ('meter.count="9" meter.unit="4"', 'shape="G" line="2"')

    stave = read_staff(one_staff(definition, measure(content)))

    chords = stave.bars[0].chords
    assert [c.naugdots for c in chords] == [0, 1, 2, 3, 0, 1, 0, 1]
    assert [c.nflags for c in chords] == [0, 0, 0, 0, 1, 1, 2, 2]


@pytest.mark.parametrize("beams", [1, 2, 3, 4, 5])
def test_beams_are_counted(beams):
    length = 4 * 2**beams
    notes = "".join(f'<note pname="{n}" oct="5" dur="{length}"/>' for n in "cdef")
    content = f"<beam>{notes}</beam>" + '<note pname="b" oct="4" dur="2"/>'
    definition = ('meter.count="4" meter.unit="4"', 'shape="G" line="2"')

    stave = read_staff(one_staff(definition, measure(content)))

    nodes = [c.beam for c in stave.bars[0].chords if c.beam]
    assert [(n.nofleft, n.nofright) for n in nodes] == [
        (0, beams), (beams, beams), (beams, beams), (beams, 0),
    ]  # fmt: skip


def test_ledger_lines_count_up_to_six_spaces():
    pitches = [("c", 4), ("a", 3), ("f", 3), ("g", 5), ("c", 6), ("e", 6), ("a", 6)]
    content = "".join(f'<note pname="{n}" oct="{o}" dur="4"/>' for n, o in pitches)
    definition = ('meter.count="7" meter.unit="4"', 'shape="G" line="2"')

    stave = read_staff(one_staff(definition, measure(content)))

    steps = [7 * octave + "cdefgab".index(name) for name, octave in pitches]
    assert [n.p for c in stave.bars[0].chords for n in c.notes] == [34 - step for step in steps]


def test_two_voices_and_seconds_are_told_apart():
    voices = (
        '<layer n="1"><note pname="e" oct="5" dur="4"/><note pname="d" oct="5" dur="4"/></layer>'
        '<layer n="2"><chord dur="2"><note pname="f" oct="4"/><note pname="g" oct="4"/></chord>'
        "</layer>"
    )
    definition = ('meter.count="2" meter.unit="4"', 'shape="G" line="2"')
    measures = f'<measure><staff n="1">{voices}</staff></measure>'

    stave = read_staff(one_staff(definition, measures + measure(WHOLE)))

    chords = stave.bars[0].chords
    assert sorted((c.stemup, tuple(n.p for n in c.notes)) for c in chords) == [
        (False, (2, 3)), (True, (-3,)), (True, (-2,)),
    ]  # fmt: skip
    lower = next(c for c in chords if len(c.notes) == 2)
    assert [n.normalside for n in lower.notes] == [True, False]


def test_accidentals_of_every_kind_are_read():
    signs = {"s": "Sharp", "f": "Flat", "n": "Natural", "x": "DoubleSharp", "ff": "DoubleFlat"}
    content = "".join(
        f'<note pname="c" oct="5" dur="4"><accid accid="{sign}"/></note>' for sign in signs
    )
    definition = ('meter.count="5" meter.unit="4"', 'shape="G" line="2"')

    stave = read_staff(one_staff(definition, measure(content)))

    assert [n.accid for c in stave.bars[0].chords for n in c.notes] == list(signs.values())


def test_a_new_key_with_naturals_is_read():
    definition = ('keysig="3f" meter.count="4" meter.unit="4"', 'shape="G" line="2"')
    change = '<scoreDef keysig="2s"><keySig sig="2s" cancelaccid="before"/></scoreDef>'

    stave = read_staff(one_staff(definition, measure(WHOLE) * 2 + change + measure(WHOLE) * 2))

    assert [k.key for bar in stave.bars for k in bar.keysigs] == [-3, 2]


@pytest.mark.parametrize(
    ("name", "staves_of_systems", "keys"),
    [
        ("beethoven-op79-andante", 2, {-2}),
        ("chopin-op24-1", 2, {-2}),
    ],
)
def test_a_real_scan_gives_systems_of_two_staves_in_their_key(name, staves_of_systems, keys):
    result = rastrum.recognise(SCANS / f"{name}.bmp")

    systems = result.pages[0].page.systems
    assert {len(system.staves) for system in systems} == {staves_of_systems}
    assert len(systems) >= 5
    first = {stave.bars[0].keysigs[0].key for stave in systems[0].staves}
    assert first == keys
    for system in systems:
        widths = {len(stave.bars) for stave in system.staves}
        assert len(widths) == 1
