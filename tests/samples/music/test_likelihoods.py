"""Pages differ in how often things happen on them."""

from dataclasses import asdict

import numpy as np
import pytest

from rastrum_samples.music.likelihoods import random_likelihoods

COUNTS = ("wide", "shortest", "longest")


@pytest.mark.parametrize("seed", range(20))
def test_probabilities_lie_between_nothing_and_all(seed):
    drawn = asdict(random_likelihoods(np.random.default_rng(seed)))

    assert all(0 <= value <= 1 for name, value in drawn.items() if name not in COUNTS)
    assert drawn["shortest"] >= 4 > drawn["longest"]


def test_pages_differ_and_the_same_seed_gives_the_same():
    first, again, other = (random_likelihoods(np.random.default_rng(s)) for s in (1, 1, 2))

    assert first == again
    assert first != other
