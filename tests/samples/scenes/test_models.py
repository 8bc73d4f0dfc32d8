"""Models turn a score into the same scene every time."""

from pathlib import Path

import pytest

from rastrum_samples.engraving.engrave import Style
from rastrum_samples.engraving.fonts import open_fonts
from rastrum_samples.scenes.models import EngravedModel, HandwrittenModel
from support.written.scores import MEI, SMALL_PAGE

FONTS = open_fonts(Path("no-typefaces"))


def places(scene):
    return [(g.label, g.left, g.top) for page in scene.pages for g in page.glyphs]


@pytest.mark.parametrize("model", [EngravedModel, HandwrittenModel])
def test_the_seed_decides_everything(model):
    style = Style("Leipzig", SMALL_PAGE)
    first, again, other = (
        places(model(style=style, fonts=FONTS, seed=seed)(MEI)) for seed in (1, 1, 2)
    )

    assert first == again
    assert first != other


def test_without_a_style_each_seed_lays_pages_out_otherwise():
    sizes = {
        (page.width, page.height)
        for seed in range(4)
        for page in EngravedModel(fonts=FONTS, seed=seed)(MEI).pages
    }

    assert len(sizes) > 1


def test_a_file_and_its_text_give_the_same_scene(tmp_path):
    file = tmp_path / "tune.mei"
    file.write_text(MEI)
    model = EngravedModel(Style("Leipzig", SMALL_PAGE), FONTS, seed=1)

    assert places(model(file)) == places(model(MEI))


def test_what_is_no_score_is_the_callers_mistake():
    with pytest.raises(ValueError, match=r"."):
        EngravedModel(Style("Leipzig", SMALL_PAGE), FONTS)("not music")
