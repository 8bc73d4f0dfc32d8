"""Keep compiled kernels apart by their sources and by how numba is set."""

import hashlib
import os
from pathlib import Path

ROOT = Path(__file__).parent.parent


def _choose_cache() -> None:
    digest = hashlib.sha256()
    for source in sorted((ROOT / "kernels").rglob("*.py")):
        digest.update(source.read_bytes())
    for name in ("NUMBA_DISABLE_JIT", "NUMBA_BOUNDSCHECK"):
        digest.update(f"{name}={os.environ.get(name, '')}".encode())
    # numba serves unchecked code out of a cache that was filled without bounds checks.
    os.environ["NUMBA_CACHE_DIR"] = str(ROOT / ".cache" / "numba" / digest.hexdigest()[:16])


_choose_cache()
