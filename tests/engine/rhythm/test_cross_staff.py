"""What is printed on the other staff goes to the staff whose voice it belongs to."""

from dataclasses import replace

import pytest

from rastrum.model.notation import SeenTime, Signatures
from rastrum.model.strokes import Barline
from rastrum.rhythm.cross_staff import gather_voices
from support.drawn.two_staves import (
    ABOVE,
    BAR,
    BASS,
    BELOW,
    MELODY,
    TREBLE,
    chord,
    quavers,
    rest,
    sheet,
)
from support.timed import timed


def gather(*chords, meter=(2, 4)):
    return gathered_with_doubts(*chords, meter=meter)[0]


def gathered_with_doubts(*chords, meter=(2, 4)):
    time = SeenTime(0, *meter, False, 60.0, 80.0)
    signatures = Signatures((TREBLE, BASS), (), (time,), frozenset())
    barlines = [Barline(s, "Single", n * BAR, n * BAR) for s in (0, 1) for n in (1, 2, 3)]
    order = sorted(chords, key=lambda c: c.centre)
    gathered, doubts = gather_voices(timed(sheet(), order, barlines), signatures)
    return gathered.chords, doubts


def homes(*chords, meter=(2, 4)):
    """Return column and staff of the chords that are printed on another one."""
    gathered = gather(*chords, meter=meter)
    across = [c for c in gathered if any(n.head.staff != c.staff for n in c.notes)]
    return {round(c.centre): c.staff for c in across}


def later(chord, columns):
    def moved(glyph):
        return replace(glyph, column=glyph.column + columns)

    return replace(
        chord,
        column=chord.column + columns,
        notes=tuple(
            replace(n, head=replace(n.head, glyph=moved(n.head.glyph))) for n in chord.notes
        ),
        rest=chord.rest and moved(chord.rest),
    )


def homes_in_two_bars(*chords, meter=(2, 4)):
    """Like `homes` where the next bar is the same: what stands alone on a page is chance."""
    found = homes(*chords, *(later(c, BAR) for c in chords), meter=meter)
    first = {column: staff for column, staff in found.items() if column < BAR}
    assert found == first | {column + BAR: staff for column, staff in first.items()}
    return first


@pytest.mark.parametrize(("bars", "found"), [(3, True), (2, False)])
def test_a_voice_in_two_pieces_is_one_on_the_staff_where_it_begins(bars, found):
    """A left hand that goes on below the melody, no beam leading there: Grieg, op. 12 no. 1."""
    chords, moved = [], {}
    for start in (n * BAR for n in range(bars)):
        chords += quavers(ABOVE, True, (start + c for c in (100, 180, 260, 340)))
        chords += [chord(BELOW, start + 100, False, 2, half=True)]
        chords += quavers(BELOW, True, (start + 102, start + 180))
        chords += quavers(ABOVE, False, (start + 262, start + 342))
        moved |= {start + 262: BELOW, start + 342: BELOW}

    assert homes(*chords) == (moved if found else {})


def test_a_rest_belongs_to_the_voice_that_it_fills():
    chords, moved = [], {}
    for start in (n * BAR for n in range(3)):
        chords += quavers(ABOVE, True, (start + c for c in (100, 180, 260, 340)))
        chords += [chord(BELOW, start + 100, False, 2), rest(BELOW, start + 260)]
        chords += quavers(BELOW, True, (start + 102,))
        chords += [*quavers(ABOVE, False, (start + 182,)), rest(ABOVE, start + 262)]
        moved[start + 182] = BELOW

    gathered = gather(*chords)

    assert homes(*chords) == moved
    assert [c.staff for c in gathered if c.rest is not None] == [BELOW] * 6


def test_two_voices_that_end_early_are_two():
    chords = [*MELODY, chord(BELOW, 100, False, 2, half=True)]

    assert homes(*chords, *quavers(BELOW, True, (102, 180, 262))) == {}


def test_a_staff_that_rests_nowhere_gets_what_it_lacks_from_the_other_one():
    left = quavers(BELOW, True, (100, 180))
    lent = quavers(ABOVE, False, (262, 342))

    assert homes_in_two_bars(*MELODY, *left, *lent) == {262: BELOW, 342: BELOW}
    assert homes_in_two_bars(*MELODY, *left, rest(BELOW, 300), *lent) == {}


