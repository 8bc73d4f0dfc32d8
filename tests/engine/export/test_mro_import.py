"""A .mro becomes a score, and the same .mro again."""

from dataclasses import replace
from fractions import Fraction

import pytest

import rastrum
from rastrum import mro
from rastrum.export.mro import to_records
from rastrum.export.mro_import import from_records
from rastrum.score.interpret import interpret
from support.paths import SCANS
from support.written.record_bars import bar, score
from support.written.tied_notes import TIE, tied_score


def notes_of(records):
    """Return shapes, places and accidentals of all notes, bar by bar."""
    return [
        [
            (n.shape, n.p, n.accid, c.naugdots, c.tuplettransform)
            for c in own.chords
            for n in c.notes
        ]
        for page in records.pages
        for system in page.systems
        for stave in system.staves
        for own in stave.bars
    ]


def curves_of(records):
    slurs = (s for page in records.pages for system in page.systems for s in system.slurs)
    return [
        (s.type, s.leftstave, s.leftbar, s.leftsymbol, s.rightstave, s.rightbar, s.rightsymbol)
        for s in slurs
    ]


@pytest.mark.compiled
@pytest.mark.parametrize("name", ["beethoven-op79-andante", "chopin-op24-1"])
def test_what_was_read_of_a_scan_survives_the_file_and_the_way_back(name):
    written = to_records(rastrum.read(SCANS / f"{name}.bmp", text=False))

    again = to_records(interpret(from_records(mro.read(mro.write(written)))))

    assert notes_of(again) == notes_of(written)
    assert curves_of(again) == curves_of(written)


def test_notes_have_onsets_and_pitches():
    music = score([bar([4, 8, 8, 2], (4, 4))])

    (part,) = interpret(from_records(music)).parts

    chords = part.measures[0].chords(0)
    quarter = Fraction(1, 4)
    assert [c.onset for c in chords] == [0, quarter, quarter * 3 / 2, 2 * quarter]
    assert {(n.pitch.step, n.pitch.octave) for c in chords for n in c.notes} == {("B", 4)}


def test_curves_without_a_type_are_decided():
    """Files of other programs have arcs alone."""
    (curve,) = from_records(tied_score(slur=TIE)).curves

    assert curve.kind == "Tie"
    assert (curve.start, curve.end) == ((0, 0), (1, 0))


def test_a_tie_s_accidental_that_was_spelled_for_readers_is_none_that_is_printed():
    spelled = to_records(interpret(from_records(tied_score(slur=TIE))))

    seen = from_records(spelled)

    last = seen.parts[0].measures[1].chords(0)[0].notes[0]
    assert last.accidental is None
    assert to_records(interpret(seen)) == spelled


def test_clefs_that_stand_for_octave_lines_are_taken_away():
    note = mro.Chord(flagposn=(0, 100), notes=(mro.Note("Solid", p=-4),))
    line = mro.Barline(leftlinex=200, rightlinex=200)
    own = mro.Bar((mro.Clef("Treble", (32, 10), 2),), chords=(note,), barline=line)
    stave = mro.Stave(width=200, bars=(own,), octavelines=(mro.OctaveLine(1, 80, 150, -30),))
    records = mro.Score(pages=(mro.Page(systems=(mro.System(width=200, staves=(stave,)),)),))
    lifted = to_records(interpret(from_records(records)))

    seen = from_records(lifted)

    assert [c.shape for c in lifted.pages[0].systems[0].staves[0].bars[0].clefs] == [
        "Treble",
        "TrebleUp8",
    ]
    assert len(seen.parts[0].measures[0].signs[0].clefs) == 1
    assert to_records(interpret(seen)) == lifted


def test_two_staves_whose_barlines_run_through_both_are_one_part():
    whole = score([bar([1])], [bar([1])], [bar([1])])
    (system,) = whole.pages[0].systems
    voice, right, left = system.staves
    joined = replace(system, staves=(voice, replace(right, joinedtobelow=True), left))

    parts = from_records(replace(whole, pages=(replace(whole.pages[0], systems=(joined,)),))).parts

    assert [part.staves for part in parts] == [(0,), (1, 2)]


def test_bytes_of_a_file_become_a_score():
    data = mro.write(tied_score(slur=TIE))

    assert rastrum.from_mro(data, level="engine") == from_records(mro.read(data))
    assert rastrum.from_mro(data) == interpret(from_records(mro.read(data)))
    with pytest.raises(rastrum.MroError):
        rastrum.from_mro(b"nothing")
