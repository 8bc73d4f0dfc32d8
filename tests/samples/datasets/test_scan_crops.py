"""What the detector learns from: crops, and the shards that they are kept in."""

from collections import Counter

import numpy as np
import pytest
from PIL import Image

from rastrum.model.vocabulary import GLYPHS, MASKS, NOTEHEADS, STRIDE
from rastrum.pipeline import read_page
from rastrum_samples.datasets.crops import HEIGHT, UNSURE, UNSURE_STROKE, WIDTH, Crop
from rastrum_samples.datasets.scan_crops import cut_scan, find_scans, make_scan_shard
from rastrum_samples.datasets.shards import load_shard, save_shard
from support.paths import SCANS


@pytest.fixture(scope="module")
def reading():
    return read_page(SCANS / "chopin-op24-1.bmp")


@pytest.fixture(scope="module")
def crops(reading):
    rng = np.random.default_rng(3)
    return cut_scan(reading, 24, rng, Counter())


@pytest.mark.compiled
def test_boxes_of_a_scans_crops_lie_on_the_ink(crops):
    heads = {GLYPHS.index(label) for label in NOTEHEADS}
    dark = [
        crop.grey[int(row), int(column)] > 127
        for crop in crops
        for label, row, column, *_ in crop.boxes
        if label == GLYPHS.index("noteheadBlack")
    ]

    assert len(crops) == 24
    assert all(crop.grey.shape == (HEIGHT, WIDTH) for crop in crops)
    assert sum(int(box[0]) in heads for crop in crops for box in crop.boxes) > 50
    assert np.mean(dark) > 0.95


@pytest.mark.compiled
def test_strokes_of_a_scans_crops_lie_on_the_ink(crops):
    stem = MASKS.index("stem")
    dark = [
        crop.grey[r * STRIDE : (r + 1) * STRIDE, c * STRIDE : (c + 1) * STRIDE].max() > 100
        for crop in crops
        for r, c in np.argwhere(crop.masks[stem] == 1)
    ]

    assert np.mean(dark) > 0.9


@pytest.mark.compiled
def test_what_was_seen_but_not_read_is_neither_there_nor_not(reading):
    rng = np.random.default_rng(4)
    read = {n.head.glyph for c in reading.notation.timing.chords for n in c.notes}
    seen = [g for g in reading.detection.glyphs if g.label in NOTEHEADS]
    unread = len(seen) - sum(g in read for g in seen)
    doubtful = sum(g.score < 0.5 for g in reading.detection.glyphs)

    crops = cut_scan(reading, 200, rng, Counter())
    unsure = sum((crop.boxes[:, 0] == UNSURE).sum() for crop in crops)
    sure = sum((crop.boxes[:, 0] != UNSURE).sum() for crop in crops)

    assert unread + doubtful > 0
    assert 0 < unsure < sure


def test_a_shard_keeps_what_is_not_known(tmp_path):
    rng = np.random.default_rng(5)
    masks = rng.integers(0, 3, (len(MASKS), HEIGHT // STRIDE, WIDTH // STRIDE), np.uint8)
    boxes = np.array([[UNSURE, 9, 9, 4, 4], [3, 50, 60, 16, 20]], np.float32)
    grey = rng.integers(0, 256, (HEIGHT, WIDTH), np.uint8)

    save_shard([Crop(grey, boxes, masks, "scan")] * 2, tmp_path / "shard_00000.npz")
    first, second = load_shard(tmp_path / "shard_00000.npz")

    assert (masks == UNSURE_STROKE).any()
    for crop in (first, second):
        assert np.array_equal(crop.masks, masks)
        assert np.array_equal(crop.boxes, boxes)
        assert np.array_equal(crop.grey, grey)
        assert crop.preset == "scan"


@pytest.mark.compiled
def test_pictures_without_music_are_passed_over(tmp_path):
    Image.new("1", (400, 300), 1).save(tmp_path / "blank.png")
    blank = find_scans(tmp_path)

    assert make_scan_shard(1, 3, blank, Counter()) == []
    mixed = make_scan_shard(1, 3, [*blank, *blank, *find_scans(SCANS)[:2]], Counter())
    assert len(mixed) == 3
