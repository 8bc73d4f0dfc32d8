"""The real command in a process of its own."""

import json
import os
import subprocess
import sys

import pytest
from PIL import Image

import rastrum
from rastrum import cli, errors
from rastrum.export.mro import to_records
from rastrum.mro import read
from support.drawn.images import bmp, letter_ink
from support.paths import SCAN
from support.written.golden import GOLDEN


def run(*arguments, stdin=b"", cwd=None):
    return subprocess.run(
        [sys.executable, "-m", "rastrum", *map(str, arguments)],
        input=stdin,
        capture_output=True,
        cwd=cwd,
        timeout=300,
        check=False,
    )


def every_error(kind=errors.RastrumError):
    for sub in kind.__subclasses__():
        yield sub
        yield from every_error(sub)


def make(kind):
    if issubclass(kind, errors.MroError):
        return kind("wrong", 1, 2, "a.mro")
    if issubclass(kind, errors.NoStavesFoundError):
        return kind("staves")
    return kind("a.bmp", "wrong")


@pytest.mark.parametrize("kind", list(every_error()))
def test_every_error_has_a_status_of_its_own_kind_and_one_line(kind):
    error = make(kind)

    assert cli.status_of(error) in (3, 4, 5)
    assert "\n" not in str(error)


def test_help_names_the_statuses_and_loads_nothing_heavy():
    code = (
        "import sys; from rastrum.cli import build_parser; build_parser().format_help();"
        "print([m for m in ('numpy', 'numba', 'scipy', 'PIL', 'onnxruntime') if m in sys.modules])"
    )

    answer = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, check=True, text=True
    )

    assert answer.stdout.strip() == "[]"
    assert b"exit status" in run("--help").stdout


def test_the_version_is_the_packages():
    assert run("--version").stdout.decode().split() == ["rastrum", rastrum.__version__]


@pytest.mark.parametrize(
    "arguments", [(), ("read",), ("read", "a", "--format-version", "7"), ("read", "-", "-")]
)
def test_wrong_usage_is_status_2(arguments):
    assert run(*arguments).returncode == 2


@pytest.mark.parametrize(
    ("content", "words"),
    [(None, b"no such file"), (b"", b"empty"), (bmp(letter_ink(), bits=24), b"24 bits")],
)
def test_bad_input_is_status_3_one_line_and_no_output(tmp_path, content, words):
    scan = tmp_path / "page.bmp"
    if content is not None:
        scan.write_bytes(content)

    answer = run("read", scan)

    assert answer.returncode == 3
    assert words in answer.stderr
    assert answer.stderr.count(b"\n") == 1
    assert not (tmp_path / "page.mro").exists()


def test_a_page_without_music_is_status_4(tmp_path):
    scan = tmp_path / "page.bmp"
    scan.write_bytes(bmp(letter_ink()))

    answer = run("read", scan)

    assert answer.returncode == 4
    assert b"no staves" in answer.stderr
    assert list(tmp_path.iterdir()) == [scan]


@pytest.mark.compiled
def test_reading_a_scan_writes_the_mro_beside_it(tmp_path):
    scan = tmp_path / "page.bmp"
    scan.write_bytes(SCAN.read_bytes())

    answer = run("read", "page.bmp", "--overlay", "page.png", "--title", "Andante", cwd=tmp_path)

    assert answer.returncode == 0, answer.stderr
    assert answer.stdout == b""
    assert b"systems" in answer.stderr
    score = read((tmp_path / "page.mro").read_bytes())
    assert score.title == "Andante"
    assert score.pages[0].imagefpath == "page.bmp"
    assert len(score.pages[0].systems) >= 3
    assert sorted(p.name for p in tmp_path.iterdir()) == ["page.bmp", "page.mro", "page.png"]
    with Image.open(tmp_path / "page.png") as picture:
        assert picture.width > 1000


