"""Measure speed and memory: CPU time, stage by stage, against an older version if one is named.

    python benchmarks/speed.py [SCAN] [--against COMMIT] [--runs N]

Prints the warm median per stage on an A4 page of 300 dpi, on a page of 30 Mpixel (drawn by
enlarging it) and on one of twenty staves that sound together, with the peak memory; what a page
takes while another process reads beside it; a cold command, the first run ever and `--help`. All
without reading words. CPU time is what a process was given, so that other work on the machine
counts little; an older version runs in turn with this one, reading by reading, and the ratio counts
less still on how fast the machine is that day.
"""

import argparse
import io
import json
import math
import os
import statistics
import subprocess
import sys
import tarfile
import tempfile
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ruler import ROOT

SAMPLE = ROOT / "samples" / "scans" / "beethoven-op79-andante.bmp"
SCORE = ROOT / "samples" / "scores" / "ode.krn"
A4 = (3508, 2480)
LARGE = (6600, 4666)
STAVES = 20
RUNS = 7
COMMANDS = 3

HELP_SECONDS = 0.15
"""CPU time that asking for help may take: it must not load what reads pages."""


@dataclass
class Version:
    """A version of the engine.

    Attributes
    ----------
    name : str
    root : Path
        Of its sources.
    """

    name: str
    root: Path

    def environment(self, **more: str) -> dict[str, str]:
        """Return the environment in which this version is the one that is imported."""
        path = os.pathsep.join(str(self.root / folder) for folder in ("engine", "kernels"))
        return os.environ | {"PYTHONPATH": path} | more

    def run_command(self, *words: str, **environment: str) -> float:
        """Return the CPU seconds of a command of its own."""
        process = subprocess.Popen(
            [sys.executable, "-m", "rastrum", *words],
            env=self.environment(**environment),
            stdout=subprocess.DEVNULL,
            preexec_fn=use_one_core,
        )
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            raise SystemExit(f"{self.name}: rastrum {' '.join(words)}: {process.returncode}")
        return usage.ru_utime + usage.ru_stime


