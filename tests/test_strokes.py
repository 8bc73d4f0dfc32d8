"""Stems, beams and octave lines are found on drawn sheets, also where the print has lost parts."""

from dataclasses import replace

import numpy as np
import pytest

from rastrum import mro
from rastrum.curves.from_mask import find_arcs
from rastrum.curves.from_notes import add_tie_arcs
from rastrum.curves.ink import bare_ink
from rastrum.curves.records_anchors import attach_curves
from rastrum.detection.components import label_cells
from rastrum.marks.octave_lines import find_octaves
from rastrum.model.detection import Detection, Glyph
from rastrum.model.measures import Music
from rastrum.model.notation import BeamShare, Head, SeenChord, SeenNote
from rastrum.model.sheet import SheetStaff, System
from rastrum.model.strokes import SeenArc, Stem
from rastrum.model.vocabulary import MASKS, STRIDE
from rastrum.notes.beam_groups import Beams
from rastrum.notes.missed_stems import find_more_stems
from rastrum.notes.stem_links import hang_on_stems, part_voices
from rastrum.notes.strokes import trace
from rastrum.rhythm.voices import find_crossed, find_voices
from rastrum.score.carried_accidentals import spell_ties
from rastrum.score.octaves import apply_octaves
from support.sheets import box_masks, staff_sheet

HEIGHT, WIDTH = 256, 384
INK = 255


def drawn_sheet(grey):
    """Return a sheet of one staff, its top line at row 96."""
    return staff_sheet(grey, 96.0)


def blank():
    return np.zeros((HEIGHT, WIDTH), np.uint8)


def masks(**boxes):
    return box_masks((HEIGHT, WIDTH), **boxes)


def head(row, column, label="noteheadBlack"):
    return Head(Glyph(label, row, column, 16.0, 20.0, 0.9), 0, round((row - 128) / 8))


def draw_head(grey, row, column):
    grey[row - 7 : row + 8, column - 10 : column + 10] = INK


def stem_of(sheet, detection, wanted, stems=()):
    """Return the stem that a head hangs on."""
    found = find_more_stems(sheet, detection, [wanted], stems)
    hung = hang_on_stems([wanted], found, [])
    assert len(hung) == 1
    return hung[0][0]


def test_a_stem_seen_only_beside_its_head_is_followed_to_its_beam():
    grey = blank()
    draw_head(grey, 150, 100)
    grey[90:150, 109:111] = INK
    sheet = drawn_sheet(grey)

    found = stem_of(sheet, Detection((), masks()), head(150, 100), (Stem(110.0, 140.0, 150.0),))

    assert found.top == pytest.approx(90, abs=1)
    assert found.bottom == pytest.approx(150, abs=8)


def test_a_stem_as_long_as_it_looks_is_left_alone():
    grey = blank()
    draw_head(grey, 150, 100)
    grey[100:150, 109:111] = INK
    grey[20:98, 109:111] = INK  # a lyric above, a pixel or two away
    stem = Stem(110.0, 100.0, 150.0)

    found = stem_of(drawn_sheet(grey), Detection((), masks()), head(150, 100), (stem,))

    assert found == stem


def test_a_head_whose_stem_is_lost_hangs_under_the_end_of_a_beam():
    grey = blank()
    draw_head(grey, 150, 100)
    grey[90:98, 20:104] = INK
    detection = Detection((), masks(beam=[(88, 98, 20, 104)]))

    found = stem_of(drawn_sheet(grey), detection, head(150, 100))

    assert found.column == pytest.approx(110)
    assert found.top == pytest.approx(88, abs=STRIDE)
    assert found.bottom == pytest.approx(150)


@pytest.mark.parametrize(("left", "hung"), [(106, True), (60, False)])
def test_a_ledger_note_hangs_on_a_far_beam_that_begins_right_above_its_edge(left, hung):
    grey = blank()
    draw_head(grey, 232, 100)
    grey[100:108, left:204] = INK
    detection = Detection((), masks(beam=[(100, 108, left, 204)]))

    found = find_more_stems(drawn_sheet(grey), detection, [head(232, 100)], ())

    assert [(stem.top, stem.bottom) for stem in found] == ([(100, 232)] if hung else [])


def test_the_curve_of_a_flag_is_not_the_stem_that_the_print_has_lost():
    grey = blank()
    draw_head(grey, 100, 100)
    grey[107:130, 109:111] = INK  # comes down right of the head, as a stem up would not
    grey[130:160, 90:92] = INK
    flag = Glyph("flag8th", 135.0, 100.0, 50.0, 20.0, 0.9)

    found = stem_of(drawn_sheet(grey), Detection((flag,), masks()), head(100, 100))

    assert (found.column, found.top, found.bottom) == (pytest.approx(90), 100, 160)


def test_a_head_far_from_every_beam_gets_no_stem():
    grey = blank()
    draw_head(grey, 150, 100)
    detection = Detection((), masks(beam=[(88, 98, 140, 204)]))

    assert find_more_stems(drawn_sheet(grey), detection, [head(150, 100)], ()) == ()


def test_heads_of_one_chord_share_the_stem_that_is_left():
    grey = blank()
    heads = [head(110, 100), head(180, 100)]
    stem = Stem(90.0, 172.0, 230.0)

    found = find_more_stems(drawn_sheet(grey), Detection((), masks()), heads, (stem,))

    hung = hang_on_stems(heads, found, [])
    assert [(s.top, s.bottom, len(group)) for s, group in hung] == [(110, 230, 2)]


