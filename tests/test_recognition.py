"""Pages whose music and whose every position is known are read exactly."""

from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
import skia

import rastrum
from rastrum import mro
from rastrum.normalise import to_sheet
from rastrum_samples.drawing import read_drawing
from rastrum_samples.engrave import Style, engrave
from rastrum_samples.fonts import open_fonts
from rastrum_samples.inking import ink

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


def engraved_page():
    """Engrave the score as a bitmap of 20 px to a staff space; also return the true boxes."""
    style = Style("Leipzig", {"pageWidth": 2100, "pageHeight": 1500, "breaks": "none"})
    page = ink(
        read_drawing(engrave(MEI, style)[0]),
        np.random.default_rng(7),
        open_fonts(Path("no-typefaces")),
    )
    scale = 20.0 / page.space
    height, width = round(page.height * scale), round(page.width * scale)
    grey = np.zeros((height, width), np.uint8)
    info = skia.ImageInfo.Make(width, height, skia.kAlpha_8_ColorType, skia.kPremul_AlphaType)
    canvas = skia.Surface.MakeRasterDirect(info, grey, width).getCanvas()
    canvas.scale(scale, scale)
    canvas.drawPicture(page.ink)
    boxes = [(b.label, b.y * scale, b.x * scale, b.width * scale) for b in page.boxes]
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
