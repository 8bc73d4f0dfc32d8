"""The music of a score is read out of its MEI."""

from fractions import Fraction

import pytest

from rastrum_samples.engraving.mei import _times, read_content

SCORE = """\
<mei xmlns="http://www.music-encoding.org/ns/mei"><music><body><mdiv><score>
<scoreDef meter.count="2" meter.unit="4"><staffGrp><staffDef n="1" lines="5"/>
<staffDef n="2" lines="5"/></staffGrp></scoreDef>
<section>{}</section></score></mdiv></body></music></mei>"""


def content(layer, other="<mRest xml:id='r9'/>", more=""):
    return read_content(
        SCORE.format(
            f'<measure xml:id="m1" n="1"><staff n="1" xml:id="s1"><layer n="1">{layer}</layer>'
            f'</staff><staff n="2" xml:id="s2"><layer n="1">{other}</layer></staff>{more}</measure>'
        )
    )


def note(name, **attributes):
    listed = {"pname": "c", "oct": "5", "dur": "4"} | attributes
    text = " ".join(f'{key.replace("_", ".")}="{value}"' for key, value in listed.items())
    return f'<note xml:id="{name}" {text}/>'


def test_notes_and_rests_are_read_voice_by_voice():
    score = content(note("a") + '<rest xml:id="b" dur="4"/>')

    (measure,) = score.measures
    assert [(e.kind, e.staff) for e in measure.events if e.staff == 1] == [
        ("chord", 1),
        ("rest", 1),
    ]
    assert (score.notes["a"].step, score.notes["a"].octave) == ("C", 5)


def test_a_tie_marks_the_note_that_it_ends_at():
    score = content(note("a") + note("b"), more='<tie startid="#a" endid="#b"/>')

    assert not score.notes["a"].tied
    assert score.notes["b"].tied


def test_a_tuplet_says_what_it_makes_of_lengths():
    triplet = "".join(note(name, dur="8") for name in "abc")
    score = content(f'<tuplet xml:id="t" num="3" numbase="2">{triplet}</tuplet>{note("d")}')

    inside, outside = score.notes["a"].event, score.notes["d"].event
    assert (inside.tuplet, inside.tuplet_id) == (Fraction(2, 3), "t")
    assert (outside.tuplet, outside.tuplet_id) == (1, "")


def test_notes_under_one_beam_know_it():
    score = content(f'<beam xml:id="w">{note("a", dur="8")}{note("b", dur="8")}</beam>{note("c")}')

    assert [score.notes[n].event.beam_id for n in "abc"] == ["w", "w", ""]


def test_a_fermata_is_a_mark_of_its_event():
    score = content(note("a") + note("b"), more='<fermata xml:id="f" startid="#b"/>')

    assert score.notes["b"].event.marks == ("fermata",)
    assert score.notes["a"].event.marks == ()


@pytest.mark.parametrize(
    ("label", "times"), [("1.", (1,)), ("1. 2.", (1, 2)), ("1.-3.", (1, 2, 3)), ("ossia", (1,))]
)
def test_the_label_of_an_ending_says_which_times_it_is_for(label, times):
    assert _times(label) == times