def test_a_stem_is_drawn_out_to_all_the_heads_of_a_stack_whatever_touches_them():
    grey = blank()
    grey[110:172, 107] = 255
    heads = [head(134, 100), head(153, 100), head(180, 100)]
    stem = Stem(90.0, 172.0, 230.0)

    found = find_more_stems(drawn_sheet(grey), Detection((), masks()), heads, (stem,))

    assert found == (Stem(90.0, 134.0, 230.0),)


@pytest.mark.parametrize(("bottom", "shared"), [(150.0, True), (146.0, False)])
def test_a_head_hangs_on_a_second_stem_only_where_that_reaches_it(bottom, shared):
    heads = [head(136, 100), head(152, 100)]
    stems = [Stem(90.0, 152.0, 210.0), Stem(110.0, 80.0, bottom)]

    hung = hang_on_stems(heads, stems, [])

    assert [[h.glyph.row for h in group] for _, group in hung] == (
        [[152], [136, 152]] if shared else [[152], [136]]
    )


@pytest.mark.parametrize("end", [84, 96, 108])
def test_beams_are_counted_wherever_in_their_stack_the_stem_seems_to_end(end):
    grey = blank()
    for row in (84, 96, 108):
        grey[row : row + 8, 40:200] = INK
    detection = Detection((), masks(beam=[(84, 116, 40, 200)]))
    stems = [(Stem(120.0, float(end), 180.0), True)]

    (share,) = Beams(drawn_sheet(grey), detection, stems).shares()

    assert (share.left, share.right) == (3, 3)


@pytest.mark.parametrize("step", [11, 15])
def test_beams_that_ran_together_are_counted_by_the_pages_own_step(step):
    grey = blank()
    boxes = []
    for number, (left, right) in enumerate(((20, 70), (90, 140), (160, 210)), start=1):
        height = 11 + (number - 1) * step
        grey[40 : 40 + height, left:right] = INK
        boxes.append((40, 40 + height, left, right))
    columns = [left + off for left in (20, 90, 160) for off in (2, 24, 47)]
    stems = [(Stem(float(column), 40.0, 180.0), True) for column in columns]

    shares = Beams(drawn_sheet(grey), Detection((), masks(beam=boxes)), stems).shares()

    assert [max(share.left, share.right) for share in shares] == [1, 1, 1, 2, 2, 2, 3, 3, 3]


@pytest.mark.parametrize(
    ("rows", "width", "beams"),
    [((98, 106), 14, 2), ((98, 100), 14, 1), ((98, 106), 70, 1), ((98, 130), 14, 1)],
    ids=["stub", "staff line", "beam farther on", "head"],
)
def test_a_stub_that_the_network_missed_is_counted(rows, width, beams):
    grey = blank()
    grey[84:92, 40:121] = INK
    grey[rows[0] : rows[1], 121 - width : 121] = INK
    detection = Detection((), masks(beam=[(84, 92, 40, 121)]))
    stems = [(Stem(40.0, 84.0, 180.0), True), (Stem(120.0, 84.0, 180.0), True)]

    left, right = Beams(drawn_sheet(grey), detection, stems).shares()

    assert (left.left, left.right, right.left, right.right) == (0, 1, beams, 0)


@pytest.mark.parametrize(("gap", "beams"), [(5, 1), (0, 2)], ids=["stub", "beam"])
def test_a_stub_that_nearly_reaches_the_next_stem_is_none_of_its_beams(gap, beams):
    grey = blank()
    grey[84:92, 40:67] = INK
    grey[96:104, 40 : 67 - gap] = INK
    detection = Detection((), masks(beam=[(84, 104, 40, 67)]))
    stems = [(Stem(40.0, 84.0, 180.0), True), (Stem(66.0, 84.0, 180.0), True)]

    left, right = Beams(drawn_sheet(grey), detection, stems).shares()

    assert (left.left, left.right, right.left, right.right) == (0, 2, beams, 0)


def test_a_stack_on_the_other_side_of_the_music_is_not_counted():
    grey = blank()
    grey[84:92, 40:200] = INK
    grey[132:140, 40:200] = INK
    # One connected group: a beam above and one below, joined at the left.
    detection = Detection(
        (), masks(beam=[(84, 92, 40, 200), (132, 140, 40, 200), (84, 140, 40, 48)])
    )
    stems = [(Stem(120.0, 84.0, 130.0), True)]

    (share,) = Beams(drawn_sheet(grey), detection, stems).shares()

    assert (share.left, share.right) == (1, 1)


@pytest.mark.parametrize(("low", "high", "beams"), [(92, 95, 1), (103, 84, 2)])
def test_beams_of_two_hands_that_nearly_touch_are_counted_apart(low, high, beams):
    """Under a common pair of beams the stems of either hand go through both."""
    grey = blank()
    ends = ((30, 200), (40, 210)) if beams == 1 else ((30, 210), (30, 210))
    for row, (start, stop) in zip((84, 95), ends, strict=True):
        grey[row : row + 8, start:stop] = INK
    detection = Detection((), masks(beam=[(84, 104, 30, 210)]))
    right = [(Stem(column, 20.0, float(low)), False) for column in (30.0, 110.0, 198.0)]
    left = [(Stem(column, float(high), 180.0), True) for column in (41.0, 120.0, 208.0)]

    shares = Beams(drawn_sheet(grey), detection, right + left).shares()

    assert [max(share.left, share.right) for share in shares] == [beams] * 6
    assert len({share.group for share in shares}) == 3 - beams


