"""Two bars, and a curve from the last note of one to the first of the other."""

from rastrum import mro


def line_at(column):
    return mro.Barline(leftlinex=column, rightlinex=column)


def tied_score(*, slur, between=(), signs=("Sharp", "None")):
    """Two bars with a note on the same line at the end of one and the beginning of the other."""

    def chord(column, accidental="None", p=-2):
        return mro.Chord(
            stemup=True, flagposn=(-20, column), notes=(mro.Note("Solid", 0, p, accidental),)
        )

    clef = mro.Clef("Treble", (32, 10), 2)
    bars = (
        mro.Bar(
            clefs=(clef,),
            chords=(chord(100, signs[0]), *between),
            barline=mro.Barline(leftlinex=250, rightlinex=250),
        ),
        mro.Bar(chords=(chord(260, signs[1]),), barline=mro.Barline(leftlinex=400, rightlinex=400)),
    )
    system = mro.System(width=400, staves=(mro.Stave(width=400, bars=bars),), slurs=(slur,))
    return mro.Score(pages=(mro.Page(systems=(system,)),))


TIE = mro.Slur((26, 104), (26, 240), 300)
"""From head to head: those stand nine units left of their stems, 16 units below the top line."""
