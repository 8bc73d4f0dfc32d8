"""Measure speed and memory: stages apart, one core.

    python benchmarks/speed.py [SCAN]

Prints the warm median per stage on an A4 page of 300 dpi, on a page of 30 Mpixel (drawn by
enlarging it) and on one of twenty staves that sound together, the time of a cold command with
kernels cached, that of the first run ever, and the peak memory of each; all without reading text.
"""

import argparse
import os
import resource
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).parent.parent
SAMPLE = ROOT / "samples" / "scans" / "beethoven-op79-andante.bmp"
RUNS = 7
SCORE = ROOT / "samples" / "scores" / "ode.krn"
A4 = (3508, 2480)
STAVES = 20

_STAGES = """
import sys, json, statistics
from rastrum.load import load
from rastrum.pipeline import read_page
bitmap = load(sys.argv[1])
runs = [read_page(bitmap).seconds for _ in range(int(sys.argv[2]) + 1)][1:]
import resource
print(json.dumps({"stages": {k: statistics.median(r[k] for r in runs) for k in runs[0]},
                  "total": statistics.median(sum(r.values()) for r in runs),
                  "peak": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}))
"""


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


def make_page(scan, size: tuple[int, int], folder: Path, name: str = "page") -> Path:
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


def run_stages(page: Path, runs: int) -> dict:
    """Time the stages in a process of its own that may use one core."""
    import json

    answer = subprocess.run(
        [sys.executable, "-c", _STAGES, str(page), str(runs)],
        capture_output=True,
        check=True,
        preexec_fn=use_one_core,
    )
    return json.loads(answer.stdout)


def use_one_core() -> None:
    """Bind this process to one core."""
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})


def run_command(page: Path, cache: Path | None = None) -> tuple[float, float]:
    """Return seconds and peak megabytes of one command."""
    import time

    environment = dict(os.environ)
    if cache is not None:
        environment["NUMBA_CACHE_DIR"] = str(cache)
    begun = time.perf_counter()
    subprocess.run(
        [sys.executable, "-m", "rastrum", "read", str(page), "-q", "--no-text", "-o", "-"],
        check=True,
        env=environment,
        stdout=subprocess.DEVNULL,
        preexec_fn=use_one_core,
    )
    seconds = time.perf_counter() - begun
    return seconds, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("scan", nargs="?", type=Path, default=SAMPLE)
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        a4 = make_page(options.scan, A4, folder)
        large = make_page(options.scan, (6600, 4666), folder)
        pages = (
            ("A4, 300 dpi", a4, RUNS),
            ("30.8 Mpixel", large, 3),
            (f"{STAVES} staves, A4, 300 dpi", make_orchestra(folder), RUNS),
        )
        for title, page, runs in pages:
            result = run_stages(page, runs)
            print(f"{title}: warm, one core")
            for stage, seconds in result["stages"].items():
                print(f"  {stage:10s} {seconds * 1000:8.0f} ms")
            print(f"  {'all':10s} {result['total'] * 1000:8.0f} ms, peak {result['peak']:.0f} MB")
        cold = [run_command(a4) for _ in range(3)]
        print(f"cold command {statistics.median(s for s, _ in cold):.2f} s")
        first, _ = run_command(a4, folder / "cache")
        print(f"first run ever {first:.1f} s (kernels compiled)")
    return 0


if __name__ == "__main__":
    sys.exit(main())
