"""What a stage was unsure of."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Doubt:
    """Something a stage was unsure of."""

    stage: str
    sentence: str
    """For a user: what, and what was done about it."""
    confidence: float
    """0..1 that the reading given is right."""
    box: tuple[float, float, float, float]
    """top, left, bottom, right on the sheet, units."""
    system: int = -1
    staff: int = -1
    """Index in the system."""
    bar: int = -1
