"""The pages of docs/ and the model card lead where they say, and their commands are understood."""

import re

import pytest

import rastrum_samples.__main__ as samples
from support.paths import ROOT

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
