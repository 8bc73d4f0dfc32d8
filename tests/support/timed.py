"""Chords of a drawn page with its measures."""

from rastrum.model.measures import MeasureGrid
from rastrum.rhythm.voices import TimedChords


def timed(sheet, chords, barlines=()):
    """Return the chords of a page with its measures."""
    return TimedChords(sheet, MeasureGrid.of(barlines, len(sheet.staves)), tuple(chords))
