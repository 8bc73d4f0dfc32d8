"""Place noteheads on the staves they belong to."""

from collections.abc import Iterable, Sequence

import numpy as np

from rastrum.model.arrays import Grey
from rastrum.model.detection import SURE, Detection, Glyph, plane
from rastrum.model.notation import Head
from rastrum.model.sheet import (
    SINGLE_FAR_COST,
    SINGLE_NEAR_STEPS,
    UNITS_PER_SPACE,
    Sheet,
    SheetStaff,
    near_staves,
)
from rastrum.model.vocabulary import CLEFS, NOTEHEADS, STRIDE, TIME_LETTERS
from rastrum_kernels.runs import mask_runs

THIRD_OFF = 0.2 * UNITS_PER_SPACE
"""Heads a third apart touch, and the network sees the second one less surely: a faint head that
stands so exactly above or below a believed one is believed as well."""

RARE = ("noteheadX", "noteheadBreve")
"""Barlines and crossed strokes look like these more often than not, but on a single line."""

IN_BEAM = 32
"""Confidence (of 255) of a beam in a head's middle, on the mean of three by three cells, from which
it is no head but the stub of a beam, or a steep beam at its stem: on 328 pages all of 28 were none,
and no true head had more than 28."""

FARTHEST_STEPS = 20
"""Heads farther from the middle line (8 ledger lines) belong to no staff."""

NEAR_STEPS = 5.6
"""Heads up to the space outside the outer line need no ledger line."""

BARE_STEPS, LEAST_EVIDENCE = 7.5, 0.12
"""A head this far out without any sign of a ledger line may stand in a tempo mark or a word."""

CLOSE_TEXT_SHARE = 0.06
"""A head with room for one ledger line alone stands in a tempo mark if so much of its row is text
and that line has left no ink either: beside it a faint one, over "cresc.", had left some."""

FARTHEST_BARE_STEPS = 12
"""A head farther out (4 ledger lines) without any sign of one is no note of the staff: on old scans
those were digits of page numbers and notes that explain an ornament."""

TEXT_SHARE, TEXT_REACH = 0.09, 3.5 * UNITS_PER_SPACE
"""A head without ledger lines stands in a tempo mark or a word if there is text in such a share of
its row so far on both sides. On old scans heads of tempo marks had 0.10 and more, those whose
ledger lines hardly printed 0.08 and less."""

SIGN_MARGIN = 0.3 * UNITS_PER_SPACE
"""Even faint clefs and time letters hold no heads and no rests, nor have any so close beside
them."""

LEDGER_GREY = 110
"""Mean grey of four columns beside a head from which a row counts as a ledger line's."""

LEDGER_INK, LEDGER_MARGIN = 60, 40
"""Grey beside a head where its ledger line runs, and by how much line and space must differ."""

CLEAR_OFF_SP, NO_INK = (0.62, 0.94), 30
"""Where the next ledger line stands so far from a head, and hardly any grey is on the head's own
row, the head stands in a space, however far out: on old plates not all touch the line. On 265 old
pages that mended 16 notes and broke none."""

FEWEST_STEPS = 4
"""Heads whose ledger lines stand clear, for a page's steps beyond the staff to be measured."""

LEDGER_STEP_SP, LEDGER_OFF_SP, LEDGER_THICK_SP = (0.8, 1.45), 0.22, 0.45
"""Old plates set ledger lines wider than staff lines, but evenly: from one to the next, how far one
may lie off its place, and how thick they are at most."""

EQUATION = 5.0 * UNITS_PER_SPACE
"""A tempo mark may set two notes equal, so far from each other."""

WORDS_SHARE, EVIDENCE_IN_TEXT = 0.2, 0.2
"""In the midst of words even a faint sign of a ledger line, up to this, is none."""


