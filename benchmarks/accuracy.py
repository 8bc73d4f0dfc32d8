"""Measure accuracy against true MusicXML: notes and bars, page by page and on average.

    python benchmarks/accuracy.py [EVAL_FOLDER] [--set scans|engraved] [--only ID] [--save FILE]

An entry of the folder is a folder with `truth.musicxml` and its pages (`page.bmp`, `page.png` or
`page1.bmp`, `page2.bmp` ...). The comparison itself is that of the score tool beside the folder.
"""

import argparse
import hashlib
import importlib.util
import json
import pickle
import re
import sys
import tempfile
import time
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path
from types import ModuleType
from typing import Any

ROOT = Path(__file__).parent.parent
FIGURES = ("pitch", "full", "bars")


def load_ruler(tools: Path) -> ModuleType:
    """Import the score tool by its path."""
    sys.path.insert(0, str(tools))
    spec = importlib.util.spec_from_file_location("score", tools / "score.py")
    if spec is None or spec.loader is None:
        raise SystemExit(f"no score tool in {tools}")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def read_truth(ruler: ModuleType, file: Path) -> Any:
    """Return the true parts; parsing takes seconds, so they are kept in .cache."""
    digest = hashlib.sha256(file.read_bytes()).hexdigest()[:24]
    kept = ROOT / ".cache" / "truth" / f"{digest}.pickle"
    if kept.exists():
        return pickle.loads(kept.read_bytes())
    parts = ruler.truth_parts(file)
    kept.parent.mkdir(parents=True, exist_ok=True)
    kept.write_bytes(pickle.dumps(parts))
    return parts


def pages_of(folder: Path) -> list[Path]:
    """Return the page images of an entry in order."""
    pages = [p for p in folder.iterdir() if re.fullmatch(r"page\d*\.(bmp|png)", p.name)]
    return sorted(pages, key=lambda p: int("0" + re.sub(r"\D", "", p.stem)))


def measure(folder: Path, tools: Path, keep: Path | None = None) -> dict[str, Any]:
    """Recognise one entry and score it."""
    from PIL import Image

    from rastrum.mro import Score, write
    from rastrum.pipeline import read_page
    from rastrum.score.interpret import interpret

    Image.MAX_IMAGE_PIXELS = None
    ruler = load_ruler(tools)
    begun = time.perf_counter()
    try:
        scans: list[Any] = [p if p.suffix == ".bmp" else Image.open(p) for p in pages_of(folder)]
        pages = tuple(read_page(scan).page for scan in scans)
        data = write(interpret(Score(pages=pages)))
    except Exception as error:  # noqa: BLE001  a page without a result is a result to report
        return {"id": folder.name, "error": f"{type(error).__name__}: {error}"} | dict.fromkeys(
            FIGURES, 0.0
        )
    seconds = time.perf_counter() - begun
    with tempfile.TemporaryDirectory() as folder_name:
        file = Path(folder_name) / "page.mro"
        file.write_bytes(data)
        _, root = ruler.mro_read.parse(file)
    if keep is not None:
        (keep / f"{folder.name}.mro").write_bytes(data)
    result = ruler.score(ruler.mro_read.events(root), read_truth(ruler, folder / "truth.musicxml"))
    staves = [[len(s.staves) for s in page.systems] for page in pages]
    return {"id": folder.name, "seconds": seconds, "staves": staves} | result


def main(arguments: Sequence[str] | None = None) -> int:
    """Print a row per entry and the means of each set."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", nargs="?", type=Path, default=ROOT / "../shared/eval")
    parser.add_argument("--tools", type=Path, help="folder of score.py")
    parser.add_argument("--set", help="only this set")
    parser.add_argument("--only", help="only entries whose name holds this")
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
    sets: dict[str, list[Path]] = {}
    for truth in sorted(options.folder.resolve().glob("**/truth.musicxml")):
        sets.setdefault(truth.parent.parent.name, []).append(truth.parent)
    for name, entries in sets.items():
        if options.set and name != options.set:
            continue
        chosen = [e for e in entries if not options.only or options.only in e.name]
        rows = []
        print(f"{name:28s} {'pitch':>7s} {'full':>7s} {'bars':>7s} {'s':>6s}")
        work = partial(measure, tools=tools, keep=options.keep)
        with ProcessPoolExecutor(options.jobs) as pool:
            for row in pool.map(work, chosen[:: options.every]):
                rows.append(row)
                if "error" in row:
                    print(f"{row['id']:28s} {row['error']}", flush=True)
                    continue
                staves = " ".join(",".join(map(str, page)) for page in row["staves"])
                print(
                    f"{row['id']:28s} {row['pitch']:7.4f} {row['full']:7.4f} {row['bars']:7.4f}"
                    f" {row['seconds']:6.2f}  {row['parts']} bars {row['bars_rec']}"
                    f"/{row['bars_tru']}  {staves}",
                    flush=True,
                )
        if rows:
            means = {f: sum(r[f] for r in rows) / len(rows) for f in FIGURES}
            print(f"{'mean':28s} " + " ".join(f"{means[f]:7.4f}" for f in FIGURES), flush=True)
            everything[name] = {"mean": means, "entries": rows}
    if options.symbols:
        from symbols import print_symbols

        print_symbols(options.symbols)
    if options.save:
        options.save.write_text(json.dumps(everything, indent=1, default=str))
    return 0


if __name__ == "__main__":
    sys.exit(main())
