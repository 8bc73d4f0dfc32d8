"""All staves have one time signature at a time."""

from fractions import Fraction

import pytest

from rastrum.export.mro_import import from_records
from rastrum.score.meters import unify_times
from support.written.record_bars import bar, score


def unified(*staves):
    """Return total lengths, and the first time signature, of each staff."""
    changed = unify_times(from_records(score(*staves)))
    staves = []
    for part in changed.parts:
        for k, staff in enumerate(part.staves):
            totals = [sum(c.duration for c in m.chords(staff)) for m in part.measures]
            (time, *_) = (t for m in part.measures for t in m.signs[k].times)
            staves.append((totals, (time.beats, time.unit)))
    return staves


def test_a_voice_in_another_time_is_stretched_to_the_longer_bar():
    voice = [bar([4, 4, 4, 4], (4, 4)), bar([2, 2]), bar([4, 2, 8, 8]), bar([1])]
    piano = [bar([4.5, 4.5, 4.5, 4.5], (12, 8))] + [bar([4.5] * 4)] * 3

    upper, lower = unified(voice, piano)

    assert upper == ([Fraction(3, 2)] * 4, (12, 8))
    assert lower == ([Fraction(3, 2)] * 4, (12, 8))


@pytest.mark.parametrize("misread", [(9, 4), (2, 4)])
def test_a_misread_time_signature_gets_that_of_the_other_staves(misread):
    staves = [[bar([4, 4, 4], (3, 4))] + [bar([2, 4])] * 3 for _ in range(3)]
    staves[1][0] = bar([4, 4, 4], misread)

    assert unified(*staves) == [([Fraction(3, 4)] * 4, (3, 4))] * 3


def test_staves_that_agree_are_left_alone():
    common = from_records(score([bar([1], (4, 4)), bar([1])], [bar([2, 2], (2, 2)), bar([1])]))

    assert unify_times(common) is common
