"""Tuplets are found by what the bar, or the other voice, leaves room for."""

from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest

from rastrum.model.detection import Glyph
from rastrum.model.notation import BeamShare, SeenNote, SeenTime, Signatures
from rastrum.model.strokes import Barline
from support.sheets import detected, inkless_sheet
from support.timed import chord, rest, solved, timed


def tuplets(chords, *, digit=None, label="tuplet3", meter=(3, 4), twin=None, ends=(290.0,)):
    """Return the ratios of chords, in the order given.

    `twin` is a second meter; None for `meter` says that none was seen; bars end at `ends`.
    """
    sheet = inkless_sheet(48.0, ends=(0.0, 300.0))
    glyphs = () if digit is None else (Glyph(label, 25.0, digit[0], 12.0, 8.0, digit[1]),)
    detection = detected(glyphs, np.zeros((0, 0, 0), np.uint8))
    times = tuple(
        SeenTime(0, *each, False, column, 80.0)
        for each, column in ((twin, -40.0), (meter, 5.0))
        if each is not None
    )
    signatures = Signatures((), (), times, frozenset())
    order = sorted(range(len(chords)), key=lambda n: chords[n].column)
    barlines = [Barline(0, "Single", end, end) for end in ends]
    music = [chords[n] for n in order]
    found, _ = solved(timed(sheet, music, barlines), detection, signatures, repair=False)
    return [found[order.index(n)].tuplet for n in range(len(chords))]


CROTCHETS = [chord(40.0, 0, up=False), chord(110.0, 0, up=False), chord(180.0, 0, up=False)]
TRIPLET = [chord(column, 1, up=True, group=1) for column in (40.0, 63.0, 86.0)]
PLAIN = [Fraction(1)] * 3
THIRDS = [Fraction(2, 3)] * 3


@pytest.mark.parametrize("score", [0.35, 0.9])
def test_a_digit_is_believed_where_the_bar_adds_up_with_it(score):
    rest = [chord(110.0, 0, up=True), chord(180.0, 0, up=True)]

    assert tuplets([*TRIPLET, *rest], digit=(63.0, score))[:3] == THIRDS


@pytest.mark.parametrize(
    ("label", "column", "found"),
    [("fingering", 63.0, True), ("digit3", 66.0, True), ("fingering", 40.0, False)],
)
def test_what_looks_like_a_digit_at_the_middle_of_a_rare_triplet_is_its_digit(label, column, found):
    ends = [110.0 + 250.0 * n for n in range(9)]
    plain = [chord(end + 20.0, 0, up=True) for end in ends[:-1]]

    ratios = tuplets([*TRIPLET, *plain], digit=(column, 0.4), label=label, meter=(1, 4), ends=ends)

    assert ratios[:3] == (THIRDS if found else PLAIN)


@pytest.mark.parametrize("column", [63.0, 40.0])
def test_after_a_triplet_that_shows_a_dotted_one_needs_no_digit(column):
    ends = [180.0 + 250.0 * n for n in range(9)]
    plain = [replace(chord(end + 20.0, 0, up=True), shape="Minim") for end in ends[:-1]]
    dotted = [
        chord(110.0, 1, up=True, group=2),
        replace(chord(133.0, 1, up=True, group=2), dots=1),
        chord(156.0, 2, up=True),
    ]

    ratios = tuplets(
        [*TRIPLET, *dotted, *plain],
        digit=(column, 0.4),
        label="fingering",
        meter=(2, 4),
        ends=ends,
    )

    assert ratios[:6] == (THIRDS * 2 if column == 63.0 else PLAIN * 2)


def test_a_voice_at_odds_with_the_others_has_triplets_though_its_bar_adds_up():
    runs = threes(40.0, 110.0)
    halves = [replace(chord(column, 0, up=False), shape="Minim") for column in (40.0, 180.0)]
    music = [*runs, chord(180.0, 0, up=True)]
    shown = {"digit": (60.0, 0.7), "meter": (4, 4)}

    assert tuplets([*music, *halves], **shown)[:6] == THIRDS * 2
    assert tuplets(music, **shown)[:6] == PLAIN * 2


