"""Take heads and lines out of the sheet, so that curves can be followed in what is left."""

from collections.abc import Iterator

import numpy as np

from rastrum.model.arrays import Grey
from rastrum.model.detection import Detection, Glyph
from rastrum.model.sheet import Sheet, SheetStaff, nearest_staff
from rastrum.model.strokes import Strokes
from rastrum.model.vocabulary import MASKS, NOTEHEADS, STRIDE
from rastrum.staff.line_removal import clear_lines

TRACE = 40
"""Grey that is left of staff lines, stems and barlines, less than ink: what meets them at a small
angle goes with them for a while, and is followed more patiently there."""

UPRIGHT_PX = 3
"""What lies so near to the middle of a stem or a barline is its own ink."""

LEDGER, MAYBE_SLUR = 128, 70
"""Confidence (of 255) of a ledger line's cells, and of cells that may be a curve's: these stay."""

LEAST_HEAD, EDGE_PX = 0.5, 1
"""Heads of which the network is less sure stay; so many pixels around the others go, too: a curve
that ends at a head would run on along a rest of its rim."""

LEDGER_SP = 0.7
"""Ledger lines reach so far beyond their head."""


def bare_ink(sheet: Sheet, detection: Detection, strokes: Strokes) -> Grey:
    """Take out what curves run into.

    Parameters
    ----------
    sheet : Sheet
    detection : Detection
        Heads and ledger lines.
    strokes : Strokes
        Stems and barlines.

    Returns
    -------
    bare : (H, W) uint8 array
        The sheet without heads, and without staff and ledger lines where nothing lies on them.
    """
    grey = sheet.grey.copy()
    for staff in sheet.staves:
        columns = slice(max(0, int(staff.left) - 16), int(staff.right) + 16)
        clear_lines(grey, staff.line_rows, columns, sheet.line, TRACE)
    heads = [g for g in detection.glyphs if g.label in NOTEHEADS and g.score >= LEAST_HEAD]
    for head in heads:
        nearest = nearest_staff(sheet, head.row, head.column)
        ledgers = [] if nearest is None else _ledger_rows(sheet.staves[nearest], head)
        if ledgers:
            width = head.width / 2 + LEDGER_SP * 16
            columns = slice(max(0, round(head.column - width)), round(head.column + width))
            clear_lines(grey, ledgers, columns, sheet.line)
    ledger, slur = (detection.masks[MASKS.index(name)] for name in ("ledger", "slur"))
    cells = np.argwhere((ledger > LEDGER) & (slur <= MAYBE_SLUR)) * STRIDE
    rows, columns = (cells[(cells < np.array(grey.shape) - STRIDE).all(axis=1)]).T
    for down in range(STRIDE):
        for right in range(STRIDE):
            grey[rows + down, columns + right] = 0
    for glyph in detection.glyphs:
        if glyph.label not in NOTEHEADS and glyph.score >= LEAST_HEAD:
            _clear_box(grey, glyph, slur)
    for head in heads:
        top, left = head.row - head.height / 2, head.column - head.width / 2
        rows = slice(max(0, round(top) - EDGE_PX), round(top + head.height) + EDGE_PX)
        columns = slice(max(0, round(left) - EDGE_PX), round(left + head.width) + EDGE_PX)
        grey[rows, columns] = 0
    for upright in _uprights(sheet, strokes):
        np.minimum(grey[upright], TRACE, out=grey[upright])
    return grey


def _uprights(sheet: Sheet, strokes: Strokes) -> Iterator[tuple[slice, slice]]:
    """Yield rows and columns of the stems and barlines."""
    boxes = [(stem.top, stem.bottom, stem.column, stem.column) for stem in strokes.stems]
    for barline in strokes.barlines:
        below = barline.staff + 1 if barline.joined_below else barline.staff
        top, bottom = sheet.staves[barline.staff].top, sheet.staves[below].bottom
        boxes.append((top, bottom, barline.left, barline.right))
    for top, bottom, left, right in boxes:
        columns = slice(max(0, int(left) - UPRIGHT_PX), int(right) + UPRIGHT_PX + 1)
        yield slice(max(0, int(top)), int(bottom) + 1), columns


def _clear_box(grey: Grey, glyph: Glyph, slur: Grey) -> None:
    """Take a glyph out, but for the cells of a curve that crosses it."""
    sides = (glyph.row, glyph.height / 2), (glyph.column, glyph.width / 2)
    first, last = (
        [max(0, int((middle + way * half) // STRIDE)) for middle, half in sides] for way in (-1, 1)
    )
    own = slur[first[0] : last[0] + 1, first[1] : last[1] + 1] <= MAYBE_SLUR
    block = grey[
        first[0] * STRIDE : (last[0] + 1) * STRIDE, first[1] * STRIDE : (last[1] + 1) * STRIDE
    ]
    if own.all():
        block[:] = 0
        return
    cells = own.repeat(STRIDE, axis=0).repeat(STRIDE, axis=1)
    block[cells[: len(block), : block.shape[1]]] = 0


def _ledger_rows(staff: SheetStaff, head: Glyph) -> list[float]:
    """Return the rows of the ledger lines between a staff and a head."""
    pitch = round(staff.pitch(head.row))
    sign = 1 if pitch > 0 else -1
    first = staff.first_ledger
    return [staff.row(sign * step) for step in range(first, abs(pitch) + 1, 2)]