@pytest.mark.compiled
def test_stdin_to_stdout_carries_the_score_alone():
    answer = run("read", "-", "-o", "-", "--report", "json", stdin=SCAN.read_bytes())

    assert answer.returncode == 0, answer.stderr
    assert len(read(answer.stdout).pages) == 1
    report = json.loads(answer.stderr)
    assert report["version"] == rastrum.__version__
    assert set(report["pages"][0]["seconds"]) >= {"load", "detect", "find notes"}
    assert report["pages"][0]["notes"] > 50


@pytest.mark.compiled
def test_the_level_says_whether_the_page_or_its_meaning_is_written():
    answers = {
        level: read(run("read", SCAN, "-o", "-", "-q", "--level", level).stdout)
        for level in ("engine", "score")
    }

    seen = rastrum.recognise(SCAN, level="engine").score
    assert answers["engine"] == to_records(seen)
    assert answers["score"] == to_records(rastrum.read(SCAN))
    assert answers["score"] != answers["engine"]


@pytest.mark.compiled
def test_pages_of_one_score_keep_their_order_and_one_bad_page_stops_it(tmp_path):
    other = tmp_path / "b.bmp"
    other.write_bytes(b"nothing")

    good = run("read", SCAN, SCAN, "-o", tmp_path / "two.mro", "-q")
    bad = run("read", SCAN, other, "-o", tmp_path / "bad.mro")

    assert good.returncode == 0
    assert good.stderr == b""
    assert len(read((tmp_path / "two.mro").read_bytes()).pages) == 2
    assert bad.returncode == 3
    assert not (tmp_path / "bad.mro").exists()


@pytest.mark.compiled
def test_each_page_by_itself_tries_all(tmp_path):
    (tmp_path / "a.bmp").write_bytes(b"nothing")
    (tmp_path / "b.bmp").write_bytes(SCAN.read_bytes())

    answer = run("read", "--each", tmp_path / "a.bmp", tmp_path / "b.bmp")

    assert answer.returncode == 3
    assert (tmp_path / "b.mro").exists()


def test_an_output_folder_that_is_missing_is_status_5(tmp_path):
    from rastrum.export.files import write_file

    with pytest.raises(errors.OutputError):
        write_file(tmp_path / "no" / "a.mro", b"")


def test_a_file_is_replaced_whole(tmp_path):
    from rastrum.export.files import write_file

    file = tmp_path / "a.mro"
    file.write_bytes(b"old")
    write_file(file, b"new")

    assert file.read_bytes() == b"new"
    assert list(tmp_path.iterdir()) == [file]


def test_what_prints_while_stdout_is_guarded_goes_to_stderr():
    code = (
        "import os\n"
        "from rastrum.export.files import guard_stdout, write_descriptor\n"
        "with guard_stdout() as out:\n"
        "    print('chatter', flush=True)\n"
        "    os.write(1, b'more')\n"
        "    write_descriptor(out, b'result')\n"
    )

    answer = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)

    assert answer.stdout == b"result"
    assert b"chatter" in answer.stderr


def test_the_scan_is_never_overwritten(tmp_path):
    scan = tmp_path / "page.bmp"
    scan.write_bytes(bmp(letter_ink()))

    answer = run("read", scan, "-o", scan)

    assert answer.returncode == 5
    assert scan.read_bytes() == bmp(letter_ink())


def test_check_says_what_is_in_a_file(tmp_path):
    file = tmp_path / "a.mro"
    file.write_text(GOLDEN, encoding="latin-1")

    answer = run("check", file)

    assert answer.returncode == 0
    assert b"valid" in answer.stdout
    assert b"1 bars, 1 notes, 0 rests; TrebleDown8, key -3, 4/4" in answer.stdout


def test_check_of_a_broken_file_names_the_place(tmp_path):
    file = tmp_path / "a.mro"
    file.write_text("X\nscore {\n preedit 3\n}\n")

    answer = run("check", file)

    assert answer.returncode == 3
    assert b"line 3" in answer.stderr
    assert os.linesep.encode() not in answer.stdout
