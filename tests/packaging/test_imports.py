"""What is imported loads no more than it needs, and packages export what they say."""

import ast
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest

import rastrum

HEAVY = ("numpy", "scipy", "numba", "onnxruntime", "PIL", "skimage", "skia", "verovio", "torch")


def loaded(code):
    """Return the heavy packages that a process has loaded in the end."""
    code = f"""
import sys
try:
    {code}
except SystemExit:
    pass
print(*(name for name in {HEAVY} if name in sys.modules), file=sys.stderr)
"""
    answer = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, check=True, text=True
    )
    return answer.stderr.split()


def command(module, *arguments):
    return f"sys.argv = ['x', *{arguments}]; from {module} import main; main()"


@pytest.mark.parametrize(
    "code",
    [
        "import rastrum",
        "import rastrum.mro",
        "import rastrum_samples",
        command("rastrum.__main__", "--help"),
        command("rastrum.__main__", "read", "--help"),
        command("rastrum.__main__", "--version"),
        command("rastrum_samples.__main__", "--help"),
        command("rastrum_samples.__main__", "make", "--help"),
    ],
)
def test_nothing_heavy_is_loaded_before_it_is_needed(code):
    assert loaded(code) == []


def test_reading_a_file_of_the_format_needs_no_compiler_and_no_network():
    code = "from rastrum import mro; mro.read(b'X score { }')"

    assert loaded(code) == []


def imported(package):
    """Return the public names that a package imports, those for type checkers included."""
    tree = ast.parse(Path(package.__file__).read_text())
    return {
        alias.asname or alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module.startswith("rastrum")
        for alias in node.names
    }


@pytest.mark.parametrize("name", ["rastrum", "rastrum.mro"])
def test_a_package_exports_what_it_imports(name):
    package = import_module(name)

    assert imported(package) == set(package.__all__)
    assert len(set(package.__all__)) == len(package.__all__)
    assert all(getattr(package, name) is not None for name in package.__all__)


def test_other_names_are_none_of_its_own():
    with pytest.raises(AttributeError, match="nonsense"):
        _ = rastrum.nonsense


def test_its_version_is_that_of_the_project():
    assert rastrum.__version__[0].isdigit()
