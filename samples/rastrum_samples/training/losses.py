"""What the network should say of a batch of crops, and how far it is from saying it."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from rastrum.model.vocabulary import GLYPHS, STRIDE
from rastrum_samples.datasets.crops import HEIGHT, UNSURE, UNSURE_STROKE, WIDTH, Crop
from rastrum_samples.training.network import Detector

SPREAD_CELLS = 0.85
"""Width of the peak drawn at a glyph's centre; heads a second apart lie two cells apart."""

REACH_CELLS = 2
"""Cells on each side of a centre in which its peak is drawn: at three it is below 0.002."""

GEOMETRY_CELLS = 2.3
"""Square of the distance from a centre, within which its box is to be told."""

SILENT = -5.0
"""Where every class is below this, far from all glyphs, a cell teaches nothing: the slope there,
about 3 p^3, is 1e-6. Without these cells a step of training takes 0.29 s instead of 0.38."""

GEOMETRY_WEIGHT, MASK_WEIGHT = 0.5, 3.0
"""Brings the three losses to the same size after the first thousand steps."""


@dataclass(frozen=True, slots=True)
class Targets:
    """What is true of a batch of N crops.

    Cells are numbered crop by crop and row by row.

    Attributes
    ----------
    sheet : (N, 1, H, W) float32 tensor
        Grey values, 0..1.
    near : (K,) int64 tensor
        Cells near a glyph.
    aims : (K, classes) float32 tensor
        1 at a glyph's centre, less beside it, `UNSURE` where it may be of this class.
    boxed : (M,) int64 tensor
        Cells that tell the box of the nearest glyph.
    geometry : (M, 4) float32 tensor
        The centre's place from the cell, (row, column), and the logarithm of height and width,
        in cells.
    masks : (N, masks, H / 4, W / 4) float32 tensor
        1 where a stroke is, `UNSURE_STROKE` where it may be.
    """

    sheet: Tensor
    near: Tensor
    aims: Tensor
    boxed: Tensor
    geometry: Tensor
    masks: Tensor


def set_targets(crops: Sequence[Crop]) -> Targets:
    """Build what is true of a batch.

    Parameters
    ----------
    crops : sequence of Crop
        The batch.

    Returns
    -------
    targets : Targets
        Peaks are those of "Objects as Points" (Zhou et al. 2019, section 3).
    """
    rows, columns = HEIGHT // STRIDE, WIDTH // STRIDE
    boxes = np.concatenate([c.boxes for c in crops]).astype(np.float32)
    crop = np.repeat(np.arange(len(crops)), [len(c.boxes) for c in crops])
    label = boxes[:, 0].astype(np.int64)
    place = boxes[:, 1:3] / STRIDE - 0.5
    middle = np.rint(place).astype(np.int64)
    step = np.arange(-REACH_CELLS, REACH_CELLS + 1)
    shifts = np.stack(np.meshgrid(step, step, indexing="ij"), -1).reshape(-1, 2)
    cells = middle[:, None] + shifts
    inside = ((cells >= 0) & (cells < (rows, columns))).all(2)
    owner = np.broadcast_to(np.arange(len(boxes))[:, None], inside.shape)[inside]
    away = (place[:, None] - cells)[inside].astype(np.float32)
    distance = (away**2).sum(1)
    number = (crop[owner] * rows + cells[inside][:, 0]) * columns + cells[inside][:, 1]
    near, index = np.unique(number, return_inverse=True)
    aims = np.zeros((len(near), len(GLYPHS)), np.float32)
    known = label[owner] != UNSURE
    peak = np.exp(-distance / (2 * SPREAD_CELLS**2))
    peak[(cells[inside] == middle[owner]).all(1)] = 1.0
    np.maximum.at(aims, (index[known], label[owner][known]), peak[known])
    doubtful = np.zeros(len(near), bool)
    doubtful[index[~known]] = True
    aims[doubtful[:, None] & (aims == 0)] = UNSURE
    told = np.flatnonzero(known & (distance < GEOMETRY_CELLS))
    told = told[np.argsort(distance[told], kind="stable")]
    boxed, first = np.unique(number[told], return_index=True)
    chosen = told[first]
    size = np.log(np.maximum(boxes[owner[chosen], 3:5], 1.0) / STRIDE)
    sheet = np.stack([c.grey for c in crops])[:, None].astype(np.float32) / 255
    masks = np.stack([c.masks for c in crops]).astype(np.float32)
    geometry = np.concatenate([away[chosen], size], 1)
    return Targets(*map(torch.from_numpy, (sheet, near, aims, boxed, geometry, masks)))


def measure(model: Detector, sheet: Tensor, targets: Targets) -> tuple[Tensor, Tensor, Tensor]:
    """Return the losses of centres, geometry and masks.

    Parameters
    ----------
    model : Detector
        In training.
    sheet : (N, 1, H, W) float32 tensor
        What it is shown: the batch's sheet, or one that was varied.
    targets : Targets
        What is true of it.

    Returns
    -------
    centres, geometry, masks : scalar tensor
        Weighted to the same size. Centres: the penalty-reduced focal loss of CornerNet (Law and
        Deng 2018, section 3.2).
    """
    maps = model.look(sheet)
    merged = maps.merged
    cells = merged.permute(0, 2, 3, 1).flatten(0, 2)[:, :, None, None]
    with torch.no_grad():
        loud = model.score(merged).amax(1).flatten() > SILENT
        loud[targets.near] = False
        far = loud.nonzero()[:, 0]
    near = model.score(cells[targets.near]).flatten(1)
    aims = targets.aims
    chance = torch.sigmoid(near)
    centre = aims == 1
    hit = (1 - chance) ** 2 * functional.softplus(-near)
    miss = chance**2 * functional.softplus(near)
    penalty = torch.where(aims == UNSURE, 0.0, (1 - aims) ** 4)
    loss = torch.where(centre, hit, penalty * miss).sum()
    other = model.score(cells[far])
    loss = loss + (torch.sigmoid(other) ** 2 * functional.softplus(other)).sum()
    boxes = model.geometry(cells[targets.boxed]).flatten(1)
    error = functional.smooth_l1_loss(boxes, targets.geometry, beta=0.2)
    known = targets.masks.ne(UNSURE_STROKE).to(merged.dtype)
    mask = functional.binary_cross_entropy_with_logits(
        model.trace(maps), targets.masks * known, known
    )
    return loss / centre.sum().clamp(min=1), GEOMETRY_WEIGHT * 4 * error, MASK_WEIGHT * mask
