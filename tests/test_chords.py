"""Chords are built of heads, stems, beams and dots as the print of any age means them."""

from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest

from rastrum.detection.staccatissimo import find_wedges
from rastrum.model.detection import Glyph
from rastrum.model.notation import BeamShare, Head, SeenChord, SeenNote
from rastrum.model.strokes import Stem, Strokes
from rastrum.notes.accidentals import add_accidentals, keep_once
from rastrum.notes.chords import build_chords
from rastrum.notes.cue_notes import tell_cues
from rastrum.notes.dots import add_dots, drop_idle_stubs, fill_double_dotted
from rastrum.notes.heads import place_heads
from support.sheets import box_masks, detected, staff_sheet

HEIGHT, WIDTH = 320, 640
TOP = 160.0


def sheet_of(grey):
    return staff_sheet(grey, TOP)


def blank():
    return np.zeros((HEIGHT, WIDTH), np.uint8)


def masks(**boxes):
    return box_masks((HEIGHT, WIDTH), **boxes)


def glyph(label, row, column, height=16.0, width=20.0, score=0.9):
    return Glyph(label, float(row), float(column), height, width, score)


@pytest.mark.parametrize("step", [16.0, 19.0])
def test_heads_are_measured_by_the_ledger_lines_of_their_page(step):
    """Old plates set ledger lines up to a fifth wider than staff lines."""
    grey, glyphs, ledgers = blank(), [], []
    for number in range(6):
        column = 60 + 90 * number
        for line in range(1, 5):
            row = round(TOP - line * step)
            grey[row - 1 : row + 1, column - 18 : column + 18] = 255
            ledgers.append((row - 4, row + 4, column - 16, column + 16))
        glyphs.append(glyph("noteheadBlack", TOP - 4 * step, column))

    heads = place_heads(sheet_of(grey), detected(tuple(glyphs), masks(ledger=ledgers)))

    assert [h.pitch for h in heads] == [-12] * 6


def test_a_head_without_ledger_lines_is_a_note_unless_it_stands_in_text_or_far_away():
    """Worn plates lose ledger lines; tempo marks and page numbers look like such notes."""
    high = glyph("noteheadBlack", TOP - 40, 200)
    in_tempo_mark = glyph("noteheadBlack", TOP - 40, 400)
    in_page_number = glyph("noteheadHalf", TOP - 96, 300)
    text = (112, 128, 420, 460)
    heads = (high, in_tempo_mark, in_page_number)

    placed = place_heads(sheet_of(blank()), detected(heads, masks(text=[text])))

    assert [(h.glyph, h.pitch) for h in placed] == [(high, -9)]


LEDGERS = (((246, 262, 278, 294), 1), ((), 0), ((246, 278), 0))


@pytest.mark.parametrize(("lines", "staff"), LEDGERS)
def test_even_ledger_lines_in_the_ink_lead_a_head_to_the_farther_of_two_staves(lines, staff):
    """Where stems cross them, the mask hardly shows them."""
    grey, below = np.zeros((480, WIDTH), np.uint8), 310.0
    for row in lines:
        grey[row - 1 : row + 1, 184:216] = 255
    one = staff_sheet(grey, 112.0)
    two = replace(one.staves[0], top=below, index=1)
    sheet = replace(one, staves=(one.staves[0], two))
    head = glyph("noteheadBlack", 238, 200)

    (placed,) = place_heads(sheet, detected((head,), box_masks(grey.shape)))

    assert placed.staff == staff


@pytest.mark.parametrize("side", [-1, 1])
def test_of_a_ledger_line_that_a_head_covers_one_end_tells_the_staff(side):
    one = staff_sheet(np.zeros((480, WIDTH), np.uint8), 112.0)
    two = replace(one.staves[0], top=262.0, index=1)
    sheet = replace(one, staves=(one.staves[0], two))
    nearer = glyph("noteheadBlack", 221, 200)
    end = (192, 196, 200 + side * 12, 200 + side * 12 + 4)

    placed = [
        place_heads(sheet, detected((nearer,), box_masks((480, WIDTH), ledger=ledger)))[0].staff
        for ledger in ([], [end])
    ]

    assert placed == [1, 0]


@pytest.mark.parametrize(("ledger", "pitch"), [(13, -7), (0, -8), (None, -8)])
def test_a_head_clear_of_the_next_ledger_line_stands_in_a_space(ledger, pitch):
    """Old plates set a head over its ledger line so far from it that it seems to be on the next."""
    grey, row = blank(), int(TOP) - 30
    if ledger is not None:
        grey[row + ledger - 1 : row + ledger + 1, 180:220] = 255
    head = glyph("noteheadBlack", row, 200)

    (placed,) = place_heads(sheet_of(grey), detected((head,), masks()))

    assert placed.pitch == pitch


