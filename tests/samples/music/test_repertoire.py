"""Clefs, meters and ensembles to choose from fit together."""

import pytest

from rastrum_samples.music.repertoire import CLEF_WEIGHTS, CLEFS, GROUPS, LONG_METERS, METERS


def test_every_clef_has_its_share():
    assert len(CLEF_WEIGHTS) == len(CLEFS)
    assert sum(CLEF_WEIGHTS) == pytest.approx(1)


def test_every_staff_begins_with_a_clef_that_is_known():
    assert {name for system in GROUPS for group in system for name in group} <= set(CLEFS)


def test_units_of_meters_are_lengths_of_notes():
    assert {unit for _, unit in (*METERS, *LONG_METERS)} <= {1, 2, 4, 8, 16}


def test_a_breve_fits_into_long_meters():
    assert all(beats / unit >= 2 for beats, unit in LONG_METERS)
