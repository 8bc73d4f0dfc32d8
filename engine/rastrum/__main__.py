"""`python -m rastrum`."""

import sys

from rastrum.cli import main as run


def main() -> None:
    """Run the command and leave with its status."""
    sys.exit(run())


if __name__ == "__main__":
    main()
