"""What stands beside the notes is written as the format has it."""

import pytest

from rastrum_samples.truth.lines import find_radius
from rastrum_samples.truth.score import write_truth
from support.written.scores import LINES, engrave


@pytest.mark.parametrize(
    ("length", "height", "radius"),
    [
        (100, 50, -50),  # half a circle, over its centre
        (100, -50, 50),
        (80, 20, -50),  # 30 from the centre to the chord: a triangle of 30, 40 and 50
        (80, -20, 50),
    ],
)
def test_the_radius_of_an_arc_is_that_of_its_circle_and_negative_above(length, height, radius):
    assert find_radius(length, height) == pytest.approx(radius)


def test_a_straight_arc_has_the_radius_of_a_flat_one():
    assert find_radius(100, 0) == pytest.approx(100**2 / (8 * 4) + 2)


def test_the_truth_says_what_stands_beside_the_notes():
    scene = engrave(LINES)

    (system,) = write_truth(scene).pages[0].systems
    (stave,) = system.staves

    mark, hairpin = sorted(stave.dynamics, key=lambda d: d.type)
    assert (mark.type, hairpin.type) == ("Dyn_p", "Hairpincres")
    columns = [chord.flagposn[1] for bar in stave.bars for chord in bar.chords]
    assert mark.c == pytest.approx(columns[0], abs=24)
    assert columns[0] < hairpin.c0 < columns[1] < hairpin.c1 < columns[3]
    assert mark.r > 64
    assert [text.text for text in stave.texts] == ["sfz"]
    (slur,) = system.slurs
    ends = slur.leftpt[1], slur.rightpt[1]
    assert ends == pytest.approx((columns[0], columns[3]), abs=24)
    assert slur.radius < 0
    (trill,) = stave.signs
    assert trill.type == "Trill"
    assert trill.c == pytest.approx(columns[3], abs=24)
    assert trill.r < 0


def test_a_hairpin_that_a_systems_end_cuts_is_one_on_either_side():
    """Its legs are then drawn one by one."""
    score = LINES.replace('<measure n="2">', '<sb/><measure n="2">').replace("1m+1", "1m+2")
    scene = engrave(score, breaks="encoded")

    systems = write_truth(scene).pages[0].systems

    found = [[d for d in s.staves[0].dynamics if d.type == "Hairpincres"] for s in systems]
    assert [len(hairpins) for hairpins in found] == [1, 1]
