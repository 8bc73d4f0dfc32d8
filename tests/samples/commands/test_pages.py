"""The command makes pages."""

import subprocess
import sys

from rastrum import mro
from rastrum.image.load import load
from support.written.scores import MEI


def test_the_command_makes_pages_that_can_be_read(tmp_path):
    score = tmp_path / "tune.mei"
    score.write_text(MEI)
    command = [sys.executable, "-m", "rastrum_samples", "make", str(score), "-o", str(tmp_path)]

    subprocess.run([*command, "--preset", "clean"], check=True, capture_output=True)

    assert load(tmp_path / "tune.bmp").ink.any()
    assert len(mro.read((tmp_path / "tune.mro").read_bytes()).pages) == 1
    failed = subprocess.run(
        [*command[:-3], "absent.mei", "-o", "x"], capture_output=True, text=True
    )
    assert failed.returncode == 4
    assert failed.stderr.count("\n") == 1
