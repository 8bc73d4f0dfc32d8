"""Measure how fast sample pages are made, in how much memory, and what stands on them.

    python benchmarks/making.py [--pages 1000] [--preset office-scan] [--workers 1]

Pages of 300 dpi are made by the command, with their truth; memory is that of its processes (Linux).
"""

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

A4_PX = 2480 * 3508
"""An A4 page at 300 dpi; pages are of all sizes."""

QUARTERS = 4

LEAST = 200
"""How often a thousand pages should hold everything on the list."""


def memory_mb(parent: int) -> float:
    """Return the resident memory of the largest process under a parent."""
    largest = 0.0
    for status in Path("/proc").glob("[0-9]*/status"):
        try:
            lines = dict(line.split(":\t", 1) for line in status.read_text().splitlines())
        except (OSError, ValueError):
            continue
        if int(lines["PPid"]) == parent and "VmRSS" in lines:
            largest = max(largest, int(lines["VmRSS"].split()[0]) / 1024)
    return largest


def main(arguments: Sequence[str] | None = None) -> int:
    """Print pages a second, memory by quarters of the run, and what came seldom."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--pages", type=int, default=1000)
    parser.add_argument("--preset", default="office-scan")
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--dpi", type=float, default=300.0)
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "rastrum_samples", "dataset", "-o", folder]
        for name in ("preset", "workers", "dpi"):
            command += [f"--{name}", str(getattr(options, name))]
        begun = time.monotonic()
        process = subprocess.Popen([*command, "--count", str(options.pages)])
        manifest, peaks = Path(folder) / "manifest.jsonl", [0.0] * QUARTERS
        while process.poll() is None:
            time.sleep(1.0)
            done = manifest.read_text().count("\n") if manifest.exists() else 0
            quarter = min(QUARTERS - 1, done * QUARTERS // options.pages)
            peaks[quarter] = max(peaks[quarter], memory_mb(process.pid))
            for page in Path(folder).glob("*.bmp"):
                page.unlink(missing_ok=True)
        seconds = time.monotonic() - begun
        entries = [json.loads(line) for line in manifest.read_text().splitlines()]
    return report(entries, seconds, peaks, options)


def report(
    entries: list[dict], seconds: float, peaks: list[float], options: argparse.Namespace
) -> int:
    """Print the figures; return 1 where something on the list came too seldom."""
    from rastrum_samples.truth.coverage import COVERAGE

    counts: Counter[str] = Counter()
    for entry in entries:
        counts.update(entry["counts"])
    area = (
        sum(entry["height"] * entry["width"] for entry in entries)
        / A4_PX
        * (300 / options.dpi) ** 2
    )
    rate = len(entries) / seconds / options.workers
    print(f"{len(entries)} pages, {options.preset}, {options.dpi:.0f} dpi, in {seconds:.0f} s")
    print(f"{rate:.2f} pages a second and worker; {rate * area / len(entries):.2f} of A4 size")
    print("largest worker by quarters: " + ", ".join(f"{peak:.0f} MB" for peak in peaks))
    rarest = sorted((counts.get(name, 0), name) for name in COVERAGE)
    print("rarest: " + ", ".join(f"{name} {count}" for count, name in rarest[:12]))
    wanted = LEAST * len(entries) / 1000
    seldom = [name for count, name in rarest if count < wanted]
    print(f"fewer than {wanted:.0f} times: {', '.join(seldom) or 'nothing'}")
    return 1 if seldom else 0


if __name__ == "__main__":
    sys.exit(main())
