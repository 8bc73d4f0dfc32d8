"""The truth and the engine do not share what they could be wrong about."""

import ast
from pathlib import Path

import pytest

import rastrum_samples.truth

SHARED = ("rastrum.mro", "rastrum.model.vocabulary")
"""The format, and what the network's classes are called."""

MODULES = sorted(Path(rastrum_samples.truth.__file__).parent.glob("*.py"))


def imports_of(module):
    for node in ast.walk(ast.parse(module.read_text())):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (f"{node.module}.{name.name}" for name in node.names)


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.stem)
def test_the_truth_takes_nothing_from_the_engine_but_the_format_and_names_of_classes(module):
    taken = [name for name in imports_of(module) if name.split(".")[0] == "rastrum"]

    assert [name for name in taken if not name.startswith(SHARED)] == []
