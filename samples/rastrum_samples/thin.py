"""Thin out a trained network: fewer blocks, fewer channels; training on heals what that breaks."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import torch
from torch import Tensor

from rastrum_samples.network import Size

Weights = dict[str, Tensor]

HEADS = ("centres", "geometry", "masks")


@dataclass(frozen=True, slots=True)
class _Wire:
    """Channels that belong together: who writes them, who normalises them, who reads them."""

    width: int
    writers: tuple[str, ...]
    norms: tuple[str, ...]
    readers: tuple[str, ...]


def thin(checkpoint: Path, out: Path, keep: Sequence[int], size: Size) -> None:
    """Leave out residual blocks of the coarse part and the channels that matter least.

    Parameters
    ----------
    checkpoint : Path
        Of the larger network.
    out : Path
        Checkpoint to begin training from.
    keep : sequence of int
        Blocks to keep, counted from 1.
    size : Size
        What is to be left.

    Raises
    ------
    ValueError
        If `size` has not one dilation for each block kept.

    Notes
    -----
    A channel's weight is the norm of what reads it times the scale it was normalised to, after
    Li et al., "Pruning Filters for Efficient ConvNets", 2017, section 3.1.
    """
    if len(keep) != len(size.dilations):
        raise ValueError(f"{len(keep)} blocks kept, but {len(size.dilations)} dilations")
    weights = _keep_blocks(torch.load(checkpoint)["model"], keep)
    for wire in _wires(size):
        _narrow(weights, wire)
    torch.save({"model": weights, "size": asdict(size)}, out)


def _keep_blocks(weights: Weights, keep: Sequence[int]) -> Weights:
    places = {0: 0} | {block: place for place, block in enumerate(keep, start=1)}
    kept = {}
    for name, value in weights.items():
        part, _, rest = name.partition(".")
        if part != "coarse":
            kept[name] = value
            continue
        block, _, rest = rest.partition(".")
        if int(block) in places:
            kept[f"coarse.{places[int(block)]}.{rest}"] = value
    return kept


def _wires(size: Size) -> list[_Wire]:
    blocks = [f"coarse.{number}" for number in range(1, len(size.dilations) + 1)]
    wires = [
        _Wire(size.entry, ("entry.0",), ("entry.1",), ("fine.0.0",)),
        _stream(size.fine, ("fine.0.0",), ("fine.0.1",), ["fine.1"], ("coarse.0.0", "lateral")),
        _stream(size.coarse, ("coarse.0.0",), ("coarse.0.1",), blocks, ("lift",)),
        _stream(size.out, ("lift", "lateral"), (), ["merge"], HEADS),
    ]
    widths = {"fine.1": size.fine, "merge": size.out} | dict.fromkeys(blocks, size.coarse)
    wires += [
        _Wire(width, (f"{b}.look.0",), (f"{b}.look.1",), (f"{b}.mix.0",))
        for b, width in widths.items()
    ]
    return wires


def _stream(
    width: int,
    writers: tuple[str, ...],
    norms: tuple[str, ...],
    blocks: list[str],
    readers: tuple[str, ...],
) -> _Wire:
    """Return the channels that run past residual blocks."""
    return _Wire(
        width,
        (*writers, *(f"{b}.mix.0" for b in blocks)),
        (*norms, *(f"{b}.mix.1" for b in blocks)),
        (*(f"{b}.look.0" for b in blocks), *readers),
    )


def _narrow(weights: Weights, wire: _Wire) -> None:
    """Keep the channels of a wire that matter most, in their order."""
    score = sum(weights[f"{r}.weight"].pow(2).sum((0, 2, 3)) for r in wire.readers)
    scale = sum(
        (weights[f"{n}.weight"] ** 2 + weights[f"{n}.bias"] ** 2 for n in wire.norms),
        start=torch.zeros(()),
    )
    best = torch.argsort(score * scale, descending=True)[: wire.width].sort().values
    for writer in wire.writers:
        weights[f"{writer}.weight"] = weights[f"{writer}.weight"][best]
        if f"{writer}.bias" in weights:
            weights[f"{writer}.bias"] = weights[f"{writer}.bias"][best]
    for norm in wire.norms:
        for name in ("weight", "bias", "running_mean", "running_var"):
            weights[f"{norm}.{name}"] = weights[f"{norm}.{name}"][best]
    for reader in wire.readers:
        weights[f"{reader}.weight"] = weights[f"{reader}.weight"][:, best]
