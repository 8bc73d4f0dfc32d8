"""What was read of a page, of which only some is given."""

import numpy as np

from rastrum.model.marks import Marks
from rastrum.model.measures import MeasureGrid, Timing
from rastrum.model.notation import Signatures
from rastrum.model.page import Bitmap
from rastrum.model.reading import Notation, Reading
from rastrum.model.strokes import Strokes
from rastrum.model.words import PageText
from support.sheets import detected


def notation(
    sheet,
    *,
    barlines=(),
    clefs=(),
    keys=(),
    chords=(),
    voices=(),
    curves=(),
    marks=None,
    text=None,
):
    """Return the notation of a sheet; nobody says when its chords sound."""
    return Notation(
        sheet,
        MeasureGrid.of(barlines, len(sheet.staves)),
        Signatures(tuple(clefs), tuple(keys), (), frozenset()),
        Timing(tuple(chords), tuple(voices), (None,) * len(chords)),
        tuple(curves),
        marks or Marks(),
        text or PageText(),
    )


def reading(own, *, ink=None, path="", doubts=(), explained=1.0, seconds=None):
    """Return the reading of a page whose notation is given; its network saw nothing."""
    barlines = tuple(barline for row in own.grid.barlines for barline in row)
    return Reading(
        bitmap=Bitmap(np.zeros((8, 8), bool) if ink is None else ink, None, path),
        detection=detected((), np.zeros((0, 0, 0), np.uint8)),
        strokes=Strokes((), barlines),
        notation=own,
        doubts=tuple(doubts),
        explained=explained,
        seconds=seconds or {},
    )