@pytest.mark.parametrize(("off", "pitch"), [(-17, -6), (-15, -5)])
def test_a_wide_head_on_the_first_ledger_line_is_not_beyond_it(off, pitch):
    """It hides its line, and the staff's own stands clear of it; nearer, it has none."""
    grey = blank()
    grey[int(TOP) - 2 : int(TOP) + 2] = 255
    head = glyph("noteheadWhole", TOP + off, 200, 16, 30)

    (placed,) = place_heads(sheet_of(grey), detected((head,), masks()))

    assert placed.pitch == pitch


@pytest.mark.parametrize("ledger", [False, True])
def test_a_tempo_mark_may_stand_where_its_note_would_have_one_ledger_line(ledger):
    grey, note = blank(), glyph("noteheadBlack", TOP - 22, 400)
    if ledger:
        grey[int(TOP) - 17 : int(TOP) - 15, 384:416] = 255
    text = (int(TOP) - 32, int(TOP) - 16, 420, 460)

    placed = place_heads(sheet_of(grey), detected((note,), masks(text=[text])))

    assert len(placed) == ledger


def test_the_other_note_of_a_tempo_mark_is_no_note_either():
    marked, equal = (glyph("noteheadGrace", TOP - 40, column) for column in (300, 360))
    text = (112, 128, 220, 280)

    assert not place_heads(sheet_of(blank()), detected((marked, equal), masks(text=[text])))
    assert len(place_heads(sheet_of(blank()), detected((marked, equal), masks()))) == 2


@pytest.mark.parametrize(("column", "accidental"), [(70, "None"), (50, "Sharp")])
def test_an_accidental_under_a_turn_is_for_the_turn(column, accidental):
    note = SeenNote(Head(glyph("noteheadBlack", 192, 100), 0, 0))
    chord = SeenChord(0, "Solid", 109.0, 120.0, (note,), has_stem=True)
    signs = glyph("sharp", 192, 70, 40.0, 16.0), glyph("turn", 166, column, 12.0, 28.0)

    (found,) = add_accidentals([chord], signs)

    assert found.notes[0].accidental == accidental


@pytest.mark.parametrize(("staff", "signs"), [(0, ["Sharp", "None"]), (1, ["Sharp", "Sharp"])])
def test_two_chords_on_one_head_print_its_accidental_once_on_a_staff(staff, signs):
    head = Head(glyph("noteheadBlack", 192, 100), 0, 0)
    note = SeenNote(head, "Sharp", 80.0)
    up = SeenChord(staff, "Solid", 109.0, 120.0, (note,), has_stem=True)
    down = SeenChord(0, "Solid", 91.0, 260.0, (note,), stem_up=False, has_stem=True)

    found = keep_once([up, down])

    assert [chord.column for chord in found] == [91.0, 109.0]
    assert [chord.notes[0].accidental for chord in found] == signs


@pytest.mark.parametrize(("score", "accidental"), [(0.6, "None"), (0.8, "DoubleSharp")])
def test_a_doubtful_double_sharp_is_a_fingering(score, accidental):
    seen = (glyph("noteheadBlack", 192, 100), glyph("doubleSharp", 192, 78, 12, 12, score=score))

    (chord,) = build_chords(
        sheet_of(blank()), detected(seen, masks()), Strokes((), ()), frozenset()
    )

    assert chord.notes[0].accidental == accidental


@pytest.mark.parametrize(("column", "marks"), [(109, 1), (100, 0)])
def test_a_doubtful_dot_is_a_staccato_right_at_the_end_of_a_stem(column, marks):
    note, stem = glyph("noteheadBlack", 192, 100), Stem(109.0, 130.0, 192.0)
    dot = glyph("staccato", 133, column, 6.0, 6.0, score=0.4)

    (chord,) = build_chords(
        sheet_of(blank()), detected((note, dot), masks()), Strokes((stem,), ()), frozenset()
    )

    assert len(chord.marks) == marks


@pytest.mark.parametrize(("score", "kept"), [(0.6, False), (0.95, True)])
def test_a_head_at_a_clef_is_believed_if_it_is_the_surer(score, kept):
    head = glyph("noteheadBlack", TOP + 8, 282, score=score)
    clef = glyph("clefG", TOP + 40, 300, 112, 40, score=0.75)

    placed = place_heads(sheet_of(blank()), detected((head, clef), masks()))

    assert bool(placed) == kept


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


@pytest.mark.parametrize(
    ("labels", "pitches"),
    [
        (("noteheadBlack", "noteheadGrace"), [0]),
        (("noteheadGrace", "noteheadGrace"), [-4, 0]),
        (("noteheadBlack", "noteheadBlack"), [-4, 0]),
    ],
)
def test_a_small_head_on_the_stem_of_a_large_one_is_none(labels, pitches):
    large, small = glyph(labels[0], 192, 100), glyph(labels[1], 160, 100, 10.0, 13.0)
    strokes = Strokes((Stem(110.0, 110.0, 192.0),), ())

    chords = build_chords(
        sheet_of(blank()), detected((large, small), masks()), strokes, frozenset()
    )

    assert sorted(n.head.pitch for c in chords for n in c.notes) == pitches