@pytest.mark.parametrize(("begin", "left"), [(44, 0), (20, 1)], ids=["curve", "broken beam"])
def test_what_sticks_out_beyond_the_outer_stem_and_soon_ends_is_no_beam(begin, left):
    grey = blank()
    grey[84:92, begin:200] = grey[96:104, 60:200] = INK
    detection = Detection((), masks(beam=[(84, 104, begin, 200)]))
    stems = [(Stem(column, 84.0, 180.0), True) for column in (61.0, 130.0, 198.0)]

    first, middle, last = Beams(drawn_sheet(grey), detection, stems).shares()

    assert (first.left, first.right) == (left, 2)
    assert (middle.left, middle.right, last.left, last.right) == (2, 2, 2, 0)


@pytest.mark.parametrize("thick", [8, 2])
def test_a_steep_beam_that_the_network_missed_is_seen_between_two_stems(thick):
    grey = blank()
    for column in range(100, 150):
        top = 120 - round(0.6 * (column - 100))
        grey[top : top + thick, column] = INK
    stems = [(Stem(100.0, 120.0, 200.0), True), (Stem(149.0, 90.0, 170.0), True)]

    shares = Beams(drawn_sheet(grey), Detection((), masks()), stems).shares()

    assert [s and (s.left, s.right) for s in shares] == (
        [(0, 1), (1, 0)] if thick == 8 else [None] * 2
    )


@pytest.mark.parametrize(("gap", "beamed"), [(11, False), (9, True)])
def test_a_lone_stem_that_ends_before_another_staffs_beam_has_none(gap, beamed):
    box = (84, 92, 96, 204)
    grey = blank()
    grey[84:92, 96:204] = INK
    below = [(Stem(column, 84.0, 160.0), True) for column in (100.0, 200.0)]
    stranger = (Stem(150.0, 20.0, 84.0 - gap), False)

    shares = Beams(drawn_sheet(grey), Detection((), masks(beam=[box])), [*below, stranger]).shares()

    assert [share is not None for share in shares] == [True, True, beamed]


def test_a_stem_that_ends_just_before_a_beam_of_the_other_staff_belongs_to_its_own():
    own, other = (84, 92, 40, 120), (100, 108, 100, 204)
    grey = blank()
    for top, bottom, left, right in (own, other):
        grey[top:bottom, left:right] = INK
    above = [(Stem(column, 20.0, 92.0), False) for column in (42.0, 118.0)]
    below = [(Stem(column, 100.0, 180.0), True) for column in (102.0, 202.0)]

    shares = Beams(
        drawn_sheet(grey), Detection((), masks(beam=[own, other])), [*above, *below]
    ).shares()

    groups = [share.group for share in shares]
    assert groups[0] == groups[1] != groups[2] == groups[3]


@pytest.mark.parametrize(
    ("boxes", "beamed"),
    [
        ([(84, 92, 100, 106)], [False, False]),
        ([(84, 86, 100, 130)], [False, False]),
        ([(84, 92, 100, 130)], [True, False]),
        ([(84, 92, 100, 112), (84, 92, 188, 201)], [True, True]),
        ([(84, 92, 88, 101), (84, 92, 200, 212)], [False, False]),
    ],
    ids=["a thick end", "a curve", "a long beam", "a broken beam", "two thick ends"],
)
def test_what_one_stem_alone_meets_is_a_beam_if_it_is_long_or_leads_to_another(boxes, beamed):
    grey = blank()
    for top, bottom, left, right in boxes:
        grey[top:bottom, left:right] = INK
    stems = [(Stem(100.0, 84.0, 160.0), True), (Stem(200.0, 84.0, 160.0), True)]

    shares = Beams(drawn_sheet(grey), Detection((), masks(beam=boxes)), stems).shares()

    assert [share is not None for share in shares] == beamed
    assert len({share.group for share in shares if share is not None}) <= 1


def test_two_pieces_of_a_stem_that_ink_joins_are_one():
    grey = blank()
    for row in range(60, 200):  # leans as old plates' stems do
        column = 120 + (row - 60) // 40
        grey[row, column : column + 2] = INK
    pieces = masks(stem=[(60, 100, 118, 122), (152, 200, 120, 124)])

    (stem,) = trace(drawn_sheet(grey), Detection((), pieces)).stems

    assert (stem.top, stem.bottom) == pytest.approx((60, 200), abs=3)


def test_two_stems_in_one_column_with_paper_between_are_two():
    grey = blank()
    grey[60:100, 120:122] = grey[152:200, 120:122] = INK
    pieces = masks(stem=[(60, 100, 118, 122), (152, 200, 118, 122)])

    assert len(trace(drawn_sheet(grey), Detection((), pieces)).stems) == 2


@pytest.mark.parametrize("beside", [False, True])
def test_a_stem_is_followed_to_a_beam_far_away_unless_it_runs_into_something(beside):
    grey = blank()
    grey[20:28, 60:123] = INK
    grey[20:160, 120:122] = INK
    if beside:
        grey[40:110, 100:140] = INK
    seen = masks(stem=[(112, 160, 118, 122)], beam=[(20, 28, 60, 124)])

    (stem,) = trace(drawn_sheet(grey), Detection((), seen)).stems

    assert stem.top == pytest.approx(112 - 10 if beside else 20, abs=4)


@pytest.mark.parametrize(("end", "joined"), [(108.0, True), (140.0, False)])
def test_a_broken_stem_closes_the_beam_that_ends_before_it(end, joined):
    grey = blank()
    grey[84:92, 40:160] = INK
    detection = Detection((), masks(beam=[(84, 92, 40, 160)]))
    stems = [(Stem(40.0, 84.0, 180.0), True), (Stem(158.0, end, 200.0), True)]

    shares = Beams(drawn_sheet(grey), detection, stems).shares()

    assert shares[0] is not None
    assert (shares[1] is not None) == joined


