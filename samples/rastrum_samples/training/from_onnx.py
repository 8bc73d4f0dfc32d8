"""Take weights back out of an ONNX file, so that training can go on from what is shipped."""

from pathlib import Path

import onnx
import torch
from onnx import numpy_helper
from torch import Tensor, nn

from rastrum_samples.training.network import Detector


def restore(file: Path, model: Detector, sheet: Tensor) -> None:
    """Give a detector the weights of an exported one.

    Parameters
    ----------
    file : Path
        Written by `rastrum_samples.training.detector.export` from a detector of the same size.
        Classes that it does not know yet stand last and keep the model's own beginning.
    model : Detector
        Changed.
    sheet : (N, 1, H, W) float32 tensor
        Crops, 0..1. The file's convolutions have their normalisation folded in; what it divided
        by is measured on these, or else the first steps of training would undo the weights.

    Raises
    ------
    ValueError
        If the file holds another network.
    """
    graph = onnx.load(str(file)).graph
    arrays = {a.name: torch.from_numpy(numpy_helper.to_array(a).copy()) for a in graph.initializer}
    folded = [(arrays[weight], arrays[bias]) for weight, bias in list_weights(graph)]
    convolutions = [m for m in model.modules() if isinstance(m, nn.Conv2d)]
    norms = _following(model)
    if len(folded) != len(convolutions):
        raise ValueError(f"{file} holds {len(folded)} convolutions, not {len(convolutions)}")
    folded[0] = (folded[0][0] * 255, folded[0][1])
    hooks = []
    with torch.no_grad():
        for own, (weight, bias) in zip(convolutions, folded, strict=True):
            known = len(weight)
            if own.weight[:known].shape != weight.shape:
                raise ValueError(f"{file} holds a network of another size")
            own.weight[:known] = weight
            if own.bias is not None:
                own.bias[:known] = bias
                continue
            hooks.append(own.register_forward_hook(_Normalise(norms[own], bias)))
        model.eval()
        model(sheet)
    for hook in hooks:
        hook.remove()
    model.train()


def list_weights(graph: onnx.GraphProto) -> list[tuple[str, str]]:
    """List the names of weight and bias of the convolutions, in their order, but for the gate's."""
    nodes = [node for node in graph.node if node.op_type == "Conv" and "gate" not in node.name]
    return [(node.input[1], node.input[2]) for node in nodes]


class _Normalise:
    """Sets a normalisation to what passes through, so that it changes nothing but the bias."""

    def __init__(self, norm: nn.BatchNorm2d, bias: Tensor) -> None:
        self.norm, self.bias = norm, bias

    def __call__(self, _own: nn.Module, _inputs: tuple[Tensor, ...], out: Tensor) -> None:
        mean, variance = out.mean((0, 2, 3)), out.var((0, 2, 3), correction=0)
        norm = self.norm
        norm.running_mean.copy_(mean)
        norm.running_var.copy_(variance)
        norm.weight.copy_((variance + norm.eps).sqrt())
        norm.bias.copy_(self.bias + mean)


def _following(model: nn.Module) -> dict[nn.Conv2d, nn.BatchNorm2d]:
    """Return the normalisation that stands behind each convolution."""
    return {
        one: other
        for part in model.modules()
        if isinstance(part, nn.Sequential)
        for one, other in zip(part, list(part)[1:], strict=False)
        if isinstance(one, nn.Conv2d) and isinstance(other, nn.BatchNorm2d)
    }
