"""The command `rastrum`; imports nothing heavy before there is work to do."""

import argparse
import logging
import os
import sys
import traceback
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from rastrum.errors import InputError, OutputError, RastrumError, RecognitionError
from rastrum.version import __version__

if TYPE_CHECKING:
    from rastrum.image.load import Scan
    from rastrum.model.reading import Reading, Result

STATUS: dict[type[RastrumError], int] = {InputError: 3, RecognitionError: 4, OutputError: 5}
"""Exit status per error; subclasses have their parent's. 0 success, 1 a bug, 2 usage."""

INTERRUPTED = 130

_EPILOG = """\
exit status: 0 success, 1 a bug (please report it), 2 wrong usage, 3 a file that cannot be used,
4 no music in the scan, 5 output that cannot be written, 130 interrupted
"""

_EXAMPLES = """\
examples:
  rastrum read page.bmp                          writes page.mro beside it
  rastrum read page1.bmp page2.bmp -o piece.mro  several pages make one score
  rastrum read page.bmp --overlay page.png       see what was read
  rastrum check page.mro                         see what is in a file

"""


def build_parser() -> argparse.ArgumentParser:
    """Build the parser of the command line."""
    parser = argparse.ArgumentParser(
        prog="rastrum",
        description="Read scans of printed music and write .mro files.",
        epilog=_EXAMPLES + _EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=f"rastrum {__version__}")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    read = commands.add_parser(
        "read",
        help="read scans and write .mro; 'rastrum read --help' explains the options",
        description="Read scans of printed music. Several scans make one score, in their order.\n"
        "A scan may lie on its side or upside down, or show two pages side by side.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    read.add_argument(
        "pages", nargs="+", metavar="PAGE", help="scan: 1-bit BMP or RISC OS sprite; - reads stdin"
    )
    read.add_argument(
        "-o",
        "--output",
        metavar="OUT",
        help="file to write; - writes to stdout (default: .mro beside the first scan)",
    )
    read.add_argument(
        "--each",
        action="store_true",
        help="write one .mro beside each scan, instead of one score of all; a scan that cannot be "
        "read does not stop the others",
    )
    read.add_argument("--title", default="", help="title of the score")
    read.add_argument(
        "--level",
        choices=("engine", "score"),
        default="score",
        help="score: what the music means, with rests in parts that a system leaves out, one time "
        "signature for all staves, pitches under octave lines and at the ends of ties (default); "
        "engine: what stands on the page, and no more",
    )
    read.add_argument(
        "--rhythm",
        choices=("keep", "repair"),
        help="repair: change doubtful notes so that bars add up; keep: leave them as they were "
        "seen (default: repair, with --level engine keep)",
    )
    read.add_argument(
        "--no-text",
        action="store_true",
        help="leave out lyrics and other words, which is faster",
    )
    read.add_argument(
        "--format-version",
        type=int,
        choices=(1000, 2000, 2011),
        default=2011,
        help="version of .mro to write, for readers that do not know the newest (default: 2011)",
    )
    read.add_argument(
        "--report",
        choices=("json",),
        help="print doubts, counts and timings as JSON (on stdout, with -o - on stderr)",
    )
    read.add_argument(
        "--overlay",
        metavar="PNG",
        type=Path,
        help="draw what was read over the scan; for several scans name a folder",
    )
    read.add_argument("-q", "--quiet", action="store_true", help="print errors only")
    read.add_argument("-v", "--verbose", action="store_true", help="print what is being done")
    check = commands.add_parser(
        "check",
        help="say whether a .mro is valid, and what is in it",
        description="Say whether a .mro is valid, and what is in it, staff by staff.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    check.add_argument("file", metavar="FILE.mro", help="file to look at; - reads stdin")
    return parser


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command.

    Parameters
    ----------
    arguments : sequence of str, optional
        Instead of sys.argv.

    Returns
    -------
    status : int
        See `STATUS`.
    """
    options = build_parser().parse_args(arguments)
    try:
        return _read(options) if options.command == "read" else _check(options)
    except RastrumError as error:
        print_error(error)
        return status_of(error)
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        # Python would complain once more when it flushes stdout on its way out.
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        return 0
    except Exception:  # noqa: BLE001  a bug: say so, and how to report it
        traceback.print_exc()
        sys.stderr.write("rastrum: this is a bug; please report it with the lines above\n")
        return 1


def status_of(error: RastrumError) -> int:
    """Return the exit status of an error."""
    return next(status for kind, status in STATUS.items() if isinstance(error, kind))


def print_error(error: RastrumError, page: str = "") -> None:
    """Print an error as one line, with the page that it is about if it does not name it."""
    line = " ".join(f"{page}: {error}".split() if page else str(error).split())
    sys.stderr.write(f"rastrum: {line}\n")


def _read(options: argparse.Namespace) -> int:
    if options.each and options.output:
        build_parser().error("--each writes beside each page; it takes no -o")
    if options.pages.count("-") > 1:
        build_parser().error("stdin can be read once only")
    if options.each and "-" in options.pages:
        build_parser().error("--each cannot write beside stdin")
    logging.basicConfig(level=logging.INFO if options.verbose else logging.WARNING)
    batches = [[page] for page in options.pages] if options.each else [options.pages]
    status = 0
    for batch in batches:
        failed = _read_score(batch, options)
        status = status or failed
    return status


def _read_score(pages: list[str], options: argparse.Namespace) -> int:
    """Read pages into one .mro; return the status of the first failure, 0 without one."""
    from rastrum.api import make_result  # noqa: PLC0415  --help must not import numpy
    from rastrum.export.files import guard_stdout, write_descriptor, write_file  # noqa: PLC0415
    from rastrum.mro import write  # noqa: PLC0415

    target = options.output or ("-" if pages[0] == "-" else str(Path(pages[0]).with_suffix(".mro")))
    if target != "-" and any(
        p != "-" and Path(p).resolve() == Path(target).resolve() for p in pages
    ):
        raise OutputError(target, "would overwrite the scan; name another file with -o")
    with guard_stdout() as stdout:
        status = 0
        readings: list[Reading] = []
        skipped: list[tuple[int, RecognitionError]] = []
        for number, page in enumerate(pages):
            try:
                readings += _read_one(page, number + 1, len(pages), options)
            except RecognitionError as error:
                print_error(error, page)
                skipped.append((number, error))
            except RastrumError as error:
                print_error(error)
                status = status or status_of(error)
        if status or not readings:
            return status or status_of(skipped[0][1])
        result = make_result(readings, skipped, title=options.title, level=options.level)
        data = write(result.score, version=options.format_version)
        if target == "-":
            write_descriptor(stdout, data)
        else:
            write_file(Path(target), data)
        if options.overlay:
            _write_overlays(result, pages, options)
        if options.report:
            _write_report(result, 2 if target == "-" else stdout)
        elif not options.quiet:
            _print_summary(result, target)
            if not options.no_text:
                _hint_at_text()
    return 0


def _hint_at_text() -> None:
    from rastrum.text.reader import can_read  # noqa: PLC0415

    if not can_read():
        sys.stderr.write("text was left out; pip install 'rastrum[text]' to have it read\n")


def _read_one(
    page: str, number: int, count: int, options: argparse.Namespace
) -> "tuple[Reading, ...]":
    from rastrum.api import usual_rhythm  # noqa: PLC0415
    from rastrum.pipeline import read_scan  # noqa: PLC0415
    from rastrum.text.reader import can_read, read_words  # noqa: PLC0415

    shown = sys.stderr.isatty() and not options.quiet and os.environ.get("TERM", "") != "dumb"

    def show(stage: str, share: float) -> None:
        sys.stderr.write(f"\r\x1b[Kpage {number}/{count} {share:4.0%} {stage}")
        sys.stderr.flush()

    scan: Scan = sys.stdin.buffer.read() if page == "-" else page
    try:
        reader = None if options.no_text or not can_read() else read_words
        rhythm = options.rhythm or usual_rhythm(options.level)
        return read_scan(scan, show if shown else None, reader, rhythm)
    finally:
        if shown:
            sys.stderr.write("\r\x1b[K")


def _write_overlays(result: "Result", pages: list[str], options: argparse.Namespace) -> None:
    from io import BytesIO  # noqa: PLC0415

    from rastrum.export.files import write_file  # noqa: PLC0415
    from rastrum.export.overlay import draw_overlay  # noqa: PLC0415

    folder = options.overlay.is_dir()
    if not folder and (len(pages) > 1 or (options.each and len(options.pages) > 1)):
        raise OutputError(str(options.overlay), "name a folder for the overlays of several pages")
    for reading in result.pages:
        buffer = BytesIO()
        draw_overlay(reading).save(buffer, "PNG")
        file = options.overlay
        if folder:
            file /= f"{Path(reading.bitmap.path or 'stdin').stem}.png"
        if reading.bitmap.half == "right":
            file = file.with_stem(f"{file.stem}-right")
        write_file(file, buffer.getvalue())


def _write_report(result: "Result", descriptor: int) -> None:
    import json  # noqa: PLC0415

    from rastrum.export.files import write_descriptor  # noqa: PLC0415
    from rastrum.export.report import make_report  # noqa: PLC0415

    text = json.dumps(make_report(result), ensure_ascii=False, indent=1) + "\n"
    write_descriptor(descriptor, text.encode())


def _print_summary(result: "Result", target: str) -> None:
    from rastrum.export.report import summarise  # noqa: PLC0415

    for line in summarise(result):
        sys.stderr.write(line + "\n")
    if target != "-":
        sys.stderr.write(f"wrote {target}\n")


def _check(options: argparse.Namespace) -> int:
    from rastrum.mro import read  # noqa: PLC0415
    from rastrum.mro.describe import describe  # noqa: PLC0415

    if options.file == "-":
        data, name = sys.stdin.buffer.read(), "stdin"
    else:
        name = options.file
        try:
            data = Path(name).read_bytes()
        except OSError as error:
            raise InputError(name, f"cannot be read ({error.strerror or error})") from error
    score = read(data, path=name)
    sys.stdout.write(f"{name}: valid\n")
    for line in describe(score):
        sys.stdout.write(line + "\n")
    sys.stdout.flush()
    return 0
