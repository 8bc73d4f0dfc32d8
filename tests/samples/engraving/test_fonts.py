"""Typefaces are opened where they were fetched; without them the system's own stands in."""

from pathlib import Path

import pytest
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen

from rastrum_samples.engraving.fonts import SANS, TEXT_PACKAGES, font_folder, open_face, open_fonts


def write_font(file, family):
    """Write a font of one letter."""
    pen = TTGlyphPen(None)
    pen.moveTo((0, 0))
    for point in ((0, 700), (500, 700), (500, 0)):
        pen.lineTo(point)
    pen.closePath()
    builder = FontBuilder(1000, isTTF=True)
    builder.setupGlyphOrder([".notdef", "A"])
    builder.setupCharacterMap({65: "A"})
    builder.setupGlyf({".notdef": pen.glyph(), "A": pen.glyph()})
    builder.setupHorizontalMetrics({".notdef": (600, 0), "A": (600, 0)})
    builder.setupHorizontalHeader(ascent=800, descent=-200)
    builder.setupNameTable({"familyName": family, "styleName": "Regular"})
    builder.setupOS2()
    builder.setupPost()
    builder.save(file)


def face_file(folder, name, style="400-normal"):
    file = folder / f"fontsource--{name}--{name}-latin-{style}.ttf"
    write_font(file, f"{name} {style}")
    return file


def test_without_a_folder_there_is_one_text_face_and_no_music_font(tmp_path):
    book = open_fonts(tmp_path / "absent")

    assert book.music == ()
    (face,) = book.text
    assert face.plain is face.bold is face.italic


def test_the_folder_is_in_the_users_cache(monkeypatch, tmp_path):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert font_folder() == tmp_path / "rastrum" / "fonts"

    monkeypatch.delenv("XDG_CACHE_HOME")
    assert font_folder() == Path.home() / ".cache" / "rastrum" / "fonts"


def test_a_family_that_was_not_fetched_is_none(tmp_path):
    assert open_face("tinos", tmp_path) is None


def test_the_plain_face_stands_in_for_one_that_is_missing(tmp_path):
    face_file(tmp_path, "tinos")
    face_file(tmp_path, "tinos", "700-normal")

    face = open_face("tinos", tmp_path)

    assert face.italic is face.plain
    assert face.bold.getFamilyName() == "tinos 700-normal"


@pytest.mark.parametrize("name", ["tinos", "arimo"])
def test_a_family_knows_whether_it_has_serifs(tmp_path, name):
    face_file(tmp_path, name)

    assert open_face(name, tmp_path).sans == (name in SANS)


def test_what_was_fetched_is_in_the_book_in_order(tmp_path):
    names = ["tinos", next(iter(TEXT_PACKAGES))]
    for name in names:
        face_file(tmp_path, name)
    write_font(tmp_path / "vexflow-fonts--leland--leland.ttf", "Leland")

    book = open_fonts(tmp_path)

    assert len(book.music) == 1
    assert [face.plain.getFamilyName().split()[0] for face in book.text] == names[::-1]
