"""Read words with RapidOCR, where it is installed: `pip install rastrum[text]`."""

import threading
from collections.abc import Sequence
from functools import cache
from importlib.util import find_spec
from typing import Any

import numpy as np

from rastrum.arrays import Grey

_LOCK = threading.Lock()

NARROWEST_PX = 160
"""Words are padded to this, at a height of 48. The library's usual 320 takes three times as long as
96, at which 4 words of 87 came out otherwise; at 48 there were 8."""

LATIN_END = 0x250
"""Letters from here on are of other scripts; the reader knows dozens, and sees them in specks."""

PUNCTUATION = "‘’‚“”„…–—‐‑‒"

TAILS = str.maketrans("ļņķģŗĻŅĶŖ", "lnkgrLNKR")
"""A slur or a ledger line under a letter is taken for a tail."""


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


def read_words(crops: Sequence[Grey]) -> list[tuple[str, float]]:
    """Read pictures of words.

    Parameters
    ----------
    crops : sequence of (H, W) uint8 array
        Black on white.

    Returns
    -------
    words : list of (str, float)
        Text and confidence 0..1 of each.
    """
    with _LOCK:
        reader = _reader()
    words = []
    for crop in crops:
        if not crop.size:
            words.append(("", 0.0))
            continue
        answer = reader(np.stack([crop] * 3, axis=2), use_det=False, use_cls=False)
        texts = answer.txts or ("",)
        words.append((_latin(str(texts[0])), float((answer.scores or (0.0,))[0])))
    return words


def _latin(text: str) -> str:
    """Return what of a text is Latin script."""
    kept = (c for c in text if ord(c) < LATIN_END or c in PUNCTUATION)
    return "".join(kept).translate(TAILS)
