"""A wheel holds the three packages with their data, and works by itself."""

import subprocess
import sys
from configparser import ConfigParser
from zipfile import ZipFile

import pytest

from support.paths import ROOT

SOURCES = {
    "rastrum": ROOT / "engine",
    "rastrum_kernels": ROOT / "kernels",
    "rastrum_samples": ROOT / "samples",
}
DATA = {
    "rastrum/MODEL.md",
    "rastrum/py.typed",
    "rastrum/detection/detector.onnx",
    "rastrum/detection/operating_points.json",
    "rastrum/detection/second_look.onnx",
    "rastrum/marks/digits.npz",
    "rastrum/text/serifs.npz",
    "rastrum_kernels/py.typed",
    "rastrum_samples/py.typed",
}
LARGEST = 4_000_000
"""Bytes: half of them are weights."""


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    (file,) = folder.iterdir()
    return file


@pytest.fixture(scope="module")
def names(wheel):
    """The files of the wheel's packages, without what describes it."""
    with ZipFile(wheel) as archive:
        return {name for name in archive.namelist() if ".dist-info/" not in name}


def test_it_holds_every_module_of_the_three_packages_and_no_other(names):
    modules = {
        str(file.relative_to(root))
        for package, root in SOURCES.items()
        for file in (root / package).rglob("*.py")
    }

    assert {name for name in names if name.endswith(".py")} == modules


def test_it_holds_the_data_that_they_need_and_nothing_else(names):
    assert {name for name in names if not name.endswith(".py")} == DATA


def test_it_stays_small(wheel):
    assert wheel.stat().st_size < LARGEST


def test_it_brings_both_commands(wheel):
    entries = ConfigParser()
    with ZipFile(wheel) as archive:
        (name,) = (n for n in archive.namelist() if n.endswith("/entry_points.txt"))
        entries.read_string(archive.read(name).decode())

    assert dict(entries["console_scripts"]) == {
        "rastrum": "rastrum.__main__:main",
        "rastrum-samples": "rastrum_samples.__main__:main",
    }


def test_its_license_comes_with_it(wheel):
    with ZipFile(wheel) as archive:
        assert any(name.endswith("/licenses/LICENSE") for name in archive.namelist())


def test_weights_are_found_inside_of_it(wheel):
    code = f"""
import sys
sys.path.insert(0, {str(wheel)!r})
import rastrum
from rastrum.detection.networks import open_network
from rastrum.detection.operating_points import operating_points
print(rastrum.__file__)
print(len(operating_points()), *(i.name for i in open_network("detector.onnx").get_inputs()))
"""

    answer = subprocess.run(
        [sys.executable, "-I", "-c", code], capture_output=True, check=True, text=True
    )

    place, told = answer.stdout.splitlines()
    assert place.startswith(str(wheel))
    assert told.endswith("sheet")
