"""Pages without music are refused, and pages that were hardly understood are doubted."""

import numpy as np
import pytest

from rastrum.errors import NoMusicError
from rastrum.model.detection import Detection, Glyph
from rastrum.model.measures import Timing
from rastrum.model.notation import Head, SeenChord, SeenClef, SeenNote, Signatures
from rastrum.score.judgement import judge_page
from support.sheets import box_masks, staff_sheet

SHAPE = (200, 400)
HEAD = Glyph("noteheadBlack", 70.0, 110.0, 12.0, 20.0, 0.9)
REST = Glyph("restWhole", 84.0, 200.0, 8.0, 18.0, 0.9)
NOTE = SeenChord(0, "Solid", 119.0, 40.0, (SeenNote(Head(HEAD, 0, 0)),))
PAUSE = SeenChord(0, "Sbreverest", 200.0, 84.0, rest=REST)
CLEF = SeenClef(0, Glyph("clefG", 92.0, 30.0, 100.0, 40.0, 0.9), "clefG", 2)


def judged(*chords, clefs=(), ink=(), text=()):
    grey = np.zeros(SHAPE, np.uint8)
    for top, bottom, left, right in ink:
        grey[top:bottom, left:right] = 255
    glyphs = tuple(c.rest or c.notes[0].head.glyph for c in chords)
    detection = Detection(glyphs, box_masks(SHAPE, text=list(text)))
    signatures = Signatures(tuple(clefs), (), (), frozenset())
    timing = Timing(tuple(chords), (), tuple(None for _ in chords))
    return judge_page(staff_sheet(grey, 60.0), detection, signatures, timing)


def test_a_page_that_is_understood_has_no_doubt():
    assert judged(NOTE, clefs=[CLEF], ink=[(66, 74, 104, 116)]) == (1.0, [])


def test_a_page_of_which_little_is_understood_is_doubted_as_a_whole():
    share, (doubt,) = judged(
        NOTE, clefs=[CLEF], ink=[(66, 74, 104, 116), (66, 74, 200, 224), (66, 74, 300, 312)]
    )

    assert share == pytest.approx(0.25)
    assert "25%" in doubt.sentence
    assert doubt.box == (0.0, 0.0, *map(float, SHAPE))


def test_rests_on_a_staff_with_a_clef_are_music():
    assert judged(PAUSE, clefs=[CLEF])[0] == 1.0


@pytest.mark.parametrize(("chords", "words"), [((), "empty staves"), ((PAUSE,), "no notes")])
def test_staves_without_notes_are_refused(chords, words):
    with pytest.raises(NoMusicError, match=words):
        judged(*chords)


def test_lines_of_text_are_refused_though_some_look_like_notes():
    box = (64, 76, 100, 240)

    with pytest.raises(NoMusicError, match="text"):
        judged(NOTE, ink=[box], text=[box])
