"""All marks of a page are found in one go, each by its own module."""

import numpy as np

from rastrum.marks.find import find_marks
from rastrum.model.detection import Detection, Glyph
from rastrum.model.marks import Marks
from rastrum.model.vocabulary import MASKS
from support.drawn.dynamics import letters, seen, sheet_of


def test_a_page_without_marks_has_none():
    sheet = sheet_of()
    masks = np.zeros((len(MASKS), sheet.grey.shape[0] // 4, sheet.grey.shape[1] // 4), np.uint8)

    assert find_marks(sheet, Detection((), masks), ()) == Marks()


def test_marks_of_every_kind_are_found_beside_each_other():
    lines = [(260, 140, 400, 132), (260, 140, 400, 148)]
    trill = Glyph("trill", 20.0, 100.0, 20.0, 24.0, 0.9)

    marks = find_marks(sheet_of(*lines), seen(letters("dynamicP", 140.0), trill), ())

    (hairpin,) = marks.hairpins
    assert hairpin.grows
    assert [dynamic.kind for dynamic in marks.dynamics] == ["Dyn_p", "Hairpincres"]
    assert [sign.kind for sign in marks.signs] == ["Trill"]
    assert marks.fingerings == ()
