"""Grey pages lie on paper."""

import numpy as np
import pytest
from PIL import Image

from rastrum_samples.wear.paper import Paper
from rastrum_samples.wear.render import render


def test_grey_pages_show_the_paper_that_was_scanned(scene, tmp_path):
    stripes = np.full((60, 40), 230, np.uint8)
    stripes[:, ::2] = 210
    Image.fromarray(stripes).save(tmp_path / "sheet.png")
    picture = render(scene.pages[0], dpi=100)

    page = Paper(folder=tmp_path)(picture, np.random.default_rng(1)).grey

    blank, inked = picture.grey == 0, picture.grey == 255
    assert 20 < page[blank].mean() < 50
    assert (page[inked] == 255).all()


def test_a_folder_without_paper_is_named(scene, tmp_path):
    with pytest.raises(ValueError, match="holds no scans of paper"):
        Paper(folder=tmp_path)(render(scene.pages[0], dpi=100), np.random.default_rng(1))
