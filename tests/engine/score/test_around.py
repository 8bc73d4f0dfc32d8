"""Marks, verses and words stand at the chords that they are over or under."""

import pytest

from rastrum.model.marks import (
    Marks,
    SeenDynamic,
    SeenFingering,
    SeenOctave,
    SeenSign,
    SeenVolta,
)
from rastrum.model.words import PageText, SeenSyllable, SeenVerse, SeenWords
from rastrum.score.around import make_lyrics, make_marks, make_words

COLUMNS = {0: [(100.0, 11), (150.0, 12), (200.0, 13)], 1: [(120.0, 21)]}


def home(staff):
    return 5, staff + 1


def marks(**more):
    return list(make_marks(Marks(**more), home, COLUMNS))


@pytest.mark.parametrize(
    ("left", "right", "ends"),
    [
        (90.0, 160.0, (11, 12)),
        (100.0, 200.0, (11, 13)),
        (140.0, 155.0, (12, 12)),
        (110.0, 120.0, (11, 11)),
        (180.0, 190.0, (13, 13)),
        (300.0, 400.0, (13, 13)),
        (0.0, 10.0, (11, 11)),
    ],
)
def test_a_mark_reaches_over_the_chords_between_its_ends_or_stands_at_the_nearest(
    left, right, ends
):
    (mark,) = marks(octave_lines=(SeenOctave(0, 1, left, right, 30.0),))

    assert (mark.start, mark.end) == ends
    assert (mark.kind, mark.shift, mark.system, mark.staff) == ("octave", 1, 5, 1)


def test_on_a_staff_without_chords_a_mark_stands_at_none():
    (mark,) = marks(octave_lines=(SeenOctave(7, 1, 0.0, 9.0, 30.0),))

    assert (mark.start, mark.end) == (-1, -1)


def test_each_kind_of_mark_keeps_what_it_says():
    found = marks(
        dynamics=(
            SeenDynamic(0, "Dyn_mf", 90.0, 110.0, 140.0, 28.0),
            SeenDynamic(0, "Hairpincres", 90.0, 210.0, 140.0),
        ),
        fingerings=(SeenFingering(1, "3", 30.0, 115.0, 18.0),),
        voltas=(SeenVolta(0, (1, 2), 90.0, 210.0, 20.0),),
        signs=(SeenSign(0, "Tremolo", 60.0, 150.0, 2),),
    )

    assert [(m.kind, m.what) for m in found] == [
        ("dynamic", "Dyn_mf"),
        ("hairpin", "Hairpincres"),
        ("fingering", "3"),
        ("volta", ""),
        ("sign", "Tremolo"),
    ]
    assert (found[0].height, found[2].height) == (28, 18)
    assert (found[3].times, found[4].count) == ((1, 2), 2)
    assert [m.start for m in found] == [11, 11, 21, 11, 12]


def test_verses_of_a_staff_are_numbered_and_their_syllables_stand_at_their_chords():
    syllables = (
        SeenSyllable("Al-", 90.0, 110.0, 100.0, False, 0),
        SeenSyllable("", 110.0, 160.0, 135.0, True, -1),
    )
    verses = tuple(SeenVerse(staff, 150.0, 36.0, 4, syllables) for staff in (0, 1, 0))

    found = list(make_lyrics(PageText(verses=verses), home, {0: 11}))

    assert [(v.staff, v.verse) for v in found] == [(1, 1), (2, 1), (1, 2)]
    assert [(s.text, s.extender, s.chord) for s in found[0].syllables] == [
        ("Al-", False, 11),
        ("", True, -1),
    ]


def test_words_keep_what_they_are_for():
    words = SeenWords(0, "Allegro", "Tempo", 30.0, 90.0, 40.0, 5)

    (found,) = make_words(PageText(words=(words,)), home)

    assert (found.text, found.kind, found.system, found.staff) == ("Allegro", "Tempo", 5, 1)
    assert (found.baseline, found.left, found.size, found.style) == (30, 90, 40, 5)
