"""Networks are opened once, from beside their code."""

import pytest

from rastrum.detection.networks import open_network
from rastrum.model.vocabulary import MASKS


def test_a_network_is_opened_once():
    assert open_network("detector.onnx") is open_network("detector.onnx")


@pytest.mark.parametrize("file", ["detector.onnx", "second_look.onnx"])
def test_the_networks_that_ship_run_on_one_core(file):
    options = open_network(file).get_session_options()

    assert (options.intra_op_num_threads, options.inter_op_num_threads) == (1, 1)


def test_the_detector_has_a_map_for_every_kind_of_stroke():
    masks = open_network("detector.onnx").get_outputs()[3]

    assert masks.shape[1] == len(MASKS)


def test_weights_that_do_not_ship_are_not_found():
    with pytest.raises(FileNotFoundError):
        open_network("nothing.onnx")
