"""Fit the network that tells type without serifs from type with them; a few minutes on one core."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from rastrum.text.serifs import Network, cut_strokes
from rastrum_samples.datasets.type_specimens import Setting, find_line, make_specimen, read_specimen
from rastrum_samples.engraving.fonts import MEASURED_PACKAGES, TEXT_PACKAGES, Face, open_face

PRESETS = ("office-scan", "old-print", "office-scan", "old-print", "bad-copy")
"""How worn specimens are, one after the other."""

SPECIMENS = 360
"""Specimens fitted on: with half as many, one line more in a hundred was told wrongly."""

SERIF_LINES = 10
"""Faces with serifs on a specimen, of those there are; all that have none stand there, too."""

HIDDEN = 48
"""Units between the layers: with 12 one line more in a hundred was told wrongly."""

EPOCHS, BATCH, RATE, DECAY = 20, 512, 2e-3, 1e-4
"""How often each stroke is seen, how many at once, how large steps are, how weights shrink."""


@dataclass(frozen=True, slots=True)
class Strokes:
    """Strokes of many lines.

    Attributes
    ----------
    pictures : (N, 289) float32 array
    line : (N,) int array
        Which line each belongs to.
    lines : tuple of Setting
    preset : tuple of str
        How worn each line is.
    """

    pictures: np.ndarray
    line: np.ndarray
    lines: tuple[Setting, ...]
    preset: tuple[str, ...]

    @property
    def sans(self) -> np.ndarray:
        """Which lines have no serifs."""
        return np.array([line.sans for line in self.lines])

    def among(self, lines: np.ndarray) -> np.ndarray:
        """Return which strokes belong to some lines, given as booleans."""
        return np.asarray(lines[self.line])


def open_faces() -> list[tuple[str, Face]]:
    """Open the families to fit on, by name.

    Raises
    ------
    FileNotFoundError
        If one of them was not fetched.
    """
    faces = []
    for name in (*TEXT_PACKAGES, *MEASURED_PACKAGES):
        face = open_face(name)
        if face is None:
            raise FileNotFoundError(f"{name} is missing; run: rastrum-samples fonts")
        faces.append((name, face))
    return faces


def gather(faces: list[tuple[str, Face]], count: int, first: int = 0) -> Strokes:
    """Cut the strokes out of specimens.

    Parameters
    ----------
    faces : list of (str, Face)
        Families to set lines in.
    count, first : int
        Number of specimens, and the seed of the first one.

    Returns
    -------
    strokes : Strokes
    """
    found = [item for seed in range(first, first + count) for item in _cut(faces, seed)]
    counts = [len(pictures) for pictures, _, _ in found]
    return Strokes(
        np.concatenate([pictures for pictures, _, _ in found]),
        np.repeat(np.arange(len(found)), counts),
        tuple(setting for _, setting, _ in found),
        tuple(preset for _, _, preset in found),
    )


def _cut(faces: list[tuple[str, Face]], seed: int) -> Iterator[tuple[np.ndarray, Setting, str]]:
    rng, preset = np.random.default_rng((seed, 16)), PRESETS[seed % len(PRESETS)]
    sans = [item for item in faces if item[1].sans]
    serif = [item for item in faces if not item[1].sans]
    chosen = [serif[n] for n in rng.permutation(len(serif))[:SERIF_LINES]]
    specimen = make_specimen([*sans, *chosen], preset, rng)
    sheet = read_specimen(specimen)
    for setting in specimen.lines:
        pictures = cut_strokes(sheet, find_line(setting, rng))
        if len(pictures):
            yield pictures, setting, preset


def fit(strokes: Strokes, lines: np.ndarray, seed: int = 0) -> Network:
    """Fit the network.

    Parameters
    ----------
    strokes : Strokes
    lines : (L,) bool array
        Lines to fit on.
    seed : int
        Of the first weights and of the order.

    Returns
    -------
    network : Network

    Notes
    -----
    Adam (Kingma and Ba 2015) on the logistic loss, with steps that shrink to none. A line of n
    strokes counts as the root of n of them, and both kinds of type count the same.
    """
    rng = np.random.default_rng(seed)
    own = strokes.among(lines)
    pictures, line = strokes.pictures[own], strokes.line[own]
    mean = pictures.mean(axis=0)
    true = strokes.sans[line].astype(np.float32)
    weight = 1 / np.sqrt(np.bincount(line)[line])
    weight *= np.where(true, 0.5 / true.mean(), 0.5 / (1 - true.mean())) / weight.mean()
    size = pictures.shape[1]
    weights = [
        rng.normal(0, size**-0.5, (size, HIDDEN)),
        np.zeros(HIDDEN),
        rng.normal(0, HIDDEN**-0.5, HIDDEN),
        np.zeros(1),
    ]
    weights = [w.astype(np.float32) for w in weights]
    drift, spread = ([np.zeros_like(w) for w in weights] for _ in range(2))
    total, step = EPOCHS * (len(pictures) // BATCH), 0
    for _ in range(EPOCHS):
        order = rng.permutation(len(pictures))
        for start in range(0, len(order) - BATCH + 1, BATCH):
            batch = order[start : start + BATCH]
            slopes = _slopes(weights, pictures[batch] - mean, true[batch], weight[batch])
            step += 1
            rate = RATE * (1 - step / (total + 1))
            for own_weights, slope, m, v in zip(weights, slopes, drift, spread, strict=True):
                m += 0.1 * (slope - m)
                v += 0.001 * (slope**2 - v)
                bent = np.sqrt(v / (1 - 0.999**step)) + 1e-8
                own_weights -= (rate / (1 - 0.9**step) * m / bent).astype(np.float32)
    return Network(mean, *weights)


def _slopes(
    weights: list[np.ndarray], pictures: np.ndarray, true: np.ndarray, weight: np.ndarray
) -> list[np.ndarray]:
    """Return how the loss of a batch changes with each of the weights."""
    first, first_bias, second, second_bias = weights
    before = pictures @ first + first_bias
    hidden = np.maximum(before, 0)
    told = 1 / (1 + np.exp(-(hidden @ second + second_bias)))
    off = (weight * (told - true) / len(true)).astype(np.float32)
    back = off[:, None] * second * (before > 0)
    return [
        pictures.T @ back + DECAY * first,
        back.sum(axis=0),
        hidden.T @ off + DECAY * second,
        off.sum(keepdims=True),
    ]


def write(network: Network, file: Path) -> None:
    """Write the weights; half precision is enough for them."""
    arrays = {name: array.astype(np.float16) for name, array in network._asdict().items()}
    np.savez_compressed(file, allow_pickle=False, **arrays)
