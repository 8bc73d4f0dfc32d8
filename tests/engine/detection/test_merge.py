"""Of what the network saw in one place, one thing is kept."""

from dataclasses import replace

from rastrum.detection.merge import join_waves, verify_glyphs
from rastrum.model.detection import Glyph
from support.drawn.one_line import seen, single_sheet
from support.sheets import wave


def test_a_single_wave_is_no_arpeggio():
    """Crotchet rests look like one."""
    chain = wave(100.0, 200.0), wave(118.0, 201.0)
    others = (
        wave(100.0, 300.0),
        wave(102.0, 301.0),
        Glyph("restQuarter", 100.0, 300.0, 40.0, 14.0, 0.5),
    )

    assert join_waves([*chain, *others]) == [*chain, others[-1]]


def test_worn_waves_of_an_arpeggio_are_no_dots():
    """The dots of a chord stand a space apart, and beside it."""
    waves = wave(100.0, 200.0), wave(111.0, 201.0)
    worn = Glyph("dot", 122.0, 199.0, 7.0, 7.0, 0.7), Glyph("staccato", 133.0, 200.0, 7.0, 7.0, 0.7)
    dots = Glyph("dot", 122.0, 232.0, 7.0, 7.0, 0.7), Glyph("dot", 149.0, 200.0, 7.0, 7.0, 0.7)

    labels = [glyph.label for glyph in join_waves([*waves, *worn, *dots])]

    assert labels == ["arpeggio"] * 4 + ["dot"] * 2


def test_clefs_and_accidentals_on_one_line_are_none_and_double_sharps_are_crosses():
    clef, sharp = Glyph("clefC", 132, 20, 40, 16, 0.9), Glyph("sharp", 132, 90, 40, 16, 0.9)
    double, rest = (
        Glyph("doubleSharp", 132, 120, 16, 16, 0.8),
        Glyph("restQuarter", 132, 200, 44, 16, 0.9),
    )

    settled = verify_glyphs(single_sheet(), seen(clef, sharp, double, rest))

    assert settled.glyphs == (replace(double, label="noteheadX"), rest)


def test_a_cross_that_was_also_seen_as_a_head_is_there_once():
    head = Glyph("noteheadX", 132, 121, 16, 16, 0.9)

    settled = verify_glyphs(single_sheet(), seen(head, Glyph("doubleSharp", 132, 120, 16, 16, 0.6)))

    assert settled.glyphs == (head,)
