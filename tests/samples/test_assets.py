"""Bundles arrive whole over a network that breaks, or not at all."""

import hashlib
import io
import subprocess
import sys
import threading
import zipfile
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from rastrum_samples.assets import MUSCIMA, AssetError, Bundle, install, is_installed, remove

NODE = """\
<?xml version="1.0" encoding="utf-8"?>
<Nodes dataset="MUSCIMA-pp_2.0" document="CVC-MUSCIMA_W-01_N-10_D-ideal"><Node><Id>0</Id>
<ClassName>noteheadFull</ClassName><Top>3</Top><Left>4</Left><Width>3</Width><Height>2</Height>
<Mask>0:1 1:5</Mask></Node></Nodes>
"""


def pack(name="v2.0/data/annotations/CVC-MUSCIMA_W-01_N-10_D-ideal.xml"):
    """Pack a small archive in the real bundle's layout."""
    memory = io.BytesIO()
    with zipfile.ZipFile(memory, "w") as archive:
        archive.writestr(name, NODE)
        archive.writestr("v2.0/specifications/filling.bin", bytes(range(256)) * 800)
    return memory.getvalue()


@pytest.fixture
def server():
    """Serve `server.data`; the first `server.cuts` answers end halfway."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            state = self.server
            state.ranges.append(self.headers.get("Range"))
            first = 0
            if self.headers.get("Range"):
                first = int(self.headers["Range"].removeprefix("bytes=").rstrip("-"))
            body = state.data[first:]
            self.send_response(206 if first else 200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            if state.cuts:
                state.cuts -= 1
                body = body[: len(body) // 2]
            self.wfile.write(body)
            self.close_connection = True

        def log_message(self, *_):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.data, server.cuts, server.ranges = pack(), 0, []
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()


def bundle_of(server) -> Bundle:
    return replace(
        MUSCIMA,
        url=f"http://127.0.0.1:{server.server_port}/MUSCIMA-pp_v2.0.zip",
        sha256=hashlib.sha256(server.data).hexdigest(),
        size=len(server.data),
    )


def test_a_bundle_is_fetched_once(server, tmp_path):
    bundle, seen = bundle_of(server), []

    folder = install(bundle, root=tmp_path, progress=lambda *step: seen.append(step))
    again = install(bundle, root=tmp_path)

    assert folder == again
    assert (folder / "v2.0/data/annotations/CVC-MUSCIMA_W-01_N-10_D-ideal.xml").read_text() == NODE
    assert len(server.ranges) == 1
    assert seen[-1] == (bundle.size, bundle.size)
    assert sorted(p.name for p in tmp_path.iterdir()) == ["muscima-pp"]


def test_a_cut_connection_is_taken_up_where_it_broke(server, tmp_path):
    server.cuts = 2
    bundle = bundle_of(server)

    install(bundle, root=tmp_path)

    assert is_installed(bundle, tmp_path)
    assert server.ranges[0] is None
    assert [int(r.split("=")[1].rstrip("-")) > 0 for r in server.ranges[1:]] == [True, True]


def test_what_was_fetched_is_kept_for_the_next_attempt(server, tmp_path):
    server.cuts = 99
    bundle = bundle_of(server)
    with pytest.raises(AssetError, match="cannot be fetched"):
        install(bundle, root=tmp_path)
    (part,) = tmp_path.iterdir()
    have = part.stat().st_size
    server.cuts = 0

    install(bundle, root=tmp_path)

    assert server.ranges[-1] == f"bytes={have}-"
    assert is_installed(bundle, tmp_path)


def test_a_wrong_checksum_installs_nothing(server, tmp_path):
    bundle = replace(bundle_of(server), sha256="0" * 64)

    with pytest.raises(AssetError, match="checksum"):
        install(bundle, root=tmp_path)

    assert list(tmp_path.iterdir()) == []


def test_without_a_network_the_message_says_what_to_do(tmp_path):
    bundle = replace(MUSCIMA, url="http://127.0.0.1:9/nothing.zip")

    with pytest.raises(AssetError, match="assets install muscima-pp --archive FILE"):
        install(bundle, root=tmp_path)


def test_a_local_archive_needs_no_network(tmp_path):
    archive = tmp_path / "copy.zip"
    archive.write_bytes(pack())

    install(MUSCIMA, archive=archive, root=tmp_path / "assets")

    assert is_installed(MUSCIMA, tmp_path / "assets")
    assert remove(MUSCIMA, tmp_path / "assets")
    assert not is_installed(MUSCIMA, tmp_path / "assets")


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"no zip at all", "cannot be unpacked"),
        (pack("v1.0/other.xml"), "is not muscima-pp"),
        (pack("../v2.0/data/annotations/a.xml"), "outside its folder"),
    ],
)
def test_an_archive_that_is_something_else_leaves_nothing_behind(data, message, tmp_path):
    archive = tmp_path / "copy.zip"
    archive.write_bytes(data)

    with pytest.raises(AssetError, match=message):
        install(MUSCIMA, archive=archive, root=tmp_path / "assets")

    assert list((tmp_path / "assets").iterdir()) == []


def test_the_command_lists_installs_and_removes(tmp_path):
    archive = tmp_path / "copy.zip"
    archive.write_bytes(pack())

    def run(*arguments):
        return subprocess.run(
            [sys.executable, "-m", "rastrum_samples", "assets", *arguments],
            capture_output=True,
            text=True,
            env={"XDG_CACHE_HOME": str(tmp_path / "cache"), "PATH": "/usr/bin:/bin"},
        )

    assert "not installed" in run("list").stdout
    assert run("install", "muscima-pp", "--archive", str(archive)).returncode == 0
    assert "  installed" in run("list").stdout
    assert "removed" in run("remove", "muscima-pp").stdout
    assert "--archive" in run("install", "paper").stderr
    archive.write_bytes(pack("blank/sheet.png"))
    assert run("install", "paper", "--archive", str(archive)).returncode == 0
    assert run("install", "absent").returncode == 4
