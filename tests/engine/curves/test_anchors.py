"""Curves are attached to the heads they begin and end at, and ties are told from slurs."""

from dataclasses import replace

import pytest

from rastrum.curves.anchors import anchor_curves
from rastrum.model.detection import Glyph
from rastrum.model.notation import Head, SeenChord, SeenNote
from rastrum.model.strokes import Barline, SeenArc
from support.sheets import inkless_sheet

TOP, RIGHT, NEXT = 100.0, 400.0, 300.0
"""Row of the first system's top line, column of the staves' ends, rows from system to system."""


def sheet_of(systems=1):
    tops = (TOP + n * NEXT for n in range(systems))
    return inkless_sheet(*tops, ends=(0.0, RIGHT), per_system=1)


def head_at(row, column, staff, pitch):
    return Head(Glyph("noteheadBlack", row, column, 16.0, 18.0, 0.9), staff, pitch)


def chord(column, *pitches, up=True, shape="Solid", sign="None", staff=0, stem=True, across=()):
    """Return a chord whose stem is at a column: heads stand 9 units beside it, some across it."""
    top = TOP + staff * NEXT
    side = (-9 if up else 9) * stem
    notes = tuple(
        SeenNote(
            head_at(top + 32 + 8 * p, column + (-side if p in across else side), staff, p),
            accidental=sign,
            normal_side=p not in across,
        )
        for p in pitches
    )
    return SeenChord(staff, shape, column, top - 20, notes, stem_up=up, has_stem=stem)


def arc(left, right, bulge, staff=0):
    """Return a curve with rows counted from the top line of a staff."""
    down = TOP + staff * NEXT
    return SeenArc((left[0] + down, left[1]), (right[0] + down, right[1]), bulge)


def anchored(curve, *chords, barlines=()):
    (seen,) = anchor_curves(sheet_of(), chords, barlines, [curve])
    return seen


def kind_of(curve, *chords, barlines=()):
    return anchored(curve, *chords, barlines=barlines).kind


def test_a_tie_joins_two_heads_of_one_pitch():
    first, last = chord(100, -2, 2), chord(260, -2, 3)

    tie = anchored(arc((26, 104), (26, 240), -8), first, last)

    assert tie.kind == "Tie"
    assert (tie.left.head, tie.right.head) == (first.notes[0].head, last.notes[0].head)


def test_a_slur_is_attached_to_the_chords_nearest_to_its_ends():
    chords = chord(100, -2), chord(180, 0), chord(260, -2)

    slur = anchored(arc((-26, 98), (-26, 256), 11), *chords)

    assert slur.kind == "Slur"
    assert slur.left.head is chords[0].notes[0].head
    assert slur.right.head is chords[2].notes[0].head


def test_the_stem_says_which_of_two_chords_that_share_a_head_is_meant():
    up = chord(109, -2)
    down = replace(up, column=91.0, row=TOP + 80, stem_up=False)

    (slur,) = anchor_curves(
        sheet_of(), (up, down, chord(200, 3, up=False)), (), [arc((84, 92), (90, 208), -9)]
    )

    assert not slur.left.stem_up
    assert slur.left.head is down.notes[0].head


def test_a_curve_far_from_all_chords_begins_and_ends_nowhere():
    slur = anchored(arc((180, 104), (180, 240), -8), chord(100, -2))

    assert (slur.kind, slur.left, slur.right) == ("Slur", None, None)


def test_a_curve_without_width_is_no_reason_to_stop():
    for column in (50, 104, 390):
        assert kind_of(arc((26, column), (26, column), 0), chord(100, -2)) == "Slur"


def test_the_end_of_a_bracket_is_no_curve():
    bracket = arc((0, 10), (4, 30), 3)

    assert anchor_curves(sheet_of(), [chord(100, -2)], (), [bracket]) == ()


def test_a_tie_whose_thin_ends_are_lost_is_drawn_on_to_its_heads():
    tie = anchored(arc((29, 130), (29, 220), -5), chord(100, -2), chord(260, -2))

    assert tie.kind == "Tie"
    assert (tie.arc.left[1], tie.arc.right[1]) == (104, 238)
    assert tie.arc.left[0] < TOP + 29


def test_a_tie_may_reach_over_its_heads():
    assert kind_of(arc((0, 82), (0, 255), 9.5), chord(100, -2), chord(255, -2)) == "Tie"


def test_a_round_tie_over_a_head_of_a_chord_is_not_its_upper_notes():
    """Drawn on to the edge of its head, it would meet the note above."""
    second = chord(141, -5, -3, 2)

    assert kind_of(arc((34, 92), (34, 134), 10), chord(100, 2), second) == "Tie"


def test_a_small_round_tie_may_begin_far_from_its_head():
    """A flag stands between; drawn on, it would meet the head below."""
    chords = [chord(column, -6, -2, -1, up=False) for column in (95, 169)]

    assert kind_of(arc((12, 135), (8, 163), 5.5), *chords) == "Tie"


def test_the_other_head_of_a_second_is_none_that_half_a_tie_passes():
    second = chord(168, -6, -2, -1, up=False, across=(-1,))

    assert kind_of(arc((12, 133), (12, 164), 8), second) == "Tie"


@pytest.mark.parametrize(("second", "kind"), [("Natural", "Slur"), ("Sharp", "Tie")])
def test_notes_of_different_accidentals_are_not_tied(second, kind):
    notes = chord(100, -2, sign="Sharp"), chord(255, -2, sign=second)

    assert kind_of(arc((4, 106), (4, 230), 2), *notes) == kind


