"""Count what the engine reads in crops that training the second look never saw."""

from collections import Counter

import numpy as np

from rastrum.detection.second_look import KINDS, run
from rastrum_samples.datasets.second_look_crops import MARGIN_PX, LabelledCrops

NONE = "none"

BATCH = 256


def evaluate(crops: dict[str, LabelledCrops]) -> str:
    """Compare what crops say with what the engine reads in them.

    Parameters
    ----------
    crops : dict of str to LabelledCrops
        Of these, the crops that the detector saw.

    Returns
    -------
    table : str
        For each word how many there are, how many are read right, and what the others are read as,
        another word or none.
    """
    lines = []
    for name, kind in KINDS.items():
        own = crops[name]
        greys, says = own.greys[own.seen], own.says[own.seen]
        read = classify_crops(name, greys)
        share = float(np.mean(read == says)) if len(says) else 1.0
        lines += [
            f"{name}: {len(says)}, {share:.3f} right",
            "",
            "| says | seen | right | read as |",
        ]
        lines.append("|---|---|---|---|")
        for number, word in enumerate(kind.says):
            same = read[says == number]
            others = Counter(kind.says[k] or NONE for k in same[same != number])
            as_what = ", ".join(f"{other} {count}" for other, count in others.most_common())
            right = float(np.mean(same == number)) if len(same) else 1.0
            lines.append(f"| {word or NONE} | {len(same)} | {right:.3f} | {as_what} |")
        believed = read > 0
        wrong = int(np.sum(believed & (read != says)))
        lines += ["", f"of {int(believed.sum())} that are read {wrong} are wrong", ""]
    return "\n".join(lines)


def classify_crops(name: str, greys: np.ndarray) -> np.ndarray:
    """Return what the engine reads in crops of a kind, as an index into its words."""
    kind = KINDS[name]
    inner = slice(MARGIN_PX, -MARGIN_PX)
    read = []
    for first in range(0, len(greys), BATCH):
        crops = {other: [] for other in KINDS} | {
            name: list(greys[first : first + BATCH, inner, inner])
        }
        scores = run(crops)[name]
        read.append(np.where(scores.max(1) >= kind.believed, scores.argmax(1), 0))
    return np.concatenate(read) if read else np.zeros(0, np.int64)
