"""Draw pages whose every line is known."""

from dataclasses import dataclass, field

import numpy as np


@dataclass
class DrawnPage:
    """Ink, and the curves of the staff lines as functions of the page column."""

    ink: np.ndarray
    space: float
    lines: list = field(default_factory=list)
    """Per staff: (left, right, [five functions of columns to rows], space)."""


def draw_page(
    *,
    space=20.0,
    staves=6,
    skew_deg=0.0,
    warp_sp=0.0,
    margin_sp=6.0,
    width_sp=100.0,
    thickness=None,
    broken=0.0,
    lost=(),
    border=False,
    sizes=None,
    cut=0.0,
    music=True,
    seed=1,
):
    """Draw staves of two with barlines, stems and heads.

    `warp_sp` bends the page by so many staff spaces over its width; `broken` is the share of line
    pixels that are lost; of the lines numbered in `lost` only worn dashes are left, a fifth of a
    space too high; `sizes` are the staves' spaces against `space`; `cut` is how many spaces
    of the first staff lie above the page.
    """
    rng = np.random.default_rng(seed)
    sizes = sizes or [1.0] * staves
    thickness = thickness or max(1.0, space * 0.12)
    slope = np.tan(np.radians(skew_deg))
    width = round((width_sp + 2 * margin_sp) * space)
    pitch = 14.0
    rise = abs(slope) * width + abs(warp_sp) * space
    height = round((2 * margin_sp + pitch * len(sizes)) * space + rise)
    ink = np.zeros((height, width), bool)
    left, right = margin_sp * space, width - margin_sp * space - 1
    base = margin_sp * space + (abs(slope) * width if slope < 0 else 0)
    page = DrawnPage(ink, space)

    def bend(x):
        return slope * x + warp_sp * space * 0.5 * (1 - np.cos(2 * np.pi * x / width))

    def dot(x, row, half_height, half_width):
        top, bottom = round(row - half_height), round(row + half_height)
        ink[max(0, top) : max(0, bottom), max(0, round(x - half_width)) : round(x + half_width)] = (
            True
        )

    for n, size in enumerate(sizes):
        top = base + n * pitch * space - (cut * space if n == 0 else 0)
        own = space * size
        curves = [lambda x, y=top + k * own: y + bend(x) for k in range(5)]
        page.lines.append((left, right, curves, own))
        columns = np.arange(round(left), round(right) + 1)
        for number, curve in enumerate(curves):
            worn = number in lost
            rows = curve(columns + 0.5) - (0.2 * own if worn else 0)
            for x, y in zip(columns, rows, strict=True):
                if worn and x % (16 * space) > 1.5 * space:
                    continue
                if broken and rng.random() < broken:
                    continue
                first = round(y - thickness / 2)
                last = max(first + 1, round(y + thickness / 2))
                if last > 0:
                    ink[max(0, first) : last, x] = True
        if not music:
            continue
        for x in (left, (left + right) / 2, right):
            lower = curves[4](x) if n % 2 else curves[4](x) + (pitch - 4 * size) * space
            if n + 1 == len(sizes):
                lower = curves[4](x)
            ink[
                max(0, round(curves[0](x))) : max(0, round(lower)),
                round(x) : round(x + 0.2 * space),
            ] = True
        for _ in range(24):
            x = rng.uniform(left + 4 * space, right - 4 * space)
            row = curves[2](x) + rng.integers(-5, 6) * own / 2
            dot(x, row, 0.45 * own, 0.6 * own)
            dot(x + 0.55 * own, row - 1.7 * own, 1.7 * own, max(1.0, 0.06 * own))
    if border:
        edge = round(1.5 * space)
        ink[:edge] = True
        ink[:, :edge] = True
        # The lid was not closed: a wedge at the right.
        for row in range(height):
            ink[row, width - 1 - round((row / height) * 2.5 * space) :] = True
    return page


def draw_line(page, staff, below_sp, *, begin_sp=0.0, end_sp=0.0):
    """Draw a line so many spaces below a staff; it begins and ends so far inside its ends."""
    left, right, curves, space = page.lines[staff]
    half = max(1.0, 0.06 * space)
    for x in range(round(left + begin_sp * space), round(right - end_sp * space) + 1):
        row = curves[4](x + 0.5) + below_sp * space
        page.ink[round(row - half) : round(row + half), x] = True


def draw_barline(page, staff, share, top_sp, bottom_sp):
    """Draw a barline at a share of a staff's width, between so many spaces below its lines."""
    left, right, curves, space = page.lines[staff]
    x = left + share * (right - left)
    rows = (round(curves[4](x) + away * space) for away in (top_sp, bottom_sp))
    page.ink[slice(*rows), round(x) : round(x + 0.2 * space)] = True
