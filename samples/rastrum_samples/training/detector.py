"""Train the detector on shards of crops, and write it as ONNX."""

import logging
import math
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn

from rastrum.detection.operating_points import FILE, operating_points
from rastrum.model.vocabulary import GLYPHS, MASKS
from rastrum_samples.datasets.crops import Crop
from rastrum_samples.datasets.shards import load_shard
from rastrum_samples.training.from_onnx import restore
from rastrum_samples.training.gate import fit_gate
from rastrum_samples.training.losses import measure, set_targets
from rastrum_samples.training.network import Detector, Size
from rastrum_samples.training.operating_points import (
    carry_over,
    list_scores,
    shipped_weights,
    write_points,
)

_log = logging.getLogger(__name__)

POOL_BATCHES = 64
"""Batches' worth of crops that are shuffled among each other: about three shards."""

GATE_SHARDS, GATE_STEP = 48, 4
"""The gate is fitted on every so many-th crop of about so many shards: a minute's work. Of twelve
it learns to let two thirds as many cells again through."""


@dataclass(frozen=True, slots=True)
class Plan:
    """How to train.

    Attributes
    ----------
    steps, batch : int
        Optimiser steps and crops in each.
    rate : float
        Highest learning rate, reached after `warm_up` steps, then falling as a cosine to 1 %.
    seed : int
        Of weights and order.
    ease_in : bool
        Begin with crops in good condition; not where training goes on from trained weights.
    size : Size
        Of the network.
    only : tuple of str
        Glyphs and masks to learn, with everything else left as it is; all, if there are none. What
        the network looks at first is not changed: its last layer learns what these look like to
        it. Where masks are among them, the branch for curves learns, too, which serves
        these alone.
    """

    steps: int = 12_000
    batch: int = 8
    rate: float = 2.5e-3
    warm_up: int = 300
    seed: int = 0
    ease_in: bool = True
    size: Size = Size()
    only: tuple[str, ...] = ()


CURRICULUM = {
    "clean": (1.0, 0.5),
    "office-scan": (1.0, 0.8),
    "old-print": (0.4, 1.0),
    "bad-copy": (0.1, 1.0),
    "scan": (0.4, 1.0),
}
"""Share of the crops of each preset that is used at the beginning, and from half-way on: what a
glyph is, first; how little of it may be left, later."""

CURRICULUM_END = 0.5


EMPTY_SHARE, LEAST_CELLS = 0.25, 20
"""Share of the crops with fewer cells of some masks than this that are used where only these are
learnt: three of four crops have hardly any."""


def _wanted(crop: Crop, progress: float, only: tuple[str, ...], rng: np.random.Generator) -> bool:
    """Draw whether a crop is used, this far into training."""
    first, last = CURRICULUM[crop.preset]
    share = first + (last - first) * min(1.0, progress / CURRICULUM_END)
    masks = [MASKS.index(name) for name in only if name in MASKS]
    if masks and np.count_nonzero(crop.masks[masks] == 1) < LEAST_CELLS:
        share *= EMPTY_SHARE
    return bool(rng.random() < share)


def _read_forever(
    folder: Path, plan: Plan, done: int, rng: np.random.Generator
) -> Iterator[list[Crop]]:
    """Yield batches, each mixed from three shards; shards that appear later join in."""
    batch = plan.batch
    pending: list[Path] = []
    pool: list[Crop] = []
    number = done
    while True:
        while len(pool) < POOL_BATCHES * batch:
            if not pending:
                pending = sorted(folder.glob("shard_?????.npz"))
                rng.shuffle(pending)
            progress = number / plan.steps if plan.ease_in else 1.0
            pool += [c for c in load_shard(pending.pop()) if _wanted(c, progress, plan.only, rng)]
            order = rng.permutation(len(pool))
            pool = [pool[i] for i in order]
        yield [pool.pop() for _ in range(batch)]
        number += 1


