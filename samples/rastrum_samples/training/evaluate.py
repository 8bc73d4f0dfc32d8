"""Count what the engine tells of crops that the teller never saw."""

from collections import Counter

import numpy as np

from rastrum.detection.second_look import KINDS, run
from rastrum_samples.datasets.second_look_crops import MARGIN_PX, Telling

NONE = "none"

BATCH = 256


def examine(tellings: dict[str, Telling]) -> str:
    """Compare what crops say with what the engine tells.

    Parameters
    ----------
    tellings : dict of str to Telling
        Of these, the crops that the detector saw.

    Returns
    -------
    table : str
        For each word how many there are, how many are told right, told as another or not told,
        and as what else.
    """
    lines = []
    for name, kind in KINDS.items():
        telling = tellings[name]
        greys, says = telling.greys[telling.seen], telling.says[telling.seen]
        told = tell_crops(name, greys)
        share = float(np.mean(told == says)) if len(says) else 1.0
        lines += [
            f"{name}: {len(says)}, {share:.3f} right",
            "",
            "| says | seen | right | told as |",
        ]
        lines.append("|---|---|---|---|")
        for number, word in enumerate(kind.says):
            own = told[says == number]
            others = Counter(kind.says[k] or NONE for k in own[own != number])
            as_what = ", ".join(f"{other} {count}" for other, count in others.most_common())
            right = float(np.mean(own == number)) if len(own) else 1.0
            lines.append(f"| {word or NONE} | {len(own)} | {right:.3f} | {as_what} |")
        believed = told > 0
        wrong = int(np.sum(believed & (told != says)))
        lines += ["", f"of {int(believed.sum())} that are told {wrong} are wrong", ""]
    return "\n".join(lines)


def tell_crops(name: str, greys: np.ndarray) -> np.ndarray:
    """Return what the engine tells of crops of a kind, as an index into its words."""
    kind = KINDS[name]
    inner = slice(MARGIN_PX, -MARGIN_PX)
    told = []
    for first in range(0, len(greys), BATCH):
        crops = {other: [] for other in KINDS} | {
            name: list(greys[first : first + BATCH, inner, inner])
        }
        scores = run(crops)[name]
        told.append(np.where(scores.max(1) >= kind.believed, scores.argmax(1), 0))
    return np.concatenate(told) if told else np.zeros(0, np.int64)
