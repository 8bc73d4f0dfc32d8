"""Curves of which the network is unsure are found in their ink, and told from other signs."""

from dataclasses import replace

import numpy as np
import pytest

from rastrum import mro
from rastrum.curves.from_ink import add_traced_arcs
from rastrum.curves.from_mask import FOLLOWING, find_arcs, unite_arcs
from rastrum.curves.ink import TRACE, bare_ink
from rastrum.curves.lone import find_lone_arcs
from rastrum.curves.records_anchors import attach_curves
from rastrum.curves.signs import drop_signs
from rastrum.curves.steep_ends import draw_steep_ends
from rastrum.model.detection import Detection, Glyph
from rastrum.model.strokes import SeenArc, Stem, Strokes
from rastrum.model.vocabulary import MASKS
from rastrum_kernels.curves import follow_curves
from support.sheets import box_masks, staff_sheet

SHAPE = (256, 384)


def curve(left, right, bulge, thickness=4.0):
    """Return ink (row, column) of a curve between two ends, thinnest there."""
    points = set()
    for share in np.linspace(0, 1, 800):
        row = left[0] + share * (right[0] - left[0]) - 4 * bulge * share * (1 - share)
        column = left[1] + share * (right[1] - left[1])
        half = max(0.5, thickness * 2 * share * (1 - share))
        points |= {(round(row + off), round(column)) for off in np.arange(-half, half + 0.5)}
    return points


def bare_of(*curves):
    grey = np.zeros(SHAPE, np.uint8)
    for points in curves:
        rows, columns = np.array(sorted(points)).T
        grey[rows, columns] = 255
    return grey


def hint_at(*boxes, confidence=90):
    masks = box_masks(SHAPE, slur=boxes)
    masks[MASKS.index("slur")] = np.minimum(masks[MASKS.index("slur")], confidence)
    return Detection((), masks)


@pytest.mark.parametrize("bulge", [9, -9])
@pytest.mark.parametrize(("left", "right"), [((120, 100), (120, 160)), ((100, 100), (140, 130))])
def test_a_curve_that_the_network_hints_at_is_found(left, right, bulge):
    ink = curve(left, right, bulge)
    row, column = (left[0] + right[0]) // 2 - bulge, (left[1] + right[1]) // 2

    (arc,) = find_lone_arcs(bare_of(ink), hint_at((row - 4, row + 4, column - 6, column + 6)), ())

    assert arc.left == pytest.approx(left, abs=3)
    assert arc.right == pytest.approx(right, abs=3)
    assert np.sign(arc.bulge) == np.sign(bulge)


def test_a_curve_that_is_known_is_not_found_again():
    ink = curve((120, 100), (120, 160), 9)
    known = SeenArc((120.0, 100.0), (120.0, 160.0), 9.0)

    assert find_lone_arcs(bare_of(ink), hint_at((108, 114, 124, 136)), (known,)) == ()


@pytest.mark.parametrize(
    "ink",
    [
        curve((120, 100), (120, 160), 0),
        curve((120, 100), (120, 112), 4),
        curve((120, 100), (120, 160), 9, thickness=24),
        curve((120, 100), (120, 130), 9) | curve((120, 130), (120, 160), -9),
        curve((120, 100), (120, 160), 9) | {(row, 130) for row in range(40, 220)},
    ],
    ids=["straight", "short", "thick", "a wave", "on a stem"],
)
def test_other_ink_is_no_curve(ink):
    assert find_lone_arcs(bare_of(ink), hint_at((104, 124, 104, 156)), ()) == ()


def test_nothing_is_looked_for_where_the_network_sees_nothing():
    ink = curve((120, 100), (120, 160), 9)

    assert find_lone_arcs(bare_of(ink), hint_at((108, 114, 124, 136), confidence=50), ()) == ()