def test_a_digit_is_a_fingering_where_the_bar_adds_up_without_it():
    quavers = [chord(40.0 + 35 * n, 1, up=True, group=1 + n // 3) for n in range(6)]

    assert tuplets(quavers, digit=(75.0, 0.5)) == [Fraction(1)] * 6


def test_a_voice_that_ends_within_the_bar_fills_what_the_other_leaves():
    assert tuplets([*TRIPLET, *CROTCHETS], digit=(63.0, 0.35)) == THIRDS + PLAIN


def test_three_quavers_that_reach_the_half_of_the_next_beat_are_no_triplet():
    spread = [chord(column, 1, up=True, group=1) for column in (40.0, 75.0, 110.0)]
    lower = [*CROTCHETS[:1], chord(110.0, 1, up=False), chord(145.0, 1, up=False), CROTCHETS[2]]

    assert tuplets([*spread, *lower], digit=(75.0, 0.35))[:3] == PLAIN


def threes(*columns, beams=1, first=1):
    """Return a beam over three chords at each of some columns."""
    return [
        chord(column + 20.0 * n, 1, up=True, group=first + k, beams=beams)
        for k, column in enumerate(columns)
        for n in range(3)
    ]


def test_triplets_without_a_digit_are_what_the_bar_adds_up_with():
    assert tuplets(threes(40.0, 110.0, 180.0)) == THIRDS * 3


@pytest.mark.parametrize("first", [rest(40.0), chord(40.0, 1, up=True)], ids=["rest", "flag"])
def test_two_chords_under_a_beam_and_one_beside_it_are_a_triplet(first):
    pair = [chord(60.0, 1, up=True, group=1), chord(80.0, 1, up=True, group=1)]

    found = tuplets([first, *pair, *threes(110.0, 180.0, first=2)])

    assert found == THIRDS * 3


def test_three_short_chords_before_a_longer_one_under_one_beam_are_a_triplet():
    runs = [
        chord(start + 12.0 * n, 1, up=True, group=1 + k, beams=1 if n == 3 else 2)
        for k, start in enumerate((40.0, 110.0, 180.0))
        for n in range(4)
    ]

    assert tuplets(runs) == [*THIRDS, Fraction(1)] * 3


def test_in_compound_time_only_a_digit_on_the_page_makes_triplets_of_quavers():
    quavers = threes(40.0, 110.0, 180.0)

    assert tuplets(quavers, meter=(6, 8)) == [Fraction(1)] * 9
    assert tuplets(quavers, digit=(60.0, 0.9), meter=(6, 8)) == THIRDS * 3
    assert tuplets(threes(40.0, 110.0, 180.0, beams=2), meter=(3, 8)) == THIRDS * 3


def test_of_two_time_signatures_each_voice_keeps_its_own():
    assert tuplets(threes(40.0, 100.0, 160.0, 220.0), meter=(4, 4), twin=(12, 8)) == [1] * 12
    assert tuplets(threes(40.0, 100.0, 160.0, 220.0), meter=(4, 4)) == THIRDS * 4


def test_flags_that_sound_with_a_tuplet_of_another_voice_are_one():
    upper = [*TRIPLET, chord(110.0, 0, up=True), chord(180.0, 0, up=True)]
    flags = [chord(column, 1, up=False, row=112.0) for column in (40.0, 63.0, 86.0)]
    lower = [*flags, *CROTCHETS[1:]]

    assert tuplets([*upper, *lower], digit=(63.0, 0.9))[5:] == [*THIRDS, 1, 1]
    assert tuplets([*lower], digit=None)[:3] == PLAIN


def test_without_a_time_signature_triplets_are_likelier_than_five_crotchets():
    assert (
        tuplets([*threes(40.0, 110.0), *CROTCHETS[2:], chord(240.0, 0, up=False)], meter=None)[:6]
        == [Fraction(2, 3)] * 6
    )


def test_a_digit_speaks_for_longer_groups_of_the_same_length():
    ends = [290.0 + 80.0 * n for n in range(17)]
    digit = [chord(40.0 + 20 * n, 1, up=True, group=1, beams=2) for n in range(3)]
    six = [chord(300.0 + 10 * n, 1, up=True, group=2, beams=2) for n in range(6)]
    plain = [chord(end - 20.0, 0, up=True) for end in ends[2:]]
    music = [*digit, chord(150.0, 1, up=True), *six, *plain]

    assert tuplets(music, digit=(60.0, 0.9), meter=(1, 4), ends=ends)[4:10] == THIRDS * 2
    assert tuplets(music, meter=(1, 4), ends=ends)[4:10] == PLAIN * 2


def test_what_sounds_with_tuplets_of_two_voices_is_one_though_its_bar_adds_up():
    def on(staff, chords):
        return [
            replace(
                c,
                staff=staff,
                row=c.row + 200.0 * staff,
                notes=tuple(
                    SeenNote(
                        replace(
                            n.head,
                            staff=staff,
                            glyph=replace(n.head.glyph, row=n.head.glyph.row + 200.0 * staff),
                        )
                    )
                    for n in c.notes
                ),
            )
            for c in chords
        ]

    def ratios(digits):
        quavers = [chord(column, 1, up=True) for column in (40.0, 63.0, 86.0)]
        lowest = [*quavers, replace(CROTCHETS[2], dots=1)]
        music = [
            *on(0, [*TRIPLET, *CROTCHETS[1:]]),
            *on(1, [*(replace(c, beam=BeamShare(2, 1, 1)) for c in TRIPLET), *CROTCHETS[1:]]),
            *on(2, lowest),
        ]
        music.sort(key=lambda c: c.column)
        sheet = inkless_sheet(48.0, 248.0, 448.0, ends=(0.0, 300.0))
        glyphs = tuple(
            Glyph("tuplet3", 25.0 + 200.0 * n, 63.0, 12.0, 8.0, 0.9) for n in range(digits)
        )
        times = tuple(SeenTime(n, 3, 4, False, 5.0, 80.0) for n in range(3))
        found, _ = solved(
            timed(sheet, music, [Barline(n, "Single", 290.0, 290.0) for n in range(3)]),
            detected(glyphs, np.zeros((0, 0, 0), np.uint8)),
            Signatures((), (), times, frozenset()),
            repair=False,
        )
        return [c.tuplet for c in found if c.staff == 2]

    assert ratios(2) == [*THIRDS, 1]
    assert ratios(1) == [*THIRDS, 1]
    assert ratios(0) == [*PLAIN, 1]


def test_a_digit_counts_a_dotted_triplet_that_a_beam_holds():
    """Two eighths: a dotted quaver, a semiquaver and a quaver, in the time of two."""
    beam = [chord(column, 1, up=True, group=1) for column in (40.0, 86.0, 110.0)]
    beam[0] = replace(beam[0], dots=1)
    beam[1] = replace(beam[1], beam=BeamShare(1, 2, 1))
    closed, apart = [chord(180.0, 1, up=True, group=1)], [chord(180.0, 1, up=True)]

    assert tuplets(beam, digit=(75.0, 0.8), meter=(2, 8)) == THIRDS
    assert tuplets([*beam, *apart], digit=(75.0, 0.8), meter=(3, 8))[:3] == THIRDS
    assert tuplets([*beam, *closed], digit=(75.0, 0.8), meter=(4, 8))[:3] == PLAIN


def test_a_digit_counts_a_duplet_of_which_one_half_is_divided():
    """In six eight: a dotted crotchet, then a quaver and two semiquavers in the time of three."""
    first, *halves = [chord(column, 1, up=True, group=1) for column in (110.0, 150.0, 190.0)]
    halves = [replace(c, beam=BeamShare(1, 2, 2)) for c in halves]
    long = replace(chord(40.0, 0, up=True), dots=1)

    ratios = tuplets([long, first, *halves], digit=(150.0, 0.8), label="tuplet2", meter=(6, 8))

    assert ratios == [1, *[Fraction(3, 2)] * 3]


@pytest.mark.parametrize("first", [True, False])
def test_three_notes_before_or_after_shorter_ones_are_the_triplet_that_fills_the_beat(first):
    columns = [40.0 + 20 * n for n in range(7)]
    long, short = (slice(0, 3), slice(3, 7)) if first else (slice(4, 7), slice(0, 4))
    beam = [
        *(chord(column, 2, up=True, group=1, beams=2) for column in columns[long]),
        *(chord(column, 3, up=True, group=1, beams=3) for column in columns[short]),
    ]
    ends = [190.0 + 250.0 * n for n in range(9)]
    plain = [replace(chord(end + 20.0, 0, up=True), shape="Minim") for end in ends[:-1]]

    ratios = tuplets([*beam, chord(180.0, 0, up=True), *plain], meter=(2, 4), ends=ends)

    assert ratios[:7] == THIRDS + [Fraction(1)] * 4


@pytest.mark.parametrize(("meter", "found"), [((3, 4), THIRDS), ((15, 16), PLAIN)])
def test_a_dot_that_keeps_a_triplet_from_its_bar_is_none(meter, found):
    """It is a speck, or the head of a grace note."""
    dotted = [*TRIPLET[:2], replace(TRIPLET[2], dots=1)]
    rest = [chord(110.0, 0, up=True), chord(180.0, 0, up=True)]

    assert tuplets([*dotted, *rest], meter=meter)[:3] == found


@pytest.mark.parametrize(("meter", "found"), [((3, 4), THIRDS), ((13, 16), PLAIN)])
def test_a_stub_that_keeps_a_triplet_from_its_bar_is_none(meter, found):
    """It is a digit that touches the beam."""
    stubbed = replace(TRIPLET[1], beam=BeamShare(1, 2, 1))
    rest = [chord(110.0, 0, up=True), chord(180.0, 0, up=True)]

    assert tuplets([TRIPLET[0], stubbed, TRIPLET[2], *rest], meter=meter)[:3] == found


def test_the_shortest_notes_beside_a_dotted_one_are_a_triplet_if_others_show_one():
    """A dotted crotchet's beam: a dotted quaver and three demisemiquavers."""

    def beam(start, group):
        dotted = replace(chord(start, 1, up=True, group=group), dots=1)
        columns = (start + 36.0, start + 48.0, start + 60.0)
        return [dotted, *(chord(c, 3, up=True, group=group, beams=3) for c in columns)]

    music = [*beam(40.0, 1), *beam(150.0, 2)]

    assert tuplets(music, digit=(198.0, 0.9), meter=(2, 4)) == [Fraction(1), *THIRDS] * 2
    assert tuplets(music, meter=(2, 4)) == [Fraction(1)] * 8


@pytest.mark.parametrize("full", [False, True])
@pytest.mark.parametrize(("meter", "found"), [((12, 8), THIRDS), ((4, 4), PLAIN)])
def test_in_compound_time_beams_of_three_semiquavers_are_triplets_if_one_shows(meter, found, full):
    """Two hands play them by turns, the rests between are left out, and a bar may seem full."""
    columns = [(40.0, 63.0, 86.0), (180.0, 203.0, 226.0)]
    columns += [(330.0, 353.0, 376.0)] if full else []
    beams = [
        chord(column, 2, up=True, group=n, beams=2)
        for n, group in enumerate(columns, start=1)
        for column in group
    ]
    rest = [chord(400.0, 1, up=True), chord(420.0, 0, up=True), chord(440.0, 0, up=True)]
    shapes = "Solid", "Solid", "Minim"
    rest = [replace(c, dots=1, shape=shape) for c, shape in zip(rest, shapes, strict=True)]

    ratios = tuplets(
        [*beams, *(rest if full else [])],
        digit=(63.0, 0.65),
        meter=meter,
        ends=(290.0, 490.0) if full else (290.0,),
    )

    assert ratios[:6] == THIRDS + found
