"""Open the networks that ship with the engine."""

from functools import cache
from importlib.resources import files

import onnxruntime


@cache
def open_network(file: str) -> onnxruntime.InferenceSession:
    """Return a network, opened once; it runs on the caller's core alone.

    Parameters
    ----------
    file : str
        Name of the weights beside this module.

    Returns
    -------
    network : onnxruntime.InferenceSession
    """
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    weights = files("rastrum.detection").joinpath(file).read_bytes()
    return onnxruntime.InferenceSession(weights, options, providers=["CPUExecutionProvider"])
