"""Writers' symbols are read from their masks."""

import pytest

from rastrum_samples.inking.pen_symbols import read_muscima


def test_a_writers_symbols_are_read_from_masks_with_their_holes(tmp_path):
    ring = "1:5 0:0 1:1 0:3 1:1 1:1 0:3 1:1 1:1 0:3 1:1 1:5".replace("0:0 ", "")
    space = "1:200"
    nodes = "".join(
        f"<Node><Id>{n}</Id><ClassName>{name}</ClassName><Top>0</Top><Left>0</Left>"
        f"<Width>{w}</Width><Height>{h}</Height><Mask>{mask}</Mask></Node>"
        for n, (name, w, h, mask) in enumerate(
            [
                ("noteheadHalf", 5, 5, ring),
                ("staffSpace", 20, 10, space),
                ("staffLine", 20, 2, "1:40"),
            ]
        )
    )
    folder = tmp_path / "v2.0" / "data" / "annotations"
    folder.mkdir(parents=True)
    (folder / "CVC-MUSCIMA_W-03_N-01_D-ideal.xml").write_text(f"<Nodes>{nodes}</Nodes>")

    (outline,) = read_muscima(tmp_path, 3)["noteheadHalf"]

    bounds = outline.computeTightBounds()
    assert bounds.width() == pytest.approx(5 / 12, abs=0.05)
    assert not outline.contains(0, 0)
    assert outline.contains(2 / 12, 0)
    with pytest.raises(ValueError, match="no page of writer 4"):
        read_muscima(tmp_path, 4)
