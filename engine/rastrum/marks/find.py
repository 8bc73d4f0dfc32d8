"""Find the marks around the notes of a page."""

from collections.abc import Sequence

from rastrum.marks.dynamics import find_dynamics
from rastrum.marks.hairpins import find_hairpins
from rastrum.marks.octave_lines import find_octaves
from rastrum.marks.ornaments import find_signs
from rastrum.marks.voltas import find_voltas
from rastrum.model.detection import Detection
from rastrum.model.marks import Marks
from rastrum.model.sheet import Sheet
from rastrum.model.strokes import Barline


def find_marks(sheet: Sheet, detection: Detection, barlines: Sequence[Barline]) -> Marks:
    """Find hairpins, dynamics, octave lines, voltas and ornaments.

    Parameters
    ----------
    sheet : Sheet
        The ink and the staves.
    detection : Detection
        What the network saw.
    barlines : sequence of Barline
        Where voltas begin and end.

    Returns
    -------
    marks : Marks
        Without fingerings: those are told from the digits of tuplets once these are known, see
        `rastrum.marks.fingerings`.
    """
    hairpins = tuple(find_hairpins(sheet, detection))
    return Marks(
        hairpins=hairpins,
        dynamics=tuple(find_dynamics(sheet, detection, hairpins)),
        octave_lines=tuple(find_octaves(sheet, detection)),
        voltas=find_voltas(sheet, barlines),
        signs=find_signs(sheet, detection),
    )
