"""Build 1-bit images byte by byte, as scanning programs write them."""

import struct

import numpy as np

WHITE, BLACK = (255, 255, 255), (0, 0, 0)


def letter_ink():
    """A small picture without symmetry: 5 rows of 37 columns, so that rows need padding."""
    ink = np.zeros((5, 37), bool)
    ink[0, 0] = ink[0, 36] = ink[1, 2] = ink[4, 1] = True
    ink[2, 5:30] = True
    return ink


def pack_rows(bits, *, top_down=False, row_bytes=None):
    rows = np.packbits(bits, axis=1)
    width = row_bytes or -(-bits.shape[1] // 32) * 4
    padded = np.zeros((len(rows), width), np.uint8)
    padded[:, : rows.shape[1]] = rows
    return (padded if top_down else padded[::-1]).tobytes()


def bmp(
    ink,
    header=40,
    *,
    palette=(WHITE, BLACK),
    top_down=False,
    dpm=(0, 0),
    bits=1,
    compression=0,
    planes=1,
    width=None,
    height=None,
    colours=0,
    offset_extra=0,
    size_field=None,
):
    """Write a BMP with the given header size: 12 CORE, 40 INFO, 108 V4, 124 V5."""
    w = ink.shape[1] if width is None else width
    h = ink.shape[0] if height is None else height
    ink_index = int(sum(palette[1]) < sum(palette[0]))
    data = pack_rows(ink if ink_index else ~ink, top_down=top_down)
    if header == 12:
        head = struct.pack("<IHHHH", 12, w, h, planes, bits)
        table = b"".join(struct.pack("BBB", b, g, r) for r, g, b in palette)
    else:
        signed = -h if top_down else h
        head = struct.pack(
            "<IiiHHIIiiII",
            header, w, signed, planes, bits, compression, 0, *dpm, colours, 0,
        )  # fmt: skip
        head += bytes(header - 40)
        table = b"".join(struct.pack("BBBB", b, g, r, 0) for r, g, b in palette)
    offset = 14 + len(head) + len(table) + offset_extra
    size = offset + len(data) if size_field is None else size_field
    file = struct.pack("<2sIHHI", b"BM", size, 0, 0, offset)
    return file + head + table + bytes(offset_extra) + data


def sprite(ink, *, mode=18, first_bit=0, mask=False, count=1, palette=None, lie_words=0):
    """Write a sprite file: the area header without its first word, then one sprite."""
    height, width = ink.shape
    words = -(-width // 32)
    rows = np.zeros((height, words * 32), bool)
    rows[:, :width] = ink
    image = np.packbits(rows, axis=1, bitorder="little").tobytes()
    table = b""
    if palette is not None:
        for r, g, b in palette:
            entry = (b << 24) | (g << 16) | (r << 8)
            table += struct.pack("<II", entry, entry)
    image_at = 44 + len(table)
    mask_at = image_at + (len(image) if mask else 0)
    size = image_at + len(image) * (2 if mask else 1)
    last = width - 1 + first_bit - 32 * (words - 1)
    head = struct.pack(
        "<I12sIIIIIII",
        size, b"scan", words - 1 + lie_words, height - 1, first_bit, last, image_at, mask_at, mode,
    )  # fmt: skip
    body = head + table + image + (image if mask else b"")
    area = struct.pack("<III", count, 16, 16 + size)
    return area + body
