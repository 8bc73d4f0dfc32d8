"""Small notes in time with large ones are cues."""

import pytest

from rastrum.model.notation import BeamShare, Head, SeenChord, SeenNote
from rastrum.notes.cue_notes import tell_cues
from support.drawn.chord_sheets import glyph


@pytest.mark.parametrize(
    ("columns", "large_up", "shapes"),
    [
        ((100, 160), True, ["Solid", "Solid"]),
        ((80, 140), True, ["Grace", "Grace"]),
        ((100, 160), False, ["Grace", "Grace"]),
        ((100, 128), True, ["Grace", "Grace"]),
    ],
    ids=["in time", "before", "of one voice", "only one"],
)
def test_small_notes_that_keep_time_with_a_voice_are_cues(columns, large_up, shapes):
    def chord(shape, row, column, up):
        note = SeenNote(Head(glyph("noteheadBlack", row, column), 0, 0))
        return SeenChord(0, shape, column + 9.0, row, (note,), has_stem=True, stem_up=up)

    large = [chord("Solid", 176, column, large_up) for column in (100, 160)]
    small = [chord("Grace", 216, column, False) for column in columns]

    assert [c.shape for c in tell_cues(large + small)] == ["Solid", "Solid", *shapes]


def test_a_cue_under_no_large_note_follows_the_others_of_its_beam():
    def chord(shape, row, column, share=None):
        note = SeenNote(Head(glyph("noteheadBlack", row, column), 0, 0))
        up = shape == "Solid"
        return SeenChord(
            0, shape, column + 9.0, row, (note,), has_stem=True, stem_up=up, beam=share
        )

    large = [chord("Solid", 176, column) for column in (100, 180)]
    shares = BeamShare(1, 0, 1), BeamShare(1, 1, 1), BeamShare(1, 1, 0)
    small = [chord("Grace", 216, 100 + 40 * n, share) for n, share in enumerate(shares)]

    assert {c.shape for c in tell_cues(large + small)} == {"Solid"}
