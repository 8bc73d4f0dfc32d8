"""What the documents say is what the project does."""

import re
import shutil
from importlib.resources import files

import pytest

import rastrum_samples.__main__ as samples
from rastrum import cli
from support.paths import ROOT, SCAN

README = (ROOT / "README.md").read_text()
SAMPLES = (ROOT / "samples" / "README.md").read_text()
PROSE = re.sub(r"```.*?```", "", SAMPLES, flags=re.DOTALL)
LINKS = re.findall(r"\]\(((?!http)[^)#]+)\)", PROSE)


MOST_LINES = 130
"""Of the README: it is read at one sitting."""


def test_the_readme_is_short():
    assert len(README.splitlines()) <= MOST_LINES


def test_the_readmes_picture_shows_every_room():
    (picture,) = re.findall(r"```mermaid\n(.*?)```", README, re.DOTALL)
    folders = {f.parent.name for f in (ROOT / "engine" / "rastrum").glob("*/__init__.py")}

    labels = re.findall(r'\["([^":]+)', picture)
    rooms = {name for label in labels for name in re.split(r" [|·] ", label)}

    assert rooms == folders | {"cli", "api", "pipeline"}


@pytest.mark.parametrize("link", re.findall(r"\]\(((?!http)[^)#]+)\)", README))
def test_the_readmes_links_lead_somewhere(link):
    assert (ROOT / link).exists()


def test_the_readme_and_the_help_name_every_exit_status():
    statuses = {0, 1, 2, cli.INTERRUPTED, *cli.STATUS.values()}
    help_text = cli.build_parser().format_help().partition("exit status:")[2]

    assert {int(n) for n in re.findall(r"^\| (\d+) \|", README, re.MULTILINE)} == statuses
    assert {int(n) for n in re.findall(r"\b(\d+) ", help_text)} == statuses


def test_every_command_that_the_readme_shows_is_understood():
    commands = re.findall(r"^    rastrum (.*?)(?: {2,}#.*)?$", README, re.MULTILINE)
    assert len(commands) >= 5
    for command in commands:
        words = command.split(" <")[0].replace('"', "").split()
        cli.build_parser().parse_args(words)


def test_the_makefile_has_the_commands_that_the_readme_names():
    makefile = (ROOT / "Makefile").read_text()
    assert "    make recognise " in README
    assert "    make test " in README

    for target in re.findall(r"^    make (\w+)", README, re.MULTILINE):
        assert f"\n{target}:" in makefile


def test_every_command_that_the_help_shows_is_understood():
    commands = re.findall(r"^  rastrum (.*?) {2,}", cli.build_parser().format_help(), re.MULTILINE)

    assert len(commands) >= 3
    for command in commands:
        cli.build_parser().parse_args(command.split())


@pytest.mark.compiled
def test_the_library_calls_of_the_readme_run(tmp_path, monkeypatch, capsys):
    (code,) = re.findall(r"```python\n(.*?)```", README, re.DOTALL)
    shutil.copy(SCAN, tmp_path / "page.bmp")
    monkeypatch.chdir(tmp_path)
    names = {}

    exec(code, names)

    assert names["data"].startswith(b"SharpEye")
    assert "True {'load':" in capsys.readouterr().out


def test_the_weights_ship_with_their_card_and_stay_small():
    package = files("rastrum")

    assert len(package.joinpath("detection/detector.onnx").read_bytes()) < 3_000_000
    assert len(package.joinpath("text/serifs.npz").read_bytes()) < 100_000
    assert len(package.joinpath("marks/digits.npz").read_bytes()) < 100_000
    assert len(package.joinpath("detection/second_look.onnx").read_bytes()) < 150_000
    assert "rastrum-samples train" in package.joinpath("MODEL.md").read_text()
    assert package.joinpath("py.typed").is_file()


@pytest.mark.parametrize("link", LINKS)
def test_the_samples_readmes_links_lead_somewhere(link):
    assert (ROOT / "samples" / link).exists()


def test_every_command_that_the_samples_readme_shows_is_understood():
    commands = re.findall(r"^    rastrum-samples (.*)$", SAMPLES, re.MULTILINE)
    assert len(commands) >= 10
    for command in commands:
        samples.build_parser().parse_args(command.split())


def test_the_library_call_of_the_samples_readme_runs(monkeypatch, capsys):
    (code,) = re.findall(r"```python\n(.*?)```", SAMPLES, re.DOTALL)
    monkeypatch.chdir(ROOT / "samples")

    exec(code, {})

    assert "noteheadBlack" in capsys.readouterr().out
