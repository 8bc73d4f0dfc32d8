"""Read RISC OS sprite files of one 1-bit image."""

import struct

import numpy as np

from rastrum.errors import TruncatedImageError, UnsupportedImageError
from rastrum.image.bmp import check_size
from rastrum.model.page import Bitmap

MODE_18 = 18
"""The old screen mode of 1 bit per pixel that the format asks for."""

_AREA_HEADER = 12
_SPRITE_HEADER = 44
_MODE_18_DPI = (90.0, 90.0)


def looks_like_sprite(data: bytes) -> bool:
    """Whether the first words are those of a sprite area: count, first, end."""
    if len(data) < _AREA_HEADER:
        return False
    count, first, free = struct.unpack_from("<III", data)
    return bool(0 < count < 4096 and 16 <= first < 4096 and first <= free <= len(data) + 4096)


def read_sprite(data: bytes, path: str = "") -> Bitmap:
    """Read a sprite file.

    Parameters
    ----------
    data : bytes
        The file: a sprite area without its first word; one image of mode 18, or of a new-format
        mode word of 1 bit per pixel, without mask and left-hand wastage, either palette.
    path : str, optional
        For messages.

    Returns
    -------
    bitmap : Bitmap
        The darker palette entry is ink; without a palette, 1 is.

    Raises
    ------
    UnsupportedImageError
        If the image is of another kind.
    TruncatedImageError
        If the file ends early.
    """
    count, first, _ = struct.unpack_from("<III", data)
    if count != 1:
        raise UnsupportedImageError(path, f"the sprite file holds {count} images; save one alone")
    start = first - 4  # offsets count from the area's first word, which a file leaves out
    if len(data) < start + _SPRITE_HEADER:
        raise TruncatedImageError(path, "the file ends inside the sprite header; copy it again")
    words, rows, first_bit, last_bit, image, mask, mode = struct.unpack_from(
        "<6I I", data, start + 16
    )
    dpi = _depth_one(mode, path)
    if first_bit:
        raise UnsupportedImageError(path, "the sprite has left-hand wastage; save it without")
    if mask != image:
        raise UnsupportedImageError(path, "the sprite has a mask; save it without")
    if last_bit > 31 or words >= 1 << 24 or rows >= 1 << 24:
        raise UnsupportedImageError(path, "the sprite header makes no sense; save it again")
    width, height = words * 32 + last_bit + 1, rows + 1
    check_size(width, height, path)
    if image < _SPRITE_HEADER:
        raise UnsupportedImageError(path, "the sprite header places the image inside the header")
    stride = (words + 1) * 4
    if len(data) - start - image < stride * height:
        raise TruncatedImageError(path, f"the sprite ends before its {height} rows do")
    pixels = np.frombuffer(data, np.uint8, stride * height, start + image).reshape(height, stride)
    bits = np.unpackbits(pixels, axis=1, count=width, bitorder="little").view(np.bool_)
    if image - _SPRITE_HEADER >= 16:
        tones = [sum(data[start + _SPRITE_HEADER + at + 1 :][:3]) for at in (0, 8)]
        if tones[0] == tones[1]:
            raise UnsupportedImageError(path, "both colours of the sprite are the same")
        if tones[0] < tones[1]:
            bits = ~bits
    return Bitmap(np.ascontiguousarray(bits), dpi, path)


def _depth_one(mode: int, path: str) -> tuple[float, float]:
    """Check the mode word; return the resolution it stands for."""
    if mode < 256:
        if mode != MODE_18:
            raise UnsupportedImageError(
                path, f"the sprite is of mode {mode}; save it in mode 18 (black and white)"
            )
        return _MODE_18_DPI
    if not mode & 1 or mode >> 27 != 1:
        raise UnsupportedImageError(
            path, "the sprite has more than 1 bit per pixel; save it in black and white"
        )
    across, down = mode >> 1 & 0x1FFF, mode >> 14 & 0x1FFF
    return (float(across) or 90.0, float(down) or 90.0)
