"""What Verovio drew is read as shapes that know what they are."""

import pytest

from rastrum_samples.engraving.drawing import read_drawing
from rastrum_samples.engraving.engrave import Style, engrave
from support.written.scores import MEI, SMALL_PAGE


@pytest.fixture(scope="module")
def drawing():
    return read_drawing(engrave(MEI, Style("Leipzig", SMALL_PAGE)).pages[0])


def labels(drawing):
    return [shape.label for shape in drawing.shapes if shape.label]


def test_glyphs_have_their_classes(drawing):
    found = labels(drawing)

    assert found.count("noteheadBlack") == 6
    assert found.count("noteheadHalf") == 3
    assert {"clefG", "clefF", "clefC", "sharp", "natural", "flat", "rest8th"} <= set(found)
    assert "noteheadGrace" not in found


def test_strokes_say_what_they_are(drawing):
    roles = [shape.role for shape in drawing.shapes]

    assert roles.count("stem") == 8
    assert {"beam", "barLine", "tie", "staff"} <= set(roles)
    (group,) = {s.group for s in drawing.shapes if s.role == "beam"}
    assert group >= 0


def test_every_shape_knows_what_holds_it(drawing):
    head = next(s for s in drawing.shapes if s.label == "noteheadBlack")
    kinds = [kind for kind, _ in head.owners]

    assert kinds.index("system") < kinds.index("measure") < kinds.index("staff")
    assert "note" in kinds


def test_staff_lines_lie_a_space_apart(drawing):
    rows = sorted(
        {round(s.path.getBounds().centerY()) for s in drawing.shapes if s.role == "staff"}
    )

    assert len(rows) == 10
    assert rows[1] - rows[0] == pytest.approx(drawing.space, rel=0.02)
    assert 0 < drawing.space < drawing.height < drawing.width


def test_a_small_head_is_that_of_a_grace_note():
    graced = MEI.replace(
        '<note xml:id="t1"', '<note pname="b" oct="4" dur="8" grace="acc"/><note xml:id="t1"'
    )

    found = labels(read_drawing(engrave(graced, Style("Leipzig", SMALL_PAGE)).pages[0]))

    assert found.count("noteheadGrace") == 1
    assert found.count("noteheadBlack") == 6


def test_words_are_read_with_their_style():
    told = MEI.replace(
        '<tie startid="#t1"', '<tempo staff="1" tstamp="1">Lento</tempo><tie startid="#t1"'
    )

    words = read_drawing(engrave(told, Style("Leipzig", SMALL_PAGE)).pages[0]).words

    (tempo,) = (w for w in words if w.role == "tempo")
    assert (tempo.text, tempo.bold) == ("Lento", True)
