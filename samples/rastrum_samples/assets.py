"""Bundles of assets: fetched when first needed into the user's cache folder, checked, removable."""

import hashlib
import os
import shutil
import sys
import urllib.error
import urllib.request
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

CHUNK = 1 << 16

ATTEMPTS = 4
"""A connection that is cut is taken up again where it broke, so often."""

TIMEOUT_S = 30.0


class AssetError(ValueError):
    """A bundle could not be fetched, is not what it should be, or cannot be unpacked."""


@dataclass(frozen=True, slots=True)
class Bundle:
    """An archive of assets.

    Attributes
    ----------
    name : str
        Its folder's name.
    url : str
        Of a zip archive; "" where there is none to fetch.
    sha256 : str
        Of the archive, in hexadecimal.
    size : int
        Of the archive, bytes.
    needs : tuple of str
        Patterns of which the unpacked folder must hold at least one file each.
    licence : str
        What its users must know.
    """

    name: str
    url: str
    sha256: str
    size: int
    needs: tuple[str, ...]
    licence: str


MUSCIMA = Bundle(
    name="muscima-pp",
    url="https://github.com/OMR-Research/muscima-pp/releases/download/v2.0/MUSCIMA-pp_v2.0.zip",
    sha256="432ef49576eca86a358f740f00ad7fb8f4f481f60f6bb343bc95d527ce08d945",
    size=12_196_169,
    needs=("v2.0/data/annotations/*.xml",),
    licence="CC BY-NC-SA 4.0: Hajič and Pecina 2017; nothing made from it may be sold",
)
"""Handwritten symbols of 50 writers, with masks."""

PAPER = Bundle(
    name="paper",
    url="",
    sha256="",
    size=0,
    needs=("**/*.[pjtPJT]*",),
    licence="your own scans",
)
"""Scans of blank paper. No public archive of them is known to be free and to stay, so users zip
their own; without it paper is drawn."""

BUNDLES = {bundle.name: bundle for bundle in (MUSCIMA, PAPER)}

Progress = Callable[[int, int], None]
"""Called with the bytes there are and the bytes there will be."""


def asset_folder() -> Path:
    """Return the user's folder of bundles."""
    cache = os.environ.get("XDG_CACHE_HOME")
    return (Path(cache) if cache else Path.home() / ".cache") / "rastrum" / "assets"


def is_installed(bundle: Bundle, root: Path | None = None) -> bool:
    """Whether a bundle is there and holds what it needs."""
    return _is_whole(bundle, (root or asset_folder()) / bundle.name)


def install(
    bundle: Bundle,
    *,
    archive: Path | None = None,
    root: Path | None = None,
    progress: Progress | None = None,
) -> Path:
    """Return a bundle's folder, after fetching and unpacking it where it is not there yet.

    Parameters
    ----------
    bundle : Bundle
    archive : Path, optional
        A local copy of the archive, to install without a network. Its layout is checked, its
        checksum is not: it is the user's own.
    root : Path, optional
        Folder of bundles; the user's cache by default.
    progress : callable, optional

    Returns
    -------
    folder : Path

    Raises
    ------
    AssetError
        If the network cannot be reached, the archive has another checksum or does not hold what
        the bundle needs. Nothing half unpacked is left; what was fetched so far is kept, and the
        next attempt goes on from there.
    """
    root = root or asset_folder()
    folder = root / bundle.name
    if archive is None and _is_whole(bundle, folder):
        return folder
    root.mkdir(parents=True, exist_ok=True)
    part = root / f"{bundle.name}.zip.part"
    if archive is None:
        _fetch(bundle, part, progress)
        found = _checksum(part)
        if found != bundle.sha256:
            part.unlink()
            raise AssetError(
                f"{bundle.url} has checksum {found[:12]}..., not {bundle.sha256[:12]}...; "
                "try again, or install a copy you trust with --archive"
            )
    _unpack(bundle, part if archive is None else archive, folder)
    part.unlink(missing_ok=True)
    return folder


