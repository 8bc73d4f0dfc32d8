"""Chords and rests are written as they are printed."""

import pytest

from rastrum_samples.truth.score import write_truth
from support.written.scores import LINES, MEI, engrave, staves_of


def test_pitches_on_a_small_staff_are_counted_in_its_own_steps():
    small = MEI.replace('<staffDef n="1" lines="5">', '<staffDef n="1" lines="5" scale="70%">')
    scene = engrave(small)

    upper, _ = staves_of(write_truth(scene, level="engine"))

    assert upper.bars[0].clefs[0].pitchposn == 2
    assert [c.notes[0].p for bar in upper.bars for c in bar.chords] == [-1, -2, -4, 0, -5, 1, 1, 1]


def test_a_beam_across_a_barline_is_chopped_there():
    scene = engrave(LINES)

    first, second = write_truth(scene).pages[0].systems[0].staves[0].bars

    before, after = first.chords[1], second.chords[0]
    assert (before.beam, before.nflags) == (None, 1)
    assert (after.beam, after.nflags) == (None, 1)


SHARED = """\
<mei xmlns="http://www.music-encoding.org/ns/mei" meiversion="5.0"><music><body><mdiv><score>
<scoreDef meter.count="1" meter.unit="4"><staffGrp><staffDef n="1" lines="5">
<clef shape="G" line="2"/></staffDef></staffGrp></scoreDef><section><measure n="1"><staff n="1">
<layer n="1"><note pname="c" oct="5" dur="4" stem.dir="up"/></layer>
<layer n="2"><beam><note {hidden}="false" pname="c" oct="5" dur="8" stem.dir="down"/>
<note pname="a" oct="4" dur="8" stem.dir="down"/></beam></layer></staff></measure>
</section></score></mdiv></body></music></mei>
"""


@pytest.mark.parametrize(("hidden", "heads"), [("head.visible", 2), ("visible", 3)])
def test_what_is_drawn_is_in_the_truth_and_a_head_that_two_voices_share_in_both(hidden, heads):
    """The engraver draws notes that only sound; of two in one place a score may hide one's head."""
    scene = engrave(SHARED.format(hidden=hidden))

    (bar,) = write_truth(scene).pages[0].systems[0].staves[0].bars

    assert sum(g.label == "noteheadBlack" for g in scene.pages[0].glyphs) == heads
    found = {(c.stemup, c.beam is not None, n.p) for c in bar.chords for n in c.notes}
    assert found == {(True, False, -1), (False, True, -1), (False, True, 1)}


BEAMS = """\
<mei xmlns="http://www.music-encoding.org/ns/mei" meiversion="5.0"><music><body><mdiv><score>
<scoreDef meter.count="3" meter.unit="4"><staffGrp><staffDef n="1" lines="5">
<clef shape="G" line="2"/></staffDef></staffGrp></scoreDef><section><measure n="1"><staff n="1">
<layer n="1"><fTrem beams="2" beams.float="2"><note pname="c" oct="5" dur="2"/>
<note pname="e" oct="5" dur="2"/></fTrem><beam><note pname="c" oct="5" dur="16"/>
<note pname="d" oct="5" dur="16" breaksec="1"/><note pname="e" oct="5" dur="16"/>
<note pname="f" oct="5" dur="32"/></beam><note pname="g" oct="4" dur="32"/></layer></staff>
</measure></section></score></mdiv></body></music></mei>
"""


def test_the_truth_counts_the_beams_of_tremolos_and_those_that_go_on_and_ends_stems_at_flags():
    scene = engrave(BEAMS)

    (stave,) = write_truth(scene).pages[0].systems[0].staves

    *beamed, flagged = stave.bars[0].chords
    shares = [(c.beam.nofleft, c.beam.nofright) for c in beamed if c.beam]
    assert shares == [(0, 2), (2, 0), (0, 2), (2, 1), (1, 2), (3, 0)]
    assert [str(c.tuplettransform) for c in beamed] == ["1/2"] * 2 + ["1"] * 4
    (flag,) = (g for g in scene.pages[0].glyphs if g.label.startswith("flag"))
    row = flag.top if flagged.stemup else flag.bottom
    top = scene.pages[0].systems[0].staves[0].rows[0]
    assert flagged.flagposn[0] == pytest.approx((row - top) * 16 / scene.pages[0].space, abs=1)


def test_a_tuplet_without_a_number_only_groups():
    grouped = MEI.replace('<tuplet num="3" numbase="2">', "<tuplet>")
    scene = engrave(grouped)

    upper, _ = staves_of(write_truth(scene, level="engine"))

    assert {chord.tuplettransform for bar in upper.bars for chord in bar.chords} == {1}


def test_a_rest_for_a_long_bar_is_what_is_printed():
    long = MEI.replace('meter.count="3" meter.unit="4"', 'meter.count="4" meter.unit="2"')
    scene = engrave(long)

    _, lower = staves_of(write_truth(scene, level="engine"))

    assert lower.bars[0].chords[0].notes[0].shape == "Breverest"


GRACE = '<note grace="unacc" pname="g" oct="5" dur="8"/>'


@pytest.mark.parametrize("group", ["<graceGrp>{}{}</graceGrp>", "<beam>{}{}</beam>"])
def test_grace_notes_inside_a_tuplet_are_not_of_it(group):
    """Under the beam of main notes one has its flag; a beam of their own joins them."""
    inside = f'{GRACE}<note pname="g" oct="5" dur="8"/></tuplet>'
    triplet = MEI.replace('<note pname="g" oct="5" dur="8"/></tuplet>', inside)
    own = f'{group.format(GRACE, GRACE)}<note xml:id="t1"'
    graced = triplet.replace("<beam><note", f"<beam>{GRACE}<note").replace('<note xml:id="t1"', own)
    scene = engrave(graced)

    upper, _ = staves_of(write_truth(scene, level="engine"))

    graces = [c for bar in upper.bars for c in bar.chords if c.notes[0].shape == "Grace"]
    beamed = 2 if "beam" in group else 0
    assert [c.nflags for c in graces] == [1, 1] + [1 if not beamed else 0] * 2
    assert [c.beam is not None for c in graces] == [False, False] + [bool(beamed)] * 2
    assert {c.tuplettransform for c in graces} == {1}
