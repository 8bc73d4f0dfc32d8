"""Specimens of type say where their words lie, whatever they went through."""

from pathlib import Path

import numpy as np
import pytest

from rastrum_samples.datasets.type_specimens import find_line, make_specimen, read_specimen
from rastrum_samples.engraving.fonts import open_fonts
from rastrum_samples.wear.presets import PRESETS

(FACE,) = open_fonts(Path("no-typefaces")).text


def made(preset, seed=3, lines=2):
    return make_specimen([("system", FACE)] * lines, preset, np.random.default_rng(seed))


@pytest.mark.parametrize("preset", sorted(PRESETS))
def test_words_lie_on_their_ink(preset):
    specimen = made(preset)
    sheet = read_specimen(specimen)

    assert len(specimen.lines) == 2
    for line in specimen.lines:
        bottom, top = round(16 * line.baseline), round(16 * (line.baseline - 0.7 * line.size))
        for _, left, right in line.words:
            assert (sheet[top:bottom, round(16 * left) : round(16 * right)] > 127).any()


def test_the_sheet_has_16_pixels_to_a_staff_space():
    specimen = made("clean")

    height, width = read_specimen(specimen).shape

    zoom = 16 / specimen.space_px
    assert (height, width) == pytest.approx(np.array(specimen.ink.shape) * zoom, abs=1)


def test_a_line_is_found_about_where_it_lies():
    (setting, _) = made("clean").lines
    rng = np.random.default_rng(1)
    found = [find_line(setting, rng) for _ in range(50)]

    assert np.mean([line.baseline for line in found]) == pytest.approx(16 * setting.baseline, abs=1)
    assert np.std([line.size for line in found]) > 0
    assert [s.text for s in found[0].syllables] == [text for text, *_ in setting.words]


def test_the_same_seed_makes_the_same_specimen():
    first, again, other = made("office-scan"), made("office-scan"), made("office-scan", seed=4)

    assert np.array_equal(first.ink, again.ink)
    assert first.lines == again.lines != other.lines