def remove(bundle: Bundle, root: Path | None = None) -> bool:
    """Remove a bundle and what was fetched of it; return whether there was anything."""
    root = root or asset_folder()
    there = [p for p in (root / bundle.name, root / f"{bundle.name}.zip.part") if p.exists()]
    for path in there:
        shutil.rmtree(path) if path.is_dir() else path.unlink()
    return bool(there)


def show_progress(done: int, wanted: int) -> None:
    """Draw a progress bar on a terminal's stderr."""
    if not sys.stderr.isatty():
        return
    share = min(1.0, done / max(1, wanted))
    bar = "#" * round(40 * share)
    end = "\n" if done >= wanted else ""
    sys.stderr.write(f"\r[{bar:40}] {done / 1e6:.1f} of {wanted / 1e6:.1f} MB{end}")


def _is_whole(bundle: Bundle, folder: Path) -> bool:
    return folder.is_dir() and all(any(folder.glob(pattern)) for pattern in bundle.needs)


def _fetch(bundle: Bundle, part: Path, progress: Progress | None) -> None:
    """Fetch the archive, going on from what is there."""
    if not bundle.url:
        raise AssetError(
            f"{bundle.name} cannot be fetched: it is {bundle.licence}; put them into a zip file "
            f"and run: rastrum-samples assets install {bundle.name} --archive FILE"
        )
    problem: Exception | None = None
    for _ in range(ATTEMPTS):
        have = part.stat().st_size if part.exists() else 0
        if have >= bundle.size:
            return
        try:
            _fetch_rest(bundle, part, have, progress)
        except (urllib.error.URLError, OSError, EOFError) as error:
            problem = error
            if isinstance(error, urllib.error.HTTPError) and error.code not in (500, 502, 503, 504):
                break
    if part.exists() and part.stat().st_size >= bundle.size:
        return
    reason = getattr(problem, "reason", None) or problem
    raise AssetError(
        f"{bundle.name} cannot be fetched from {bundle.url} ({reason}); check the network, or "
        "fetch the archive elsewhere and run: "
        f"rastrum-samples assets install {bundle.name} --archive FILE"
    )


def _fetch_rest(bundle: Bundle, part: Path, have: int, progress: Progress | None) -> None:
    request = urllib.request.Request(bundle.url)
    if have:
        request.add_header("Range", f"bytes={have}-")
    with urllib.request.urlopen(request, timeout=TIMEOUT_S) as answer:
        resumed = answer.status == 206
        have = have if resumed else 0
        with part.open("ab" if resumed else "wb") as file:
            while chunk := answer.read(CHUNK):
                file.write(chunk)
                have += len(chunk)
                if progress is not None:
                    progress(have, bundle.size)
    if have < bundle.size:
        raise EOFError(f"the connection ended after {have} of {bundle.size} bytes")


def _checksum(file: Path) -> str:
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _unpack(bundle: Bundle, archive: Path, folder: Path) -> None:
    """Unpack beside the folder, and put it in place when it is whole."""
    fresh = folder.with_name(f"{folder.name}.new")
    shutil.rmtree(fresh, ignore_errors=True)
    try:
        with zipfile.ZipFile(archive) as files:
            for name in files.namelist():
                path = PurePosixPath(name)
                if path.is_absolute() or ".." in path.parts:
                    raise AssetError(f"{archive} wants to write outside its folder ({name})")
            files.extractall(fresh)
        if not _is_whole(bundle, fresh):
            raise AssetError(
                f"{archive} is not {bundle.name}: it holds no {' or '.join(bundle.needs)}"
            )
        shutil.rmtree(folder, ignore_errors=True)
        fresh.replace(folder)
    except (zipfile.BadZipFile, OSError) as error:
        raise AssetError(f"{archive} cannot be unpacked ({error})") from error
    finally:
        shutil.rmtree(fresh, ignore_errors=True)
