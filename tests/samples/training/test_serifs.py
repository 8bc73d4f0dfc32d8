"""The network that tells type without serifs is fitted to strokes of known faces."""

import numpy as np
import pytest

from rastrum.text.serifs import Network
from rastrum_samples.datasets.type_specimens import Setting
from rastrum_samples.training.serifs import Strokes, fit, open_faces, write


def strokes(seed=0, lines=40, each=40):
    """Return strokes of lines of which every second one has no serifs: those are thinner."""
    rng = np.random.default_rng(seed)
    settings = tuple(Setting("f", "plain", n % 2 == 0, (), 4.0, 2.0) for n in range(lines))
    line = np.repeat(np.arange(lines), each)
    pictures = rng.normal(0, 0.3, (len(line), 289)).astype(np.float32)
    pictures[:, :20] += np.where(line[:, None] % 2 == 0, 0.8, -0.8)
    return Strokes(pictures, line, settings, ("office-scan",) * lines)


def told(network, pictures):
    hidden = np.maximum(0, (pictures - network[0]) @ network[1] + network[2])
    return hidden @ network[3] + network[4] > 0


def test_strokes_know_their_lines():
    own = strokes(lines=4, each=2)

    assert own.sans.tolist() == [True, False, True, False]
    assert own.among(np.array([True, False, False, False])).tolist() == [True] * 2 + [False] * 6


@pytest.fixture(scope="module")
def network():
    return fit(strokes(), np.ones(40, bool))


def test_what_is_fitted_tells_lines_that_it_has_not_seen(network):
    other = strokes(seed=1)

    right = told(network, other.pictures) == other.sans[other.line]

    assert right.mean() > 0.95


def test_the_same_seed_gives_the_same_network(network):
    again = fit(strokes(), np.ones(40, bool))

    assert all(np.array_equal(a, b) for a, b in zip(network, again, strict=True))


def test_only_the_lines_that_are_asked_for_are_fitted_on():
    own = strokes()
    some = np.arange(40) < 20
    spoilt = Strokes(own.pictures.copy(), own.line, own.lines, own.preset)
    spoilt.pictures[~own.among(some)] = 99

    first, other = fit(own, some), fit(spoilt, some)

    assert all(np.array_equal(a, b) for a, b in zip(first, other, strict=True))


def test_weights_are_written_as_the_engine_reads_them(network, tmp_path):
    write(network, tmp_path / "serifs.npz")

    with np.load(tmp_path / "serifs.npz") as data:
        read = Network(**{name: data[name].astype(np.float32) for name in Network._fields})
    other = strokes(seed=2)
    assert (told(read, other.pictures) == told(network, other.pictures)).mean() > 0.99


def test_faces_that_were_not_fetched_are_asked_for(monkeypatch, tmp_path):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))

    with pytest.raises(FileNotFoundError, match="rastrum-samples fonts"):
        open_faces()
