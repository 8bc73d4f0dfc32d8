"""Dots prolong the chord that they stand beside."""

import pytest

from rastrum.model.notation import BeamShare, Head, SeenChord, SeenNote
from rastrum.notes.dots import add_dots, fill_double_dotted
from support.drawn.chord_sheets import glyph


@pytest.mark.parametrize("stub", [True, False])
def test_a_head_on_two_stems_has_a_dot_for_both_where_a_stub_asks_for_it(stub):
    shared, last = (Head(glyph("noteheadBlack", 192, c), 0, 0) for c in (100, 160))
    lower = SeenChord(0, "Solid", 91.0, 250.0, (SeenNote(shared),), stem_up=False, has_stem=True)
    upper = SeenChord(
        0, "Solid", 109.0, 120.0, (SeenNote(shared),), has_stem=True, beam=BeamShare(1, 0, 1)
    )
    short = BeamShare(1, 2, 0) if stub else BeamShare(1, 1, 0)
    after = SeenChord(0, "Solid", 169.0, 120.0, (SeenNote(last),), has_stem=True, beam=short)

    chords, used = add_dots([lower, upper, after], [glyph("dot", 190, 118, 6.0, 6.0)])

    assert [c.dots for c in chords] == [1, 1 if stub else 0, 0]
    assert len(used) == 1


@pytest.mark.parametrize(("dots", "beams"), [(2, 3), (1, 2)])
def test_after_a_double_dotted_note_the_next_one_fills_the_beat(dots, beams):
    note = SeenNote(Head(glyph("noteheadBlack", 192, 100), 0, 0))
    chords = [
        SeenChord(0, "Solid", 109.0, 120.0, (note,), beam=BeamShare(1, 0, 1), dots=dots),
        SeenChord(0, "Solid", 149.0, 120.0, (note,), beam=BeamShare(1, 2, 0)),
    ]

    found = fill_double_dotted(chords)

    assert [c.beam for c in found] == [BeamShare(1, 0, 1), BeamShare(1, beams, 0)]


@pytest.mark.parametrize("after", [1, 2, 3])
def test_of_a_stub_and_a_longer_note_on_one_head_the_longer_one_is_dotted(after):
    """Joplin: a dotted quaver above, a semiquaver before quavers below."""
    shared, last = (Head(glyph("noteheadBlack", 192, c), 0, 0) for c in (100, 160))
    note = SeenNote(shared)
    stub, beam = BeamShare(1, 0, 2), BeamShare(1, after, 1)
    lower = SeenChord(0, "Solid", 91.0, 250.0, (note,), stem_up=False, has_stem=True, beam=stub)
    upper = SeenChord(0, "Solid", 109.0, 120.0, (note,), has_stem=True, flags=1)
    second = SeenChord(0, "Solid", 151.0, 250.0, (SeenNote(last),), stem_up=False, beam=beam)

    chords, _ = add_dots([lower, upper, second], [glyph("dot", 190, 118, 6.0, 6.0)])

    assert [c.dots for c in chords] == ([1, 0, 0] if after == 3 else [0, 1, 0])


@pytest.mark.parametrize("after", [1, 2])
def test_a_dot_within_even_beams_belongs_to_the_longer_note_below(after):
    """Beethoven: a minim a third below the first quaver of six, its dot between them."""
    quaver, minim, last = (
        SeenNote(Head(glyph("noteheadBlack", row, column), 0, 0))
        for row, column in ((192, 100), (208, 100), (192, 160))
    )
    chords = [
        SeenChord(0, "Minim", 91.0, 260.0, (minim,), stem_up=False, has_stem=True),
        SeenChord(0, "Solid", 109.0, 120.0, (quaver,), beam=BeamShare(1, 0, 1), has_stem=True),
        SeenChord(0, "Solid", 169.0, 120.0, (last,), beam=BeamShare(1, after, 0), has_stem=True),
    ]

    dotted, _ = add_dots(chords, [glyph("dot", 199, 118, 6.0, 6.0)])

    assert [c.dots for c in dotted] == ([1, 0, 0] if after == 1 else [0, 1, 0])


def test_of_two_dots_one_above_the_other_each_chord_has_one():
    """A crotchet on the bottom line and a minim a step lower, their dots in two spaces."""
    crotchet, minim = (SeenNote(Head(glyph("noteheadBlack", row, 100), 0, 0)) for row in (192, 200))
    chords = [
        SeenChord(0, "Solid", 109.0, 120.0, (crotchet,), has_stem=True),
        SeenChord(0, "Minim", 91.0, 260.0, (minim,), stem_up=False, has_stem=True),
    ]
    dots = [glyph("dot", row, 118, 6.0, 6.0) for row in (197, 208)]

    dotted, used = add_dots(chords, dots)

    assert [c.dots for c in dotted] == [1, 1]
    assert used == frozenset(dots)


@pytest.mark.parametrize(("column", "dots"), [(128, 0), (120, 1)])
def test_a_dot_straight_over_a_head_prolongs_no_rest_before_it(column, dots):
    rest = glyph("restQuarter", 192, 100, 40.0, 20.0)
    note = SeenNote(Head(glyph("noteheadBlack", 208, 128), 0, 0))
    chords = [
        SeenChord(0, "Crotchetrest", 100.0, 192.0, rest=rest),
        SeenChord(0, "Solid", 137.0, 250.0, (note,), has_stem=True),
    ]

    dotted, _ = add_dots(chords, [glyph("staccato", 192, column, 6.0, 6.0)])

    assert [c.dots for c in dotted] == [dots, 0]


@pytest.mark.parametrize(
    ("label", "up", "dots"), [("rest16th", 17, 1), ("rest16th", 0, 0), ("restQuarter", 0, 1)]
)
def test_the_dot_of_a_short_rest_stands_beside_its_top_hook(label, up, dots):
    rest = glyph(label, 200, 100, 40.0, 16.0)
    chord = SeenChord(0, "rest", 100.0, 200.0, rest=rest)

    chords, _ = add_dots([chord], [glyph("dot", 200 - up, 116, 6.0, 6.0)])

    assert chords[0].dots == dots
