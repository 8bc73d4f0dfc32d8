"""What is in a file is said staff by staff."""

from rastrum import mro
from rastrum.mro.describe import count_stave, describe


def stave(**more):
    chords = (
        mro.Chord(notes=(mro.Note(), mro.Note(p=2))),
        mro.Chord(notes=(mro.Note("Crotchetrest"),)),
    )
    bar = mro.Bar(
        clefs=(mro.Clef("Treble", (32, 10), 2),),
        keysigs=(mro.KeySig(-3, (32, 30)),),
        timesig=mro.TimeSig(False, 6, 8),
        chords=chords,
    )
    return mro.Stave(bars=(bar, mro.Bar(chords=chords)), **more)


def test_heads_count_as_notes_and_rests_do_not():
    counts = count_stave(stave())

    assert counts == {"bars": 2, "clefs": 1, "keys": 1, "times": 1, "notes": 4, "rests": 2}


def test_a_line_is_said_for_every_page_and_staff():
    system = mro.System(staves=(stave(), stave(lines=1)))
    page = mro.Page(width=2000, height=3000, systems=(system, mro.System(staves=(mro.Stave(),))))

    lines = describe(mro.Score("Lied", pages=(page,)))

    assert lines == [
        "title: 'Lied'",
        "page 1: 2000 x 3000 units, 2 systems",
        "  system 1 staff 1: 2 bars, 4 notes, 2 rests; Treble, key -3, 6/8",
        "  system 1 staff 2: 2 bars, 4 notes, 2 rests; one line, Treble, key -3, 6/8",
        "  system 2 staff 1: 0 bars, 0 notes, 0 rests; no clef",
    ]


def test_a_score_without_pages_has_no_title():
    assert describe(mro.Score()) == ["no title"]
