"""Pages that lie on their side, two on a scan, dithered ones, and pages without music."""

import subprocess
import sys

import numpy as np
import pytest
from PIL import Image

import rastrum
from rastrum.image.bmp import write_bmp
from rastrum.image.load import load
from rastrum.image.turn import turn
from support.drawn.draw import draw_page
from support.paths import SCAN, SCANS

pytestmark = pytest.mark.compiled

OTHER = SCANS / "chopin-op24-1.bmp"


def read(*arguments):
    command = [sys.executable, "-m", "rastrum", "read", "--no-text", *arguments]
    return subprocess.run(command, capture_output=True, check=False, text=True)


def notes_of(result):
    return [sum(len(c.notes) for c in page.notation.timing.chords) for page in result.pages]


@pytest.fixture(scope="module")
def upright():
    return rastrum.recognise(OTHER, text=False)


@pytest.mark.parametrize("degrees", [90, 180, 270])
def test_a_turned_page_is_read_as_well_as_an_upright_one(upright, degrees):
    lying = turn(load(OTHER), degrees).ink

    result = rastrum.recognise(lying, text=False)

    assert [page.bitmap.turned for page in result.pages] == [360 - degrees]
    assert notes_of(result) == notes_of(upright)


def test_two_pages_on_a_scan_are_read_one_after_the_other(upright):
    one, other = load(OTHER).ink, load(SCAN).ink
    height = max(len(one), len(other))
    pages = [np.pad(ink, ((height - len(ink), 0), (20, 20))) for ink in (one, other)]

    result = rastrum.recognise(np.concatenate(pages, axis=1), text=False)

    assert [page.bitmap.half for page in result.pages] == ["left", "right"]
    assert notes_of(result)[0] == pytest.approx(notes_of(upright)[0], abs=3)
    assert len(result.score.pages) == 2


def test_a_dithered_page_is_read(upright):
    grey = np.where(load(OTHER).ink, 30, 235).astype(np.uint8)
    dots = np.asarray(Image.fromarray(grey).convert("1")) == 0

    result = rastrum.recognise(dots, text=False)

    assert notes_of(result)[0] == pytest.approx(notes_of(upright)[0], abs=6)


def test_pages_without_music_are_skipped_and_named(tmp_path):
    files = [tmp_path / f"{name}.bmp" for name in ("a", "b", "c")]
    files[0].write_bytes(OTHER.read_bytes())
    files[1].write_bytes(write_bmp(np.zeros((800, 600), bool)))
    files[2].write_bytes(write_bmp(draw_page(music=False).ink))

    command = [
        sys.executable,
        "-m",
        "rastrum",
        "read",
        *files,
        "-o",
        tmp_path / "x.mro",
        "--no-text",
    ]
    answer = subprocess.run(command, capture_output=True, check=False, text=True)

    assert answer.returncode == 0
    assert "b.bmp: no staves" in answer.stderr
    assert "c.bmp: empty staves" in answer.stderr
    assert len(rastrum.mro.read((tmp_path / "x.mro").read_bytes()).pages) == 1


def test_pages_without_any_music_have_a_status_of_their_own(tmp_path):
    file = tmp_path / "empty.bmp"
    file.write_bytes(write_bmp(draw_page(music=False).ink))

    answer = read(file)

    assert answer.returncode == 4
    assert not (tmp_path / "empty.mro").exists()


def test_the_library_names_what_it_skipped():
    blank = np.zeros((800, 600), bool)

    result = rastrum.recognise([blank, OTHER], text=False)

    ((number, error),) = result.skipped
    assert (number, len(result.pages)) == (0, 1)
    assert isinstance(error, rastrum.NoStavesFoundError)
