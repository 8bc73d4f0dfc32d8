"""Write results whole or not at all."""

import contextlib
import os
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from rastrum.errors import OutputError


def write_file(path: Path, data: bytes) -> None:
    """Write a file by way of a temporary one beside it.

    Parameters
    ----------
    path : Path
        Replaced if it is there.
    data : bytes
        Its content.

    Raises
    ------
    OutputError
        If the folder is missing or cannot be written.
    """
    try:
        if path.is_dir():
            raise OutputError(str(path), "is a folder; name a file in it")
        handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
        try:
            with os.fdopen(handle, "wb") as stream:
                stream.write(data)
            Path(name).chmod(_usual_mode())
            Path(name).replace(path)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
    except FileNotFoundError:
        raise OutputError(str(path), "its folder does not exist") from None
    except OSError as error:
        raise OutputError(str(path), f"cannot be written ({error.strerror or error})") from error


def _usual_mode() -> int:
    """Return the mode a new file would have; mkstemp makes private ones."""
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask


@contextlib.contextmanager
def guard_stdout() -> Iterator[int]:
    """Keep stdout clean: whatever prints while a result is made goes to stderr.

    Yields
    ------
    result : int
        File descriptor of the real stdout.
    """
    sys.stdout.flush()
    real = os.dup(1)
    os.dup2(2, 1)
    try:
        yield real
    finally:
        sys.stdout.flush()
        os.dup2(real, 1)
        os.close(real)


def write_descriptor(descriptor: int, data: bytes) -> None:
    """Write all of the data to a file descriptor; a reader that has gone away is no error."""
    view = memoryview(data)
    try:
        while view:
            view = view[os.write(descriptor, view) :]
    except BrokenPipeError:
        return
    except OSError as error:
        raise OutputError("stdout", f"cannot be written ({error.strerror or error})") from error
