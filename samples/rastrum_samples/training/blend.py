"""Blend two exported networks: between two runs often lies what is better than either."""

from pathlib import Path

import onnx
from onnx import numpy_helper

from rastrum_samples.training.from_onnx import list_weights


def blend(first: Path, second: Path, file: Path, share: float = 0.5) -> None:
    """Average the weights of two networks, to export or to go on training from.

    Parameters
    ----------
    first, second : Path
        Written by `rastrum_samples.training.detector.export`, the second one trained on from the
        first.
    file : Path
        Of the second one's classes; its gate is the second one's, so export it anew.
    share : float
        Of the second one, 0..1.

    Notes
    -----
    Weights fine-tuned from the same ones can be averaged (Wortsman et al., "Model soups", 2022):
    what a run forgot is half remembered.
    """
    one, other = onnx.load(str(first)), onnx.load(str(second))
    known = {a.name: numpy_helper.to_array(a) for a in one.graph.initializer}
    tensors = {a.name: a for a in other.graph.initializer}
    pairs = zip(list_weights(one.graph), list_weights(other.graph), strict=True)
    for name, place in (pair for both in pairs for pair in zip(*both, strict=True)):
        # Classes that the first one does not know yet stand last.
        mixed = numpy_helper.to_array(tensors[place]).copy()
        count = len(known[name])
        mixed[:count] = share * mixed[:count] + (1 - share) * known[name]
        tensors[place].CopyFrom(numpy_helper.from_array(mixed, place))
    onnx.save(other, str(file))