def place_heads(sheet: Sheet, detection: Detection) -> tuple[Head, ...]:
    """Give every notehead its staff and its pitch position.

    Parameters
    ----------
    sheet : Sheet
        Level staves.
    detection : Detection
        Glyphs, and the mask of ledger lines.

    Returns
    -------
    heads : tuple of Head
        In order of columns. Between two staves the one whose ledger lines lead to the head
        takes it, then the nearer one.
    """
    beams, ledger, text = (plane(detection, name) for name in ("beam", "ledger", "text"))
    signs = big_signs(detection)
    places, words = [], []
    for glyph in _believed(detection, sheet.staves):
        if any(sign.score > glyph.score and is_inside(glyph, sign) for sign in signs):
            continue
        if _is_in_beam(glyph, beams):
            continue
        staff = choose_staff(sheet, glyph, ledger, text)
        if staff is not None:
            places.append((glyph, staff))
        elif _text_share(glyph, text) >= TEXT_SHARE:
            words.append(glyph)
    places = [
        (glyph, number)
        for glyph, number in places
        if not (_is_bare(sheet.staves[number], glyph, ledger) and _is_beside(glyph, words))
    ]
    measured = [_ledger_step(sheet.grey, sheet.staves[staff], glyph) for glyph, staff in places]
    steps = [step for step in measured if step is not None]
    ratio = max(1.0, float(np.median(steps))) if len(steps) >= FEWEST_STEPS else 1.0
    heads = []
    for glyph, staff in places:
        exact = _exact_pitch(sheet.staves[staff], glyph, ratio)
        pitch = _pitch(sheet.grey, sheet.staves[staff], glyph, exact, ratio)
        heads.append(Head(glyph, staff, pitch, abs(exact - pitch)))
    return tuple(sorted(heads, key=lambda h: h.glyph.column))


def _believed(detection: Detection, staves: Sequence[SheetStaff]) -> list[Glyph]:
    """Return the heads that are believed, and the faint ones that their place speaks for."""
    single = [s for s in staves if s.lines == 1]
    believed = detection.believed(NOTEHEADS)
    faint = [g for g in detection.faint(NOTEHEADS) if not detection.is_believed(g)]
    placed = [
        g
        for g in faint
        if (
            any(_is_on(g, staff) for staff in single)
            if g.label in RARE
            else any(_is_third(g, other) for other in believed)
        )
    ]
    return [*believed, *placed]