@dataclass
class Reader:
    """A process that reads one page again and again, on one core.

    Attributes
    ----------
    stages : dict of str to list of float
        CPU seconds of every reading but the first, which compiles or loads.
    peak : float
        Megabytes.
    """

    version: Version
    page: Path
    core: int = 0
    stages: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    peak: float = 0.0

    def __enter__(self) -> "Reader":
        self.process = subprocess.Popen(
            [sys.executable, str(ROOT / "benchmarks" / "stages.py"), str(self.page)],
            env=self.version.environment(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            preexec_fn=lambda: use_one_core(self.core),
        )
        self.ask()
        self.answer()
        return self

    def __exit__(self, *error: object) -> None:
        self.process.communicate()

    def ask(self) -> None:
        """Let it read the page once more."""
        assert self.process.stdin is not None
        self.process.stdin.write("\n")
        self.process.stdin.flush()

    def answer(self) -> dict[str, Any]:
        """Wait until it has."""
        assert self.process.stdout is not None
        answer: dict[str, Any] = json.loads(self.process.stdout.readline())
        return answer

    def count(self) -> None:
        """Wait for a reading that counts."""
        answer = self.answer()
        for stage, seconds in answer["stages"].items():
            self.stages[stage].append(seconds)
        self.stages["all"].append(sum(answer["stages"].values()))
        self.peak = answer["peak"]

    def median(self, stage: str) -> float:
        """Return the median of a stage, not a number where this version has none of the name."""
        return statistics.median(self.stages[stage]) if stage in self.stages else float("nan")


def use_one_core(number: int = 0) -> None:
    """Bind this process to one core."""
    cores = sorted(os.sched_getaffinity(0))
    os.sched_setaffinity(0, {cores[number % len(cores)]})


def unpack(commit: str) -> Version:
    """Unpack a commit; it stays in .cache with its compiled kernels."""
    git = ["git", "-C", str(ROOT)]
    name = subprocess.run(
        [*git, "rev-parse", "--short", commit], check=True, capture_output=True, text=True
    ).stdout.strip()
    folder = ROOT / ".cache" / "versions" / name
    if not folder.exists():
        data = subprocess.run([*git, "archive", name], check=True, capture_output=True).stdout
        with tarfile.open(fileobj=io.BytesIO(data)) as archive:
            archive.extractall(folder, filter="data")
    return Version(name, folder)


def make_orchestra(folder: Path) -> Path:
    """Engrave and scan a page on which every instrument of an orchestra plays one score."""
    from rastrum_samples.datasets.pages import Recipe, scan
    from rastrum_samples.engraving.engrave import Style
    from rastrum_samples.scenes.models import EngravedModel

    lines = [line.split("\t") for line in SCORE.read_text().splitlines() if "\t" in line]
    music = [line for line in lines if not line[0].startswith(("*", "=="))]
    kern = []
    for line in (*lines[:-2], *music, *lines[-2:]):
        spines = [line[n % len(line)] for n in range(STAVES)]
        if line[0].startswith("*staff"):
            spines = [f"*staff{STAVES - n}" for n in range(STAVES)]
        kern.append("\t".join(spines))
    style = Style(options={"pageHeight": 4200, "pageWidth": 2970, "spacingStaff": 12})
    scene = EngravedModel(style, seed=1)("\n".join(kern) + "\n")
    page = next(scan(scene, "orchestra", Recipe(seed=1)))
    return make_page(page.picture.grey > 127, A4, folder, "orchestra")


def make_page(scan: Any, size: tuple[int, int], folder: Path, name: str = "page") -> Path:
    """Scale a scan to a size and write it."""
    import numpy as np
    from PIL import Image

    from rastrum.image.bmp import write_bmp
    from rastrum.image.load import load

    ink = Image.fromarray(load(scan).ink).convert("L")
    page = ink.resize((size[1], size[0]), Image.Resampling.BICUBIC)
    file = folder / f"{name}{size[0]}.bmp"
    file.write_bytes(write_bmp(np.asarray(page) > 127))
    return file


def read_in_turn(versions: Sequence[Version], page: Path, runs: int) -> list[Reader]:
    """Let versions read a page in turn, each in a process of its own."""
    readers = [Reader(version, page) for version in versions]
    for reader in readers:
        reader.__enter__()
    for _ in range(runs):
        for reader in readers:
            reader.ask()
            reader.count()
    for reader in readers:
        reader.__exit__()
    return readers


def read_side_by_side(version: Version, page: Path, runs: int) -> list[Reader]:
    """Let two processes read a page at the same time, each on a core."""
    with Reader(version, page, 0) as one, Reader(version, page, 1) as other:
        for _ in range(runs):
            one.ask()
            other.ask()
            one.count()
            other.count()
    return [one, other]


def print_row(name: str, figures: Sequence[float], unit: str = "s", digits: int = 2) -> None:
    """Print a figure of each version, and the ratio of the first two."""
    cells = "  ".join(
        f"{'-' if math.isnan(figure) else f'{figure:.{digits}f}':>9s} {unit}" for figure in figures
    )
    both = len(figures) > 1 and not any(map(math.isnan, figures))
    ratio = f"  ratio {figures[0] / figures[1]:.2f}" if both else ""
    print(f"  {name:12s} {cells}{ratio}", flush=True)


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the tables; return 1 where asking for help takes too long."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("scan", nargs="?", type=Path, default=SAMPLE)
    parser.add_argument("--against", metavar="COMMIT", help="measure this version in turn")
    parser.add_argument("--runs", type=int, default=RUNS)
    options = parser.parse_args(arguments)
    versions = [Version("this version", ROOT)]
    if options.against:
        versions.append(unpack(options.against))
    print("CPU time of " + " and of ".join(version.name for version in versions))
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        a4 = make_page(options.scan, A4, folder)
        pages = (
            ("A4, 300 dpi", a4, options.runs),
            ("30.8 Mpixel", make_page(options.scan, LARGE, folder), min(options.runs, 3)),
            (f"{STAVES} staves, A4, 300 dpi", make_orchestra(folder), options.runs),
        )
        words = ("read", str(a4), "-q", "--no-text", "-o", "-")
        for version in versions:
            version.run_command(*words)  # compiles what is not, so that it counts nowhere below
        alone = 0.0
        for title, page, runs in pages:
            print(f"{title}: warm, one core")
            readers = read_in_turn(versions, page, runs)
            for stage in dict.fromkeys(stage for reader in readers for stage in reader.stages):
                print_row(stage, [r.median(stage) * 1000 for r in readers], "ms", 0)
            print_row("peak memory", [reader.peak for reader in readers], "MB", 0)
            alone = alone or readers[0].median("all")
        print("A4, 300 dpi: two processes side by side")
        both = [r.median("all") for r in read_side_by_side(versions[0], a4, options.runs)]
        print(f"  each {statistics.mean(both) * 1000:.0f} ms, alone {alone * 1000:.0f} ms")
        print("commands")
        print_row("cold", [median_command(version, *words) for version in versions])
        cache = str(folder / "cache")
        print_row("first ever", [versions[0].run_command(*words, NUMBA_CACHE_DIR=cache)])
        helps = [median_command(version, "--help") for version in versions]
        print_row("--help", helps)
        slow = helps[0] > HELP_SECONDS
        if slow:
            print(f"  --help takes longer than {HELP_SECONDS} s")
    return int(slow)


def median_command(version: Version, *words: str) -> float:
    """Return the median of a command's CPU seconds."""
    return statistics.median(version.run_command(*words) for _ in range(COMMANDS))


if __name__ == "__main__":
    sys.exit(main())
