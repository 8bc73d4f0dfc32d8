"""Read words with RapidOCR, where it is installed: `pip install rastrum[text]`."""

import threading
from collections.abc import Sequence
from functools import cache
from importlib.util import find_spec
from typing import Any

import numpy as np

from rastrum.model.arrays import Grey
from rastrum.text.words import ReadText

_LOCK = threading.Lock()

NARROWEST_PX = 160
"""Words are padded to this, at a height of 48. The library's usual 320 takes three times as long as
96, at which 4 words of 87 came out otherwise; at 48 there were 8."""

LATIN_END = 0x250
"""Letters from here on are of other scripts; the reader knows dozens, and sees them in specks."""

PUNCTUATION = "‘’‚“”„…–—‐‑‒"

TAILS = str.maketrans("ļņķģŗĻŅĶŖāēīōū", "lnkgrLNKRaeiou")
"""A slur or a ledger line at a letter is taken for a tail or a macron."""


def can_read() -> bool:
    """Whether the extra `text` is installed."""
    return find_spec("rapidocr") is not None


@cache
def _reader() -> Any:  # noqa: ANN401  the library has no types
    from rapidocr import RapidOCR  # noqa: PLC0415

    return RapidOCR(
        params={
            "Global.use_det": False,
            "Global.use_cls": False,
            "Global.log_level": "critical",
            "EngineConfig.onnxruntime.intra_op_num_threads": 1,
            "Rec.rec_img_shape": [3, 48, NARROWEST_PX],
        }
    )


def read_words(crops: Sequence[Grey]) -> list[ReadText]:
    """Read pictures of words.

    Parameters
    ----------
    crops : sequence of (H, W) uint8 array
        Black on white.

    Returns
    -------
    words : list of ReadText
        What each says.
    """
    with _LOCK:
        reader = _reader()
    return [_read(reader, crop) if crop.size else ReadText("", 0.0, ()) for crop in crops]


def _read(reader: Any, crop: Grey) -> ReadText:  # noqa: ANN401  the library has no types
    answer = reader(
        np.stack([crop] * 3, axis=2), use_det=False, use_cls=False, return_word_box=True
    )
    if not answer.txts or not answer.txts[0]:
        return ReadText("", 0.0, ())
    text, (found,) = str(answer.txts[0]), answer.word_results
    columns = iter([c for own in found.word_cols for c in own])
    # Spaces have no column of their own.
    known = {n: next(columns) for n, character in enumerate(text) if character != " "}
    every = np.interp(range(len(text)), list(known), list(known.values()))
    places = (every + 0.5) / found.line_txt_len
    kept = [(c, float(p)) for c, p in zip(text, places, strict=True) if _is_latin(c)]
    return ReadText(
        "".join(c for c, _ in kept).translate(TAILS),
        float(answer.scores[0]),
        tuple(p for _, p in kept),
    )


def _is_latin(character: str) -> bool:
    return ord(character) < LATIN_END or character in PUNCTUATION