def octave_glyph(row, column=100.0):
    return Glyph("octave", row, column, 24.0, 24.0, 0.8)


def test_octave_lines_run_as_far_as_their_dashes():
    grey = blank()
    for left in range(116, 260, 16):
        grey[61:63, left : left + 10] = INK
    grey[61:63, 330:340] = INK

    (line,) = find_octaves(drawn_sheet(grey), Detection((octave_glyph(62.0),), masks()))

    assert (line.staff, line.shift) == (0, 1)
    assert line.left == pytest.approx(88)
    assert line.right == pytest.approx(254, abs=1)


def test_an_octave_line_below_its_staff_lowers_the_notes():
    grey = blank()
    grey[208:210, 116:260] = INK
    grey[192:208, 258:260] = INK

    (line,) = find_octaves(drawn_sheet(grey), Detection((octave_glyph(200.0),), masks()))

    assert line.shift == -1


@pytest.mark.parametrize(
    ("hook", "place"), [((70, 90), (1, 1)), ((46, 62), (0, -1)), (None, (1, 1))]
)
def test_an_octave_line_between_staves_belongs_where_its_hook_points(hook, place):
    grey = blank()
    grey[61:63, 116:260] = INK
    if hook is not None:
        grey[hook[0] : hook[1], 258:260] = INK
    sheet = drawn_sheet(grey)
    upper = replace(sheet.staves[0], top=-40.0)
    sheet = replace(sheet, staves=(upper, replace(sheet.staves[0], index=1)))

    (line,) = find_octaves(sheet, Detection((octave_glyph(62.0),), masks()))

    assert (line.staff, line.shift) == place


@pytest.mark.parametrize("rows", [(60, 64, 200, 300), (40, 90, 114, 180)])
def test_an_eight_without_a_thin_line_behind_it_is_no_octave_line(rows):
    grey = blank()
    top, bottom, left, right = rows
    grey[top:bottom, left:right] = INK

    assert find_octaves(drawn_sheet(grey), Detection((octave_glyph(62.0),), masks())) == ()


@pytest.mark.parametrize(
    ("label", "score", "left", "count"),
    [("tuplet8", 0.4, 116, 1), ("octave", 0.3, 116, 1), ("tuplet8", 0.4, 20, 0)],
)
def test_a_slender_eight_is_an_octave_sign_if_its_line_runs_to_the_right_alone(
    label, score, left, count
):
    grey = blank()
    grey[61:63, left:260] = INK
    grey[50:74, 88:112] = 0
    sign = replace(octave_glyph(62.0), label=label, score=score)

    assert len(find_octaves(drawn_sheet(grey), Detection((sign,), masks()))) == count


def test_behind_a_doubtful_octave_sign_other_ink_is_no_line():
    grey = blank()
    for row in (58, 62, 66):
        grey[row, 116:260] = INK
    sure, doubtful = octave_glyph(62.0), replace(octave_glyph(62.0), score=0.3)

    assert len(find_octaves(drawn_sheet(grey), Detection((sure,), masks()))) == 1
    assert find_octaves(drawn_sheet(grey), Detection((doubtful,), masks())) == ()


def test_an_octave_line_is_followed_where_it_is_askew():
    grey = blank()
    for column in range(116, 340):
        row = 61 + (column - 116) // 40
        grey[row : row + 2, column] = INK

    (line,) = find_octaves(drawn_sheet(grey), Detection((octave_glyph(62.0),), masks()))

    assert line.right == pytest.approx(340, abs=2)


def octave_score(clef, shift):
    chords = tuple(
        mro.Chord(flagposn=(0, column), notes=(mro.Note("Solid", p=-4),))
        for column in (40, 100, 160, 220)
    )
    bars = (
        mro.Bar(clefs=(clef,), chords=chords[:2], barline=mro.Barline()),
        mro.Bar(chords=chords[2:], barline=mro.Barline()),
    )
    lines = (mro.OctaveLine(shift, 90, 170, -30),)
    stave = mro.Stave(bars=bars, octavelines=lines)
    return mro.Score(pages=(mro.Page(systems=(mro.System(staves=(stave,)),)),))


@pytest.mark.parametrize(
    ("clef", "shift", "raised"),
    [
        (mro.Clef("Treble", (32, 10), 2), 1, ("TrebleUp8", 2)),
        (mro.Clef("Treble", (32, 10), 2), -1, ("TrebleDown8", 2)),
        (mro.Clef("Bass", (16, 10), -2), -1, ("Bass", -9)),
    ],
)
def test_notes_under_an_octave_line_get_a_clef_an_octave_away(clef, shift, raised):
    stave = apply_octaves(octave_score(clef, shift)).pages[0].systems[0].staves[0]

    changes = [[(c.shape, c.pitchposn, c.centre[1]) for c in bar.clefs] for bar in stave.bars]
    plain = (clef.shape, clef.pitchposn)
    assert changes == [[(*plain, 10), (*raised, 99)], [(*plain, 219)]]


