"""Take away the signatures that a line's end announces for the next one."""

from dataclasses import replace

from rastrum.model.layout import StaffLayout
from rastrum.model.score import Measure, Part, Score, Signs

ANNOUNCED_AT = 40
"""Column of a signature that a line's end alone has shown, units from the staff's left: behind the
clef. Naturals that end a key are printed nowhere else."""


def take_courtesies(score: Score) -> Score:
    """Take away the measures that only announce the next system's signatures.

    Behind a system's last barline stands what the next one begins with: no measure of music.

    Parameters
    ----------
    score : Score
        As the pages show it.

    Returns
    -------
    score : Score
        A signature that the next system does not repeat stands in its first measure. What the last
        system announces stays: nothing follows that would say it.
    """
    dropped: set[int] = set()
    told: dict[int, int] = {}
    for system in range(len(score.systems) - 1):
        own, following = score.measures_of(system), score.measures_of(system + 1)
        if len(own) > 1 and following and _announces(score, own[-1]):
            dropped.add(own[-1])
            told[following[0]] = own[-1]
    if not dropped:
        return score
    parts = (
        replace(
            part,
            measures=tuple(
                _told(score, part, told[n], n) if n in told else measure
                for n, measure in enumerate(part.measures)
                if n not in dropped
            ),
        )
        for part in score.parts
    )
    grid = (measure for n, measure in enumerate(score.grid) if n not in dropped)
    return replace(score, parts=tuple(parts), grid=tuple(grid))


def _announces(score: Score, number: int) -> bool:
    """Whether a measure stands behind the last barline, and holds no music."""
    measures = [part.measures[number] for part in score.parts]
    return score.grid[number].barline.invented and not any(m.voices for m in measures)


def _told(score: Score, part: Part, announcing: int, number: int) -> Measure:
    """Return a measure with the keys and times that an earlier one has announced."""
    systems = [score.systems[score.grid[n].system] for n in (announcing, number)]
    measure = part.measures[number]
    signs = []
    for k, staff in enumerate(part.staves):
        said, own = part.measures[announcing].signs[k], measure.signs[k]
        layouts = [system.staves[staff] for system in systems]
        if said is None or own is None or layouts[0] is None or layouts[1] is None:
            signs.append(own)
        else:
            signs.append(_with_signs(own, said, layouts[0], layouts[1], systems[1].left))
    return replace(measure, signs=tuple(signs))


def _with_signs(
    own: Signs, said: Signs, above: StaffLayout, below: StaffLayout, left: float
) -> Signs:
    def moved(row: float) -> tuple[float, float]:
        return row - above.top + below.top, left + ANNOUNCED_AT

    keys, times = own.keys, own.times
    if not keys and said.keys:
        keys = (replace(said.keys[-1], at=moved(said.keys[-1].at[0])),)
    if not times and said.times:
        times = (replace(said.times[-1], at=moved(said.times[-1].at[0])),)
    return replace(own, keys=keys, times=times)
