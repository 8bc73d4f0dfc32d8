"""The command `rastrum-samples`: everything from typefaces to the shipped weights."""

import argparse
import logging
import sys
from collections.abc import Sequence

from rastrum_samples.commands import assets, detector, pages, second_look, tables

GROUPS = (assets, pages, detector, second_look, tables)
"""Modules that add commands, in the order of the help."""

MISSING, FAILED = 3, 4
"""Exit statuses: an extra that is not installed, and what a command could not do."""


def build_parser() -> argparse.ArgumentParser:
    """Build the parser of the command line."""
    parser = argparse.ArgumentParser(
        prog="rastrum-samples", description="Make sample pages and train the networks on them."
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for group in GROUPS:
        group.add_commands(commands)
    return parser


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; return its exit status."""
    options = build_parser().parse_args(arguments)
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    try:
        options.run(options)
    except ImportError as error:
        sys.stderr.write(
            f"rastrum-samples: {error.name} is missing; install rastrum[samples], and "
            "rastrum[train] to train\n"
        )
        return MISSING
    except (ValueError, OSError) as error:
        sys.stderr.write(f"rastrum-samples: {error}\n")
        return FAILED
    return 0


if __name__ == "__main__":
    sys.exit(main())