@pytest.mark.parametrize(("place", "offset"), [(0, 1), (1, -1)])
def test_an_octave_line_is_for_what_is_printed_on_its_staff(place, offset):
    lined = octave_score(mro.Clef("Treble", (32, 10), 2), 1).pages[0].systems[0].staves[0]
    given = mro.Chord(flagposn=(0, 130), notes=(mro.Note(p=6, staveoffset=offset, drawnp=-6),))
    bars = (mro.Bar(clefs=(mro.Clef("Treble", (32, 10), 2),), chords=(given,)),)
    lines = lined.octavelines
    home = mro.Stave(bars=bars, octavelines=lines if place == 0 else ())
    other = mro.Stave(octavelines=() if place == 0 else lines)
    staves = (home, other) if offset > 0 else (other, home)
    score = mro.Score(pages=(mro.Page(systems=(mro.System(staves=staves),)),))

    lifted = apply_octaves(score).pages[0].systems[0].staves[staves.index(home)]

    assert [c.shape for c in lifted.bars[0].clefs] == ["Treble", "TrebleUp8"][: 1 + place]


def test_octave_lines_survive_the_file():
    score = octave_score(mro.Clef("Treble", (32, 10), 2), 1)

    assert mro.read(mro.write(score)) == score


def arched_sheet():
    """Draw a staff, a curve over it that dips below its top line at both ends, and a stem."""
    grey = blank()
    for line in range(5):
        grey[95 + 16 * line : 97 + 16 * line, 8:-8] = INK
    columns = np.arange(60, 301)
    for column in columns:
        row = round(height(column))
        grey[row - 1 : row + 2, column] = INK
    grey[40:130, 240:242] = INK
    return drawn_sheet(grey)


def find_curves(detection):
    return find_arcs(bare_ink(arched_sheet(), detection), detection)


def height(column):
    """Return the row of the curve's middle."""
    return 70 + 40 * ((column - 180) / 120.0) ** 2


@pytest.mark.parametrize("seen", [[(140, 220)], [(100, 160)], [(80, 130), (200, 236)]])
def test_a_curve_is_followed_to_its_ends_however_little_was_seen(seen):
    cells = [
        (round(height(column)) - 2, round(height(column)) + 2, column, column + STRIDE)
        for first, last in seen
        for column in range(first, last, STRIDE)
    ]

    (arc,) = find_curves(Detection((), masks(slur=cells)))

    assert arc.left == pytest.approx((110, 60), abs=6)
    assert arc.right == pytest.approx((110, 300), abs=6)
    assert arc.bulge == pytest.approx(40, abs=5)
    assert arc.radius == pytest.approx(-(120**2 + 40**2) / 80, rel=0.15)


def test_a_beam_is_no_curve():
    detection = Detection((), masks(slur=[(68, 76, 140, 220)], beam=[(68, 76, 140, 220)]))

    assert len(find_curves(detection)) == 1
    worn = detection.masks.copy()
    worn[MASKS.index("slur")] //= 2
    assert find_curves(Detection((), worn)) == ()


def tie_between(first, second, *, rise, across=False, more=(), known=(), seen=()):
    """Draw two heads on a staff and a curve between them; return the ties that are found.

    `first` and `second` are (row, column); `rise` is how far the curve's middle lies above.
    `seen` are boxes in which the network sees a curve.
    """
    grey = arched_sheet().grey
    grey[:92] = 0
    heads = [head(*first), head(*second)]
    for column in range(first[1] + 12, second[1] - 11):
        share = (column - first[1] - 12) / (second[1] - first[1] - 24)
        level = first[0] + share * (second[0] - first[0])
        row = round(level - np.sign(rise) * 4 - 4 * rise * share * (1 - share))
        half = 1 + round(6 * share * (1 - share))  # ties are thickest in the middle
        grey[row - half : row + half, column] = INK
    if across:
        middle = (first[1] + second[1]) // 2
        grey[96:160, middle - 1 : middle + 2] = INK
    for one in (first, second):
        draw_head(grey, *one)
    detection = Detection((*(h.glyph for h in heads), *more), masks(slur=seen))
    chords = [
        SeenChord(0, "Minim", h.glyph.column + 9, 60.0, (SeenNote(h),), has_stem=True)
        for h in heads
    ]
    sheet = drawn_sheet(grey)
    return add_tie_arcs(sheet, bare_ink(sheet, detection), chords, known)


@pytest.mark.parametrize("row", [112, 120, 128, 136])
@pytest.mark.parametrize("rise", [8, -8])
@pytest.mark.parametrize("length", [50, 110])
@pytest.mark.parametrize("across", [False, True], ids=["free", "over a barline"])
def test_a_tie_that_the_network_missed_is_found_between_its_heads(row, rise, length, across):
    (arc,) = tie_between((row, 80), (row, 80 + length), rise=rise, across=across)

    assert arc.left[1] == pytest.approx(92, abs=8)
    assert arc.right[1] == pytest.approx(68 + length, abs=8)
    assert np.sign(arc.bulge) == np.sign(rise)


@pytest.mark.parametrize(("end", "whole"), [((121.0, 115.0), True), ((121.0, 160.0), False)])
def test_a_tie_takes_the_place_of_a_piece_of_it_before_a_barline(end, whole):
    piece = SeenArc((132.0, 92.0), end, 1.0)

    found = tie_between((136, 80), (136, 170), rise=10, across=True, known=[piece])

    assert (piece not in found) == whole
    assert len(found) == 1


@pytest.mark.parametrize(
    ("second", "rise"),
    [((120, 200), 8), ((136, 200), 0), ((136, 200), 40)],
    ids=["another pitch", "a straight line", "a slur over other notes"],
)
def test_what_is_no_tie_is_not_found_between_heads(second, rise):
    assert tie_between((136, 80), second, rise=rise) == []


