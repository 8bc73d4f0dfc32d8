"""The names that the networks were trained with: their order is that of their outputs."""

from rastrum.model import vocabulary
from rastrum.model.vocabulary import DIGITS, GLYPHS, MASKS, SFORZATI

FAMILIES = (
    "NOTEHEADS",
    "RESTS",
    "FLAGS",
    "ACCIDENTALS",
    "DOTS",
    "CLEFS",
    "TIME_DIGITS",
    "TIME_LETTERS",
    "TUPLETS",
    "MARKS",
    "DYNAMICS",
    "ORNAMENTS",
    "OTHERS",
)


def test_every_class_is_of_one_family():
    members = [label for family in FAMILIES for label in getattr(vocabulary, family)]

    assert len(set(members)) == len(members)
    assert tuple(members) == GLYPHS


def test_no_name_stands_twice():
    for names in (GLYPHS, MASKS, DIGITS, SFORZATI):
        assert len(set(names)) == len(names)
