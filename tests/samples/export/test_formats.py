"""Other people's formats say the same as the page."""

import io
import json
import xml.etree.ElementTree as ET

import numpy as np
import pytest
from PIL import Image

from rastrum_samples.datasets.pages import Recipe, scan
from rastrum_samples.export.formats import Sample, to_coco, to_mung, to_png, to_svg


@pytest.fixture(scope="module")
def sample(scene) -> Sample:
    return next(scan(scene, "page", Recipe("office-scan", dpi=150)))


def test_coco_boxes_and_masks_agree(sample):
    coco = json.loads(to_coco([sample]))

    names = {c["id"]: c["name"] for c in coco["categories"]}
    heads = [a for a in coco["annotations"] if names[a["category_id"]].startswith("notehead")]
    assert len(heads) == 9
    height, width = sample.picture.grey.shape
    for note in coco["annotations"]:
        counts = note["segmentation"]["counts"]
        values = np.arange(len(counts)) % 2
        mask = np.repeat(values, counts).reshape(width, height).T
        assert mask.sum() == note["area"]
        rows, columns = np.nonzero(mask)
        box = [columns.min(), rows.min(), np.ptp(columns) + 1, np.ptp(rows) + 1]
        assert note["bbox"] == box


def test_mung_links_heads_to_stems_beams_and_accidentals(sample):
    nodes = {int(n.findtext("Id")): n for n in ET.fromstring(to_mung(sample))}

    owned = [
        sorted(nodes[int(k)].findtext("ClassName") for k in n.findtext("Outlinks", "").split())
        for n in nodes.values()
        if n.findtext("ClassName").startswith("notehead")
    ]
    assert ["accidentalFlat", "articulationStaccato", "stem"] in owned
    assert any("beam" in names and "augmentationDot" in names for names in owned)
    for node in nodes.values():
        runs = [r.split(":") for r in node.findtext("Mask").split()]
        area = int(node.findtext("Width")) * int(node.findtext("Height"))
        assert sum(int(n) for _, n in runs) == area


def test_svg_holds_a_rectangle_per_glyph(scene):
    page = scene.pages[0]

    root = ET.fromstring(to_svg(page, regions=True))

    frames = [e for e in root.iter("rect") if e.get("class")] + [
        e for e in root.iter("{http://www.w3.org/2000/svg}rect") if e.get("class")
    ]
    assert len(frames) == sum(bool(g.label) for g in page.glyphs)


def test_pages_can_be_left_grey(scene):
    (grey,) = scan(scene, "page", Recipe("old-print", dpi=100, seed=2, grey=True))
    (black,) = scan(scene, "page", Recipe("old-print", dpi=100, seed=2))

    image = Image.open(io.BytesIO(to_png(grey)))

    assert len(np.unique(grey.picture.grey)) > 100
    assert set(np.unique(black.picture.grey)) == {0, 255}
    assert image.mode == "L"
    assert image.info["dpi"] == pytest.approx((100, 100), abs=0.1)
