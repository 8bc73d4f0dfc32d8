"""Signs that stand at a staff are found with their places."""

import numpy as np

from rastrum.marks.ornaments import find_signs
from rastrum.model.detection import Detection
from support.sheets import inkless_sheet, wave


def test_waves_above_each_other_are_an_arpeggio():
    sheet = inkless_sheet(64.0, 256.0, ends=(0.0, 400.0))
    glyphs = (*(wave(row, 100.0) for row in (70, 88, 106, 124)), wave(300.0, 220.0))
    detection = Detection(glyphs, np.zeros((0, 0, 0), np.uint8))

    (sign,) = find_signs(sheet, detection)

    assert (sign.kind, sign.staff, sign.row, sign.column, sign.count) == ("Arpeggio", 0, 97, 100, 4)