def test_a_head_on_the_other_side_of_a_chords_stem_is_not_between_tied_ones():
    beside = chord(200, 0, 1, across=(0,))

    assert kind_of(arc((14, 115), (14, 198), 16), chord(100, 0), beside) == "Tie"


@pytest.mark.parametrize(("last", "kind"), [(386, "Tie"), (376, "Slur")])
def test_half_a_small_tie_may_lie_over_its_head(last, kind):
    """What comes in more steeply is a slur from the system before."""
    half = arc((last, 168), (386, 192), -8)

    assert kind_of(half, chord(200, 42), chord(300, 40)) == kind


@pytest.mark.parametrize(
    ("ornament", "kind"), [((chord(177, 0, shape="Grace"),), "Slur"), ((), "Tie")]
)
def test_a_curve_from_a_grace_note_is_a_slur(ornament, kind):
    """Even where a tie could come in from the system before."""
    slur = arc((14, 166), (14, 178), 3.4)

    assert kind_of(slur, chord(100, 3), *ornament, chord(200, -2)) == kind


def test_a_slur_between_the_tops_of_chords_ties_no_note_within():
    rising = chord(100, -2, -3), chord(255, -4, -2)

    assert kind_of(arc((-4, 82), (-12, 255), 9.5), *rising) == "Slur"


@pytest.mark.parametrize(("left", "right", "kind"), [(1, 1, "Tie"), (-2, 5, "Slur")])
def test_a_dot_pushes_a_tie_up_between_its_heads(left, right, kind):
    chords = chord(100, -2), chord(180, -1), chord(255, -2)

    assert kind_of(arc((left, 106), (right, 230), 2), *chords) == kind


def test_a_curve_past_other_chords_to_far_heads_of_one_pitch_is_a_slur():
    slur = arc((4, 150), (4, 345), 5)
    far = chord(100, -2, up=False), chord(400, -2, up=False)

    assert kind_of(slur, far[0], chord(160, -3), chord(355, -4), far[1]) == "Slur"
    assert kind_of(slur, *far) == "Tie"


@pytest.mark.parametrize(("begin", "kind"), [(100, "Slur"), (120, "Tie")])
def test_over_the_end_of_a_system_a_tie_begins_behind_the_dot(begin, kind):
    assert kind_of(arc((-2, begin), (-2, 390), 11), chord(100, -2)) == kind


@pytest.mark.parametrize(("between", "kind"), [((), "Tie"), ((chord(200, 3),), "Slur")])
def test_what_is_cut_behind_another_note_of_the_voice_is_no_tie(between, kind):
    assert kind_of(arc((-2, 120), (-2, 390), 11), chord(100, -2), *between) == kind


@pytest.mark.parametrize(
    ("barlines", "kind"), [((), "Tie"), ((Barline(0, "Single", 150.0, 150.0),), "Slur")]
)
def test_a_whole_note_sounds_on_over_what_moves_in_its_bar(barlines, kind):
    """It has no stem that would say of which voice it is."""
    whole, moving = chord(100, 6, stem=False), chord(200, 3)

    assert kind_of(arc((86, 120), (86, 390), -10), whole, moving, barlines=barlines) == kind


def test_a_short_rest_of_a_tie_is_a_tie():
    note = chord(200, -2)

    tie = anchored(arc((14, 166), (14, 178), 3.4), chord(100, 3), note)

    assert (tie.kind, tie.left) == ("Tie", None)
    assert tie.right.head is note.notes[0].head


def test_the_halves_of_a_tie_over_the_end_of_a_system_are_partners():
    first, last = chord(100, -2), chord(260, -2, staff=1)
    halves = [arc((26, 200), (26, 240), -2, staff=1), arc((26, 104), (26, 390), -20)]

    upper, lower = anchor_curves(sheet_of(2), (first, last), (), halves)

    assert [(c.system, c.kind, c.partner) for c in (upper, lower)] == [(0, "Tie", 1), (1, "Tie", 0)]
    assert (upper.left.head, upper.right) == (first.notes[0].head, None)
    assert (lower.left, lower.right.head) == (None, last.notes[0].head)


def test_a_tie_goes_on_at_no_other_pitch():
    chords = chord(100, -2), chord(260, 1, staff=1)
    halves = [arc((26, 104), (26, 390), -20), arc((50, 200), (50, 240), -2, staff=1)]

    assert [c.partner for c in anchor_curves(sheet_of(2), chords, (), halves)] == [-1, -1]


def test_of_two_ties_into_one_chord_each_finds_its_other_half():
    """The lower one ends between its head and the one above it, as near to both."""
    chords = chord(100, -2, 1, sign="Sharp"), chord(100, -2, 1, staff=1)
    above = [arc((38, 104), (38, 390), -36), arc((12, 104), (12, 390), -36)]
    below = [arc((12, 50), (12, 82), 1, staff=1), arc((27, 50), (27, 82), 1, staff=1)]

    curves = anchor_curves(sheet_of(2), chords, (), [*above, *below])

    assert [c.partner for c in curves] == [3, 2, 1, 0]
    assert [c.left.head.pitch for c in curves[:2]] == [1, -2]
    assert [c.right.head.pitch for c in curves[2:]] == [-2, 1]