def test_the_strokes_of_accidentals_between_heads_are_no_tie():
    """But for a curve that the network sees across them."""
    accidentals = [Glyph("sharp", 132.0, column, 44.0, 15.0, 0.9) for column in (98.0, 114.0)]
    curve = [(120, 136, 90, 120)]
    (tie,) = tie_between((136, 80), (136, 130), rise=8, more=accidentals, seen=curve)

    assert tie.left[1] == pytest.approx(92, abs=8)
    assert tie_between((136, 80), (136, 130), rise=8, more=accidentals) == []


def tied_score(*, slur, between=(), signs=("Sharp", "None")):
    """Two bars with a note on the same line at the end of one and the beginning of the other."""

    def chord(column, accidental="None", p=-2):
        return mro.Chord(
            stemup=True, flagposn=(-20, column), notes=(mro.Note("Solid", 0, p, accidental),)
        )

    clef = mro.Clef("Treble", (32, 10), 2)
    bars = (
        mro.Bar(clefs=(clef,), chords=(chord(100, signs[0]), *between), barline=mro.Barline()),
        mro.Bar(chords=(chord(260, signs[1]),), barline=mro.Barline()),
    )
    system = mro.System(width=400, staves=(mro.Stave(bars=bars),), slurs=(slur,))
    return mro.Score(pages=(mro.Page(systems=(system,)),))


TIE = mro.Slur((26, 104), (26, 240), 300)
"""From head to head: those stand nine units left of their stems, 16 units below the top line."""


def last_note(score):
    return score.pages[0].systems[0].staves[0].bars[1].chords[0].notes[0]


def test_a_tie_carries_its_accidental_over_the_barline():
    assert last_note(spell_ties(attach_curves(tied_score(slur=TIE)))).accid == "Sharp"


def test_what_is_printed_at_the_end_of_a_tie_stays():
    score = tied_score(slur=TIE, signs=("Sharp", "Natural"))

    assert spell_ties(attach_curves(score)) == attach_curves(score)


@pytest.mark.parametrize(
    ("slur", "between"),
    [
        (mro.Slur((26, 104), (26, 400), 300), ()),
        (mro.Slur((-30, 104), (-30, 240), -300), ()),
        (
            mro.Slur((2, 95), (2, 250), -400),
            (mro.Chord(stemup=True, flagposn=(-20, 180), notes=(mro.Note("Solid", p=0),)),),
        ),
    ],
)
def test_other_curves_carry_nothing(slur, between):
    score = tied_score(slur=slur, between=between)

    assert spell_ties(attach_curves(score)) == attach_curves(score)


def test_a_tie_goes_on_in_the_next_system():
    score = tied_score(slur=mro.Slur((26, 104), (26, 390), 300))
    (page,) = score.pages
    (system,) = page.systems
    (stave,) = system.staves
    first = replace(system, staves=(replace(stave, bars=stave.bars[:1]),))
    second = replace(
        system,
        staves=(replace(stave, bars=stave.bars[1:]),),
        slurs=(mro.Slur((26, 200), (26, 240), 300),),
    )

    attached = attach_curves(replace(score, pages=(replace(page, systems=(first, second)),)))
    spelled = spell_ties(attached)

    note = spelled.pages[0].systems[1].staves[0].bars[0].chords[0].notes[0]
    assert note.accid == "Sharp"
    upper, lower = (system.slurs[0] for system in attached.pages[0].systems)
    assert (upper.type, upper.partner, upper.leftsymbol, upper.rightsymbol) == ("Tie", 0, 0, -1)
    assert (lower.type, lower.partner, lower.leftsymbol, lower.rightsymbol) == ("Tie", 0, -1, 0)


def test_of_two_ties_into_one_chord_each_finds_its_other_half():
    """The lower one ends between its head and the one above it, as near to both."""
    bar = tied_score(slur=TIE).pages[0].systems[0].staves[0].bars[0]
    above = mro.Bar(
        clefs=bar.clefs,
        chords=(
            mro.Chord(
                stemup=True,
                flagposn=(-20, 100),
                notes=(mro.Note(p=-2), mro.Note(p=1, accid="Sharp")),
            ),
        ),
        barline=mro.Barline(),
    )
    plain = tuple(replace(note, accid="None") for note in above.chords[0].notes)
    below = replace(above, chords=(replace(above.chords[0], notes=plain),))
    systems = (
        mro.System(
            width=400,
            staves=(mro.Stave(bars=(above,)),),
            slurs=(mro.Slur((38, 104), (38, 390), 300), mro.Slur((12, 104), (12, 390), 300)),
        ),
        mro.System(
            width=400,
            staves=(mro.Stave(bars=(below,)),),
            slurs=(mro.Slur((12, 50), (12, 82), -300), mro.Slur((27, 50), (27, 82), -300)),
        ),
    )

    attached = attach_curves(mro.Score(pages=(mro.Page(systems=systems),)))

    upper, lower = attached.pages[0].systems
    assert [(slur.type, slur.partner) for slur in upper.slurs] == [("Tie", 1), ("Tie", 0)]
    assert [(slur.type, slur.partner) for slur in lower.slurs] == [("Tie", 1), ("Tie", 0)]


def test_a_curve_is_attached_to_the_chords_it_begins_and_ends_at():
    between = (mro.Chord(stemup=True, flagposn=(-20, 180), notes=(mro.Note("Solid", p=0),)),)
    score = tied_score(slur=mro.Slur((-26, 98), (-26, 256), -300), between=between)

    (slur,) = attach_curves(score).pages[0].systems[0].slurs

    assert slur.type == "Slur"
    assert (slur.leftstave, slur.leftbar, slur.leftsymbol) == (0, 0, 0)
    assert (slur.rightstave, slur.rightbar, slur.rightsymbol) == (0, 1, 0)


