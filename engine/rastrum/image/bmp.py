"""Read and write 1-bit BMP files."""

import struct

import numpy as np

from rastrum.errors import TruncatedImageError, UnsupportedImageError
from rastrum.model.arrays import Ink
from rastrum.model.page import Bitmap

MOST_PIXELS = 200_000_000
"""A0 at 400 dpi; larger sizes in a header are lies, or no page of music."""

_CORE = 12
_HEADERS = (12, 40, 52, 56, 108, 124)
METRES_TO_INCH = 0.0254


def read_bmp(data: bytes, path: str = "") -> Bitmap:
    """Read a BMP file.

    Parameters
    ----------
    data : bytes
        The file: 1 bit a pixel, uncompressed, any header from BITMAPCOREHEADER to V5, either
        palette polarity, rows bottom-up or top-down.
    path : str, optional
        For messages.

    Returns
    -------
    bitmap : Bitmap
        The darker palette entry is ink.

    Raises
    ------
    UnsupportedImageError
        If the image is of another kind, or its header makes no sense.
    TruncatedImageError
        If the file ends early.
    """
    if len(data) < 14 + _CORE:
        raise TruncatedImageError(path, "the file ends inside the BMP header; scan it again")
    offset, size = struct.unpack_from("<10xII", data)
    if size not in _HEADERS:
        raise UnsupportedImageError(
            path, f"a BMP header of {size} bytes is unknown; save as Windows BMP, 1 bit per pixel"
        )
    if len(data) < 14 + size:
        raise TruncatedImageError(path, "the file ends inside the BMP header; scan it again")
    dpi = None
    if size == _CORE:
        width, height, planes, depth = struct.unpack_from("<4H", data, 18)
        compression = used = 0
    else:
        width, height, planes, depth, compression, _, across, down, used = struct.unpack_from(
            "<iiHHIIiiI", data, 18
        )
        if across > 0 and down > 0:
            dpi = (across * METRES_TO_INCH, down * METRES_TO_INCH)
    if depth != 1:
        raise UnsupportedImageError(
            path, f"the BMP has {depth} bits per pixel; save it with 1 bit (black and white)"
        )
    if compression != 0:
        raise UnsupportedImageError(path, "the BMP is compressed; save it without compression")
    if planes != 1:
        raise UnsupportedImageError(path, f"the BMP header says {planes} planes, not 1")
    top_down, height = height < 0, abs(height)
    check_size(width, height, path)
    entry = 3 if size == _CORE else 4
    if used > 2:
        raise UnsupportedImageError(path, f"a 1-bit BMP cannot have {used} colours")
    palette = 14 + size
    if offset < palette + 2 * entry or len(data) < palette + 2 * entry:
        raise UnsupportedImageError(path, "the BMP header places the image inside the header")
    stride = (width + 31) // 32 * 4
    if len(data) - offset < stride * height:
        raise TruncatedImageError(
            path, f"the BMP ends before its {height} rows do; copy or scan it again"
        )
    tones = [sum(data[palette + i * entry : palette + i * entry + 3]) for i in (0, 1)]
    if tones[0] == tones[1]:
        raise UnsupportedImageError(path, "both colours of the BMP are the same; nothing to see")
    rows = np.frombuffer(data, np.uint8, stride * height, offset).reshape(height, stride)
    ink = np.unpackbits(rows[:, : (width + 7) // 8], axis=1, count=width).view(np.bool_)
    if not top_down:
        ink = ink[::-1]
    if tones[0] < tones[1]:
        ink = ~ink
    return Bitmap(np.ascontiguousarray(ink), dpi, path)


def check_size(width: int, height: int, path: str) -> None:
    """Refuse sizes that are no page, before memory is taken.

    Raises
    ------
    UnsupportedImageError
        If a side is 0 or less, or there are more than MOST_PIXELS.
    """
    if width <= 0 or height <= 0:
        raise UnsupportedImageError(path, f"the image is {width} by {height} pixels: empty")
    if width * height > MOST_PIXELS:
        raise UnsupportedImageError(
            path,
            f"the image claims {width} by {height} pixels; scan at 600 dpi or less",
        )


def write_bmp(ink: Ink, *, dpi: float = 300.0) -> bytes:
    """Write a page as a 1-bit BMP, bottom-up, index 1 black.

    Parameters
    ----------
    ink : (H, W) bool array
        True is black.
    dpi : float
        Resolution to record.

    Returns
    -------
    data : bytes
    """
    height, width = ink.shape
    stride = (width + 31) // 32 * 4
    rows = np.zeros((height, stride), np.uint8)
    packed = np.packbits(ink[::-1], axis=1)
    rows[:, : packed.shape[1]] = packed
    per_metre = round(dpi / METRES_TO_INCH)
    size = stride * height
    header = struct.pack("<2sIHHI", b"BM", 62 + size, 0, 0, 62)
    info = struct.pack("<IiiHHIIiiII", 40, width, height, 1, 1, 0, size, per_metre, per_metre, 2, 2)
    return header + info + b"\xff\xff\xff\0\0\0\0\0" + rows.tobytes()
