"""Marks say what they mean in the words of the format."""

from rastrum.model.marks import write_times
from rastrum_samples.engraving.mei import _times


def test_several_times_are_written_with_commas():
    assert write_times((1, 2)) == "1,2"
    assert write_times((2,)) is None
    assert [_times(label) for label in ("1.", "1. 2.", "1.-3.", "ossia")] == [
        (1,), (1, 2), (1, 2, 3), (1,)
    ]  # fmt: skip
