"""Results are written whole or not at all."""

import os
import stat

import pytest

from rastrum.errors import OutputError
from rastrum.export.files import write_descriptor, write_file


def test_a_file_is_replaced_and_nothing_is_left_beside_it(tmp_path):
    file = tmp_path / "a.mro"
    file.write_bytes(b"old and longer")

    write_file(file, b"new")

    assert file.read_bytes() == b"new"
    assert list(tmp_path.iterdir()) == [file]


def test_a_new_file_can_be_read_by_whom_the_mask_says(tmp_path):
    mask = os.umask(0o027)
    try:
        write_file(tmp_path / "a.mro", b"")
    finally:
        os.umask(mask)

    assert stat.S_IMODE((tmp_path / "a.mro").stat().st_mode) == 0o640


def test_a_folder_is_no_file(tmp_path):
    with pytest.raises(OutputError, match="folder; name a file"):
        write_file(tmp_path, b"x")


def test_a_missing_folder_is_named(tmp_path):
    with pytest.raises(OutputError, match="folder does not exist") as caught:
        write_file(tmp_path / "absent" / "a.mro", b"x")

    assert caught.value.path == str(tmp_path / "absent" / "a.mro")


def test_what_cannot_be_written_leaves_the_old_file(tmp_path):
    file = tmp_path / "a.mro"
    file.write_bytes(b"old")

    with pytest.raises(TypeError):
        write_file(file, "no bytes")

    assert file.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [file]


def test_all_bytes_go_through_a_pipe():
    reading, writing = os.pipe()

    write_descriptor(writing, b"score" * 100)
    os.close(writing)

    with os.fdopen(reading, "rb") as stream:
        assert stream.read() == b"score" * 100


def test_a_reader_that_has_gone_away_is_no_error():
    reading, writing = os.pipe()
    os.close(reading)

    write_descriptor(writing, b"score")

    os.close(writing)


def test_a_closed_stdout_is_an_output_error():
    reading, writing = os.pipe()
    os.close(reading)
    os.close(writing)

    with pytest.raises(OutputError, match="stdout"):
        write_descriptor(writing, b"score")