@pytest.mark.parametrize(("row", "count"), [(176, 3), (144, 2)])
def test_a_small_head_between_large_ones_of_a_chord_is_a_note(row, count):
    large = [glyph("noteheadBlack", r, 100) for r in (160, 192)]
    strokes = Strokes((Stem(110.0, 110.0, 192.0),), ())
    seen = detected((*large, glyph("noteheadGrace", row, 100, 10.0, 13.0)), masks())

    (chord,) = build_chords(sheet_of(blank()), seen, strokes, frozenset())

    assert len(chord.notes) == count


@pytest.mark.parametrize(("label", "least"), [("noteheadBlack", 0.42), ("noteheadX", 0.6)])
def test_heads_are_believed_from_a_score_on(label, least):
    scores = (least - 0.02, least + 0.02)
    heads = tuple(glyph(label, 192, 100 + 60 * n, score=s) for n, s in enumerate(scores))

    placed = place_heads(sheet_of(blank()), detected(heads, masks()))

    assert [h.glyph.score for h in placed] == [scores[1]]


@pytest.mark.parametrize(("apart", "count"), [(16, 2), (24, 1)])
def test_a_head_a_third_from_a_sure_one_is_believed_sooner(apart, count):
    heads = glyph("noteheadHalf", 176, 100), glyph("noteheadHalf", 176 + apart, 101, score=0.35)

    placed = place_heads(sheet_of(blank()), detected(heads, masks()))

    assert len(placed) == count


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


@pytest.mark.parametrize(("left", "dots", "right"), [(1, 0, 1), (1, 1, 2), (0, 0, 2)])
def test_a_stub_before_a_note_without_a_dot_is_none_inside_a_beam(left, dots, right):
    note = SeenNote(Head(glyph("noteheadBlack", 192, 100), 0, 0))
    shares = BeamShare(1, 0, 1), BeamShare(1, left, 2), BeamShare(1, 1, 0)
    chords = [
        SeenChord(0, "Solid", 100.0 + 40 * n, 120.0, (note,), beam=share, dots=dots)
        for n, share in enumerate(shares)
    ]

    found = drop_idle_stubs(chords)

    assert [c.beam for c in found] == [shares[0], BeamShare(1, left, right), shares[2]]


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


@pytest.mark.parametrize("ink", [True, False])
def test_a_flag_brings_its_stem_to_a_head_that_hangs_on_another(ink):
    """Where two voices share a head, the network often sees the longer stem only."""
    grey = blank()
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

    seen = find_wedges(sheet, detected((head, finger), masks()))

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


@pytest.mark.parametrize(("row", "score", "rests"), [(240, 0.5, 0), (240, 0.7, 1), (184, 0.5, 1)])
def test_a_doubtful_whole_rest_outside_its_staff_is_none(row, score, rests):
    seen = detected((glyph("restWhole", row, 200, 8.0, 18.0, score),), masks())

    chords = build_chords(sheet_of(blank()), seen, Strokes((), ()), frozenset())

    assert len(chords) == rests


@pytest.mark.parametrize(
    ("columns", "large_up", "shapes"),
    [
        ((100, 160), True, ["Solid", "Solid"]),
        ((80, 140), True, ["Grace", "Grace"]),
        ((100, 160), False, ["Grace", "Grace"]),
        ((100, 128), True, ["Grace", "Grace"]),
    ],
    ids=["in time", "before", "of one voice", "only one"],
)
def test_small_notes_that_keep_time_with_a_voice_are_cues(columns, large_up, shapes):
    def chord(shape, row, column, up):
        note = SeenNote(Head(glyph("noteheadBlack", row, column), 0, 0))
        return SeenChord(0, shape, column + 9.0, row, (note,), has_stem=True, stem_up=up)

    large = [chord("Solid", 176, column, large_up) for column in (100, 160)]
    small = [chord("Grace", 216, column, False) for column in columns]

    assert [c.shape for c in tell_cues(large + small)] == ["Solid", "Solid", *shapes]


def test_a_cue_under_no_large_note_follows_the_others_of_its_beam():
    def chord(shape, row, column, share=None):
        note = SeenNote(Head(glyph("noteheadBlack", row, column), 0, 0))
        up = shape == "Solid"
        return SeenChord(
            0, shape, column + 9.0, row, (note,), has_stem=True, stem_up=up, beam=share
        )

    large = [chord("Solid", 176, column) for column in (100, 180)]
    shares = BeamShare(1, 0, 1), BeamShare(1, 1, 1), BeamShare(1, 1, 0)
    small = [chord("Grace", 216, 100 + 40 * n, share) for n, share in enumerate(shares)]

    assert {c.shape for c in tell_cues(large + small)} == {"Solid"}
