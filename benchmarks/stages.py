"""Read one page as often as asked and say what CPU time every stage took; for speed.py.

    python benchmarks/stages.py SCAN < lines > results

Each line that comes in asks for one reading, each line that goes out is JSON: seconds by stage, and
the peak memory so far in megabytes. Nothing of the engine is used but its public calls, so that any
version of it can be measured.
"""

import json
import sys
import time
from pathlib import Path

import rastrum


def time_stages(scan: str) -> dict[str, float]:
    """Read a page and return the CPU seconds of its stages, of what is meant and of writing."""
    marks: list[tuple[str, float]] = []

    def mark(stage: str, _share: float = 0.0) -> None:
        marks.append((stage, time.process_time()))

    result = rastrum.recognise(scan, text=False, progress=mark)
    mark("write")
    rastrum.mro.write(result.score)
    mark("end")
    # What the engine does after its last stage is done is saying what is meant.
    names = ["interpret" if stage == "done" else stage for stage, _ in marks]
    return {
        name: after - before
        for name, (_, before), (_, after) in zip(names, marks, marks[1:], strict=False)
    }


def peak_mb() -> float:
    """Return the most memory that this process has held (Linux)."""
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) / 1024
    return float("nan")


if __name__ == "__main__":
    for _ in sys.stdin:
        stages = time_stages(sys.argv[1])
        sys.stdout.write(json.dumps({"stages": stages, "peak": peak_mb()}) + "\n")
        sys.stdout.flush()
