"""A page of two staves whose every position is known is read exactly."""

from fractions import Fraction

import numpy as np
import pytest

import rastrum
from rastrum import mro
from rastrum.export.mro import to_records
from rastrum.image.load import load
from rastrum.pipeline import read_page
from rastrum.staff.normalise import to_page, to_sheet
from support.paths import SCANS
from support.written.engraved import engraved_page
from support.written.musical import page_of

pytestmark = pytest.mark.compiled
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


@pytest.fixture(scope="module")
def reading():
    bitmap, boxes = engraved_page()
    return rastrum.recognise(bitmap), boxes


def staves(result):
    (system,) = to_records(result.score).pages[0].systems
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
    found = [n.head.glyph for c in page.notation.timing.chords for n in c.notes]
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


@pytest.mark.parametrize(
    ("name", "staves_of_systems", "keys"),
    [
        ("beethoven-op79-andante", 2, {-2}),
        ("chopin-op24-1", 2, {-2}),
    ],
)
def test_a_real_scan_gives_systems_of_two_staves_in_their_key(name, staves_of_systems, keys):
    result = rastrum.recognise(SCANS / f"{name}.bmp")

    systems = page_of(result.pages[0]).systems
    assert {len(system.staves) for system in systems} == {staves_of_systems}
    assert len(systems) >= 5
    first = {stave.bars[0].keysigs[0].key for stave in systems[0].staves}
    assert first == keys
    for system in systems:
        widths = {len(stave.bars) for stave in system.staves}
        assert len(widths) == 1
