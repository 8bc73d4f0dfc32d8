"""Chords are built of heads, stems, beams and marks as the print of any age means them."""

from dataclasses import replace
from fractions import Fraction

import pytest

from rastrum.detection.staccatissimo import find_staccatissimi
from rastrum.model.strokes import Stem, Strokes
from rastrum.notes.chords import build_chords
from support.drawn.chord_sheets import blank, glyph, masks, sheet_of
from support.sheets import detected


@pytest.mark.parametrize(("score", "accidental"), [(0.6, "None"), (0.8, "DoubleSharp")])
def test_a_doubtful_double_sharp_is_a_fingering(score, accidental):
    seen = (glyph("noteheadBlack", 192, 100), glyph("doubleSharp", 192, 78, 12, 12, score=score))

    (chord,) = build_chords(
        sheet_of(blank()), detected(seen, masks()), Strokes((), ()), frozenset()
    )

    assert chord.notes[0].accidental == accidental


@pytest.mark.parametrize(
    ("beams", "score", "shape", "length"),
    [
        (2, 0.6, "Minim", Fraction(1, 4)),
        (1, 0.95, "Minim", Fraction(1, 4)),
        (1, 0.8, "Solid", Fraction(1, 8)),
    ],
)
def test_beams_that_join_two_minims_are_a_tremolo(beams, score, shape, length):
    """One beam may join worn filled heads that look hollow."""
    grey = blank()
    for number in range(beams):
        grey[100 + 12 * number : 108 + 12 * number, 111:211] = 255
    stems = tuple(Stem(column, 100.0, 192.0) for column in (111.0, 211.0))
    heads = tuple(glyph("noteheadHalf", 192, column, score=score) for column in (101, 201))
    seen = masks(beam=[(100, 96 + 12 * beams, 111, 213)])

    chords = build_chords(sheet_of(grey), detected(heads, seen), Strokes(stems, ()), frozenset())

    assert [(c.shape, c.duration) for c in chords] == [(shape, length)] * 2


@pytest.mark.parametrize(("score", "shape"), [(0.9, "Minim"), (0.6, "Solid")])
def test_the_stem_of_a_sure_minim_may_end_at_another_staffs_beam(score, shape):
    grey = blank()
    grey[104:112, 60:212] = 255
    sheet = sheet_of(grey)
    above = replace(sheet.staves[0], top=20.0, index=1)
    sheet = replace(sheet, staves=(above, sheet.staves[0]))
    heads = [glyph("noteheadBlack", 52, column) for column in (70, 220)]
    minim = glyph("noteheadHalf", 176, 130, score=score)
    stems = (Stem(61.0, 52.0, 110.0), Stem(211.0, 52.0, 110.0), Stem(139.0, 108.0, 176.0))

    chords = build_chords(
        sheet,
        detected((*heads, minim), masks(beam=[(104, 112, 60, 212)])),
        Strokes(stems, ()),
        frozenset(),
    )

    assert [c.shape for c in chords if c.staff == 1] == [shape]
    assert [(c.shape, c.levels) for c in chords if c.staff == 0] == [("Solid", 1)] * 2


def test_no_rest_stands_in_a_time_letter():
    letter = glyph("timeCommon", 192, 100, 34.0, 26.0, 0.8)
    blob = glyph("restBreve", 180, 110, 13.0, 15.0)
    rest = glyph("restQuarter", 192, 200, 40.0, 16.0)

    chords = build_chords(
        sheet_of(blank()),
        detected((letter, blob, rest), masks()),
        Strokes((), ()),
        frozenset({letter}),
    )

    assert [c.rest for c in chords] == [rest]


@pytest.mark.parametrize("ink", [True, False])
def test_a_flag_brings_its_stem_to_a_head_that_hangs_on_another(ink):
    """Where two voices share a head, the network often sees the longer stem only."""
    grey = blank()
    grey[192:250, 90:92] = 255
    if ink:
        grey[150:192, 108:111] = 255
    flag = glyph("flag8th", 162, 118, 40.0, 16.0)
    seen = detected((glyph("noteheadBlack", 192, 100), flag), masks())

    chords = build_chords(
        sheet_of(grey), seen, Strokes((Stem(91.0, 192.0, 250.0),), ()), frozenset()
    )

    assert [(c.stem_up, c.flags) for c in chords] == [(False, 0), (True, 1)][: 1 + ink]


@pytest.mark.parametrize(("left", "right", "voices"), [(184, 192, 2), (192, 184, 1)])
def test_in_a_second_of_one_voice_the_lower_head_is_on_the_left(left, right, voices):
    heads = (glyph("noteheadBlack", left, 100), glyph("noteheadBlack", right, 120))
    stem = Stem(110.0, 130.0, 250.0)

    chords = build_chords(
        sheet_of(blank()), detected(heads, masks()), Strokes((stem,), ()), frozenset()
    )

    assert len(chords) == voices
    if voices == 2:
        assert {(c.stem_up, c.notes[0].head.glyph.row) for c in chords} == {
            (True, 184),
            (False, 192),
        }


