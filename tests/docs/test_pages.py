"""The pages of docs/ and the model card lead where they say, and their commands are understood."""

import re

import pytest

import rastrum_samples.__main__ as samples
from rastrum.mro import records
from rastrum.pipeline import STAGES
from support.paths import ROOT

README = (ROOT / "README.md").read_text()
CARD = ROOT / "engine" / "rastrum" / "MODEL.md"
TRAINING = ROOT / "docs" / "training.md"
PAGES = (*sorted((ROOT / "docs").glob("*.md")), CARD)
LINKS = [
    (page, link)
    for page in PAGES
    for link in re.findall(r"\]\(((?!http)[^)#]+)\)", page.read_text())
]
BRACES = re.compile(r"(\S*)\{([^}]+)\}")

MOST_LINES = 120
"""A model card that is longer is a history."""


@pytest.mark.parametrize(("page", "link"), LINKS, ids=[f"{p.stem}-{link}" for p, link in LINKS])
def test_links_lead_somewhere(page, link):
    assert (page.parent / link).exists()


def docs(name):
    return (ROOT / "docs" / name).read_text()


def slug(heading):
    """The anchor of a heading."""
    return re.sub(r"[^a-z0-9 -]", "", heading.lower()).replace(" ", "-")


@pytest.mark.parametrize(("page", "place"), re.findall(r"\((docs/\w+\.md)#([\w-]+)\)", README))
def test_links_into_a_page_lead_to_one_of_its_headings(page, place):
    headings = re.findall(r"^#+ (.*)$", (ROOT / page).read_text(), re.MULTILINE)

    assert place in {slug(heading) for heading in headings}


def test_the_page_of_stages_has_them_in_order():
    assert tuple(re.findall(r"^## (.*)$", docs("stages.md"), re.MULTILINE)) == STAGES


def test_the_page_of_fields_names_every_type_of_our_own():
    named = set(re.findall(r"`(\w+)\$?`", docs("mro-fields.md")))

    assert {*records.CURVE_TYPES, *records.TEXT_TYPES, *records.SIGN_TYPES} <= named
    assert {"drawnp", "octavelines", "voltas", "signs", "lines", "leftstave"} <= named


@pytest.mark.compiled
def test_the_example_of_the_score_runs(monkeypatch, capsys):
    (code,) = re.findall(r"```python\n(.*?)```", docs("score.md"), re.DOTALL)
    monkeypatch.chdir(ROOT)

    exec(code, {})

    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith("1 part of 2 staves")
    assert any(line.startswith("Slur from") for line in lines)
    assert "Dyn_p" in lines[-1]


WALKS = ("Ties at the end of a line", "A new ornament", "A new output format", "A new kernel")


@pytest.mark.parametrize("walk", WALKS)
def test_a_walk_names_what_its_files_have(walk):
    section = docs("contributing.md").split(f"## {walk}\n")[1].split("\n## ")[0]
    files = [ROOT / "docs" / link for link in re.findall(r"\]\(([^)#]+\.(?:py|md))\)", section)]
    sources = "".join(file.read_text() for file in files)

    names = re.findall(r"`(?:\w+\.)?(_?[a-z]+_[a-z_]+|_?[A-Z]{3,}[A-Z_]*)`", section)

    assert files
    assert not [name for name in names if name not in sources]


def spread(word):
    """What a shell makes of dynamic{P,F} and digit{0..9}."""
    found = BRACES.fullmatch(word)
    if found is None:
        return [word]
    stem, inside = found.groups()
    first, dots, last = inside.partition("..")
    ends = range(int(first), int(last) + 1) if dots else inside.split(",")
    return [f"{stem}{end}" for end in ends]


def test_every_command_of_the_recipe_is_understood():
    text = TRAINING.read_text().replace("\\\n", " ")
    commands = re.findall(r"^ {4,}rastrum-samples (.*)$", text, re.MULTILINE)

    assert len(commands) >= 20
    for command in commands:
        words = [part for word in command.split() for part in spread(word)]
        samples.build_parser().parse_args(words)


def test_every_benchmark_is_on_their_page():
    text = (ROOT / "docs" / "benchmarks.md").read_text()
    helpers = {"reading", "ruler", "stages"}
    files = {file.stem for file in (ROOT / "benchmarks").glob("*.py")}

    assert set(re.findall(r"\(\.\./benchmarks/(\w+)\.py\)", text)) == files - helpers


def test_every_figure_of_the_model_card_has_a_date():
    sections = re.split(r"^## ", CARD.read_text(), flags=re.MULTILINE)
    figures = [s for s in sections if re.search(r"0\.\d{3}|\d %", s) and "Limits" not in s]

    assert figures
    assert all(re.search(r"20\d\d-\d\d-\d\d", section) for section in figures)


def test_the_model_card_is_a_card():
    assert len(CARD.read_text().splitlines()) <= MOST_LINES
