"""Values stand in a file as the format says, and come back as they were."""

from fractions import Fraction

import pytest

from rastrum.mro import codecs


@pytest.mark.parametrize(
    ("codec", "value", "token"),
    [
        (codecs.INT, -7, "-7"),
        (codecs.BOOL, True, "True"),
        (codecs.BOOL, False, "False"),
        (codecs.PAIR, (-4, 150), "-4,150"),
        (codecs.RATIONAL, Fraction(2, 3), "2/3"),
        (codecs.RATIONAL, Fraction(3), "3/1"),
        (codecs.RATIONAL, None, "0/0"),
        (codecs.TYPE, "Single", "Single"),
    ],
)
def test_a_value_has_one_token(codec, value, token):
    assert codec.write(value) == token
    assert codec.read(token) == value


@pytest.mark.parametrize("token", ["true", "TRUE", "True"])
def test_case_does_not_matter(token):
    assert codecs.BOOL.read(token) is True
    assert codecs.one_of("Treble", "Bass").read("treBLE") == "Treble"


def test_a_name_that_is_not_known_is_kept():
    assert codecs.one_of("Treble").read("Percussion") == "Percussion"


@pytest.mark.parametrize(
    ("codec", "token"),
    [
        (codecs.INT, "1.5"),
        (codecs.BOOL, "yes"),
        (codecs.PAIR, "3"),
        (codecs.PAIR, "3,x"),
        (codecs.RATIONAL, "2"),
        (codecs.RATIONAL, "a/b"),
    ],
)
def test_what_is_no_such_value_is_an_error(codec, token):
    with pytest.raises(ValueError, match=r"."):
        codec.read(token)
