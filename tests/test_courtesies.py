"""What a line's end announces for the next one is no bar of music."""

from rastrum import mro
from rastrum.score.courtesy_signatures import take_courtesies

END = mro.Barline(leftlinex=400, rightlinex=400)
OPEN = mro.Barline(leftlinex=440, rightlinex=440, invented=True)
NOTE = mro.Chord(flagposn=(0, 100), notes=(mro.Note(),))
MUSIC = mro.Bar(chords=(NOTE,), barline=END)


def announced(*keys, time=None, chords=()):
    signatures = tuple(mro.KeySig(key, (32, 420)) for key in keys)
    return mro.Bar(keysigs=signatures, timesig=time, chords=chords, barline=OPEN)


def taken(*systems):
    """Return the bars of each system's one staff."""
    records = (mro.System(staves=(mro.Stave(bars=tuple(bars)),)) for bars in systems)
    score = take_courtesies(mro.Score(pages=(mro.Page(systems=tuple(records)),)))
    return [system.staves[0].bars for system in score.pages[0].systems]


def test_a_signature_that_the_next_line_repeats_is_taken_away():
    repeating = mro.Bar(keysigs=(mro.KeySig(3, (32, 50)),), chords=(NOTE,), barline=END)

    assert taken([MUSIC, announced(3)], [repeating]) == [(MUSIC,), (repeating,)]


def test_a_signature_that_only_the_lines_end_shows_goes_to_the_next_line():
    """Naturals that end a key are not repeated."""
    above, below = taken([MUSIC, announced(0, time=mro.TimeSig(top=3))], [MUSIC])

    assert above == (MUSIC,)
    assert [key.key for key in below[0].keysigs] == [0]
    assert (below[0].timesig.top, below[0].chords) == (3, MUSIC.chords)


def test_what_the_last_line_announces_stays():
    assert taken([MUSIC, announced(3)]) == [(MUSIC, announced(3))]


def test_music_behind_the_last_barline_stays():
    open_end = announced(3, chords=(NOTE,))

    assert taken([MUSIC, open_end], [MUSIC]) == [(MUSIC, open_end), (MUSIC,)]
