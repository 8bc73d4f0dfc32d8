"""Notes under an octave line sound an octave away."""

import pytest

from rastrum import mro
from rastrum.score.octaves import apply_octaves
from support.written.musical import through


def line_at(column):
    return mro.Barline(leftlinex=column, rightlinex=column)


def octave_score(clef, shift):
    chords = tuple(
        mro.Chord(flagposn=(0, column), notes=(mro.Note("Solid", p=-4),))
        for column in (40, 100, 160, 220)
    )
    bars = (
        mro.Bar(
            clefs=(clef,), chords=chords[:2], barline=mro.Barline(leftlinex=130, rightlinex=130)
        ),
        mro.Bar(chords=chords[2:], barline=mro.Barline(leftlinex=250, rightlinex=250)),
    )
    lines = (mro.OctaveLine(shift, 90, 170, -30),)
    stave = mro.Stave(width=250, bars=bars, octavelines=lines)
    return mro.Score(pages=(mro.Page(systems=(mro.System(staves=(stave,)),)),))


@pytest.mark.parametrize(
    ("clef", "shift", "raised"),
    [
        (mro.Clef("Treble", (32, 10), 2), 1, ("TrebleUp8", 2)),
        (mro.Clef("Treble", (32, 10), 2), -1, ("TrebleDown8", 2)),
        (mro.Clef("Bass", (16, 10), -2), -1, ("Bass", -9)),
    ],
)
def test_notes_under_an_octave_line_get_a_clef_an_octave_away(clef, shift, raised):
    stave = through(apply_octaves, octave_score(clef, shift)).pages[0].systems[0].staves[0]

    changes = [[(c.shape, c.pitchposn, c.centre[1]) for c in bar.clefs] for bar in stave.bars]
    plain = (clef.shape, clef.pitchposn)
    assert changes == [[(*plain, 10), (*raised, 99)], [(*plain, 219)]]


@pytest.mark.parametrize(("place", "offset"), [(0, 1), (1, -1)])
def test_an_octave_line_is_for_what_is_printed_on_its_staff(place, offset):
    lined = octave_score(mro.Clef("Treble", (32, 10), 2), 1).pages[0].systems[0].staves[0]
    given = mro.Chord(flagposn=(0, 130), notes=(mro.Note(p=6, staveoffset=offset, drawnp=-6),))
    bars = (mro.Bar(clefs=(mro.Clef("Treble", (32, 10), 2),), chords=(given,)),)
    lines = lined.octavelines
    home = mro.Stave(width=250, bars=bars, octavelines=lines if place == 0 else ())
    other = mro.Stave(width=250, octavelines=() if place == 0 else lines)
    staves = (home, other) if offset > 0 else (other, home)
    score = mro.Score(pages=(mro.Page(systems=(mro.System(staves=staves),)),))

    lifted = through(apply_octaves, score).pages[0].systems[0].staves[staves.index(home)]

    assert [c.shape for c in lifted.bars[0].clefs] == ["Treble", "TrebleUp8"][: 1 + place]


def test_octave_lines_survive_the_file():
    score = octave_score(mro.Clef("Treble", (32, 10), 2), 1)

    assert mro.read(mro.write(score)) == score