def test_a_curve_without_width_is_no_reason_to_stop():
    for place in (20, 104, 390):
        score = tied_score(slur=mro.Slur((26, place), (26, place), 0))

        (slur,) = attach_curves(score).pages[0].systems[0].slurs

        assert slur.type == "Slur"


def test_a_tie_whose_thin_ends_are_lost_is_one():
    lost = mro.Slur((29, 130), (29, 220), 200)

    (slur,) = attach_curves(tied_score(slur=lost)).pages[0].systems[0].slurs

    assert slur.type == "Tie"


def two_staves():
    return replace(
        drawn_sheet(blank()),
        staves=(
            SheetStaff(32.0, 8.0, WIDTH - 8.0, 16.0, 5, 0, 0),
            SheetStaff(160.0, 8.0, WIDTH - 8.0, 16.0, 5, 0, 1),
        ),
        systems=(System((0, 1)),),
    )


def test_a_beam_across_two_staves_is_one_voice():
    def chord(staff, column, group, row=120):
        note = SeenNote(Head(Glyph("noteheadBlack", row, column - 9, 16, 20, 0.9), staff, 0))
        share = BeamShare(group, 1, 1) if group else None
        return SeenChord(staff, "Solid", column, row - 40, (note,), has_stem=True, beam=share)

    chords = (
        chord(0, 100.0, 7),
        chord(0, 140.0, 7),
        chord(1, 140.0, 7),  # heads on both staves, one stem
        chord(1, 180.0, 7),
        chord(1, 220.0, 0),
    )

    voices = find_voices(two_staves(), Music(chords, (1,) * len(chords)), ())

    assert sorted(v.members for v in voices) == [(0, 1, 3), (4,)]


@pytest.mark.parametrize(("other", "home"), [(0, 1), (1, 0)])
def test_a_beam_across_two_staves_belongs_where_nothing_else_is_played(other, home):
    def chord(staff, column, group):
        note = SeenNote(Head(Glyph("noteheadBlack", 120, column - 9, 16, 20, 0.9), staff, 0))
        share = BeamShare(group, 1, 1) if group else None
        return SeenChord(staff, "Solid", column, 80, (note,), has_stem=True, beam=share)

    chords = (chord(0, 100.0, 7), chord(1, 140.0, 7), chord(other, 200.0, 0))

    voices = find_voices(two_staves(), Music(chords, (1,) * 3), ())

    assert sorted(v.members for v in voices) == [(0, 1), (2,)]
    assert find_crossed(Music(chords, (1,) * 3), voices) == {(0, 0, 0), (0, 0, 1)}
    assert home != other


def test_a_minim_does_not_join_the_stem_of_a_crotchet():
    heads = [head(110, 100, "noteheadHalf"), head(136, 100)]
    stem = Stem(90.0, 128.0, 190.0)

    found = find_more_stems(drawn_sheet(blank()), Detection((), masks()), heads, (stem,))

    assert found == (stem,)


@pytest.mark.parametrize(("side", "pieces"), [(1, 1), (-1, 2)])
def test_pieces_of_a_stem_are_bridged_by_a_head_on_the_side_of_the_others(side, pieces):
    heads = [head(110, 90 + 10 * side), head(134, 100)]
    stems = (Stem(90.0, 108.0, 124.0), Stem(90.5, 140.0, 190.0))

    found = find_more_stems(drawn_sheet(blank()), Detection((), masks()), heads, stems)

    assert len(found) == pieces


@pytest.mark.parametrize(
    ("top", "bottom", "ways"),
    [(40.0, 200.0, {True, False}), (40.0, 157.0, {True}), (93.0, 200.0, {False})],
    ids=["both ways", "up", "down"],
)
def test_heads_on_either_side_that_are_no_seconds_are_two_voices_of_a_stem_both_ways(
    top, bottom, ways
):
    left, right = [head(96, 90), head(152, 90)], [head(112, 110)]

    parted = part_voices([(Stem(100.0, top, bottom), [*left, *right])], [])

    assert {up for _, _, up in parted} == ways
    assert sorted(h.glyph.row for _, heads, _ in parted for h in heads) == [96, 112, 152]


@pytest.mark.parametrize(("bottom", "pieces"), [(146.0, 1), (154.0, 2)])
def test_what_is_too_short_for_a_stem_is_a_piece_of_the_next_one(bottom, pieces):
    heads = [head(110, 100), head(bottom + 30, 100)]
    stems = (Stem(90.0, 104.0, bottom), Stem(90.5, bottom + 12, 240.0))

    found = find_more_stems(drawn_sheet(blank()), Detection((), masks()), heads, stems)

    assert len(found) == pieces


def test_of_two_voices_a_step_apart_each_gets_the_stem_that_leads_its_way():
    """The upper voice's stem ends short of its head, in the column of the lower one's."""
    upper, lower = head(136, 80), head(144, 100)
    stems = (Stem(89.0, 70.0, 122.0), Stem(91.0, 141.0, 200.0))

    found = find_more_stems(drawn_sheet(blank()), Detection((), masks()), [upper, lower], stems)

    assert hang_on_stems([upper, lower], found, []) == [
        (Stem(89.0, 70.0, 136.0), [upper]),
        (stems[1], [lower]),
    ]


@pytest.mark.parametrize(("row", "bottom"), [(200, 200.0), (None, 130.0)])
def test_a_broken_stem_goes_on_to_its_beam_but_not_to_any_stroke(row, bottom):
    beam = [] if row is None else [(row - 4, row + 4, 80, 160)]
    stems = (Stem(90.0, 108.0, 130.0), Stem(92.0, 160.0, 200.0))

    found = find_more_stems(
        drawn_sheet(blank()), Detection((), masks(beam=beam)), [head(110, 100)], stems
    )

    assert found[0] == Stem(90.0, 108.0, bottom)


