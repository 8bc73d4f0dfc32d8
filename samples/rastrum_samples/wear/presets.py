"""How worn pages are, by name."""

from collections.abc import Callable

import numpy as np

from rastrum_samples.wear.chain import Step
from rastrum_samples.wear.ink import (
    Blur,
    Coarse,
    Exposure,
    Grain,
    Kanungo,
    Spread,
    Threshold,
    Toner,
)
from rastrum_samples.wear.page import (
    BleedThrough,
    Border,
    BrokenLines,
    Curl,
    Pencil,
    Specks,
    ThickLines,
)
from rastrum_samples.wear.paper import Paper

Chain = list[Step]


def clean(rng: np.random.Generator) -> Chain:
    """Leave the page as engraved, in black and white."""
    del rng
    return [Threshold()]


def office_scan(rng: np.random.Generator) -> Chain:
    """Scan a good print on a good scanner."""
    return [
        Blur(rng.uniform(0.02, 0.05)),
        Exposure(),
        Grain(rng.uniform(0.05, 0.2)),
        Specks(rng.exponential(0.3)),
        Threshold(rng.normal(0.48, 0.06)),
    ]


def old_print(rng: np.random.Generator) -> Chain:
    """Print from worn plates with uneven ink, and scan a page that does not lie flat."""
    steps: Chain = [BrokenLines(rng.uniform(0, 0.04)), ThickLines(rng.uniform(0, 0.2))]
    steps.append(Paper(0.07, 0.05))
    steps.append(Spread(rng.uniform(-0.03, 0.08)))
    if rng.random() < 0.5:
        steps.append(Curl(rng.uniform(0.2, 1.5)))
    steps += [
        Blur(rng.uniform(0.03, 0.07)),
        Exposure(),
        Toner(rng.uniform(0.05, 0.25), rng.uniform(1, 5)),
        Specks(rng.exponential(1.5)),
        Specks(rng.exponential(1.0), ink=False),
        Grain(rng.uniform(0.1, 0.3)),
        Threshold(rng.normal(0.47, 0.08)),
        Kanungo(rng.uniform(0, 0.15), rng.uniform(0, 0.15)),
    ]
    if rng.random() < 0.4:
        steps.append(Border(rng.uniform(0.5, 3)))
    return steps


def bad_copy(rng: np.random.Generator) -> Chain:
    """Copy a copy: coarse, patchy, scribbled on, with a black edge."""
    return [
        BrokenLines(rng.uniform(0, 0.1)),
        Curl(rng.uniform(0.3, 2.0)),
        BleedThrough(rng.uniform(0.0, 0.35)),
        Pencil(rng.uniform(0, 4)),
        Paper(0.04, 0.05),
        Coarse(rng.uniform(120, 220)),
        Blur(rng.uniform(0.04, 0.08)),
        Exposure(),
        Toner(rng.uniform(0.05, 0.25), rng.uniform(1, 5)),
        Specks(rng.exponential(3.0)),
        Specks(rng.exponential(2.0), ink=False),
        Grain(rng.uniform(0.1, 0.4)),
        Threshold(float(np.clip(rng.normal(0.45, 0.1), 0.25, 0.7))),
        Kanungo(rng.uniform(0, 0.25), rng.uniform(0, 0.25)),
        Border(rng.uniform(0.5, 4)),
    ]


PRESETS: dict[str, Callable[[np.random.Generator], Chain]] = {
    "clean": clean,
    "office-scan": office_scan,
    "old-print": old_print,
    "bad-copy": bad_copy,
}
"""Each draws the steps of one page."""

CROP_SHARES = {"clean": 0.12, "office-scan": 0.33, "old-print": 0.38, "bad-copy": 0.17}
"""How often training crops are worn in each way."""


FAINT_SHARE = 0.12
"""Share of crops in which nobody saw to it that the staff lines hold: of some scans whole staves
have lost theirs, and there heads must be known without."""


def crop_chain(rng: np.random.Generator) -> tuple[str, Chain]:
    """Draw how a training crop is worn: as pages are, but for what a whole page is needed for.

    Parameters
    ----------
    rng : numpy.random.Generator

    Returns
    -------
    preset : str
    steps : list of callable
    """
    name = str(rng.choice(list(CROP_SHARES), p=list(CROP_SHARES.values())))
    unwanted: tuple[type, ...] = (Curl, Border, Paper)
    if rng.random() < FAINT_SHARE:
        unwanted += (Exposure,)
    return name, [step for step in PRESETS[name](rng) if not isinstance(step, unwanted)]


SKEW_DEG = {"clean": 0.0, "office-scan": 0.4, "old-print": 0.6, "bad-copy": 1.2}
"""Standard deviation of how far pages lie turned on the scanner."""
