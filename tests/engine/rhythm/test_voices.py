"""Chords of a bar fall into voices, over staves and under beams."""

from dataclasses import replace

import pytest

from rastrum.model.detection import Glyph
from rastrum.model.measures import TICKS_PER_WHOLE, Voice
from rastrum.model.notation import BeamShare, Head, SeenChord, SeenNote
from rastrum.rhythm.voices import list_onsets
from support.drawn.strokes import two_staves
from support.drawn.two_staves import ABOVE, BELOW, MELODY, chord, rest, sheet
from support.timed import timed


def test_what_a_beam_leads_to_another_staff_stays_in_its_voice():
    """A left hand of two voices, whose upper one crosses into the other staff and back."""
    columns = 100, 180, 260, 340
    beamed = [chord(BELOW, c, True, group=3) for c in columns[:3]]
    beamed.append(replace(chord(ABOVE, columns[3], False, -4, group=3), row=beamed[0].row))
    bass = [chord(BELOW, 101, False, 2, half=True), rest(BELOW, 341)]
    chords = [*MELODY, *beamed, *bass]
    placed = sorted(chords, key=lambda c: c.centre)

    voices = timed(sheet(), placed).voices

    together = [{placed[n].beam is not None for n in v.members} for v in voices]
    assert sorted(len(v.members) for v in voices) == [2, 4, 4]
    assert all(len(kinds) == 1 for kinds in together)


def test_a_chord_that_sounds_alone_follows_the_others_of_its_beam():
    """Its stem leads the other way, as one beam has to lie on one side of a note."""
    bass = [chord(BELOW, c, False, -4) for c in (100, 180)]
    beamed = [chord(BELOW, c, True, 2, group=3) for c in (101, 181)]
    alone = chord(BELOW, 260, False, 4, group=3)
    chords = sorted([*bass, *beamed, alone], key=lambda c: c.centre)

    voices = timed(sheet(), chords).voices

    assert [[chords[n].beam is not None for n in v.members] for v in voices] == [
        [True] * 3,
        [False] * 2,
    ]


def test_a_beam_across_two_staves_is_one_voice():
    def chord(staff, column, group, row=120):
        note = SeenNote(Head(Glyph("noteheadBlack", row, column - 9, 16, 20, 0.9), staff, 0))
        share = BeamShare(group, 1, 1) if group else None
        return SeenChord(staff, "Solid", column, row - 40, (note,), has_stem=True, beam=share)

    chords = (
        chord(0, 100.0, 7),
        chord(0, 140.0, 7),
        chord(1, 140.0, 7),  # heads on both staves, one stem
        chord(1, 180.0, 7),
        chord(1, 220.0, 0),
    )

    voices = timed(two_staves(), chords).voices

    assert sorted(v.members for v in voices) == [(0, 1, 3), (4,)]


@pytest.mark.parametrize(("other", "home"), [(0, 1), (1, 0)])
def test_a_beam_across_two_staves_belongs_where_nothing_else_is_played(other, home):
    def chord(staff, column, group):
        note = SeenNote(Head(Glyph("noteheadBlack", 120, column - 9, 16, 20, 0.9), staff, 0))
        share = BeamShare(group, 1, 1) if group else None
        return SeenChord(staff, "Solid", column, 80, (note,), has_stem=True, beam=share)

    chords = (chord(0, 100.0, 7), chord(1, 140.0, 7), chord(other, 200.0, 0))

    voices = timed(two_staves(), chords).voices

    assert sorted(v.members for v in voices) == [(0, 1), (2,)]
    assert timed(two_staves(), chords).crossed == {(0, 0, 0), (0, 0, 1)}
    assert home != other


def quaver_rest(column):
    glyph = Glyph("rest8th", 80.0, column, 24.0, 12.0, 0.9)
    return SeenChord(0, "Quaverrest", column, 80.0, rest=glyph)


def test_a_rest_for_the_whole_bar_says_nothing_about_when_others_sound():
    whole = SeenChord(0, "Sbreverest", 150.0, 80.0, rest=Glyph("restWhole", 80, 150, 8, 16, 0.9))
    music = timed(two_staves(), [whole, quaver_rest(40.0)])
    voices = [Voice(0, 0, 0, 150.0, (0,), True), Voice(0, 0, 1, 40.0, (1,), True)]

    assert list_onsets(music, voices, TICKS_PER_WHOLE // 8) == [(40.0, 0)]
