"""Measure accuracy against true MusicXML: notes and bars, page by page and on average.

    python benchmarks/accuracy.py [EVAL_FOLDER] [--set scans|engraved|far] [--only ID] [--save FILE]

An entry of the folder is a folder with `truth.musicxml` and its pages (`page.bmp`, `page.png` or
`page1.bmp`, `page2.bmp` ...). The comparison itself is that of the score tool beside the folder.
"""

import argparse
import json
import sys
import time
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any

from ruler import FIGURES, ROOT, compare, find_entries, load_ruler, open_pages, read_mro, read_truth


def measure(folder: Path, tools: Path, keep: Path | None = None) -> dict[str, Any]:
    """Recognise one entry and score it."""
    import rastrum

    begun = time.process_time()
    try:
        data = rastrum.mro.write(rastrum.read(open_pages(folder), text=False))
    except Exception as error:  # noqa: BLE001  a page without a result is a result to report
        return {"id": folder.name, "error": f"{type(error).__name__}: {error}"} | dict.fromkeys(
            FIGURES, 0.0
        )
    seconds = time.process_time() - begun
    if keep is not None:
        (keep / f"{folder.name}.mro").write_bytes(data)
    ruler = load_ruler(tools)
    figures = compare(ruler, read_mro(ruler, data), read_truth(ruler, folder / "truth.musicxml"))
    pages = rastrum.mro.read(data).pages
    staves = [[len(system.staves) for system in page.systems] for page in pages]
    return {"id": folder.name, "seconds": seconds, "staves": staves} | figures


def main(arguments: Sequence[str] | None = None) -> int:
    """Print a row per entry and the means of each set."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", nargs="?", type=Path, default=ROOT / "../shared/eval")
    parser.add_argument("--tools", type=Path, help="folder of score.py")
    parser.add_argument("--set", help="only this set")
    parser.add_argument("--only", default="", help="only entries whose name holds this")
    parser.add_argument("--every", type=int, default=1, help="only every so many entries")
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--keep", type=Path, help="folder for the .mro files")
    parser.add_argument(
        "--symbols",
        type=int,
        default=400,
        metavar="N",
        help="crops of our own sample pages to measure glyphs on; 0 for none",
    )
    parser.add_argument("--save", type=Path, help="JSON file for the figures")
    options = parser.parse_args(arguments)
    tools = options.tools or options.folder.resolve().parent / "tools"
    if options.keep:
        options.keep.mkdir(parents=True, exist_ok=True)
    everything = {}
    for name, entries in find_entries(options.folder, options.only).items():
        if options.set and name != options.set:
            continue
        rows = []
        print(f"{name:28s} " + " ".join(f"{figure:>7s}" for figure in FIGURES) + f" {'CPU s':>6s}")
        work = partial(measure, tools=tools, keep=options.keep)
        with ProcessPoolExecutor(options.jobs) as pool:
            for row in pool.map(work, entries[:: options.every]):
                rows.append(row)
                print_row(row)
        means = {f: sum(r[f] for r in rows) / len(rows) for f in FIGURES}
        print(f"{'mean':28s} " + " ".join(f"{means[f]:7.4f}" for f in FIGURES), flush=True)
        everything[name] = {"mean": means, "entries": rows}
    if options.symbols:
        from symbols import print_symbols

        print_symbols(options.symbols)
    if options.save:
        options.save.write_text(json.dumps(everything, indent=1, default=str))
    return 0


def print_row(row: dict[str, Any]) -> None:
    """Print the figures of an entry, its bars read and true, and the staves of its systems."""
    if "error" in row:
        print(f"{row['id']:28s} {row['error']}", flush=True)
        return
    figures = " ".join(f"{row[figure]:7.4f}" for figure in FIGURES)
    staves = " ".join(",".join(map(str, page)) for page in row["staves"])
    bars = f"{row['bars_rec']}/{row['bars_tru']}"
    print(
        f"{row['id']:28s} {figures} {row['seconds']:6.2f}  {row['parts']} bars {bars}  {staves}",
        flush=True,
    )


if __name__ == "__main__":
    sys.exit(main())
