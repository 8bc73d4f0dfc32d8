"""Accidentals last as long as the ties of their notes."""

from dataclasses import replace

import pytest

from rastrum import mro
from rastrum.score.pitches import name_pitches
from support.written.musical import attached, through
from support.written.tied_notes import TIE, tied_score


def last_note(score):
    return score.pages[0].systems[0].staves[0].bars[1].chords[0].notes[0]


def test_a_tie_carries_its_accidental_over_the_barline():
    assert last_note(through(name_pitches, tied_score(slur=TIE))).accid == "Sharp"


def test_what_is_printed_at_the_end_of_a_tie_stays():
    score = tied_score(slur=TIE, signs=("Sharp", "Natural"))

    assert through(name_pitches, score) == attached(score)


@pytest.mark.parametrize(
    ("slur", "between"),
    [
        (mro.Slur((26, 104), (26, 400), 300), ()),
        (mro.Slur((-30, 104), (-30, 240), -300), ()),
        (
            mro.Slur((2, 95), (2, 250), -400),
            (mro.Chord(stemup=True, flagposn=(-20, 180), notes=(mro.Note("Solid", p=0),)),),
        ),
    ],
)
def test_other_curves_carry_nothing(slur, between):
    score = tied_score(slur=slur, between=between)

    assert through(name_pitches, score) == attached(score)


def test_a_tie_goes_on_in_the_next_system():
    score = tied_score(slur=mro.Slur((26, 104), (26, 390), 300))
    (page,) = score.pages
    (system,) = page.systems
    (stave,) = system.staves
    first = replace(system, staves=(replace(stave, bars=stave.bars[:1]),))
    second = replace(
        system,
        top=300,
        staves=(replace(stave, top=300, bars=stave.bars[1:]),),
        slurs=(mro.Slur((26, 200), (26, 240), 300),),
    )

    cut = replace(score, pages=(replace(page, systems=(first, second)),))
    spelled = through(name_pitches, cut)

    note = spelled.pages[0].systems[1].staves[0].bars[0].chords[0].notes[0]
    assert note.accid == "Sharp"
    upper, lower = (system.slurs[0] for system in spelled.pages[0].systems)
    assert (upper.type, upper.partner, upper.leftsymbol, upper.rightsymbol) == ("Tie", 0, 0, -1)
    assert (lower.type, lower.partner, lower.leftsymbol, lower.rightsymbol) == ("Tie", 0, -1, 0)
