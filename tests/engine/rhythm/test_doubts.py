"""Bars that do not add up are doubted, and no others."""

import numpy as np
import pytest

from rastrum.model.detection import Detection, Glyph
from rastrum.model.measures import MeasureGrid
from rastrum.model.notation import Head, SeenChord, SeenNote, SeenTime
from rastrum.model.strokes import Barline
from rastrum.rhythm.doubts import doubt_rhythm, doubt_symbols
from support.sheets import inkless_sheet
from support.timed import timed

BAR = 200.0
"""Columns of a bar; five bars to a staff."""


def sheet_of(staves):
    return inkless_sheet(*(32.0 + 128 * n for n in range(staves)), ends=(0.0, 5 * BAR))


def chord(staff, bar, place, length, *, up=True):
    """Return a note (4 a crotchet, 2 a minim, 4.5 dotted) or, for 0, a semibreve rest."""
    column = bar * BAR + 24 + 36 * place
    if length == 0:
        rest = Glyph("restWhole", 60.0, column, 8.0, 20.0, 0.9)
        return SeenChord(staff, "Sbreverest", column, 60.0, rest=rest)
    head = Head(Glyph("noteheadBlack", 64.0, column, 16.0, 20.0, 0.9), staff, 0)
    shape = {2: "Minim", 4: "Solid", 8: "Solid"}[int(length)]
    return SeenChord(
        staff,
        shape,
        column + (9 if up else -9),
        20.0 + 128 * staff,
        (SeenNote(head),),
        stem_up=up,
        has_stem=True,
        flags=1 if int(length) == 8 else 0,
        dots=1 if length % 1 else 0,
    )


def doubts(*staves, meter=(3, 4)):
    """Doubt staves, each a list of bars, each a list of lengths; return staff and bar of each."""
    sheet = sheet_of(len(staves))
    chords = sorted(
        (
            chord(n, b, place, length)
            for n, bars in enumerate(staves)
            for b, lengths in enumerate(bars)
            for place, length in enumerate(lengths)
        ),
        key=lambda c: c.column,
    )
    lines = [
        Barline(n, "Single", (b + 1) * BAR, (b + 1) * BAR)
        for n, bars in enumerate(staves)
        for b in range(len(bars))
    ]
    times = [SeenTime(0, *meter, False, 10.0, 64.0)] if meter else []
    return [(d.staff, d.bar) for d in doubt_rhythm(timed(sheet, chords, lines), times)]


FULL = [[4, 4, 4], [2, 4], [4.5, 8, 4]]


def test_bars_that_add_up_are_not_doubted():
    assert doubts(FULL, [[2.5], [0], [4, 2]]) == []


@pytest.mark.parametrize("wrong", [[4, 4], [4, 4, 4, 8], [2.5, 8]])
def test_a_bar_of_the_wrong_length_is_doubted(wrong):
    assert doubts(FULL, [[2, 4], wrong, [2.5]]) == [(1, 1)]


def test_a_pickup_that_all_staves_share_is_right():
    assert doubts([[4], *FULL], [[4], *FULL]) == []
    assert doubts([[4], *FULL]) == []


def test_a_bar_that_all_staves_overfill_is_doubted():
    assert sorted(doubts([[4, 4, 4, 4], *FULL], [[2, 2], *FULL])) == [(0, 0), (1, 0)]


def test_without_a_time_signature_most_bars_say_how_long_they_are():
    assert doubts(FULL, [[2, 4], [4, 4], [2.5]], meter=None) == [(1, 1)]


def test_a_second_voice_may_be_shorter():
    sheet = sheet_of(1)
    upper = [chord(0, 0, n, 4) for n in range(3)]
    lower = chord(0, 0, 1, 2, up=False)
    barline = Barline(0, "Single", BAR, BAR)
    time = SeenTime(0, 3, 4, False, 10.0, 64.0)

    chords = sorted([*upper, lower], key=lambda c: c.column)

    assert doubt_rhythm(timed(sheet, chords, [barline]), [time]) == []


def symbol_doubts(*glyphs, chords=(), clear=()):
    sheet = sheet_of(2)
    lines = [Barline(n, "Single", (b + 1) * BAR, (b + 1) * BAR) for n in (0, 1) for b in range(5)]
    found = doubt_symbols(
        sheet,
        MeasureGrid.of(lines, len(sheet.staves)),
        Detection(glyphs, np.zeros((0, 0, 0), np.uint8)),
        chords,
        clear,
    )
    return [(d.staff, d.bar, d.confidence) for d in found]


def glyph(label, score, bar=2):
    return Glyph(label, 200.0, (bar + 0.5) * BAR, 16.0, 12.0, score)


@pytest.mark.parametrize(("pitch", "count"), [(-9, 1), (-3, 0)])
def test_a_head_between_two_steps_far_outside_the_staff_is_doubted(pitch, count):
    place = glyph("noteheadBlack", 0.99)
    heads = [SeenNote(Head(place, 1, pitch, between=0.5)) for _ in range(3)]
    chords = [SeenChord(1, "Solid", 0.0, 0.0, (note,)) for note in heads]

    assert symbol_doubts(chords=chords) == [(1, 2, 0.5)] * 3 * count


@pytest.mark.parametrize(("score", "count"), [(0.2, 0), (0.48, 1), (0.52, 1), (0.8, 0)])
@pytest.mark.parametrize("label", ["sharp", "noteheadBlack", "rest8th"])
def test_a_symbol_that_the_network_is_unsure_of_is_doubted_in_its_bar(label, score, count):
    found = symbol_doubts(glyph(label, score), glyph("fingering", 0.5))

    assert found == [(1, 2, score)] * count


def test_several_symbols_that_are_a_little_doubtful_make_a_doubtful_bar():
    assert symbol_doubts(glyph("noteheadBlack", 0.65)) == []
    assert symbol_doubts(glyph("noteheadBlack", 0.65), glyph("flag8th", 0.7, bar=3)) == []

    found = symbol_doubts(*[glyph("noteheadBlack", 0.65)] * 3)

    assert found == [(1, 2, 0.65)] * 3


def test_where_a_bar_adds_up_what_lasts_is_not_doubted_and_the_rest_less():
    rests, sharps = [glyph("rest8th", 0.5)] * 2, [glyph("sharp", 0.5)] * 2

    assert symbol_doubts(*rests) != []
    assert symbol_doubts(*rests, clear={(0, 2)}) == []
    assert symbol_doubts(*sharps, clear={(0, 2)}) != []
    assert symbol_doubts(glyph("noteheadBlack", 0.5), clear={(0, 2)}) == []