@pytest.mark.parametrize(
    ("column", "seen", "flagged", "bottom"),
    [
        (130.0, True, False, 205.0),
        (130.0, False, False, 150.0),
        (108.0, True, False, 150.0),
        (130.0, True, True, 150.0),
    ],
    ids=["under a beam", "between beams", "another voice's", "flagged"],
)
def test_a_stem_that_ends_before_the_beam_of_its_neighbours_is_drawn_on_to_it(
    column, seen, flagged, bottom
):
    flags = (Glyph("flag8th", 140.0, column + 6, 30.0, 12.0, 0.9),) if flagged else ()
    beam = [(190, 212, 84, 176)] if seen else [(190, 212, 84, 100), (190, 212, 160, 176)]
    heads = [head(110, 100), head(110, column + 10), head(110, 180)]
    stems = (Stem(90.0, 108, 200.0), Stem(column, 108.0, 150.0), Stem(170.0, 108.0, 210.0))

    detection = Detection(flags, masks(beam=beam))
    found = find_more_stems(drawn_sheet(blank()), detection, heads, stems)

    assert found[1].bottom == pytest.approx(bottom, abs=0.1)


def test_a_tie_is_found_whose_lower_edge_a_staff_line_hides():
    """Its middle hardly bulges, its upper edge does."""
    grey = arched_sheet().grey
    grey[:92] = 0
    for column in range(112, 169):
        grey[112 - round(5 * (1 - ((column - 140) / 28) ** 2)) : 114, column] = INK
    heads = [head(120, 92), head(120, 188)]
    for one in heads:
        draw_head(grey, 120, round(one.glyph.column))
    chords = [
        SeenChord(0, "Solid", h.glyph.column + 9, 60.0, (SeenNote(h),), has_stem=True)
        for h in heads
    ]
    detection = Detection(tuple(h.glyph for h in heads), masks())
    sheet = drawn_sheet(grey)

    (tie,) = add_tie_arcs(sheet, bare_ink(sheet, detection), chords, [])

    assert tie.bulge > 3


@pytest.mark.parametrize(("sure", "levels"), [(100, 1), (255, 2)])
def test_a_slur_that_touches_a_beam_is_no_beam(sure, levels):
    grey = blank()
    grey[84:92, 40:121] = grey[95:102, 36:125] = INK
    planes = masks(beam=[(84, 104, 40, 121)], slur=[(96, 104, 36, 125)])
    planes[MASKS.index("beam"), 24:26][planes[MASKS.index("slur"), 24:26] > 0] = sure
    planes[MASKS.index("slur")] //= 2
    stems = [(Stem(40.0, 84.0, 180.0), True), (Stem(120.0, 84.0, 180.0), True)]

    first, last = Beams(drawn_sheet(grey), Detection((), planes), stems).shares()

    assert (first.right, last.left) == (levels, levels)


@pytest.mark.parametrize("beyond", [0, 6, 18])
def test_a_bracket_at_a_stems_end_is_no_part_of_it(beyond):
    grey = blank()
    grey[84:92, 40:121] = INK
    detection = Detection((), masks(beam=[(84, 92, 40, 121)]))
    stems = [(Stem(40.0, 84.0, 180.0), True), (Stem(120.0, 84.0 - beyond, 180.0), True)]
    beams = Beams(drawn_sheet(grey), detection, stems)

    left, right = beams.shares()

    assert (left.right, right.left) == (1, 1)
    _, stem = beams.fit([left, right])
    assert stem.top == pytest.approx(84, abs=6)
    assert stem.bottom == 180


@pytest.mark.parametrize(("tops", "end"), [((98.0, *[84.0] * 9), 84.0), ([98.0] * 10, 98.0)])
def test_a_stem_whose_ink_is_lost_between_beams_ends_at_the_last_one(tops, end):
    """Unless all inner stems of the page end at the first one, as in French editions."""
    grey = blank()
    grey[84:90, 40:321] = grey[96:102, 40:321] = INK
    rows = (84.0, *tops, 84.0)
    stems = [(Stem(40.0 + 25 * n, top, 180.0), True) for n, top in enumerate(rows)]
    beams = Beams(drawn_sheet(grey), Detection((), masks(beam=[(84, 102, 40, 321)])), stems)

    fitted = beams.fit(beams.shares())

    assert fitted[1].top == end


@pytest.mark.parametrize(("seen", "count"), [(0, 0), (1, 2)])
def test_a_barline_hardly_seen_on_one_staff_is_whole_in_the_ink_of_both(seen, count):
    """Two stems in line look alike, but there the network sees nothing on the other staff."""
    sheet = two_staves()
    for top in (32, 160):
        sheet.grey[top : top + 65, 200:203] = INK
    boxes = [(32, 80, 200, 204)] + [(160, 168, 200, 204)] * seen

    assert len(trace(sheet, Detection((), masks(barline=boxes))).barlines) == count


def test_cells_that_touch_at_a_corner_are_one_part_as_sure_as_its_surest_cell():
    mask = np.array([[90, 0, 0, 60], [0, 200, 0, 60], [0, 0, 0, 0], [50, 0, 0, 70]], np.uint8)

    labels, surest = label_cells(mask, 55)

    assert labels.tolist() == [[1, 0, 0, 2], [0, 1, 0, 2], [0, 0, 0, 0], [0, 0, 0, 3]]
    assert surest.tolist() == [0, 200, 60, 70]