def hint_along(ink):
    """Return what the network sees of a curve: all but its thin ends."""
    points = sorted(ink, key=lambda point: point[1])
    middle = points[len(points) // 40 : -len(points) // 40]
    return hint_at(*((r, r + 1, c, c + 1) for r, c in middle), confidence=200)


STEM = {(row, column) for row in range(120, 220) for column in (129, 130, 131)}
LONG_STEM = {(row, column) for row in range(60, 220) for column in (159, 160, 161)}


@pytest.mark.parametrize(
    ("left", "right", "bulge", "more"),
    [
        ((120, 100), (120, 160), 9, STEM - {(r, c) for r in range(114) for c in range(384)}),
        ((100, 100), (102, 220), 18, LONG_STEM),
        ((60, 100), (140, 140), -14, set()),
    ],
    ids=["a stem touches it", "a stem crosses it", "steep"],
)
def test_a_curve_is_traced(left, right, bulge, more):
    ink = curve(left, right, bulge)

    (arc,) = add_traced_arcs(bare_of(ink | more), hint_along(ink), ())

    assert arc.left == pytest.approx(left, abs=5)
    assert arc.right == pytest.approx(right, abs=5)
    assert np.sign(arc.bulge) == np.sign(bulge)


def test_a_part_of_a_curve_gives_way_to_the_whole():
    ink = curve((120, 100), (120, 200), 20)
    part = SeenArc((120.0, 100.0), (101.0, 140.0), 3.0)

    (arc,) = add_traced_arcs(bare_of(ink), hint_along(ink), (part,))

    assert arc.left == pytest.approx((120, 100), abs=5)
    assert arc.right == pytest.approx((120, 200), abs=5)


def test_a_tall_slur_takes_the_place_of_its_top():
    """It stands upright at its ends: half an ellipse, which no parabola comes near."""
    ink = half_ellipse()
    top = SeenArc((110.0, 124.0), (110.0, 176.0), 20.0)

    (arc,) = add_traced_arcs(bare_of(ink), hint_along(ink), (top,))

    assert arc.left == pytest.approx((180, 108), abs=8)
    assert arc.right == pytest.approx((180, 192), abs=8)


def half_ellipse():
    """Return the ink of half an ellipse from (180, 108) over (90, 150) to (180, 192)."""
    return {
        (round(180 - 90 * np.sin(turn) + off), round(150 - 42 * np.cos(turn) + beside))
        for turn in np.linspace(0, np.pi, 900)
        for off in (-1, 0, 1)
        for beside in (-1, 0, 1)
    }


@pytest.mark.parametrize(("stem", "end"), [((), 180), ((Stem(192.0, 150.0, 230.0),), 150)])
def test_a_curve_is_drawn_out_to_its_steep_ends_but_not_along_a_stem(stem, end):
    ink = half_ellipse() | {(row, 192) for s in stem for row in range(150, 230)}
    short = SeenArc((130.0, 115.0), (130.0, 185.0), 40.0)
    sheet = staff_sheet(bare_of(ink), 8.0)

    (arc,) = draw_steep_ends(
        sheet, sheet.grey, hint_along(half_ellipse()), Strokes(stem, ()), [short]
    )

    assert arc.left == pytest.approx((180, 108), abs=6)
    assert arc.right[0] == pytest.approx(end, abs=10)


def test_a_flat_curve_stays_as_it_was_found():
    ink = curve((120, 100), (120, 200), 9)
    found = SeenArc((120.0, 104.0), (120.0, 196.0), 9.0)
    sheet = staff_sheet(bare_of(ink), 8.0)

    assert draw_steep_ends(sheet, sheet.grey, hint_along(ink), Strokes((), ()), [found]) == [found]


def test_a_curve_that_begins_with_a_longer_one_is_found_beside_it():
    longer = SeenArc((120.0, 60.0), (120.0, 300.0), 40.0)
    ink = curve((120, 60), (120, 300), 40)
    shorter = curve((120, 60), (116, 170), 14)

    arcs = add_traced_arcs(bare_of(ink | shorter), hint_along(ink | shorter), (longer,))

    assert longer in arcs
    (arc,) = (arc for arc in arcs if arc is not longer)
    assert arc.right == pytest.approx((116, 170), abs=8)


@pytest.mark.parametrize("kind", ["flag8th", "mezzo"])
def test_the_bow_of_a_glyph_is_no_curve(kind):
    ink = curve((120, 100), (120, 130), 9)
    hint = hint_along(ink)
    glyph = Glyph(kind, 115.0, 115.0, 24.0, 34.0, 0.9)

    assert add_traced_arcs(bare_of(ink), hint, ())
    assert add_traced_arcs(bare_of(ink), Detection((glyph,), hint.masks), ()) == []


def test_the_sides_of_a_bracket_beside_its_number_are_no_curves():
    number = Glyph("tuplet3", 120.0, 150.0, 20.0, 12.0, 0.9)
    side = SeenArc((118.0, 160.0), (122.0, 220.0), 3.0)
    nothing = box_masks(SHAPE)

    assert drop_signs([side], Detection((), nothing)) == [side]
    assert drop_signs([side], Detection((number,), nothing)) == []
    bent = SeenArc((118.0, 160.0), (122.0, 220.0), 9.0)
    assert drop_signs([bent], Detection((number,), nothing)) == [bent]


def test_the_arc_of_a_fermata_and_the_bow_of_a_letter_are_no_curves():
    arc = SeenArc((120.0, 100.0), (120.0, 130.0), 12.0)
    nothing = box_masks(SHAPE)

    assert drop_signs([arc], Detection((), nothing)) == [arc]
    assert (
        drop_signs([arc], Detection((Glyph("fermata", 114.0, 115.0, 18.0, 30.0, 0.9),), nothing))
        == []
    )
    assert drop_signs(
        [arc], Detection((Glyph("fermata", 114.0, 180.0, 18.0, 30.0, 0.9),), nothing)
    ) == [arc]
    assert drop_signs([arc], Detection((), box_masks(SHAPE, text=[(100, 124, 90, 140)]))) == []


def test_what_leads_from_mark_to_mark_is_no_curve():
    arc = SeenArc((120.0, 100.0), (121.0, 140.0), 3.0)
    first, second = (Glyph("accent", 120.0, x, 16.0, 24.0, 0.9) for x in (92.0, 148.0))
    nothing = box_masks(SHAPE)

    assert drop_signs([arc], Detection((first, second), nothing)) == []
    assert drop_signs([arc], Detection((first,), nothing)) == [arc]
    long = replace(arc, right=(121.0, 300.0))
    far = replace(second, column=308.0)
    assert drop_signs([long], Detection((first, far), nothing)) == [long]


def chord(column, *steps, up=True, shape="Solid", accid="None"):
    notes = tuple(mro.Note(shape, p=p, accid=accid) for p in steps)
    return mro.Chord(stemup=up, flagposn=(-20, column), notes=notes)


def kind_of(slur, *chords):
    """Return what a curve is over chords whose heads stand nine units left of their stems."""
    bar = mro.Bar(clefs=(mro.Clef("Treble", (32, 10), 2),), chords=chords)
    system = mro.System(width=400, staves=(mro.Stave(bars=(bar,)),), slurs=(slur,))
    score = attach_curves(mro.Score(pages=(mro.Page(systems=(system,)),)))
    return score.pages[0].systems[0].slurs[0].type


def test_a_tie_may_reach_over_its_heads():
    assert kind_of(mro.Slur((0, 82), (0, 255), -400), chord(100, -2), chord(255, -2)) == "Tie"


def test_a_round_tie_over_a_head_of_a_chord_is_not_its_upper_notes():
    """Drawn on to the edge of its head, it would meet the note above."""
    second = chord(141, -5, -3, 2, up=True)

    assert kind_of(mro.Slur((34, 92), (34, 134), -27), chord(100, 2), second) == "Tie"


def second(column):
    """Return a chord whose lowest head stands on the other side of its stem."""
    own = chord(column, -6, -2, -1, up=False)
    *others, lowest = own.notes
    return replace(own, notes=(*others, replace(lowest, normalside=False)))


def test_a_small_round_tie_may_begin_far_from_its_head():
    """A flag stands between; drawn on, it would meet the head below."""
    chords = [chord(column, -6, -2, -1, up=False) for column in (95, 169)]

    assert kind_of(mro.Slur((12, 135), (8, 163), -21), *chords) == "Tie"


def test_the_other_head_of_a_second_is_none_that_half_a_tie_passes():
    assert kind_of(mro.Slur((12, 133), (12, 164), -19), second(168)) == "Tie"


@pytest.mark.parametrize(("second", "kind"), [("Natural", "Slur"), ("Sharp", "Tie")])
def test_notes_of_different_accidentals_are_not_tied(second, kind):
    notes = chord(100, -2, accid="Sharp"), chord(255, -2, accid=second)

    assert kind_of(mro.Slur((4, 106), (4, 230), -900), *notes) == kind


def test_a_head_on_the_other_side_of_a_chords_stem_is_not_between_tied_ones():
    second = replace(chord(200, 0), notes=(mro.Note("Solid", p=0, normalside=False),))
    beside = replace(second, notes=(*second.notes, mro.Note("Solid", p=1)))

    assert kind_of(mro.Slur((14, 115), (14, 198), -60), chord(100, 0), beside) == "Tie"


@pytest.mark.parametrize(("last", "kind"), [(386, "Tie"), (376, "Slur")])
def test_half_a_small_tie_may_lie_over_its_head(last, kind):
    """What comes in more steeply is a slur from the system before."""
    half = mro.Slur((last, 168), (386, 192), 14)

    assert kind_of(half, chord(200, 42, up=True), chord(300, 40)) == kind


@pytest.mark.parametrize(
    ("ornament", "kind"), [((chord(177, 0, shape="Grace"),), "Slur"), ((), "Tie")]
)
def test_a_curve_from_a_grace_note_is_a_slur(ornament, kind):
    """Even where a tie could come in from the system before."""
    slur = mro.Slur((14, 166), (14, 178), -7)

    assert kind_of(slur, chord(100, 3), *ornament, chord(200, -2)) == kind


def test_a_slur_between_the_tops_of_chords_ties_no_note_within():
    rising = chord(100, -2, -3), chord(255, -4, -2)

    assert kind_of(mro.Slur((-4, 82), (-12, 255), -400), *rising) == "Slur"


def test_a_dot_pushes_a_tie_up_between_its_heads():
    upper = chord(180, -1)
    level = mro.Slur((1, 106), (1, 230), -900)
    uneven = mro.Slur((-2, 106), (5, 230), -900)

    assert kind_of(level, chord(100, -2), upper, chord(255, -2)) == "Tie"
    assert kind_of(uneven, chord(100, -2), upper, chord(255, -2)) == "Slur"


def test_a_curve_past_other_chords_to_far_heads_of_one_pitch_is_a_slur():
    slur = mro.Slur((4, 150), (4, 345), -900)
    far = chord(100, -2, up=False), chord(400, -2, up=False)

    assert kind_of(slur, far[0], chord(160, -3), chord(355, -4), far[1]) == "Slur"
    assert kind_of(slur, *far) == "Tie"


@pytest.mark.parametrize(("begin", "kind"), [(100, "Slur"), (120, "Tie")])
def test_over_the_end_of_a_system_a_tie_begins_behind_the_dot(begin, kind):
    assert kind_of(mro.Slur((-2, begin), (-2, 390), -900), chord(100, -2)) == kind


@pytest.mark.parametrize(("between", "kind"), [((), "Tie"), ((chord(200, 3),), "Slur")])
def test_what_is_cut_behind_another_note_of_the_voice_is_no_tie(between, kind):
    assert kind_of(mro.Slur((-2, 120), (-2, 390), -900), chord(100, -2), *between) == kind


def test_a_whole_note_sounds_on_while_others_move():
    """It has no stem that would say of which voice it is."""
    whole = replace(chord(100, 6, shape="White"), virtualstem=True)
    half, moving = mro.Slur((86, 120), (86, 390), 900), chord(200, 3)

    assert kind_of(half, whole, moving) == "Tie"
    assert kind_of(half, chord(100, 6, shape="White"), moving) == "Slur"


def test_curves_that_run_together_are_one():
    """Each was followed from a piece of its own."""
    first = SeenArc((120.0, 100.0), (82.5, 200.0), 15.6)
    second = SeenArc((90.0, 140.0), (120.0, 260.0), 22.5)
    pieces = [
        np.array([(first.row(x), x) for x in np.arange(110.0, 150.0, 4)]),
        np.array([(second.row(x), x) for x in np.arange(200.0, 250.0, 4)]),
    ]

    (arc,) = unite_arcs([first, second], pieces)

    assert (arc.left, arc.right) == (first.left, second.right)
    apart = SeenArc((80.6, 190.0), (120.0, 260.0), 7.7)
    assert len(unite_arcs([first, apart], pieces)) == 2


def seen_arcs(ink):
    """Return the curves of ink that the network saw in the middle."""
    rows, columns = np.array(sorted(ink)).T
    low, high = (int(np.percentile(columns, q)) // 4 * 4 for q in (25, 75))
    boxes = [
        (int(rows[inside].min()), int(rows[inside].max()), x, x + 4)
        for x in range(low, high, 4)
        for inside in [(columns >= x) & (columns < x + 4)]
    ]
    return find_arcs(bare_of(ink), hint_at(*boxes, confidence=200))


def test_a_short_straight_stroke_is_no_curve():
    stroke = {(140 - 2 * x // 3 + off, 110 + x) for x in range(36) for off in range(4)}

    assert seen_arcs(stroke) == ()
    assert len(seen_arcs(curve((140, 110), (122, 146), 6))) == 1


def test_a_thick_slur_is_followed_through_its_middle():
    (arc,) = seen_arcs(curve((150, 40), (150, 300), 30, thickness=8.5))

    assert arc.left == pytest.approx((150, 40), abs=6)
    assert arc.right == pytest.approx((150, 300), abs=6)


def test_ledger_lines_and_the_rims_of_heads_are_taken_out():
    grey = np.zeros(SHAPE, np.uint8)
    grey[79:82, 100:132] = 255  # a space above the staff
    grey[56:74, 105:128] = 255
    head = Glyph("noteheadBlack", 64.5, 116.0, 15.0, 21.0, 0.9)

    bare = bare_ink(staff_sheet(grey, 96.0), Detection((head,), box_masks(SHAPE)))

    assert not bare[76:].any()
    assert not bare[57:73, 106:127].any()


def test_a_line_stays_only_where_ink_lies_on_it():
    """The bow of a tie comes near a staff line before it touches it."""
    grey = np.zeros(SHAPE, np.uint8)
    grey[111:114, 20:300] = 255
    grey[104:110, 100:200] = grey[104:111, 140:160] = 255

    bare = bare_ink(staff_sheet(grey, 96.0), Detection((), box_masks(SHAPE)))

    columns = np.flatnonzero(bare[112] == 255)
    assert (columns.min(), columns.max()) == (140, 159)
    assert set(bare[112, 20:300]) == {255, TRACE}
    assert (bare[104:110, 100:200] == 255).all()


def test_glyphs_are_taken_out_but_for_a_curve_that_crosses_them():
    grey = np.full(SHAPE, 255, np.uint8)
    flag = Glyph("flag8thUp", 64.0, 116.0, 48.0, 16.0, 0.9)
    crossed = hint_at((60, 68, 100, 140), confidence=200)

    bare = bare_ink(staff_sheet(grey, 196.0), Detection((flag,), crossed.masks))

    assert not bare[40:60, 108:124].any()
    assert bare[60:68, 108:124].all()
    assert bare[40:88, [106, 132]].all()
    doubted = replace(flag, score=0.2)
    assert bare_ink(staff_sheet(grey, 196.0), Detection((doubted,), crossed.masks))[:90].all()


def test_a_traced_curve_ends_where_the_network_sees_it_no_more():
    """A beam's end that it touches is no part of it."""
    ink = curve((120, 100), (120, 160), 9)
    tail = {(120 + (x - 160) // 3 + off, x) for x in range(160, 230) for off in (0, 1, 2)}

    (arc,) = add_traced_arcs(bare_of(ink | tail), hint_along(ink), ())

    assert arc.right == pytest.approx((120, 160), abs=12)


def test_a_curve_is_followed_across_the_staff_line_that_it_meets_at_a_small_angle():
    """Where the line is taken out, so is the curve on it."""
    grey = np.zeros(SHAPE, np.uint8)
    for column in (*range(40, 150), *range(163, 300)):
        middle = round(112 + (column - 160) * 0.3)
        grey[middle - 2 : middle + 2, column] = 255
    lined = grey.copy()
    lined[111:114, 20:320] = 255

    def end_of(ink):
        bare = bare_ink(staff_sheet(ink, 96.0), Detection((), box_masks(SHAPE)))
        return follow_curves(bare, np.array([(94.5, 100.5, 0.3, 1.0)]), *FOLLOWING)[0, 1]

    assert end_of(grey) < 151
    assert end_of(lined) > 290
