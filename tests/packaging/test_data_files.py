"""The data that the engine needs comes with it."""

from importlib.resources import files


def test_the_weights_ship_with_their_card_and_stay_small():
    package = files("rastrum")

    assert len(package.joinpath("detection/detector.onnx").read_bytes()) < 3_000_000
    assert len(package.joinpath("text/serifs.npz").read_bytes()) < 100_000
    assert len(package.joinpath("marks/digits.npz").read_bytes()) < 100_000
    assert len(package.joinpath("detection/second_look.onnx").read_bytes()) < 150_000
    assert "rastrum-samples train" in package.joinpath("MODEL.md").read_text()
    assert package.joinpath("py.typed").is_file()
