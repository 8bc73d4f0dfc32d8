"""Load a scan: files, bytes, and arrays straight from a scanner's buffer."""

from pathlib import Path
from typing import TYPE_CHECKING, Any, Union

import numpy as np

from rastrum.errors import InputError, UnsupportedImageError
from rastrum.image.bmp import MOST_PIXELS, check_size, read_bmp
from rastrum.image.sprite import looks_like_sprite, read_sprite
from rastrum.model.page import Bitmap

if TYPE_CHECKING:
    from PIL.Image import Image

Scan = Union[str, Path, bytes, "np.ndarray[Any, Any]", "Image", Bitmap]
"""Whatever a scan may come as."""

LARGEST_FILE = MOST_PIXELS // 8 + 65536
"""Bytes that the largest page takes, with its header."""

_KINDS = {
    b"\x89PNG": "PNG",
    b"\xff\xd8\xff": "JPEG",
    b"GIF8": "GIF",
    b"II*\0": "TIFF",
    b"MM\0*": "TIFF",
    b"%PDF": "PDF",
}


def load(scan: Scan) -> Bitmap:
    """Load a scan.

    Parameters
    ----------
    scan : str, Path, bytes, array, PIL image or Bitmap
        A 1-bit BMP or RISC OS sprite as path or bytes; a 2-D bool array (True is ink); a 2-D
        uint8 array (values of at most 1: 1 is ink; else grey, below 128 is ink); a PIL image
        (black is ink).

    Returns
    -------
    bitmap : Bitmap
        Its ink is C-contiguous and the caller's data is left alone.

    Raises
    ------
    InputError
        If it cannot be read or is no 1-bit image.
    TypeError
        If it is none of these kinds of things.
    """
    if isinstance(scan, Bitmap):
        return scan
    if isinstance(scan, str | Path):
        return _load_file(Path(scan))
    if isinstance(scan, bytes | bytearray | memoryview):
        return _load_bytes(bytes(scan), "")
    if isinstance(scan, np.ndarray):
        return _load_array(scan)
    if hasattr(scan, "convert") and hasattr(scan, "size"):
        check_size(scan.size[0], scan.size[1], "")
        grey = np.asarray(scan.convert("L"))
        return Bitmap(np.ascontiguousarray(grey < 128))
    raise TypeError(f"a scan is a path, bytes, array or PIL image, not {type(scan).__name__}")


def _load_file(path: Path) -> Bitmap:
    try:
        if path.is_dir():
            raise InputError(str(path), "is a folder; name a scan in it")
        if path.stat().st_size > LARGEST_FILE:
            raise UnsupportedImageError(str(path), "is too large for a 1-bit page")
        data = path.read_bytes()
    except FileNotFoundError:
        raise InputError(str(path), "no such file") from None
    except OSError as error:
        raise InputError(str(path), f"cannot be read ({error.strerror or error})") from error
    return _load_bytes(data, str(path))


def _load_bytes(data: bytes, path: str) -> Bitmap:
    if not data:
        raise UnsupportedImageError(path, "the file is empty")
    if data[:2] == b"BM":
        return read_bmp(data, path)
    for magic, kind in _KINDS.items():
        if data.startswith(magic):
            raise UnsupportedImageError(
                path, f"is a {kind} image whatever its name; save it as a 1-bit BMP"
            )
    if looks_like_sprite(data):
        return read_sprite(data, path)
    raise UnsupportedImageError(path, "is neither a BMP nor a RISC OS sprite; save a 1-bit BMP")


def _load_array(array: "np.ndarray[Any, Any]") -> Bitmap:
    if array.ndim != 2:
        raise InputError("", f"the array has {array.ndim} dimensions; a page has 2")
    check_size(array.shape[1], array.shape[0], "")
    if array.dtype == np.bool_:
        return Bitmap(np.ascontiguousarray(array))
    if array.dtype != np.uint8:
        raise InputError("", f"the array is of {array.dtype}; give bool or uint8")
    if int(array.max()) <= 1:
        return Bitmap(np.ascontiguousarray(array == 1))
    return Bitmap(np.ascontiguousarray(array < 128))
