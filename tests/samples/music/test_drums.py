"""TODO."""

import pytest

from rastrum.pipeline import read_page
from rastrum_samples.datasets.pages import Recipe, scan
from rastrum_samples.export.formats import to_bmp
from rastrum_samples.music.compose import generate_score
from rastrum_samples.truth.score import write_truth
from support.percussion import engraved


@pytest.fixture(scope="module", params=["between", "above", "below", "through", "two"])
def drummed(request):
    """A page worn like an office scan: what is written of it, and what was read."""
    names = {"above": "drum tune bass", "below": "tune bass drum", "two": "tune drum drum bass"}
    scene = engraved(
        *names.get(request.param, "tune drum bass").split(), through=request.param == "through"
    )
    sample = next(scan(scene, "page", Recipe("office-scan", seed=5)))
    truth = write_truth(scene, [sample.page], level="engine").pages[0]
    return truth, read_page(to_bmp(sample))


@pytest.mark.parametrize("seed", [4, 5])
def test_a_drum_leaves_the_music_of_the_others_as_it_was(seed):
    alone, drummed = generate_score(seed), generate_score(seed, drums=True)

    number = alone.count("<staffDef") + 1
    before, _, rest = drummed.partition(f'<staffDef n="{number}" lines="1"')
    rest = rest.partition("</staffDef>")[2]
    pieces = (before + rest).split(f'<staff n="{number}">')
    assert pieces[0] + "".join(p.partition("</staff>")[2] for p in pieces[1:]) == alone
