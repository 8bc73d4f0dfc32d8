"""Trace the straight strokes of a page."""

from rastrum.model.detection import Detection
from rastrum.model.sheet import Sheet
from rastrum.model.strokes import Strokes
from rastrum.notes.stem_candidates import trace_stems
from rastrum.staff.barlines import trace_barlines


def trace(sheet: Sheet, detection: Detection) -> Strokes:
    """Trace the straight strokes of a page.

    Parameters
    ----------
    sheet : Sheet
        Grey ink and staves.
    detection : Detection
        Masks that say where to look.

    Returns
    -------
    strokes : Strokes
        Stems in order of columns; barlines per staff, left to right.
    """
    stems = trace_stems(sheet, detection)
    barlines = trace_barlines(sheet, detection)
    return Strokes(tuple(stems), tuple(barlines))
