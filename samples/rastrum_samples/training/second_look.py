"""Train the network that reads what fingerings and sforzati say, and write it as ONNX."""

import logging
import math
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from rastrum.detection.second_look import KINDS
from rastrum_samples.datasets.second_look_crops import MARGIN_PX, LabelledCrops

_log = logging.getLogger(__name__)

CHANNELS = (8, 16, 24, 24, 28)
"""Channels of the convolutions that both kinds of crops go through, at strides 2, 2, 4, 4 and 8."""

WORD_CHANNELS = 16
"""Channels of the convolution that only words go through, at stride 16."""

ROUNDS_PER_LOG = 200


@dataclass(frozen=True, slots=True)
class Plan:
    """How to train.

    Attributes
    ----------
    steps : int
        Of the optimiser.
    batch : tuple of int
        Crops of each kind in a step; those of words are five times as large.
    rate : float
        Highest learning rate, after `warm_up` steps; then it falls as a cosine to 1 %.
    seed : int
        Of weights and order.
    smoothing : float
        Share of the truth that goes to the other words: some crops cannot be read.
    """

    steps: int = 4_500
    batch: tuple[int, int] = (64, 32)
    rate: float = 3e-3
    warm_up: int = 200
    seed: int = 0
    smoothing: float = 0.03


def _convolve(inputs: int, outputs: int, stride: int, size: int = 3) -> nn.Sequential:
    return nn.Sequential(
        nn.Conv2d(inputs, outputs, size, stride, size // 2, bias=False),
        nn.BatchNorm2d(outputs),
        nn.ReLU(inplace=True),
    )


class SecondLook(nn.Module):
    """Classifies digits in crops of two by two staff spaces, words in three by seven."""

    def __init__(self) -> None:
        super().__init__()
        a, b, c, d, e = CHANNELS
        self.look = nn.Sequential(
            _convolve(1, a, 2, 5),
            _convolve(a, b, 1),
            _convolve(b, c, 2),
            _convolve(c, d, 1),
            _convolve(d, e, 2),
        )
        self.heads = nn.ModuleDict()
        self.wider = _convolve(e, WORD_CHANNELS, 2)
        for name, channels, stride in (("digits", e, 8), ("words", WORD_CHANNELS, 16)):
            height, width = (size // stride for size in KINDS[name].crop)
            count = len(KINDS[name].says)
            self.heads[name] = nn.Linear(channels * height * width, count)

    def forward(self, digits: Tensor, words: Tensor) -> tuple[Tensor, Tensor]:
        """Return logits of what each crop says; ink is 1."""
        near = functional.dropout(self.look(digits).flatten(1), 0.2, self.training)
        far = functional.dropout(self.wider(self.look(words)).flatten(1), 0.2, self.training)
        return self.heads["digits"](near), self.heads["words"](far)


class _Deck:
    """Crops of one kind, dealt so that none are seen much more often than others."""

    def __init__(self, crops: LabelledCrops, batch: int, rng: np.random.Generator) -> None:
        self.crops, self.batch, self.rng = crops, batch, rng
        counts = np.bincount(crops.says)
        weights = 1 / np.sqrt(np.maximum(counts, 1))[crops.says]
        self.chances = weights / weights.sum()

    def deal(self) -> tuple[Tensor, Tensor]:
        """Return crops, each shifted and with its contrast changed, and what they say."""
        rng, span = self.rng, 2 * MARGIN_PX + 1
        picked = rng.choice(len(self.chances), self.batch, p=self.chances)
        height, width = (size - 2 * MARGIN_PX for size in self.crops.greys.shape[1:])
        places = rng.binomial(span - 1, 0.5, (self.batch, 2))
        greys = np.stack(
            [
                self.crops.greys[n, y : y + height, x : x + width]
                for n, (y, x) in zip(picked, places, strict=True)
            ]
        )
        grey = torch.from_numpy(greys[:, None].astype(np.float32) / 255)
        gain = torch.from_numpy(rng.uniform(0.8, 1.1, (self.batch, 1, 1, 1)).astype(np.float32))
        noise = torch.from_numpy(rng.normal(0, 0.04, grey.shape).astype(np.float32))
        return (grey * gain + noise).clamp(0, 1), torch.from_numpy(self.crops.says[picked])


def train(crops: dict[str, LabelledCrops], plan: Plan) -> SecondLook:
    """Train.

    Parameters
    ----------
    crops : dict of str to LabelledCrops
        What to learn from.
    plan : Plan
        How long and how fast.

    Returns
    -------
    model : SecondLook
        Its weights are a running mean over some hundred steps.
    """
    torch.manual_seed(plan.seed)
    rng = np.random.default_rng(plan.seed)
    model = SecondLook().train()
    mean = torch.optim.swa_utils.AveragedModel(
        model, multi_avg_fn=torch.optim.swa_utils.get_ema_multi_avg_fn(0.997), use_buffers=True
    )
    optimiser = torch.optim.AdamW(model.parameters(), lr=plan.rate, weight_decay=1e-2)
    decks = [_Deck(crops[name], batch, rng) for name, batch in zip(KINDS, plan.batch, strict=True)]
    total = 0.0
    for step in range(1, plan.steps + 1):
        share = max(0.0, (step - plan.warm_up) / max(1, plan.steps - plan.warm_up))
        rate = min(step / plan.warm_up, 0.505 + 0.495 * math.cos(math.pi * share))
        for group in optimiser.param_groups:
            group["lr"] = plan.rate * rate
        (digits, digits_say), (words, words_say) = (deck.deal() for deck in decks)
        said = model(digits, words)
        loss = sum(
            functional.cross_entropy(logits, says, label_smoothing=plan.smoothing)
            for logits, says in zip(said, (digits_say, words_say), strict=True)
        )
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        mean.update_parameters(model)
        total += float(loss.detach())
        if step % ROUNDS_PER_LOG == 0:
            _log.info("step %d loss %.4f", step, total / ROUNDS_PER_LOG)
            total = 0.0
    averaged: SecondLook = mean.module
    averaged.eval()
    return averaged


class _Packed(nn.Module):
    """The network as the engine runs it: grey values 0..255 in, probabilities out."""

    def __init__(self, model: SecondLook) -> None:
        super().__init__()
        self.model = model

    def forward(self, digits: Tensor, words: Tensor) -> tuple[Tensor, ...]:
        logits = self.model(digits / 255, words / 255)
        return tuple(torch.softmax(each, 1) for each in logits)


def export(model: SecondLook, file: Path) -> None:
    """Write the ONNX file that `rastrum.detection.second_look` runs.

    Parameters
    ----------
    model : SecondLook
    file : Path
        For each kind of `rastrum.detection.second_look.KINDS` an input (N, 1, H, W) float32,
        0 paper and 255 ink, and an output (N, says) float32.
    """
    crops = tuple(torch.zeros(2, 1, *kind.crop) for kind in KINDS.values())
    scores = [f"{name}_scores" for name in KINDS]
    torch.onnx.export(
        _Packed(model).eval(),
        crops,
        str(file),
        dynamo=False,
        input_names=list(KINDS),
        output_names=scores,
        dynamic_axes={name: {0: f"{name}_count"} for name in (*KINDS, *scores)},
    )
