"""Every place on a page goes where its ink goes."""

import numpy as np
import pytest

from rastrum_samples.datasets.pages import Recipe, scan
from rastrum_samples.export.masks import cover
from rastrum_samples.wear.presets import PRESETS
from rastrum_samples.wear.render import Mesh, Place, bend, render


@pytest.mark.parametrize("preset", sorted(PRESETS))
def test_boxes_lie_on_the_ink_whatever_happened_to_the_page(scene, preset):
    recipe = Recipe(preset, seed=5)
    clean = render(scene.pages[0])
    (sample,) = scan(scene, "page", recipe)

    distances = []
    for glyph in scene.pages[0].glyphs:
        if not glyph.label.startswith(("notehead", "clef", "rest")):
            continue
        region = cover(glyph.outline, sample.picture.place, sample.picture.grey.shape)
        left, top, width, height = region.box
        box = sample.picture.place.bounds(glyph.outline)
        drawn = (left, top, left + width, top + height)
        distances.append(np.mean(np.abs(np.subtract(box, drawn))))
        ink = sample.picture.grey[top : top + height, left : left + width] > 127
        assert ink[region.mask].mean() > 0.75
    assert np.mean(distances) < 0.5
    assert sample.picture.grey.shape == clean.grey.shape


def test_a_mesh_moves_picture_and_points_alike(scene):
    picture = render(scene.pages[0], dpi=150)
    height, width = picture.grey.shape
    rng = np.random.default_rng(1)
    knots = (int(height / 64) + 3, int(width / 64) + 3, 2)

    bent = bend(picture, Mesh(64.0, rng.uniform(-4, 4, knots)))

    head = next(g for g in scene.pages[0].glyphs if g.label == "clefG")
    region = cover(head.outline, bent.place, bent.grey.shape)
    left, top, wide, high = region.box
    ink = bent.grey[top : top + high, left : left + wide] > 127
    assert (ink & region.mask).sum() / region.mask.sum() > 0.9
    for line in bent.lines:
        inside = line[8:-8]
        near = [bent.grey[max(0, round(y) - 2) : round(y) + 3, round(x)].max() for x, y in inside]
        assert np.mean(np.array(near) > 60) > 0.95


def test_a_place_without_bends_is_its_matrix():
    place = Place(np.array([[2.0, 0, 5], [0, 3, -1]]))

    assert place.apply(np.array([[1.0, 2.0]])).tolist() == [[7.0, 5.0]]
