"""Clefs name pitches, and keys alter them."""

import pytest

from rastrum import mro
from rastrum_samples.truth.pitch import alter_in_key, number_at, number_of


@pytest.mark.parametrize(
    ("shape", "line", "p", "pitch"),
    [
        ("Treble", 2, 2, "G4"),
        ("Treble", 2, 0, "B4"),
        ("Treble", 2, 6, "C4"),
        ("Treble", 2, -4, "F5"),
        ("Treble", 4, 4, "G4"),  # the French violin clef, on the bottom line
        ("TrebleUp8", 2, 2, "G5"),
        ("TrebleDown8", 2, 6, "C3"),
        ("Bass", -2, -2, "F3"),
        ("Bass", -2, 0, "D3"),
        ("Bass", -2, -6, "C4"),
        ("Alto", 0, 0, "C4"),
        ("Alto", -2, 0, "A3"),  # the tenor clef: its line is the second from above
        ("Alto", 4, 4, "C4"),  # the soprano clef
    ],
)
def test_a_clef_names_the_line_that_it_stands_on_and_so_all_others(shape, line, p, pitch):
    clef = mro.Clef(shape, (0, 0), line)

    assert number_at(clef, p) == number_of(pitch)


@pytest.mark.parametrize(
    ("key", "altered"),
    [
        (0, {}),
        (1, {"F": 1}),
        (3, {"F": 1, "C": 1, "G": 1}),
        (7, dict.fromkeys("CDEFGAB", 1)),
        (-1, {"B": -1}),
        (-4, {"B": -1, "E": -1, "A": -1, "D": -1}),
        (-6, dict.fromkeys("CDEGAB", -1)),
        (-7, dict.fromkeys("CDEFGAB", -1)),
    ],
)
@pytest.mark.parametrize("octave", [2, 5])
def test_a_key_alters_its_steps_in_every_octave(key, altered, octave):
    heard = {step: alter_in_key(number_of(f"{step}{octave}"), key) for step in "CDEFGAB"}

    assert heard == dict.fromkeys("CDEFGAB", 0) | altered
