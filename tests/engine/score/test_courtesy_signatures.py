"""What a line's end announces is no measure."""

from dataclasses import replace

from rastrum import mro
from rastrum.score.courtesy_signatures import take_courtesies
from support.written.musical import attached, through

END = mro.Barline(leftlinex=400, rightlinex=400)
OPEN = mro.Barline(leftlinex=440, rightlinex=440, invented=True)
NOTE = mro.Chord(flagposn=(0, 100), notes=(mro.Note(),))
MUSIC = mro.Bar(chords=(NOTE,), barline=END)


def announced(*keys, time=None, chords=()):
    signatures = tuple(mro.KeySig(key, (32, 420)) for key in keys)
    return mro.Bar(keysigs=signatures, timesig=time, chords=chords, barline=OPEN)


def score_of(*systems):
    """Return a score of systems of one staff."""
    records = (
        mro.System(
            top=200 * n, width=440, height=64,
            staves=(mro.Stave(top=200 * n, width=440, bars=tuple(bars)),),
        )
        for n, bars in enumerate(systems)
    )  # fmt: skip
    return mro.Score(pages=(mro.Page(systems=tuple(records)),))


def bars_of(score):
    return [system.staves[0].bars for system in score.pages[0].systems]


def taken(*systems):
    """Return the bars of each system's one staff."""
    return bars_of(through(take_courtesies, score_of(*systems)))


def untouched(*systems):
    return bars_of(attached(score_of(*systems)))


def test_a_signature_that_the_next_line_repeats_is_taken_away():
    repeating = mro.Bar(keysigs=(mro.KeySig(3, (32, 50)),), chords=(NOTE,), barline=END)

    assert taken([MUSIC, announced(3)], [repeating]) == untouched([MUSIC], [repeating])


def test_a_signature_that_only_the_lines_end_shows_goes_to_the_next_line():
    """Naturals that end a key are not repeated."""
    above, below = taken([MUSIC, announced(0, time=mro.TimeSig(top=3, centre=(32, 430)))], [MUSIC])

    assert above == untouched([MUSIC])[0]
    assert [key.key for key in below[0].keysigs] == [0]
    assert below[0].timesig.top == 3
    assert len(below[0].chords) == 1


def test_what_the_last_line_announces_stays():
    assert taken([MUSIC, announced(3)]) == untouched([MUSIC, announced(3)])


def test_music_behind_the_last_barline_stays():
    open_end = announced(3, chords=(replace(NOTE, flagposn=(0, 430)),))

    assert taken([MUSIC, open_end], [MUSIC]) == untouched([MUSIC, open_end], [MUSIC])
