"""Staves that rest for a system have rests in the score."""

from dataclasses import replace

from rastrum import mro
from rastrum.score.resting_staves import fill_resting_staves
from support.written.musical import attached, through
from support.written.record_bars import bar, score

LINE = mro.Barline(leftlinex=200, rightlinex=200)


def staff(top, lines=5, shape="Treble", chords=True):
    """Return a staff of one bar with a note."""
    note = mro.Chord(flagposn=(0, 100), notes=(mro.Note(),))
    clefs = (mro.Clef(shape, (32, 20), mro.Clef().pitchposn),) if shape else ()
    own = mro.Bar(clefs=clefs, chords=(note,) if chords else (), barline=LINE)
    return mro.Stave(top=top, width=200, bars=(own,), lines=lines)


def system(*staves):
    return mro.System(top=staves[0].top, width=200, staves=staves)


def rests_of(stave):
    return [n.shape for b in stave.bars for c in b.chords for n in c.notes]


def filled(records):
    return through(fill_resting_staves, records).pages[0].systems


def test_a_staff_on_which_nothing_was_read_rests_while_others_play():
    music = score([bar([1]), bar([1])], [bar([]), bar([])])

    (changed,) = filled(music)

    upper, lower = changed.staves
    assert upper == attached(music).pages[0].systems[0].staves[0]
    assert rests_of(lower) == ["Sbreverest"] * 2


def test_a_system_on_which_nothing_was_read_is_left_alone():
    empty = score([bar([]), bar([])], [bar([]), bar([])])

    assert through(fill_resting_staves, empty) == attached(empty)


def test_a_staff_that_plays_somewhere_keeps_its_empty_bars():
    half = score([bar([1]), bar([1])], [bar([1]), bar([])])

    assert through(fill_resting_staves, half) == attached(half)


def test_a_drum_that_a_system_leaves_out_rests_on_its_one_line():
    whole = system(staff(0), staff(100, 1, ""), staff(200))
    short = system(staff(400), staff(500))
    records = mro.Score(pages=(mro.Page(systems=(whole, short)),))

    staves = filled(records)[1].staves

    assert [stave.lines for stave in staves] == [5, 1, 5]
    (rest,) = staves[1].bars[0].chords
    assert (rest.notes[0].shape, rest.notes[0].p) == ("Sbreverest", 0)
    assert staves[1].bars[0].barline.invented


def test_a_drum_on_which_nothing_was_read_rests():
    both = system(staff(0), staff(100, 1, "", chords=False))

    (changed,) = filled(mro.Score(pages=(mro.Page(systems=(both,)),)))

    (rest,) = changed.staves[1].bars[0].chords
    assert rest.notes[0].p == 0


def test_systems_of_too_many_staves_to_match_are_left_alone():
    many = system(*(staff(100 * n) for n in range(14)))
    fewer = system(*(staff(2000 + 100 * n) for n in range(13)))
    records = mro.Score(pages=(mro.Page(systems=(many, fewer)),))

    assert [len(s.staves) for s in filled(records)] == [14, 13]


def test_a_resting_staff_has_the_time_signature_of_its_neighbour():
    timed = replace(staff(0, shape="Bass").bars[0], timesig=mro.TimeSig(False, 3, 4, (32, 60)))
    one = replace(staff(400, shape="Bass"), bars=(timed,))
    records = mro.Score(
        pages=(mro.Page(systems=(system(staff(0), staff(100, shape="Bass")), system(one))),)
    )

    upper, _ = filled(records)[1].staves

    assert (upper.bars[0].timesig.top, rests_of(upper)) == (3, ["Sbreverest"])
