"""Errors say in one line what is wrong with which file, and carry it as fields."""

import pytest

from rastrum.errors import (
    InputError,
    MroError,
    NoStavesFoundError,
    OutputError,
    RastrumError,
    RecognitionError,
    TruncatedImageError,
    UnsupportedImageError,
)


@pytest.mark.parametrize("kind", [InputError, UnsupportedImageError, TruncatedImageError])
def test_an_input_error_names_its_file(kind):
    error = kind("a.bmp", "has 24 bits")

    assert str(error) == "a.bmp: has 24 bits"
    assert (error.path, error.reason) == ("a.bmp", "has 24 bits")


def test_data_from_memory_is_called_an_image():
    assert str(InputError("", "is empty")) == "image: is empty"


@pytest.mark.parametrize(("path", "name"), [("a.mro", "a.mro"), ("", ".mro")])
def test_an_error_in_a_mro_names_its_line_and_column(path, name):
    error = MroError("no score", 3, 7, path)

    assert str(error) == f"{name}: line 3, column 7: no score"
    assert (error.line, error.column) == (3, 7)


def test_a_page_without_staves_says_what_to_try():
    error = NoStavesFoundError("scale")

    assert isinstance(error, RecognitionError)
    assert error.stage == "scale"
    assert "no staves" in str(error)
    assert "upright" in str(error)


def test_an_output_error_names_where_to():
    assert str(OutputError("out.mro", "is a folder")) == "out.mro: is a folder"


def test_everything_is_caught_by_the_base():
    errors = InputError("", "x"), MroError("x", 1, 1), NoStavesFoundError("x"), OutputError("", "x")

    assert all(isinstance(error, RastrumError) for error in errors)
    assert all("\n" not in str(error) for error in errors)