def _jitter(sheet: Tensor, rng: np.random.Generator) -> Tensor:
    """Vary contrast and add grain, so that no exact grey value comes to mean anything."""
    noise = torch.from_numpy(rng.normal(0, 0.03, tuple(sheet.shape)).astype(np.float32))
    gain = torch.from_numpy(rng.uniform(0.85, 1.1, (len(sheet), 1, 1, 1)).astype(np.float32))
    return (sheet * gain + noise).clamp(0, 1)


def train(
    shards: Path, out: Path, plan: Plan, *, start: Path | None = None, every: int = 500
) -> None:
    """Train, writing a checkpoint every so many steps.

    Parameters
    ----------
    shards : Path
        Folder with `shard_*.npz`; more may be added while training runs.
    out : Path
        Folder for `checkpoint.pt`.
    plan : Plan
        How long and how fast.
    start : Path, optional
        Checkpoint whose weights to begin with; a checkpoint in `out` is continued first.
    every : int
        Steps between checkpoints.
    """
    torch.manual_seed(plan.seed)
    rng = np.random.default_rng(plan.seed)
    out.mkdir(parents=True, exist_ok=True)
    model = Detector(plan.size).to(memory_format=torch.channels_last)
    decay = 0.0 if plan.only else 1e-3
    optimiser = torch.optim.AdamW(model.parameters(), lr=plan.rate, weight_decay=decay)
    done = 0
    checkpoint = out / "checkpoint.pt"
    if checkpoint.exists():
        state = torch.load(checkpoint)
        model.load_state_dict(state["model"])
        optimiser.load_state_dict(state["optimiser"])
        done = state["step"]
    elif start is not None and start.suffix != ".onnx":
        model.load_state_dict(_widen(torch.load(start)["model"], model))
    batches = _read_forever(shards, plan, done, rng)
    if not done and start is not None and start.suffix == ".onnx":
        restore(start, model, set_targets(next(batches)).sheet)
    held = _hold(model, plan.only)
    begun, sums = time.monotonic(), np.zeros(3)
    for step in range(done + 1, plan.steps + 1):
        share = max(0.0, (step - plan.warm_up) / max(1, plan.steps - plan.warm_up))
        rate = plan.rate * min(step / plan.warm_up, 0.505 + 0.495 * math.cos(math.pi * share))
        for group in optimiser.param_groups:
            group["lr"] = rate
        targets = set_targets(next(batches))
        sheet = _jitter(targets.sheet, rng).to(memory_format=torch.channels_last)
        losses = measure(model, sheet, targets)
        optimiser.zero_grad()
        torch.stack([loss for loss in losses if loss.requires_grad]).sum().backward()
        for weights, rows in held:
            assert weights.grad is not None
            weights.grad[rows] = 0
        torch.nn.utils.clip_grad_norm_(model.parameters(), 5.0)
        optimiser.step()
        sums += [float(v.detach()) for v in losses]
        if step % 50 == 0:
            _log.info(
                "step %d centre %.4f geometry %.4f mask %.4f  %.2f s/step",
                step,
                *sums / 50,
                (time.monotonic() - begun) / (step - done),
            )
            sums[:] = 0
        if step % every == 0 or step == plan.steps:
            state = {
                "model": model.state_dict(),
                "optimiser": optimiser.state_dict(),
                "step": step,
                "size": asdict(plan.size),
            }
            torch.save(state, checkpoint.with_suffix(".part"))
            checkpoint.with_suffix(".part").replace(checkpoint)


