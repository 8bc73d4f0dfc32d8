"""What is printed on the other staff goes to the staff whose voice it belongs to."""

from dataclasses import replace

import numpy as np
import pytest

from rastrum.curves.placed_heads import list_heads
from rastrum.model.detection import Detection, Glyph
from rastrum.model.measures import Music
from rastrum.model.notation import (
    BeamShare,
    Head,
    SeenChord,
    SeenClef,
    SeenNote,
    SeenTime,
    Signatures,
)
from rastrum.model.sheet import SheetStaff, System
from rastrum.model.strokes import Barline, Stem, Strokes
from rastrum.mro import Score, read, write
from rastrum.mro.records import Page
from rastrum.rhythm.cross_staff import gather_voices
from rastrum.rhythm.voices import find_voices
from rastrum.score.build import assemble
from support.sheets import box_masks, staff_sheet

HEIGHT, WIDTH, BAR = 320, 1440, 470.0
UPPER, LOWER = (SheetStaff(top, 8.0, WIDTH - 8.0, 16.0, 5, 0, n) for n, top in ((0, 48), (1, 208)))
TREBLE = SeenClef(0, Glyph("clefG", 80.0, 20.0, 100.0, 40.0, 0.9), "clefG", 2)
BASS = SeenClef(1, Glyph("clefF", 235.0, 20.0, 56.0, 40.0, 0.9), "clefF", -2)
ABOVE, BELOW = 0, 1
LENGTHS = {"noteheadHalf": "Minim", "noteheadBlack": "Solid"}


def sheet():
    model = staff_sheet(np.zeros((HEIGHT, WIDTH), np.uint8), 48.0)
    return replace(model, staves=(UPPER, LOWER), systems=(System((0, 1)),))


def chord(staff, column, up, pitch=0, *, half=False, group=0, flags=0):
    place = (UPPER, LOWER)[staff]
    label = "noteheadHalf" if half else "noteheadBlack"
    head = Head(Glyph(label, place.row(pitch), column, 16.0, 20.0, 0.9), staff, pitch)
    return SeenChord(
        staff,
        LENGTHS[label],
        column + (9 if up else -9),
        head.glyph.row + (-50 if up else 50),
        (SeenNote(head),),
        stem_up=up,
        has_stem=True,
        flags=flags,
        beam=BeamShare(group, 1, 1) if group else None,
    )


def rest(staff, column):
    glyph = Glyph("restQuarter", (UPPER, LOWER)[staff].middle, column, 40.0, 16.0, 0.9)
    return SeenChord(staff, "Crotchetrest", column, glyph.row, rest=glyph)


def gather(*chords, meter=(2, 4)):
    return gathered_with_doubts(*chords, meter=meter)[0]


def gathered_with_doubts(*chords, meter=(2, 4)):
    time = SeenTime(0, *meter, False, 60.0, 80.0)
    signatures = Signatures((TREBLE, BASS), (), (time,), frozenset())
    barlines = [Barline(s, "Single", n * BAR, n * BAR) for s in (0, 1) for n in (1, 2, 3)]
    order = sorted(chords, key=lambda c: c.centre)
    return gather_voices(sheet(), order, barlines, signatures)


def homes(*chords, meter=(2, 4)):
    """Return column and staff of the chords that are printed on another one."""
    gathered = gather(*chords, meter=meter)
    across = [c for c in gathered if any(n.head.staff != c.staff for n in c.notes)]
    return {round(c.centre): c.staff for c in across}


def later(chord, columns):
    def moved(glyph):
        return replace(glyph, column=glyph.column + columns)

    return replace(
        chord,
        column=chord.column + columns,
        notes=tuple(
            replace(n, head=replace(n.head, glyph=moved(n.head.glyph))) for n in chord.notes
        ),
        rest=chord.rest and moved(chord.rest),
    )


def homes_in_two_bars(*chords, meter=(2, 4)):
    """Like `homes` where the next bar is the same: what stands alone on a page is chance."""
    found = homes(*chords, *(later(c, BAR) for c in chords), meter=meter)
    first = {column: staff for column, staff in found.items() if column < BAR}
    assert found == first | {column + BAR: staff for column, staff in first.items()}
    return first


def quavers(staff, up, columns):
    return [chord(staff, column, up, flags=1) for column in columns]


