"""Make the small tables that ship with the engine: digits of voltas, strokes with serifs."""

import argparse
import logging
from pathlib import Path

_LOG = logging.getLogger(__name__)


def add_commands(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `digits` and `serifs` to a command line."""
    digits = commands.add_parser("digits", help="draw what numbers of voltas are compared with")
    digits.add_argument("file", type=Path, help="the engine's digits.npz")
    digits.set_defaults(run=_digits)
    serifs = commands.add_parser("serifs", help="fit what tells type with serifs from type without")
    serifs.add_argument("file", type=Path, help="the engine's serifs.npz")
    serifs.set_defaults(run=_serifs)


def _digits(options: argparse.Namespace) -> None:
    from rastrum_samples.training.serifs import open_faces
    from rastrum_samples.training.volta_digits import write_digits

    _LOG.info("%d digits in %s", write_digits(open_faces(), options.file), options.file)


def _serifs(options: argparse.Namespace) -> None:
    import numpy as np

    from rastrum_samples.training.serifs import SPECIMENS, fit, gather, open_faces, write

    strokes = gather(open_faces(), SPECIMENS)
    write(fit(strokes, np.ones(len(strokes.lines), bool)), options.file)
    _LOG.info("%s, from %d lines", options.file, len(strokes.lines))
