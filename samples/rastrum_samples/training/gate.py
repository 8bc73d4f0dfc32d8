"""Fit the gate: which cells of the network's last map can hold a glyph at all."""

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from rastrum.detection.operating_points import operating_points
from rastrum.model.vocabulary import GLYPHS
from rastrum_samples.training.network import Detector

HIDDEN = 8
"""Channels of the gate. The shipped network's lets 5.8 % of the cells of old pages through;
without a hidden layer it would be half of them."""

STEPS, RATE, SAMPLES = 2000, 1e-2, 4096
"""Steps of the optimiser, their size, and cells seen in each: half of them near the threshold."""

NEAR = -3.0
"""Odds from which a cell is near the threshold: a twentieth of those that count, as logarithm."""

MISS_WEIGHT = 30.0
"""What a lost cell costs, in cells let through for nothing."""

SPARE = 1.0
"""How far below the least glyph that was seen the gate is set, logarithm of the odds."""


def fit_gate(model: Detector, sheets: Tensor, *, seed: int = 0) -> nn.Sequential:
    """Learn to tell from few channels where no class reaches the score from which it is listed.

    Computing the scores of every class in every cell would take a sixth of the network's time,
    and hardly one cell of a hundred holds any.

    Parameters
    ----------
    model : Detector
        Trained; in its evaluation mode.
    sheets : (N, 1, H, W) float32 tensor
        Crops, 0..1.
    seed : int
        Of weights and samples.

    Returns
    -------
    gate : torch.nn.Sequential
        From the last map to one of logits: at least 0 where a glyph may be. None of the crops'
        glyphs is lost.
    """
    torch.manual_seed(seed)
    gate = nn.Sequential(
        nn.Conv2d(model.centres.in_channels, HIDDEN, 1), nn.ReLU(), nn.Conv2d(HIDDEN, 1, 1)
    )
    points = operating_points()
    least = torch.tensor([points[label].listed for label in GLYPHS], dtype=torch.float32)
    with torch.no_grad():
        cells, highest = [], []
        for sheet in sheets.split(8):
            features = model.look(sheet).merged
            above = model.score(features) - torch.logit(least)[:, None, None]
            cells.append(features.permute(0, 2, 3, 1).flatten(0, 2))
            highest.append(above.amax(1).flatten())
        known, best = torch.cat(cells), torch.cat(highest)
    near = (best > NEAR).nonzero()[:, 0]
    optimiser = torch.optim.Adam(gate.parameters(), RATE)
    rng = np.random.default_rng(seed)
    for step in range(STEPS):
        optimiser.param_groups[0]["lr"] = RATE * (1 - step / STEPS)
        drawn = [
            near[rng.integers(len(near), size=SAMPLES // 2)],
            torch.from_numpy(rng.integers(len(known), size=SAMPLES // 2)),
        ]
        chosen = torch.cat(drawn)
        logits = gate(known[chosen][:, :, None, None]).flatten()
        wanted = best[chosen].ge(0).float()
        weight = 1 + (MISS_WEIGHT - 1) * wanted
        loss = functional.binary_cross_entropy_with_logits(logits, wanted, weight)
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
    with torch.no_grad():
        seen = gate(known[best >= 0][:, :, None, None])
        gate[2].bias -= seen.min() - SPARE
    return gate