@pytest.mark.parametrize(("bottom", "voices"), [(250.0, 2), (196.0, 1)])
def test_two_heads_of_one_pitch_on_a_stem_that_leads_both_ways_are_two_voices(bottom, voices):
    heads = (glyph("noteheadBlack", 192, 100), glyph("noteheadBlack", 192, 120))
    mark = glyph("tenuto", 122, 101, 4.0, 18.0)

    chords = build_chords(
        sheet_of(blank()),
        detected((*heads, mark), masks()),
        Strokes((Stem(110.0, 130.0, bottom),), ()),
        frozenset(),
    )

    assert [(len(c.notes), c.stem_up, len(c.marks)) for c in chords] == (
        [(1, True, 1), (1, False, 0)] if voices == 2 else [(2, True, 1)]
    )


@pytest.mark.parametrize(
    ("shape", "above", "marks"),
    [
        ("wedge", True, 1),
        ("wedge", False, 0),
        ("one", True, 0),
        ("broken", True, 0),
        ("bracket", True, 0),
    ],
)
def test_a_fingering_that_tapers_towards_its_head_is_a_wedge(shape, above, marks):
    """Wide ends turned to the head, feet, gaps and what goes on beside it are no wedges'."""
    grey, row = blank(), 176 if above else 208
    for n in range(16):
        half = {"one": 3 if n < 3 else 1}.get(shape, 3 - n // 5)
        if shape != "broken" or n not in (6, 7):
            grey[row - 8 + n, 200 - half : 201 + half] = 255
    if shape == "bracket":
        grey[168, 196:230] = 255
    head, finger = glyph("noteheadBlack", 192, 200), glyph("fingering", row, 200, 18.0, 9.0)
    sheet = replace(sheet_of(grey), staves=(replace(sheet_of(grey).staves[0], top=240.0),))

    seen = find_staccatissimi(sheet, detected((head, finger), masks()))

    (chord,) = build_chords(sheet, seen, Strokes((), ()), frozenset())
    assert len(chord.marks) == marks


@pytest.mark.parametrize(("score", "flags"), [(0.75, 0), (0.85, 1)])
def test_a_sure_flag_outweighs_a_beam_that_passes_by_its_stem(score, flags):
    """The beam of another staff's notes may lie where a stem ends."""
    grey = blank()
    grey[104:112, 40:260] = 255
    heads = [glyph("noteheadBlack", 192, column) for column in (60, 130, 200)]
    stems = tuple(Stem(column + 9.0, 104.0, 192.0) for column in (60, 130, 200))
    flag = glyph("flag8th", 124, 147, 40.0, 16.0, score=score)

    chords = build_chords(
        sheet_of(grey),
        detected((*heads, flag), masks(beam=[(104, 112, 40, 260)])),
        Strokes(stems, ()),
        frozenset(),
    )

    assert [c.flags for c in chords] == [0, flags, 0]


@pytest.mark.parametrize(("beyond", "flags", "end"), [(6, 1, 100), (18, 1, 118), (30, 0, 100)])
def test_a_stem_may_run_on_beyond_its_flag(beyond, flags, end):
    """Old plates: the flag of a long stem begins before its end. A bracket goes on far beyond."""
    stem = Stem(109.0, 100.0, 192.0)
    flag = glyph("flag8th", 100 + beyond + 20, 117, 40.0, 14.0)
    seen = detected((glyph("noteheadBlack", 192, 100), flag), masks())

    (chord,) = build_chords(sheet_of(blank()), seen, Strokes((stem,), ()), frozenset())

    assert (chord.flags, chord.row) == (flags, end)


@pytest.mark.parametrize(("row", "score", "rests"), [(240, 0.5, 0), (240, 0.7, 1), (184, 0.5, 1)])
def test_a_doubtful_whole_rest_outside_its_staff_is_none(row, score, rests):
    seen = detected((glyph("restWhole", row, 200, 8.0, 18.0, score),), masks())

    chords = build_chords(sheet_of(blank()), seen, Strokes((), ()), frozenset())

    assert len(chords) == rests


@pytest.mark.parametrize(
    ("bottom", "hollow"),
    [(240.0, ("Minim", True)), (195.0, ("Sbreve", False))],
    ids=["two stems in one column", "semibreve"],
)
def test_filled_and_hollow_heads_on_both_sides_of_a_stem_are_two_voices(bottom, hollow):
    heads = (
        glyph("noteheadBlack", 192, 100),
        glyph("noteheadHalf" if hollow[1] else "noteheadWhole", 192, 121, width=22.0),
    )
    stem = Stem(110.0, 130.0, bottom)

    chords = build_chords(
        sheet_of(blank()), detected(heads, masks()), Strokes((stem,), ()), frozenset()
    )

    assert [(c.shape, c.has_stem, c.stem_up) for c in chords if c.has_stem] == [
        ("Solid", True, True),
        *([("Minim", True, False)] if hollow[1] else []),
    ]
    assert sorted(c.shape for c in chords) == sorted(["Solid", hollow[0]])
