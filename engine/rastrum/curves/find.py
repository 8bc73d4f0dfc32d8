"""Find the ties and slurs of a page, and the heads they join."""

from collections.abc import Iterable, Sequence

from rastrum.curves.anchors import anchor_curves
from rastrum.curves.awaited import add_awaited_arcs
from rastrum.curves.from_ink import add_traced_arcs
from rastrum.curves.from_mask import find_arcs
from rastrum.curves.from_notes import add_tie_arcs
from rastrum.curves.halves import join_halves
from rastrum.curves.ink import bare_ink
from rastrum.curves.lone import find_lone_arcs
from rastrum.curves.signs import drop_signs
from rastrum.curves.steep_ends import draw_steep_ends
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
    bare = bare_ink(sheet, detection)
    seen = find_arcs(bare, detection)
    lone = find_lone_arcs(bare, detection, seen)
    drawn = draw_steep_ends(sheet, bare, detection, strokes, [*seen, *lone])
    hairpins = tuple(hairpins)
    arcs = [
        arc
        for arc in drop_signs(add_traced_arcs(bare, detection, drawn), detection)
        if not all(any(pin.holds(*end) for pin in hairpins) for end in (arc.left, arc.right))
    ]
    arcs = add_tie_arcs(sheet, bare, chords, arcs)
    arcs = add_awaited_arcs(sheet, bare, detection, chords, strokes.barlines, join_halves(arcs))
    return anchor_curves(sheet, chords, strokes.barlines, arcs)