def _hold(model: Detector, only: tuple[str, ...]) -> list[tuple[nn.Parameter, list[int]]]:
    """Let a network learn some glyphs and masks alone; return weights with rows that stay."""
    if not only:
        model.train()
        return []
    model.eval().requires_grad_(False)
    held = []
    layers = (model.centres, GLYPHS), (model.masks, MASKS), (model.second_masks, MASKS)
    for last, labels in layers:
        each = last.out_channels // len(labels)
        rows = [n for n in range(last.out_channels) if labels[n // each] not in only]
        if len(rows) < last.out_channels:
            last.requires_grad_()
            held += [(weights, rows) for weights in last.parameters()]
    if not set(only).isdisjoint(MASKS):
        model.second.requires_grad_().train()
    return held


def _widen(weights: dict[str, Tensor], model: Detector) -> dict[str, Tensor]:
    """Give classes that weights do not know yet the model's own beginning; they stand last."""
    own = model.state_dict()
    for name in ("centres.weight", "centres.bias"):
        weights[name] = torch.cat([weights[name], own[name][len(weights[name]) :]])
    return weights


class _Packed(torch.nn.Module):
    """The detector as the engine runs it: grey values 0..255 in, few cells and mask bytes out."""

    def __init__(self, model: Detector, gate: torch.nn.Module) -> None:
        super().__init__()
        self.model, self.gate = model, gate
        with torch.no_grad():
            model.entry[0].weight /= 255

    def forward(self, sheet: Tensor) -> tuple[Tensor, Tensor, Tensor, Tensor]:
        maps = self.model.look(sheet)
        merged = maps.merged
        cells = (self.gate(merged).flatten() >= 0).nonzero()[:, 0]
        picked = torch.index_select(merged.flatten(2), 2, cells)[:, :, None]
        centres, geometry = self.model.score(picked), self.model.geometry(picked)
        masks = (torch.sigmoid(self.model.trace(maps)) * 255).to(torch.uint8)
        return cells, centres[0, :, 0], geometry[0, :, 0], masks


def export(checkpoint: Path, shards: Path, file: Path) -> None:
    """Write a checkpoint as the ONNX file that `rastrum.detection.detector` runs.

    Beside it stand the operating points: the scores from which these weights are as sure as those
    are that the engine ships, see `rastrum_samples.training.operating_points`.

    Parameters
    ----------
    checkpoint : Path
        Written by `train`, or an ONNX file that this function wrote.
    shards : Path
        Folder of crops; some of them show which cells can hold a glyph at all, see
        `rastrum_samples.training.gate.fit_gate`, and how sure the weights are.
    file : Path
        Input "sheet" (1, 1, H, W) float32, 0 paper and 255 ink, H and W divisible by 8; outputs
        "cells" (K,) int64, numbers of cells in rows of W / 4, "centres" (classes, K) and
        "geometry" (4, K) float32 of these cells, "masks" uint8.
    """
    files = sorted(shards.glob("shard_?????.npz"))
    files = files[:: max(1, len(files) // GATE_SHARDS)]
    crops = [crop for file in files for crop in load_shard(file)[::GATE_STEP]]
    sheets = torch.from_numpy(np.stack([c.grey for c in crops])[:, None].astype(np.float32) / 255)
    if checkpoint.suffix == ".onnx":
        model = Detector()
        restore(checkpoint, model, sheets[:64])
    else:
        state = torch.load(checkpoint)
        for name in ("dilations", "second_dilations"):
            state["size"][name] = tuple(state["size"][name])
        model = Detector(Size(**state["size"]))
        model.load_state_dict(state["model"])
    model.eval()
    greys = [crop.grey for crop in crops]
    before = list_scores(shipped_weights(), greys)
    torch.onnx.export(
        _Packed(model, fit_gate(model, sheets)).eval(),
        (torch.zeros(1, 1, 64, 64),),
        str(file),
        dynamo=False,
        input_names=["sheet"],
        output_names=["cells", "centres", "geometry", "masks"],
        dynamic_axes={
            "sheet": {2: "height", 3: "width"},
            "cells": {0: "count"},
            "centres": {1: "count"},
            "geometry": {1: "count"},
            "masks": {2: "rows", 3: "columns"},
        },
    )
    points = carry_over(operating_points(), before, list_scores(file.read_bytes(), greys))
    write_points(points, file.with_name(FILE))
