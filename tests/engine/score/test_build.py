"""What was seen stands in the score, and in the file."""

from dataclasses import replace

import numpy as np
import pytest

from rastrum.model.detection import Detection, Glyph
from rastrum.model.strokes import Stem, Strokes
from rastrum.mro import Score, read, write
from rastrum.mro.records import Page
from support.assembled import assembled
from support.drawn.dynamics import ROW, letters, seen, sheet_of
from support.drawn.two_staves import BASS, HEIGHT, TREBLE, WIDTH, sheet
from support.sheets import box_masks


def test_a_crossing_head_keeps_its_pitch_and_its_place_in_the_file():
    stem = Stem(109.0, 60.0, 192.0)
    other = Stem(209.0, 60.0, 112.0)
    heads = [Glyph("noteheadBlack", row, column, 16.0, 20.0, 0.9) for row, column in
             ((104, 100), (192, 100), (104, 200))]  # fmt: skip
    clefs = [TREBLE.glyph, BASS.glyph]
    grey = np.zeros((HEIGHT, WIDTH), np.uint8)
    grey[60:68, 108:211] = 255
    page = replace(sheet(), grey=grey)
    seen = Detection(tuple(clefs + heads), box_masks((HEIGHT, WIDTH), beam=[(60, 68, 108, 212)]))
    systems = assembled(page, seen, Strokes((stem, other), ()))
    score = read(write(Score(pages=(Page(systems=systems),))))

    (system,) = score.pages[0].systems
    first = system.staves[0].bars[0].chords[0]
    assert [(n.staveoffset, n.p, n.drawnp) for n in first.notes] == [(0, 3, None), (1, 6, -6)]
    assert system.staves[1].bars[0].chords == ()


def hairpin_ink(tip, end, opening=16, row=ROW):
    """Return the two legs of a hairpin."""
    return [(tip, row, end, row - opening // 2), (tip, row, end, row + opening // 2)]


def test_dynamics_are_written_with_their_baseline():
    words = [replace(letters("dynamicSF", 140.0), text=text) for text in ("sfz", "")]
    detection = seen(letters("dynamicP", 140.0, 26.0), *words)
    sheet = sheet_of(*hairpin_ink(260, 400, row=140))

    upper, lower = assembled(sheet, detection, Strokes((), ()))[0].staves

    mark, hairpin = upper.dynamics
    # A p of 1.66 spaces reaches 0.57 below its baseline.
    assert (mark.type, mark.c, mark.r) == ("Dyn_p", 192, pytest.approx(140 + 13 - 9 - 32, abs=1))
    assert hairpin.type == "Hairpincres"
    assert (hairpin.c0, hairpin.c1) == pytest.approx((252, 392), abs=8)
    assert hairpin.r == pytest.approx(108, abs=2)
    assert [(text.text, text.type) for text in upper.texts] == [("sfz", None)]
    assert not lower.dynamics
    assert not lower.texts


def test_signs_without_a_slot_are_written_at_the_nearest_staff():
    glyphs = [
        Glyph("trill", 20.0, 100.0, 20.0, 24.0, 0.9),
        Glyph("pedal", 312.0, 200.0, 24.0, 40.0, 0.8),
        Glyph("segno", 20.0, 300.0, 40.0, 24.0, 0.3),
    ]

    upper, lower = assembled(sheet_of(), seen(*glyphs), Strokes((), ()))[0].staves

    assert [(s.type, s.c, s.r) for s in upper.signs] == [("Trill", 92, -12)]
    assert [(s.type, s.c, s.r) for s in lower.signs] == [("Pedal", 192, 72)]