MELODY = quavers(ABOVE, True, (100, 180, 260, 340))


@pytest.mark.parametrize(("bars", "found"), [(3, True), (2, False)])
def test_a_voice_in_two_pieces_is_one_on_the_staff_where_it_begins(bars, found):
    """A left hand that goes on below the melody, no beam leading there: Grieg, op. 12 no. 1."""
    chords, moved = [], {}
    for start in (n * BAR for n in range(bars)):
        chords += quavers(ABOVE, True, (start + c for c in (100, 180, 260, 340)))
        chords += [chord(BELOW, start + 100, False, 2, half=True)]
        chords += quavers(BELOW, True, (start + 102, start + 180))
        chords += quavers(ABOVE, False, (start + 262, start + 342))
        moved |= {start + 262: BELOW, start + 342: BELOW}

    assert homes(*chords) == (moved if found else {})


def test_a_rest_belongs_to_the_voice_that_it_fills():
    chords, moved = [], {}
    for start in (n * BAR for n in range(3)):
        chords += quavers(ABOVE, True, (start + c for c in (100, 180, 260, 340)))
        chords += [chord(BELOW, start + 100, False, 2), rest(BELOW, start + 260)]
        chords += quavers(BELOW, True, (start + 102,))
        chords += [*quavers(ABOVE, False, (start + 182,)), rest(ABOVE, start + 262)]
        moved[start + 182] = BELOW

    gathered = gather(*chords)

    assert homes(*chords) == moved
    assert [c.staff for c in gathered if c.rest is not None] == [BELOW] * 6


def test_two_voices_that_end_early_are_two():
    chords = [*MELODY, chord(BELOW, 100, False, 2, half=True)]

    assert homes(*chords, *quavers(BELOW, True, (102, 180, 262))) == {}


def test_a_staff_that_rests_nowhere_gets_what_it_lacks_from_the_other_one():
    left = quavers(BELOW, True, (100, 180))
    lent = quavers(ABOVE, False, (262, 342))

    assert homes_in_two_bars(*MELODY, *left, *lent) == {262: BELOW, 342: BELOW}
    assert homes_in_two_bars(*MELODY, *left, rest(BELOW, 300), *lent) == {}


@pytest.mark.parametrize("staff", [ABOVE, BELOW])
def test_of_two_full_voices_beside_an_empty_staff_the_nearer_one_belongs_there(staff):
    upper = quavers(staff, True, (100, 181, 262, 341))
    lower = quavers(staff, False, (101, 180, 260, 340))

    moved = upper if staff == BELOW else lower

    assert homes_in_two_bars(*upper, *lower) == {round(c.centre): 1 - staff for c in moved}
    assert homes_in_two_bars(*upper, *lower, rest(1 - staff, 100)) == {}


@pytest.mark.parametrize(("staff", "found"), [(ABOVE, False), (BELOW, True)])
def test_two_rhythms_above_an_empty_staff_are_one_hand(staff, found):
    upper = chord(staff, 100, True, half=True)
    lower = quavers(staff, False, (101, 180, 260, 340))

    assert homes_in_two_bars(upper, *lower) == ({100: ABOVE} if found else {})


def test_what_is_given_to_another_staff_is_doubted_on_both():
    left, lent = quavers(BELOW, True, (100, 180)), quavers(ABOVE, False, (262, 342))

    chords = [*MELODY, *left, *lent]
    _, doubts = gathered_with_doubts(*chords, *(later(c, BAR) for c in chords))

    assert sorted((d.staff, d.bar) for d in doubts) == [
        (s, n) for s in (ABOVE, BELOW) for n in (0, 1)
    ]


def test_one_bar_alone_gives_nothing_to_another_staff():
    left, lent = quavers(BELOW, True, (100, 180)), quavers(ABOVE, False, (262, 342))

    assert gathered_with_doubts(*MELODY, *left, *lent)[1] == []
    assert homes(*MELODY, *left, *lent) == {}


def test_chords_that_sound_at_another_time_fill_no_gap():
    left = quavers(BELOW, True, (180, 262))
    early = quavers(ABOVE, False, (102, 342))

    assert homes_in_two_bars(*MELODY, *left, *early) == {102: BELOW, 342: BELOW}
    assert homes_in_two_bars(*MELODY, chord(BELOW, 262, True), *early) == {}


