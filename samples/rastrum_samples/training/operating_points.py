"""Carry the scores from which glyphs are believed over to new weights."""

import json
from collections.abc import Iterable, Mapping
from importlib.resources import files
from pathlib import Path

import numpy as np
import onnxruntime

from rastrum.detection.detector import WEIGHTS
from rastrum.detection.operating_points import operating_points
from rastrum.model.arrays import Grey
from rastrum.model.detection import Levels
from rastrum.model.vocabulary import GLYPHS, STRIDE
from rastrum_kernels.peaks import find_peaks

FEWEST = 30
"""Glyphs of a class that the shipped weights must believe for its levels to be carried over: what
fewer say is chance."""


def shipped_weights() -> bytes:
    """Return the ONNX file of the engine."""
    return files("rastrum.detection").joinpath(WEIGHTS).read_bytes()


def list_scores(weights: bytes, greys: Iterable[Grey]) -> dict[str, np.ndarray]:
    """List how sure a network is of each glyph that it lists.

    Parameters
    ----------
    weights : bytes
        An ONNX file as `rastrum_samples.training.detector.export` writes it.
    greys : iterable of (H, W) uint8 arrays
        Crops, 255 ink, H and W divisible by 8.

    Returns
    -------
    scores : dict of str to (N,) float64 array
        Of every class of `rastrum.model.vocabulary.GLYPHS`, from the surest down.
    """
    network = onnxruntime.InferenceSession(weights, providers=["CPUExecutionProvider"])
    least = np.array([operating_points()[label].listed for label in GLYPHS], np.float32)
    odds = np.log(least / (1 - least))
    found: dict[str, list[float]] = {label: [] for label in GLYPHS}
    for grey in greys:
        sheet = grey[None, None].astype(np.float32)
        cells, centres, _, _ = network.run(None, {"sheet": sheet})
        shape = (grey.shape[0] // STRIDE, grey.shape[1] // STRIDE)
        for label, cell in find_peaks(cells, centres, odds[: len(centres)], shape):
            found[GLYPHS[label]].append(1 / (1 + np.exp(-float(centres[label, cell]))))
    return {label: -np.sort(-np.array(scores)) for label, scores in found.items()}


def carry_over(
    points: Mapping[str, Levels],
    before: Mapping[str, np.ndarray],
    after: Mapping[str, np.ndarray],
) -> dict[str, Levels]:
    """Set the levels of new weights so that they let through as many glyphs as those of the old.

    Parameters
    ----------
    points : mapping of str to Levels
        Of the old weights.
    before, after : mapping of str to (N,) arrays
        Scores of the same crops, from the surest down, by the old and the new weights.

    Returns
    -------
    points : dict of str to Levels
        Of the new weights. What is listed stays: the network's gate is fitted for it. The levels of
        a class of which the crops show too few stay as well.
    """
    result = {}
    for label, levels in points.items():
        rare = (before[label] >= levels.believed).sum() < FEWEST
        faint, believed, sure = (
            level if rare else _carry(level, before[label], after[label]) for level in levels[1:]
        )
        result[label] = Levels(levels.listed, max(levels.listed, faint), believed, sure)
    return result


def _carry(level: float, before: np.ndarray, after: np.ndarray) -> float:
    """Return the score that so many of `after` reach as of `before` reach a level."""
    count = int((before >= level).sum())
    if count == (after >= level).sum() or not 0 < count < len(after):
        return level
    return round(float(after[count - 1] + after[count]) / 2, 3)


def write_points(points: Mapping[str, Levels], file: Path) -> None:
    """Write levels as `rastrum.detection.operating_points` reads them, a class a line."""
    lines = (f"  {json.dumps(n)}: {json.dumps(own._asdict())}" for n, own in points.items())
    file.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")
