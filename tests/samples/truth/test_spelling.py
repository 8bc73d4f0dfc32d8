"""What ties carry over barlines is spelled, and nothing else."""

from fractions import Fraction

from rastrum import mro
from rastrum_samples.engraving.content import Event, Measure, Note
from rastrum_samples.truth.chords import SetChord
from rastrum_samples.truth.signatures import Sign
from rastrum_samples.truth.spelling import StaffPlayer

BASS = mro.Clef("Bass", (0, 0), -2)
TREBLE = mro.Clef("Treble", (0, 0), 2)


def chord(column, *heads):
    """A chord of heads: step below the middle line, sounding pitch, accidental printed."""
    event = Event("e", "chord", Measure("m", "1", 0, None), 1, 1, Fraction(0), Fraction(1, 4))
    notes = []
    for _, (step, octave, alter), _ in heads:
        notes.append(Note("n", step, octave, alter, "", 1, event))
    record = mro.Chord(notes=tuple(mro.Note("Solid", p=p, accid=sign) for p, _, sign in heads))
    return SetChord(column, record, tuple(notes), event)


def signs_of(chords):
    return [[note.accid for note in chord.record.notes] for chord in chords]


def test_a_note_that_sounds_as_key_and_bar_say_gets_no_sign():
    player = StaffPlayer(TREBLE, key=2)
    bar = [
        chord(10, (-1, ("C", 5, 1), "None"), (-4, ("F", 5, 0), "Natural")),
        chord(20, (-4, ("F", 5, 0), "None"), (3, ("F", 4, 1), "None")),
    ]

    assert signs_of(player.spell([], bar)) == [["None", "Natural"], ["None", "None"]]


def test_a_note_that_keeps_its_accidental_over_the_barline_is_spelled_once():
    player = StaffPlayer(TREBLE, key=2)
    held, again = (1, ("A", 4, -1), "None"), (1, ("A", 4, -1), "None")

    spelled = player.spell([], [chord(10, held), chord(20, again)])

    assert signs_of(spelled) == [["Flat"], ["None"]]
    assert spelled[0].record.notes[0].accid_dc < 0


def test_what_the_bar_before_printed_is_forgotten_and_a_tie_out_of_it_is_a_natural():
    player = StaffPlayer(BASS, key=-3)

    first = player.spell([], [chord(10, (1, ("C", 3, 0), "None"), (-1, ("E", 3, 0), "Natural"))])
    second = player.spell(
        [], [chord(30, (-1, ("E", 3, 0), "None")), chord(40, (3, ("A", 2, -1), "None"))]
    )

    assert signs_of(first) == [["None", "Natural"]]
    assert signs_of(second) == [["Natural"], ["None"]]


def test_a_clef_and_a_key_rule_from_where_they_stand():
    player = StaffPlayer(TREBLE, key=0)
    signs = [Sign(15, mro.KeySig(-1, (0, 15))), Sign(14, BASS)]
    # The middle line is B4 under the treble clef and D3 under the bass clef.
    bar = [
        chord(10, (0, ("B", 4, 0), "None")),
        chord(20, (0, ("D", 3, 0), "None"), (2, ("B", 2, -1), "None")),
    ]

    assert signs_of(player.spell(signs, bar)) == [["None"], ["None", "None"]]
    assert (player.clef, player.key) == (BASS, -1)


def test_under_an_octave_line_the_accidental_is_that_of_the_sounding_octave():
    player = StaffPlayer(TREBLE, key=0)
    # Both stand on the middle line: one is B4, one sounds as B5 because a line says so.
    bar = [chord(10, (0, ("B", 4, -1), "Flat")), chord(20, (0, ("B", 5, 0), "None"))]

    assert signs_of(player.spell([], bar)) == [["Flat"], ["None"]]


def test_a_rest_is_left_as_it_is():
    rest = mro.Chord(notes=(mro.Note("Quaverrest"),))
    event = Event("e", "rest", Measure("m", "1", 0, None), 1, 1, Fraction(0), Fraction(1, 8))

    (spelled,) = StaffPlayer().spell([], [SetChord(10, rest, (), event)])

    assert spelled.record == rest