def test_heads_of_both_staves_on_one_stem_are_one_chord():
    upper = chord(ABOVE, 100, True, 4, group=3)
    lower = replace(chord(BELOW, 100, True, -4, group=3), row=upper.row)
    rests = [rest(ABOVE, 300), chord(BELOW, 300, True)]

    gathered = gather(upper, chord(ABOVE, 180, True, 4, group=3), lower, *rests)

    crossing = gathered[0]
    assert [n.head.staff for n in crossing.notes] == [ABOVE, BELOW]
    # The space above the bass staff's top line is B3, seven steps under B4, the treble's middle.
    assert [n.position for n in crossing.notes] == [None, 8]
    assert len(gathered) == 4


@pytest.mark.parametrize(("column", "together"), [(140, 3), (101, 2)])
def test_a_beam_that_two_hands_touch_at_once_is_two_voices(column, together):
    upper = [chord(ABOVE, c, False, 4, group=3) for c in (100, 180)]
    lower = replace(chord(BELOW, column, True, -4, group=3), row=150.0)
    chords = [*upper, lower, chord(BELOW, 260, True)]

    voices = find_voices(sheet(), Music(chords, (1,) * 4), ())

    assert max(len(v.members) for v in voices) == together
    assert homes(*chords) == {}  # the beam's chords stay where they are printed


@pytest.mark.parametrize(("up", "home"), [(True, ABOVE), (False, BELOW)])
def test_a_stem_with_heads_on_both_staves_belongs_where_it_points(up, home):
    pieces = [chord(staff, 100, up) for staff in (ABOVE, BELOW)]
    upper, lower = (replace(c, row=30.0 if up else 290.0) for c in pieces)
    others = [chord(staff, 200, True) for staff in (ABOVE, BELOW)]

    gathered = gather(upper, lower, *others)

    assert [(c.staff, len(c.notes)) for c in gathered] == [(home, 2), (ABOVE, 1), (BELOW, 1)]
    assert {n.head.staff: n.position for n in gathered[0].notes} == {
        home: None,
        1 - home: 12 if home == ABOVE else -12,
    }


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
    assembly = assemble(page, seen, Strokes((stem, other), ()))
    score = read(write(Score(pages=(Page(systems=assembly.systems),))))

    (system,) = score.pages[0].systems
    first = system.staves[0].bars[0].chords[0]
    assert [(n.staveoffset, n.p, n.drawnp) for n in first.notes] == [(0, 3, None), (1, 6, -6)]
    assert [h.row for h in list_heads(system)[:2]] == [56.0, 144.0]
    assert system.staves[1].bars[0].chords == ()


def test_what_a_beam_leads_to_another_staff_stays_in_its_voice():
    """A left hand of two voices, whose upper one crosses into the other staff and back."""
    columns = 100, 180, 260, 340
    beamed = [chord(BELOW, c, True, group=3) for c in columns[:3]]
    beamed.append(replace(chord(ABOVE, columns[3], False, -4, group=3), row=beamed[0].row))
    bass = [chord(BELOW, 101, False, 2, half=True), rest(BELOW, 341)]
    chords = [*MELODY, *beamed, *bass]
    placed = sorted(chords, key=lambda c: c.centre)

    voices = find_voices(sheet(), Music(placed, (1,) * len(placed)), ())

    together = [{placed[n].beam is not None for n in v.members} for v in voices]
    assert sorted(len(v.members) for v in voices) == [2, 4, 4]
    assert all(len(kinds) == 1 for kinds in together)


def test_a_chord_that_sounds_alone_follows_the_others_of_its_beam():
    """Its stem leads the other way, as one beam has to lie on one side of a note."""
    bass = [chord(BELOW, c, False, -4) for c in (100, 180)]
    beamed = [chord(BELOW, c, True, 2, group=3) for c in (101, 181)]
    alone = chord(BELOW, 260, False, 4, group=3)
    chords = sorted([*bass, *beamed, alone], key=lambda c: c.centre)

    voices = find_voices(sheet(), Music(chords, (1,) * 5), ())

    assert [[chords[n].beam is not None for n in v.members] for v in voices] == [
        [True] * 3,
        [False] * 2,
    ]