@pytest.mark.parametrize("staff", [ABOVE, BELOW])
def test_of_two_full_voices_beside_an_empty_staff_the_nearer_one_belongs_there(staff):
    upper = quavers(staff, True, (100, 181, 262, 341))
    lower = quavers(staff, False, (101, 180, 260, 340))

    moved = upper if staff == BELOW else lower

    assert homes_in_two_bars(*upper, *lower) == {round(c.centre): 1 - staff for c in moved}
    assert homes_in_two_bars(*upper, *lower, rest(1 - staff, 100)) == {}


@pytest.mark.parametrize(("staff", "found"), [(ABOVE, False), (BELOW, True)])
def test_two_rhythms_above_an_empty_staff_are_one_hand(staff, found):
    upper = chord(staff, 100, True, half=True)
    lower = quavers(staff, False, (101, 180, 260, 340))

    assert homes_in_two_bars(upper, *lower) == ({100: ABOVE} if found else {})


def test_what_is_given_to_another_staff_is_doubted_on_both():
    left, lent = quavers(BELOW, True, (100, 180)), quavers(ABOVE, False, (262, 342))

    chords = [*MELODY, *left, *lent]
    _, doubts = gathered_with_doubts(*chords, *(later(c, BAR) for c in chords))

    assert sorted((d.staff, d.bar) for d in doubts) == [
        (s, n) for s in (ABOVE, BELOW) for n in (0, 1)
    ]


def test_one_bar_alone_gives_nothing_to_another_staff():
    left, lent = quavers(BELOW, True, (100, 180)), quavers(ABOVE, False, (262, 342))

    assert gathered_with_doubts(*MELODY, *left, *lent)[1] == []
    assert homes(*MELODY, *left, *lent) == {}


def test_chords_that_sound_at_another_time_fill_no_gap():
    left = quavers(BELOW, True, (180, 262))
    early = quavers(ABOVE, False, (102, 342))

    assert homes_in_two_bars(*MELODY, *left, *early) == {102: BELOW, 342: BELOW}
    assert homes_in_two_bars(*MELODY, chord(BELOW, 262, True), *early) == {}


def test_heads_of_both_staves_on_one_stem_are_one_chord():
    upper = chord(ABOVE, 100, True, 4, group=3)
    lower = replace(chord(BELOW, 100, True, -4, group=3), row=upper.row)
    rests = [rest(ABOVE, 300), chord(BELOW, 300, True)]

    gathered = gather(upper, chord(ABOVE, 180, True, 4, group=3), lower, *rests)

    crossing = gathered[0]
    assert [n.head.staff for n in crossing.notes] == [ABOVE, BELOW]
    # The space above the bass staff's top line is B3, seven steps under B4, the treble's middle.
    assert [n.position for n in crossing.notes] == [None, 8]
    assert len(gathered) == 4


@pytest.mark.parametrize(("column", "together"), [(140, 3), (101, 2)])
def test_a_beam_that_two_hands_touch_at_once_is_two_voices(column, together):
    upper = [chord(ABOVE, c, False, 4, group=3) for c in (100, 180)]
    lower = replace(chord(BELOW, column, True, -4, group=3), row=150.0)
    chords = [*upper, lower, chord(BELOW, 260, True)]

    voices = timed(sheet(), chords).voices

    assert max(len(v.members) for v in voices) == together
    assert homes(*chords) == {}  # the beam's chords stay where they are printed


@pytest.mark.parametrize(("up", "home"), [(True, ABOVE), (False, BELOW)])
def test_a_stem_with_heads_on_both_staves_belongs_where_it_points(up, home):
    pieces = [chord(staff, 100, up) for staff in (ABOVE, BELOW)]
    upper, lower = (replace(c, row=30.0 if up else 290.0) for c in pieces)
    others = [chord(staff, 200, True) for staff in (ABOVE, BELOW)]

    gathered = gather(upper, lower, *others)

    assert [(c.staff, len(c.notes)) for c in gathered] == [(home, 2), (ABOVE, 1), (BELOW, 1)]
    assert {n.head.staff: n.position for n in gathered[0].notes} == {
        home: None,
        1 - home: 12 if home == ABOVE else -12,
    }