def _is_in_beam(glyph: Glyph, beams: np.ndarray) -> bool:
    """Whether what looks like a head is a piece of a beam."""
    row, column = int(glyph.row // STRIDE), int(glyph.column // STRIDE)
    middle = beams[max(0, row - 1) : row + 2, max(0, column - 1) : column + 2]
    return bool(middle.size and middle.mean() >= IN_BEAM)


def _is_on(glyph: Glyph, staff: SheetStaff) -> bool:
    """Whether a head stands on a single line, or right above or below it."""
    near = abs(staff.pitch(glyph.row)) <= SINGLE_NEAR_STEPS
    return near and staff.left <= glyph.column <= staff.right


def _is_third(glyph: Glyph, other: Glyph) -> bool:
    """Whether two heads stand a space apart, one straight above the other."""
    apart = abs(abs(glyph.row - other.row) - UNITS_PER_SPACE)
    return apart <= THIRD_OFF and abs(glyph.column - other.column) <= THIRD_OFF


def big_signs(detection: Detection) -> list[Glyph]:
    """Return the clefs and time letters: their round ends look like heads, and like rests."""
    return detection.faint((*CLEFS, *TIME_LETTERS))


def is_inside(glyph: Glyph, sign: Glyph) -> bool:
    """Whether a glyph's centre lies in the box of a sign, or hardly beside it."""
    margin = SIGN_MARGIN
    return (
        abs(glyph.row - sign.row) < sign.height / 2
        and abs(glyph.column - sign.column) < sign.width / 2 + margin
    )


def _exact_pitch(staff: SheetStaff, glyph: Glyph, ratio: float) -> float:
    """Return where a head stands, not rounded; beyond the staff steps may be wider by a ratio."""
    exact = staff.pitch(glyph.row)
    if abs(exact) > 4:
        exact = (4 + (abs(exact) - 4) / ratio) * (1 if exact > 0 else -1)
    return exact


def _pitch(grey: Grey, staff: SheetStaff, glyph: Glyph, exact: float, ratio: float) -> int:
    """Return the step of a head; beyond the staff, its ledger line tells line from space."""
    nearest = round(exact)
    if abs(exact) < NEAR_STEPS - 0.3:
        return nearest
    step = staff.space * ratio / 2
    through = _beside(grey, glyph, glyph.row)
    under = _beside(grey, glyph, glyph.row - (step if exact > 0 else -step))
    # Beyond the first ledger line there would be that one, not the staff's own.
    first = abs(nearest) == 6 and abs(exact) > 6
    if (
        nearest % 2 == 0
        and not first
        and max(through, under) < LEDGER_INK
        and _is_clear(grey, glyph, exact)
    ):
        return nearest + (1 if exact > nearest else -1)
    if max(through, under) < LEDGER_INK or abs(through - under) < LEDGER_MARGIN:
        return nearest
    odd = under > through
    if nearest % 2 == odd:
        return nearest
    return nearest + (1 if exact > nearest else -1)


def _is_clear(grey: Grey, glyph: Glyph, exact: float) -> bool:
    """Whether a ledger line beside a head stands clear of it: then it is on none itself."""
    side = 1 if exact > 0 else -1
    first, last = (round(off * UNITS_PER_SPACE) for off in CLEAR_OFF_SP)
    near = max(_beside(grey, glyph, glyph.row - side * off) for off in range(first, last))
    return near >= LEDGER_INK and _beside(grey, glyph, glyph.row) < NO_INK


def _ledger_step(grey: Grey, staff: SheetStaff, glyph: Glyph) -> float | None:
    """Return how far ledger lines stand apart, in staff spaces; None where they are unclear.

    At least two of them must stand evenly on one side of the head.
    """
    below = glyph.row > staff.middle
    edge = round(staff.lowest if below else staff.highest)
    away = abs(glyph.row - edge)
    reach = int(away + staff.space / 2 - 2)
    rows = edge + np.arange(4, reach) * (1 if below else -1)
    if reach < 2 * staff.space or rows.min() < 0 or rows.max() >= len(grey):
        return None
    left, right = round(glyph.column - glyph.width / 2), round(glyph.column + glyph.width / 2)
    for first in (left - 6, right + 2):
        if first < 0 or first + 4 > grey.shape[1]:
            continue
        inked = grey[rows, first : first + 4].sum(axis=1, dtype=np.int64) > 4 * LEDGER_GREY
        starts, stops = mask_runs(inked).T
        if len(starts) < 2 or (stops - starts).max() > LEDGER_THICK_SP * staff.space:
            continue
        places = 4 + (starts + stops - 1) / 2
        number = np.arange(1, len(places) + 1)
        step = float(places @ number / (number @ number))
        even = np.abs(places - step * number).max() < LEDGER_OFF_SP * staff.space
        steps = round(2 * away / step)
        near = steps // 2 == len(places)
        low, high = (bound * staff.space for bound in LEDGER_STEP_SP)
        if even and near and low < step < high:
            return step / staff.space
    return None


def _beside(grey: Grey, glyph: Glyph, row: float) -> float:
    """Return the mean grey left and right of a head in the rows around one, the better row's."""
    left, right = round(glyph.column - glyph.width / 2), round(glyph.column + glyph.width / 2)
    first, last = max(0, round(row) - 2), min(len(grey), round(row) + 3)
    if first >= last or left < 6 or right + 6 > grey.shape[1]:
        return 0.0
    sides = grey[first:last, left - 5 : left - 1], grey[first:last, right + 2 : right + 6]
    return float(max(sum(side.sum(axis=1, dtype=np.int64) for side in sides))) / 8


def choose_staff(sheet: Sheet, glyph: Glyph, ledger: np.ndarray, text: np.ndarray) -> int | None:
    """Return the index of the staff that a glyph with ledger lines belongs to, or None."""
    candidates = near_staves(sheet.staves, glyph.row, glyph.column)
    best, best_cost = None, np.inf
    for number in candidates:
        staff = sheet.staves[number]
        distance = abs(staff.pitch(glyph.row))
        if distance > FARTHEST_STEPS:
            continue
        cost = distance / 10
        if distance > _near_steps(staff):
            evidence = _ledger_evidence(staff, glyph, ledger)
            if distance > BARE_STEPS and evidence < EVIDENCE_IN_TEXT:
                words = _text_share(glyph, text)
                if words >= WORDS_SHARE:
                    continue
                far = distance > FARTHEST_BARE_STEPS
                if evidence < LEAST_EVIDENCE and (words >= TEXT_SHARE or far):
                    continue
            elif evidence < LEAST_EVIDENCE and _is_in_text(sheet.grey, staff, glyph, text):
                continue
            cost += 3 * (1 - evidence) + (SINGLE_FAR_COST if staff.lines == 1 else 0)
        if cost < best_cost:
            best, best_cost = number, cost
    return best


def _near_steps(staff: SheetStaff) -> float:
    """Return how far from the middle of a staff heads need no ledger line."""
    return NEAR_STEPS if staff.lines > 1 else SINGLE_NEAR_STEPS


def _is_in_text(grey: Grey, staff: SheetStaff, glyph: Glyph, text: np.ndarray) -> bool:
    """Whether a head on or over the first ledger line stands beside text and has no such line."""
    line = staff.row(staff.first_ledger * (1 if glyph.row > staff.middle else -1))
    inked = _beside(grey, glyph, line) >= LEDGER_INK
    return not inked and _text_share(glyph, text) >= CLOSE_TEXT_SHARE


def _is_bare(staff: SheetStaff, glyph: Glyph, ledger: np.ndarray) -> bool:
    """Whether a head far from its staff has no sign of a ledger line."""
    if abs(staff.pitch(glyph.row)) <= BARE_STEPS:
        return False
    return _ledger_evidence(staff, glyph, ledger) < LEAST_EVIDENCE


def _is_beside(glyph: Glyph, words: Iterable[Glyph]) -> bool:
    """Whether a head stands in one row with one that belongs to a tempo mark."""
    return any(
        abs(word.row - glyph.row) < 8 and abs(word.column - glyph.column) < EQUATION
        for word in words
    )


def _text_share(glyph: Glyph, text: np.ndarray) -> float:
    """Return how much of the row left and right of a glyph is text."""
    row, column = int(glyph.row // STRIDE), int(glyph.column // STRIDE)
    reach = round(TEXT_REACH / STRIDE)
    rows = text[max(0, row - 4) : row + 5]
    sides = rows[:, max(0, column - reach) : max(0, column - 3)], rows[:, column + 4 :][:, :reach]
    return float(np.mean(np.concatenate(sides, axis=1) > SURE)) if rows.size else 0.0


def _ledger_evidence(staff: SheetStaff, glyph: Glyph, ledger: np.ndarray) -> float:
    """Return 0..1: how many of the ledger lines between staff and head are seen."""
    pitch = staff.pitch(glyph.row)
    sign = 1 if pitch > 0 else -1
    last = int((abs(pitch) + 0.4) // 2) * 2
    column = int(glyph.column // STRIDE)
    low, high = max(0, column - 3), column + 4
    steps = range(staff.first_ledger, last + 1, 2)
    rows = [int(staff.row(sign * step) // STRIDE) for step in steps]
    if not rows:
        return 1.0
    first = max(0, min(rows) - 1)
    most = ledger[first : max(0, max(rows) + 2), low:high].max(axis=1, initial=0).tolist()
    seen = [
        max(most[max(0, row - 1 - first) : row + 2 - first], default=0)
        for row in rows
        if 0 <= row < len(ledger)
    ]
    return sum(seen) / 255 / len(rows)
