"""Tell type without serifs from type with them, by the ends and widths of its strokes."""

from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from typing import NamedTuple

import numpy as np

from rastrum.model.arrays import Grey
from rastrum.text.syllables import TextLine
from rastrum_kernels.runs import mask_runs

WEIGHTS = "serifs.npz"

EM = 48
"""Rows to the type's size on the picture that strokes are cut from: letters become 20 high."""

ABOVE, BELOW = 0.9, 0.2
"""What of a line is looked at above and below its baseline, as shares of the type's size."""

OFF = 0.2
"""A line's letters stand within this of where the mask of text says, as a share of the size."""

LOWEST, HIGHEST = 0.28, 0.62
"""Small letters are so high, as shares of the type's size; it is rough for a short word."""

WIDEST = 0.7
"""A wider run of ink in the middle of a letter is no stroke: a share of the letters' height."""

ROWS, COLUMNS = np.arange(-1.4, 0.25, 0.1), np.arange(-0.8, 0.85, 0.1)
"""What is looked at around a stroke, in heights of small letters from its foot: its ends, the
beginnings of its joins and the next stroke."""

SUREST = 4.0
"""No stroke says more than this for or against serifs: a speck at its foot is no proof."""

DOUBT = 20.0
"""Strokes of the page that speak in a line beside its own: a word of a few letters is judged by its
page, a line of several words by itself."""

OLD = 30.0
"""Strokes with serifs that every page begins with: most type in music has them."""


class Network(NamedTuple):
    """Weights of two layers: 289 greys in, the odds of no serifs out."""

    mean: np.ndarray
    first: np.ndarray
    first_bias: np.ndarray
    second: np.ndarray
    second_bias: np.ndarray


def lack_serifs(grey: Grey, lines: Sequence[TextLine]) -> list[bool]:
    """Say of each line of text whether its type has no serifs.

    Parameters
    ----------
    grey : (H, W) uint8 array
        The sheet, 255 for ink.
    lines : sequence of TextLine
        All of a page: they tell of each other.

    Returns
    -------
    sans : list of bool
        In the order given; False where nothing speaks for it.

    Notes
    -----
    A small network looks at the surroundings of each upright stroke and says how likely its face
    has no serifs; what the strokes of a line say is averaged with what the page says. The weights
    are fitted on lines of words in twenty-two families: `rastrum-samples serifs`. O(strokes) time.
    """
    network = _load()
    said = [weigh_strokes(network, cut_strokes(grey, line)) for line in lines]
    everything = sum(float(own.sum()) for own in said) - OLD * SUREST / 2
    page = everything / (sum(len(own) for own in said) + OLD)
    return [bool(own.sum() + DOUBT * page > 0) for own in said]


@cache
def _load() -> Network:
    with files("rastrum.text").joinpath(WEIGHTS).open("rb") as file, np.load(file) as stored:
        return Network(*(stored[name].astype(np.float32) for name in Network._fields))


def weigh_strokes(network: Network, strokes: np.ndarray) -> np.ndarray:
    """Return the logarithm of the odds, for each of (N, 289) strokes, that it lacks serifs."""
    hidden = np.maximum((strokes - network.mean) @ network.first + network.first_bias, 0)
    odds: np.ndarray = hidden @ network.second + network.second_bias
    return np.asarray(np.clip(odds, -SUREST, SUREST))


def cut_strokes(grey: Grey, line: TextLine) -> np.ndarray:
    """Cut the surroundings of the upright strokes of a line out of the sheet.

    Parameters
    ----------
    grey : (H, W) uint8 array
    line : TextLine

    Returns
    -------
    strokes : (N, 289) float32 array
        Greys of `ROWS` by `COLUMNS`, 0 to 1; heights are those of the line's small letters.
    """
    none = np.zeros((0, len(ROWS) * len(COLUMNS)), np.float32)
    picture = _enlarge(grey, line)
    ink = picture >= 0.5
    if not ink.any():
        return none
    baseline, top = _find_edges(ink.sum(axis=1))
    height = baseline - top
    first, last = mask_runs(ink[round(baseline - height / 2)]).T
    narrow = last - first <= WIDEST * height
    middles = (first[narrow] + last[narrow]) / 2
    if not len(middles):
        return none
    edge = height + 2
    soft = np.pad(picture, edge)
    soft = (soft + np.roll(soft, 1, 0)) / 2
    soft = (soft + np.roll(soft, 1, 1)) / 2
    rows = np.rint(baseline + height * ROWS).astype(np.int64) + edge
    columns = np.rint(middles[:, None] + height * COLUMNS).astype(np.int64) + edge
    rows = rows.clip(0, len(soft) - 1)
    pictures = soft[rows[None, :, None], columns[:, None, :]]
    return np.asarray(pictures.reshape(len(middles), -1))


def _enlarge(grey: Grey, line: TextLine) -> np.ndarray:
    """Return the ink of a line's words, 0 to 1, with `EM` rows to its size; the rest is white."""
    own = [s for s in line.syllables if s.text and not s.extender]
    step, left = line.size / EM, own[0].left - 2 if own else 0.0
    rows = line.baseline - ABOVE * line.size + step * (np.arange(round((ABOVE + BELOW) * EM)) + 0.5)
    count = int((own[-1].right + 2 - left) / step) + 1 if own else 0
    columns = left + step * (np.arange(count) + 0.5)
    picture = _between(_between(grey, rows - 0.5).T, columns - 0.5).T
    seen = np.zeros(count, bool)
    for syllable in own:
        first = int((syllable.left - left) / step) - 1
        seen[max(0, first) : int((syllable.right - left) / step) + 2] = True
    return np.asarray(picture * seen / np.float32(255))


def _between(grey: np.ndarray, rows: np.ndarray) -> np.ndarray:
    """Interpolate between the rows of a picture; beyond its edge, its edge."""
    last = len(grey) - 1
    first = np.floor(rows).astype(np.int64)
    share = (rows - first).astype(np.float32)[:, None]
    one, other = (grey[np.clip(r, 0, last)] for r in (first, first + 1))
    return np.asarray(one * (1 - share) + other * share, np.float32)


def _find_edges(profile: np.ndarray) -> tuple[int, int]:
    """Return the rows on which small letters stand, and where they begin.

    There the ink of the rows grows and falls most.
    """
    ink = np.concatenate(([0, 0], profile, [0, 0])).astype(np.int64)
    falls = ink[:-3] + ink[1:-2] - ink[2:-1] - ink[3:]
    about, off = round(ABOVE * EM), round(OFF * EM)
    baseline = about - off + int(falls[about - off : about + off].argmax())
    highest, lowest = baseline - round(HIGHEST * EM), baseline - round(LOWEST * EM)
    top = highest + int(falls[max(0, highest) : lowest].argmin())
    return baseline, top
