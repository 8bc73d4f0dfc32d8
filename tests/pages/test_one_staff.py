"""Every sign of a staff is read from pages that were engraved to show it."""

import pytest

import rastrum
from rastrum.export.mro import to_records
from support.written.engraved import engraved_page

pytestmark = pytest.mark.compiled


def one_staff(definition, measures):
    """A score of one staff."""
    return f"""\
<mei xmlns="http://www.music-encoding.org/ns/mei" meiversion="5.0"><music><body><mdiv><score>
<scoreDef {definition[0]}><staffGrp><staffDef n="1" lines="5"><clef {definition[1]}/></staffDef>
</staffGrp></scoreDef><section>{measures}</section></score></mdiv></body></music></mei>"""


def measure(content, attributes=""):
    return f'<measure {attributes}><staff n="1"><layer n="1">{content}</layer></staff></measure>'


def read_staff(mei):
    (system,) = to_records(rastrum.read(engraved_page(mei)[0])).pages[0].systems
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
