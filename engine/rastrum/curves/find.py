"""Find the ties and slurs of a page, and the heads they join."""

from collections.abc import Iterable, Sequence

from rastrum.curves.anchors import anchor_curves
from rastrum.curves.selection import choose_arcs
from rastrum.model.detection import Detection
from rastrum.model.marks import SeenHairpin
from rastrum.model.notation import SeenChord
from rastrum.model.sheet import Sheet
from rastrum.model.strokes import SeenCurve, Strokes


def find_curves(
    sheet: Sheet,
    detection: Detection,
    strokes: Strokes,
    chords: Sequence[SeenChord],
    hairpins: Iterable[SeenHairpin],
) -> tuple[SeenCurve, ...]:
    """Find the curves of a page.

    Parameters
    ----------
    sheet : Sheet
        The ink.
    detection : Detection
        Where the network saw curves.
    strokes : Strokes
        Stems and barlines.
    chords : sequence of SeenChord
        What curves join.
    hairpins : iterable of SeenHairpin
        Their legs are no curves.

    Returns
    -------
    curves : tuple of SeenCurve
        From system to system.
    """
    arcs = choose_arcs(sheet, detection, strokes, chords, tuple(hairpins))
    return anchor_curves(sheet, chords, strokes.barlines, arcs)
