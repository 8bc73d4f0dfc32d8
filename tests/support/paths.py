"""Where the project's scans are."""

from pathlib import Path

ROOT = Path(__file__).parents[2]
SCANS = ROOT / "samples" / "scans"
SCAN = PLATE = SCANS / "beethoven-op79-andante.bmp"
