"""Turn what was seen on a page into the events of a score: chords, rests and signatures."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from fractions import Fraction

from rastrum.model.measures import MeasureGrid
from rastrum.model.notation import BASE_LENGTH, BeamShare, SeenChord, SeenClef, Signatures
from rastrum.model.score import Chord, Clef, Key, Kind, Note, Signs, Time

CLEF_SIGNS = {
    "clefG": ("G", 0),
    "clefG8va": ("G", 1),
    "clefG8vb": ("G", -1),
    "clefF": ("F", 0),
    "clefC": ("C", 0),
}
"""What a clef names, and by how many octaves its 8 moves that."""


def make_chord(
    seen: SeenChord,
    number: int,
    onset: Fraction | None,
    staff_of: Callable[[int], int],
    first_group: int,
    bars: int,
) -> Chord:
    """Make a chord or rest of the score.

    Parameters
    ----------
    seen : SeenChord
    number : int
        Its id.
    onset : Fraction or None
    staff_of : callable
        Returns the staff of the score that a staff of the sheet is.
    first_group : int
        Beams and tuplets are numbered from here on: earlier pages have numbers of their own.
    bars : int
        How many measures a long rest is for.

    Returns
    -------
    chord : Chord
    """
    beam = seen.beam
    if beam is not None:
        beam = BeamShare(beam.group + first_group, beam.left, beam.right)
    return Chord(
        id=number,
        kind=_kind(seen),
        staff=staff_of(seen.staff),
        value=_value(seen),
        dots=seen.dots,
        notes=tuple(_notes(seen, staff_of)),
        onset=onset,
        at=(seen.row, seen.column),
        edge=_edge(seen),
        stem_up=seen.stem_up,
        has_stem=seen.has_stem,
        slash=seen.slash,
        levels=seen.levels,
        beam=beam,
        tuplet=seen.tuplet,
        tuplet_id=-1 if seen.tuplet_id < 0 else seen.tuplet_id + first_group,
        marks=seen.marks,
        bars=bars,
        confidence=seen.score,
    )


def _kind(seen: SeenChord) -> Kind:
    if seen.shape == "Grace":
        return "grace"
    if seen.shape == "MultiBarRest":
        return "long rest"
    return "note" if seen.rest is None else "rest"


def _value(seen: SeenChord) -> Fraction:
    if seen.shape == "MultiBarRest":
        return Fraction(1)
    if seen.shape in ("Solid", "Grace"):
        return Fraction(1, 4 * 2**seen.levels)
    return BASE_LENGTH[seen.shape]


def _edge(seen: SeenChord) -> float:
    """Return the row that tells a rest's place: a semibreve's top, a minim's bottom."""
    if seen.rest is None:
        return 0.0
    half = seen.rest.height / 2
    return seen.rest.row + {"Sbreverest": -half, "Minimrest": half}.get(seen.shape, 0.0)


def _notes(seen: SeenChord, staff_of: Callable[[int], int]) -> Iterator[Note]:
    for note in seen.notes:
        head = note.head
        yield Note(
            position=head.pitch if note.position is None else note.position,
            at=(head.glyph.row, head.glyph.column),
            staff=staff_of(head.staff),
            drawn=head.pitch,
            width=head.glyph.width,
            accidental=None if note.accidental == "None" else note.accidental,
            accidental_column=note.accidental_column,
            normal_side=note.normal_side,
            confidence=head.glyph.score,
        )


def make_clef(seen: SeenClef) -> Clef:
    """Make a clef of the score."""
    sign, octave = CLEF_SIGNS[seen.label]
    return Clef(sign, seen.pitch, octave, (seen.glyph.row, seen.glyph.column))


def make_signs(seen: Signatures, grid: MeasureGrid, staff: int) -> dict[int, Signs]:
    """Make the clefs and signatures of each measure of a staff of the sheet."""
    items: list[Clef | Key | Time] = [make_clef(clef) for clef in seen.clefs if clef.staff == staff]
    items += [Key(k.key, (k.row, k.column)) for k in seen.keys if k.staff == staff]
    items += [
        Time(t.top, t.bottom, t.alpha, (t.row, t.column), t.others)
        for t in seen.times
        if t.staff == staff
    ]
    bars: dict[int, list[Clef | Key | Time]] = defaultdict(list)
    for item in sorted(items, key=_column):
        bars[grid.measure_at(staff, _column(item))].append(item)
    return {
        bar: Signs(
            tuple(item for item in own if isinstance(item, Clef)),
            tuple(item for item in own if isinstance(item, Key)),
            tuple(item for item in own if isinstance(item, Time)),
        )
        for bar, own in bars.items()
    }


def _column(item: Clef | Key | Time) -> float:
    return item.at[1]
