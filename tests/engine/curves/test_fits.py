"""What tells curves from other paths is measured."""

import numpy as np
import pytest

from rastrum.curves.fits import WEIGHTS, gather_evidence, measure_traits
from rastrum.curves.from_mask import curve_mask
from rastrum.curves.tracer import Path
from rastrum.model.detection import Detection, Glyph
from rastrum.model.marks import SeenHairpin
from support.drawn.curves import bare_of, curve, hint_along, note_at

FLAT = np.stack([np.full(120, 140.0), np.arange(100.0, 220.0)], axis=1)
RISING = FLAT - 20 * np.sin(np.linspace(0, np.pi, 120))[:, None] * (1.0, 0.0)
INK = curve((140, 100), (140, 220), 20)


def traits(places, detection, *chords, hairpins=(), ink=INK):
    evidence = gather_evidence(bare_of(ink), curve_mask(detection), detection, chords, hairpins)
    _, (values,) = measure_traits([Path(places)], evidence)
    return dict(zip(WEIGHTS, values.tolist(), strict=True))


def test_a_path_along_a_curve_is_seen_and_inked_to_its_ends():
    along = traits(RISING, hint_along(INK))
    beside = traits(RISING + np.array((40.0, 0.0)), hint_along(INK))

    assert along["seen"] > 0.7
    assert along["inked"] > 0.9
    assert (beside["seen"], beside["inked"]) == (0, 0)


def test_a_part_of_a_curve_goes_on():
    whole, part = traits(RISING, hint_along(INK)), traits(RISING[:60], hint_along(INK))

    assert part["goes on"] > whole["goes on"] + 0.4


def test_a_line_is_straight_and_flat():
    assert traits(FLAT, hint_along(INK))["straight"] == pytest.approx(0.8, abs=0.01)
    assert traits(RISING, hint_along(INK))["straight"] == 0


def test_a_path_far_from_all_notes_is_no_farther_than_four_spaces():
    near = traits(RISING, hint_along(INK), note_at(152, 100), note_at(152, 220))

    assert near["far"] < 1
    assert traits(RISING, hint_along(INK))["far"] == 4


def test_boxes_of_glyphs_and_hairpins_are_none_of_a_curve():
    glyph = Glyph("dynamicMF", 130.0, 160.0, 60.0, 130.0, 0.9)
    hairpin = SeenHairpin(90.0, 230.0, 130.0, 0.0, 60.0)

    taken = traits(RISING, Detection((glyph,), hint_along(INK).masks), hairpins=[hairpin])

    assert (taken["taken"], taken["hairpin"]) == (1, 1)


def test_nothing_is_measured_of_nothing():
    evidence = gather_evidence(bare_of(INK), curve_mask(hint_along(INK)), hint_along(INK), (), ())

    arcs, values = measure_traits([], evidence)

    assert (arcs, values.shape) == ([], (0, len(WEIGHTS)))
