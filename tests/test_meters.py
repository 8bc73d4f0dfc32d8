"""All staves have one time signature at a time, and resting ones have rests."""

from fractions import Fraction

import pytest

from rastrum import mro
from rastrum.score.meters import chord_length, unify_times
from rastrum.score.parts import fill_empty_staves

SHAPES = {1: "Sbreve", 2: "Minim", 4: "Solid", 8: "Solid"}


def bar(lengths, meter=None):
    """Return a bar of notes; lengths as in 4 for a crotchet, 4.5 for a dotted one."""
    chords = tuple(
        mro.Chord(
            nflags=1 if int(length) == 8 else 0,
            naugdots=1 if length % 1 else 0,
            flagposn=(0, 40 * (place + 1)),
            notes=(mro.Note(SHAPES[int(length)]),),
        )
        for place, length in enumerate(lengths)
    )
    return mro.Bar(timesig=mro.TimeSig(False, *meter) if meter else None, chords=chords)


def score(*staves):
    system = mro.System(staves=tuple(mro.Stave(bars=tuple(bars)) for bars in staves))
    return mro.Score(pages=(mro.Page(systems=(system,)),))


def unified(*staves):
    return unify_times(score(*staves)).pages[0].systems[0].staves


def total(bar):
    return sum(chord_length(chord) for chord in bar.chords)


def test_a_voice_in_another_time_is_stretched_to_the_longer_bar():
    voice = [bar([4, 4, 4, 4], (4, 4)), bar([2, 2]), bar([4, 2, 8, 8]), bar([1])]
    piano = [bar([4.5, 4.5, 4.5, 4.5], (12, 8))] + [bar([4.5] * 4)] * 3

    upper, lower = unified(voice, piano)

    assert [total(b) for b in upper.bars] == [Fraction(3, 2)] * 4
    assert [total(b) for b in lower.bars] == [Fraction(3, 2)] * 4
    assert (upper.bars[0].timesig.top, upper.bars[0].timesig.bottom) == (12, 8)
    assert lower.bars == score(piano).pages[0].systems[0].staves[0].bars


@pytest.mark.parametrize("misread", [(9, 4), (2, 4)])
def test_a_misread_time_signature_gets_that_of_the_other_staves(misread):
    staves = [[bar([4, 4, 4], (3, 4))] + [bar([2, 4])] * 3 for _ in range(3)]
    staves[1][0] = bar([4, 4, 4], misread)

    answer = unified(*staves)

    assert {(s.bars[0].timesig.top, s.bars[0].timesig.bottom) for s in answer} == {(3, 4)}
    assert all(total(b) == Fraction(3, 4) for s in answer for b in s.bars)


def test_a_staff_on_which_nothing_was_read_rests_while_others_play():
    empty = [bar([]) for _ in range(2)]
    music = score([bar([1]), bar([1])], empty)

    upper, lower = fill_empty_staves(music).pages[0].systems[0].staves

    assert upper == music.pages[0].systems[0].staves[0]
    assert [[n.shape for c in b.chords for n in c.notes] for b in lower.bars] == [
        ["Sbreverest"]
    ] * 2
    assert fill_empty_staves(score(empty, empty)) == score(empty, empty)
    half = score([bar([1]), bar([1])], [bar([1]), bar([])])
    assert fill_empty_staves(half) == half


def test_staves_that_agree_are_left_alone():
    common = score([bar([1], (4, 4)), bar([1])], [bar([2, 2], (2, 2)), bar([1])])

    assert unify_times(common) is common
