"""Chords of a drawn page with its measures."""

from rastrum.model.detection import Glyph
from rastrum.model.measures import MeasureGrid
from rastrum.model.notation import BeamShare, Head, SeenChord, SeenNote
from rastrum.rhythm.lengths import measure_page
from rastrum.rhythm.solver import solve
from rastrum.rhythm.voices import TimedChords


def timed(sheet, chords, barlines=()):
    """Return the chords of a page with its measures."""
    return TimedChords(sheet, MeasureGrid.of(barlines, len(sheet.staves)), tuple(chords))


def solved(seen, detection, signatures, *, repair):
    """Return the chords as they are read so that their measures add up, and doubts."""
    lengths = measure_page(seen, detection, signatures.times)
    solution = solve(seen, detection, lengths, repair)
    return solution.timed.chords, solution.doubts


def chord(column, flags, *, up, group=0, beams=1, row=80.0):
    """Return a crotchet with flags, or one under beams, on a staff with its middle at row 80."""
    head = Head(Glyph("noteheadBlack", row, column, 16.0, 20.0, 0.9), 0, 0)
    beam = BeamShare(group, beams, beams) if group else None
    return SeenChord(
        0,
        "Solid",
        column + (9 if up else -9),
        40.0 if up else 130.0,
        (SeenNote(head),),
        stem_up=up,
        has_stem=True,
        flags=0 if group else flags,
        beam=beam,
    )


def rest(column):
    glyph = Glyph("rest8th", 80.0, column, 24.0, 12.0, 0.9)
    return SeenChord(0, "Quaverrest", column, 80.0, rest=glyph)
