"""Cells of a mask that touch are one part."""

import numpy as np

from rastrum.detection.components import label_cells


def test_cells_that_touch_at_a_corner_are_one_part_as_sure_as_its_surest_cell():
    mask = np.array([[90, 0, 0, 60], [0, 200, 0, 60], [0, 0, 0, 0], [50, 0, 0, 70]], np.uint8)

    labels, surest = label_cells(mask, 55)

    assert labels.tolist() == [[1, 0, 0, 2], [0, 1, 0, 2], [0, 0, 0, 0], [0, 0, 0, 3]]
    assert surest.tolist() == [0, 200, 60, 70]
