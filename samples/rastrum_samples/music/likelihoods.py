"""How often things happen on a made-up page."""

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True, slots=True)
class Likelihoods:
    """How often things happen on one page: probabilities, but for the last three."""

    rest: float
    chord: float
    accidental: float
    dots: float
    beam: float
    tuplet: float
    grace: float
    voices: float
    clef: float
    signature: float
    mark: float
    fingering: float
    lyrics: float
    whole_rest: float
    wide: float
    """Standard deviation of pitch, in staff steps."""
    shortest: int
    """64 for a 64th."""
    longest: int
    """1 for a whole, 0 for a breve."""


def random_likelihoods(rng: np.random.Generator) -> Likelihoods:
    """Draw what a page is like: plain or florid, thin or thick."""

    def often(low: float, high: float, share: float = 1.0) -> float:
        return float(rng.uniform(low, high)) if rng.random() < share else 0.0

    return Likelihoods(
        rest=often(0.05, 0.4),
        chord=often(0.1, 0.7, 0.7),
        accidental=often(0.05, 0.6),
        dots=often(0.05, 0.35),
        beam=often(0.1, 0.9),
        tuplet=often(0.1, 0.4, 0.5),
        grace=often(0.05, 0.25, 0.5),
        voices=often(0.2, 1.0, 0.5),
        clef=often(0.05, 0.4, 0.6),
        signature=often(0.05, 0.5, 0.7),
        mark=often(0.05, 0.4, 0.7),
        fingering=often(0.2, 0.7, 0.25),
        lyrics=float(rng.random() < 0.2),
        whole_rest=often(0.05, 0.3),
        wide=float(rng.choice([2.5, 4.0, 6.0, 7.5])),
        shortest=int(rng.choice([4, 8, 16, 32, 64])),
        longest=int(rng.choice([0, 1, 1, 2])),
    )
