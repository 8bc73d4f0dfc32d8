"""Which heads a tie joins follows from its ends and from what stands between."""

import pytest

from rastrum.curves.ties import PlacedHead, half_tied, nearest_head, row_at, tied_heads
from rastrum.model.detection import Glyph
from rastrum.model.notation import Head
from rastrum.model.strokes import SeenArc

ROW = 120.0


def placed(chord, column, *, row=ROW, pitch=0, up=False, accidental="None", stem=True, bar=0):
    """Return a head of the chord of this number."""
    glyph = Glyph("noteheadBlack", row, column, 16.0, 18.0, 0.9)
    end = (row - 56 if up else row + 56) if stem else row
    return PlacedHead(Head(glyph, 0, pitch), chord, 0, bar, row, column, pitch, up, end, accidental)


def arc(left, right, *, row=ROW, bulge=6.0):
    return SeenArc((row, left), (row, right), bulge)


FIRST, LAST = placed(1, 100.0), placed(2, 200.0)
TIE = arc(112.0, 188.0)


def chords(pair):
    return None if pair is None else (pair[0].chord, pair[1].chord)


def test_a_curve_beside_two_heads_of_one_pitch_ties_them():
    assert chords(tied_heads(TIE, [FIRST, LAST])) == (1, 2)


@pytest.mark.parametrize(
    "heads",
    [
        [FIRST, placed(2, 200.0, row=ROW + 8, pitch=1)],
        [placed(1, 100.0, accidental="Sharp"), placed(2, 200.0, accidental="Flat")],
        [FIRST],
        [],
    ],
    ids=["another pitch", "another accidental", "one head", "none"],
)
def test_other_heads_are_not_tied(heads):
    assert tied_heads(TIE, heads) is None


@pytest.mark.parametrize(
    "curve",
    [arc(112.0, 188.0, row=ROW - 30), arc(140.0, 160.0), arc(188.0, 112.0), arc(112.0, 900.0)],
    ids=["far above", "too short", "backwards", "too long"],
)
def test_other_curves_tie_nothing(curve):
    assert tied_heads(curve, [FIRST, LAST, placed(3, 912.0)]) is None


def test_of_several_heads_the_nearest_are_tied():
    upper = [
        placed(chord, column, row=ROW - 16, pitch=-2) for chord, column in ((1, 100), (2, 200))
    ]

    one, other = tied_heads(arc(112.0, 188.0, row=ROW - 14), [FIRST, LAST, *upper])

    assert (one.pitch, other.pitch) == (-2, -2)


@pytest.mark.parametrize(("up", "tied"), [(False, False), (True, True)])
def test_over_a_note_of_the_same_voice_a_loose_curve_is_a_phrase(up, tied):
    loose = arc(108.0, 192.0, row=ROW - 16)
    between = placed(3, 150.0, row=ROW + 24, pitch=3, up=up)

    assert (tied_heads(loose, [FIRST, between, LAST]) is not None) == tied


def test_half_a_tie_begins_beside_the_last_head_and_ends_before_the_first():
    assert half_tied(arc(112.0, 150.0), [FIRST], 1) == [FIRST]
    assert half_tied(arc(150.0, 188.0), [LAST], -1) == [LAST]


@pytest.mark.parametrize(
    ("curve", "side"),
    [
        (arc(180.0, 220.0), 1),
        (SeenArc((ROW, 112.0), (ROW - 40, 150.0), 6.0), 1),
        (arc(112.0, 150.0, row=ROW - 40), 1),
    ],
    ids=["far behind it", "steep", "far above it"],
)
def test_other_curves_are_no_halves(curve, side):
    assert half_tied(curve, [FIRST], side) == []


def test_half_a_tie_does_not_reach_over_another_note_of_its_voice():
    assert half_tied(arc(112.0, 190.0), [FIRST, placed(3, 150.0, row=ROW + 24)], 1) == []


def test_a_curve_ends_at_the_head_or_the_stem_that_is_nearest():
    low = placed(3, 100.0, row=ROW + 24)

    assert nearest_head((ROW - 20, 100.0), [FIRST, low]) is FIRST
    assert nearest_head((ROW + 90, 100.0), [FIRST, low]) is low
    assert nearest_head((ROW - 200, 100.0), [FIRST]) is None
    assert nearest_head((ROW, 300.0), [FIRST]) is None


def test_beyond_its_ends_a_curve_goes_on_as_it_is_there():
    curve = SeenArc((ROW, 100.0), (ROW, 200.0), 10.0)

    assert row_at(curve, 150.0) == ROW - 10
    assert row_at(curve, 100.0) == row_at(curve, 200.0) == ROW
    assert row_at(curve, 90.0) == pytest.approx(ROW + 4)
    assert row_at(curve, 210.0) == pytest.approx(ROW + 4)
